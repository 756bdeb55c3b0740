"""People and pieces for tests: real rows, made through the same doors as the desk's."""

from itertools import count

from django.contrib.auth.models import Group

from articles.actions import publishing
from articles.models import Article, Author, Byline, Change, Label, Prose, Section, User
from interviews.models import Interview, Interviewee, QuestionAnswer

_number = count(1)


def person(role="Editor", **fields):
    """Somebody with an account and a role ("Reporter", "Editor" or "Admin")."""
    name = fields.pop("username", f"{role.lower()}{next(_number)}")
    user = User.objects.create_user(
        name, email=f"{name}@example.org", password="a long password", is_staff=True, **fields
    )
    user.groups.add(Group.objects.get(name=role))
    return user


def section(name="War"):
    """The section of that name."""
    return Section.objects.get_or_create(name=name)[0]


def article(headline="A bridge reopens", *, text="<p>Trams cross it again.</p>", **fields):
    """A draft with one paragraph. `tags` and `authors` (names) are given as lists."""
    tags, authors = fields.pop("tags", []), fields.pop("authors", [])
    fields.setdefault("section", section())
    made = Article.objects.create(headline=headline, **fields)
    if text:
        Prose.objects.create(parent=made, region="main", ordering=10, html=text)
    _attach(made, tags, authors)
    return made


def interview(headline="“We kept the line open”", *, questions=2, **fields):
    """A draft of an interview with so many questions and answers."""
    tags, authors = fields.pop("tags", []), fields.pop("authors", [])
    fields.setdefault("section", section())
    made = Interview.objects.create(headline=headline, **fields)
    Interviewee.objects.create(interview=made, name="Orysia Velychko", role="line engineer")
    QuestionAnswer.objects.bulk_create(
        QuestionAnswer(
            parent=made,
            region="main",
            ordering=number * 10,
            question=f"What did shift {number} look like?",
            answer=f"<p>Shift {number} was long.</p>",
        )
        for number in range(1, questions + 1)
    )
    _attach(made, tags, authors)
    return made


def _attach(made, tags, authors):
    made.tags.add(*tags)
    for position, name in enumerate(authors):
        author, _created = Author.objects.get_or_create(name=name)
        Byline.objects.create(article=made, author=author, position=position)


def publish(piece, by=None, *, change=Change.SILENT, note=""):
    """Publish what the draft says now."""
    piece.refresh_from_db()
    version = publishing.publish(
        piece, by or person(), revision=piece.revision, change=change, note=note
    )
    piece.refresh_from_db()
    return version


def schedule(piece, at, by=None, **kwargs):
    """Schedule what the draft says now."""
    piece.refresh_from_db()
    kwargs.setdefault("change", Change.SILENT)
    version = publishing.schedule(piece, by or person(), at, revision=piece.revision, **kwargs)
    piece.refresh_from_db()
    return version


def record(piece, at, *, until=None, label=None, **kwargs):
    """Write down that the draft was published at a moment of the past."""
    if label is not None:
        Article.objects.filter(pk=piece.pk).update(label=Label(label))
    piece.refresh_from_db()
    version = publishing.record(piece, None, live_from=at, live_until=until, **kwargs)
    piece.refresh_from_db()
    return version
