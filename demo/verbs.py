"""Verbs of the desk: each is a form that somebody has open, and the press of its button.

Every two of them that touch the same rows are pressed at the same moment, by two people: once in
the tests, and at random while things are killed in `make chaos`. Nobody may read an error.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import combinations_with_replacement, count

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from articles.actions import deletion, publishing
from articles.models import (
    Author,
    Byline,
    Change,
    Comment,
    Page,
    Photo,
    Redirect,
    Section,
    SharedPreview,
    Tag,
    User,
)
from demo.bench.client import fields
from interviews.models import Interview, Interviewee, QuestionAnswer

_number = count(1)

# How far the piece has come before the two press: a verb says what it needs.
DRAFT, LIVE, SCHEDULED = range(3)


@dataclass
class Rows:
    """What verbs act upon, made anew for every pair. `state` is how far the piece has come."""

    state: int = DRAFT
    number: int = field(init=False)

    def __post_init__(self):
        self.number = next(_number)
        # Nobody else is in charge, so that one of the two has to remain.
        User.objects.filter(is_active=True).update(is_active=False)
        self.people = [self._person("Admin", f"admin-{which}") for which in range(2)]
        one = self.people[0]
        self.reporter = self._person("Reporter", "reporter")
        # Each form of a piece offers all there are: what others have left would slow every press.
        Section.objects.filter(article=None, versions=None).delete()
        self.section = Section.objects.create(name=self._name("City"), in_navigation=False)
        self.other_section, _is_new = Section.objects.get_or_create(name="Country")
        self.photo = self._photo()
        self.author = Author.objects.create(name=self._name("Taras Zoria"))
        self.tag, self.other_tag = (
            Tag.objects.create(name=self._name(name)) for name in ("Bridges", "Trams")
        )
        self.page = Page.objects.create(title="About", slug=self._slug("about"), language="en")
        self.redirect = Redirect.objects.create(old=f"/old/{self.number}", gone=True)
        self.piece = self._piece("The bridge", "en", one)
        self.other = self._piece("The trams", "uk", one)
        self.piece.tags.add(self.other_tag)
        self.comment = Comment.objects.create(article=self.piece, text="Which bridge?", by=one)
        until = timezone.now() + timedelta(hours=1)
        self.link = SharedPreview.objects.create(article=self.piece, by=one, expires_at=until)
        if self.state >= LIVE:
            publishing.publish(self.piece, one, revision=1, change=Change.SILENT)
        if self.state >= SCHEDULED:
            at = timezone.now() + timedelta(days=1)
            publishing.schedule(self.piece, one, at, revision=2, change=Change.SILENT)

    @cached_property
    def deleted(self):
        """A draft that was deleted: a translation of the piece, with one of all that pieces use."""
        draft = self._piece("The ferries", "uk", self.people[0])
        Interview.objects.filter(pk=draft.pk).update(
            original=self.piece, section=self.section, lead_photo=self.photo
        )
        draft.tags.add(self.tag)
        Byline.objects.create(article=draft, author=self.author)
        return deletion.delete(draft, self.people[0])

    def _name(self, name):
        return f"{name} {self.number}"

    def _slug(self, slug):
        return f"{slug}-{self.number}"

    def _person(self, role, name):
        person = User.objects.create(username=self._slug(name), is_staff=True)
        person.set_unusable_password()
        person.email = f"{person.username}@example.org"
        person.save()
        person.groups.add(Group.objects.get(name=role))
        return person

    def _photo(self):
        return Photo.objects.create(
            file=f"photos/verbs/{self.number}.jpg",
            width=1600,
            height=1067,
            alternative_text="A bridge",
            credit="Verbs",
            renditions=[
                {"width": 800, "height": 533}
                | {form: f"verbs/{self.number}-800.{form}" for form in ("avif", "jpeg")}
            ],
        )

    def _piece(self, headline, language, by):
        piece = Interview.objects.create(
            headline=self._name(headline),
            section=self.other_section,
            language=language,
            created_by=by,
        )
        Interviewee.objects.create(interview=piece, name="Orysia Velychko")
        QuestionAnswer.objects.create(
            parent=piece, region="main", ordering=10, question="Why?", answer="<p>The ice.</p>"
        )
        return piece


@dataclass(frozen=True)
class Verb:
    """What one person does: `prepare` opens the form and returns the press of its button.

    `prepare(desk, rows, turned)` asks by `desk`, a client that is signed in; the second of two who
    do the same is `turned`, and does it the other way round where there is one.
    """

    name: str
    prepare: Callable
    touches: frozenset[str]
    needs: int = DRAFT


VERBS: list[Verb] = []


def _verb(touches: str, needs: int = DRAFT):
    def add(prepare):
        VERBS.append(Verb(prepare.__name__, prepare, frozenset(touches.split()), needs))
        return prepare

    return add


def pairs() -> list[tuple[Verb, Verb]]:
    """Return every two verbs that touch the same, and each with itself."""
    every = combinations_with_replacement(VERBS, 2)
    return [(one, other) for one, other in every if one.touches & other.touches]


def of(piece, what="change", *args) -> str:
    """Return the address of a page of the desk about a row."""
    options = piece._meta
    key = [] if what in {"add", "changelist"} else [piece.pk]
    name = f"admin:{options.app_label}_{options.model_name}_{what}"
    return reverse(name, args=[*key, *args])


def saving_answer(desk, rows: Rows, text: str) -> Callable:
    """Open the piece, and return the press of Save with this as its answer."""
    page = fields(desk.get(of(rows.piece)).content)
    answer = next(name for name in page if name.endswith("-answer"))
    return _pressing(desk, of(rows.piece), page, **{answer: f"<p>{text}</p>"})


def _pressing(desk, address, data=None, *, form="#content form", button="_continue", **typed):
    """Open a page, and return the press of a button of its form with what is typed in it."""
    opened = fields(desk.get(address).content, form) if data is None else data
    sent = opened | {button: "1"} | typed
    return lambda: desk.post(address, sent)


# A piece.


def _saving(desk, piece, **typed):
    return _pressing(desk, of(piece), **typed)


@_verb("piece")
def save(desk, rows, turned):
    return _saving(desk, rows.piece, standfirst=f"Said by {int(turned)}.")


@_verb("piece")
def save_text(desk, rows, turned):
    return saving_answer(desk, rows, f"Answered by {int(turned)}.")


@_verb("piece tag")
def save_with_tag(desk, rows, turned):
    return _saving(desk, rows.piece, tags=[rows.tag.name])


@_verb("piece tag")
def save_with_new_tags(desk, rows, turned):
    new = [f"Ice {rows.number}", f"Snow {rows.number}"]
    piece = rows.other if turned else rows.piece
    return _saving(desk, piece, tags=new[::-1] if turned else new)


@_verb("piece photo")
def save_with_photo(desk, rows, turned):
    return _saving(desk, rows.piece, lead_photo=rows.photo.pk)


@_verb("piece author")
def save_with_author(desk, rows, turned):
    return _saving(desk, rows.piece, byline=[rows.author.pk])


@_verb("piece section")
def save_with_section(desk, rows, turned):
    return _saving(desk, rows.piece, section=rows.section.pk)


@_verb("piece")
def save_as_translation(desk, rows, turned):
    one, other = (rows.other, rows.piece) if turned else (rows.piece, rows.other)
    return _saving(desk, one, original=other.pk)


@_verb("piece")
def translate(desk, rows, turned):
    typed = {"headline": f"Translation {int(turned)}", "original": rows.piece.pk, "language": "uk"}
    return _pressing(desk, of(rows.piece, "add"), **typed)


@_verb("piece author tag photo section")
def begin_translation(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "translate"), {}, language="uk")


@_verb("piece")
def pick(desk, rows, turned):
    one, other = (rows.piece, rows.other) if turned else (rows.other, rows.piece)
    return _saving(desk, one, read_also=[other.pk])


@_verb("piece")
def remove_piece(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "delete"), {"post": "yes"})


@_verb("piece author tag photo section")
def put_back(desk, rows, turned):
    address = reverse("admin:articles_article_put_back", args=[rows.deleted.pk])
    return _pressing(desk, address, {})


@_verb("piece")
def autosave(desk, rows, turned):
    page = fields(desk.get(of(rows.piece)).content)
    sent = {"user": desk.person.pk, "window": page["_window"], "turn": 1, "fields": "headline=Mine"}
    return lambda: desk.post(of(rows.piece, "autosave"), sent, content_type="application/json")


@_verb("piece")
def send_for_review(desk, rows, turned):
    return _saving(desk, rows.piece, button="_stage", _stage="review")


@_verb("piece")
def mark_as_ready(desk, rows, turned):
    return _saving(desk, rows.piece, button="_stage", _stage="ready")


@_verb("piece")
def comment(desk, rows, turned):
    said = {"text": f"Said by {int(turned)}.", "answers_to": rows.comment.pk}
    return _pressing(desk, of(rows.piece, "comments"), said)


@_verb("piece")
def resolve_comment(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "resolve", rows.comment.pk), {})


@_verb("piece")
def share(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "share"), {"recipient": "Somebody", "hours": "4"})


@_verb("piece")
def revoke(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "revoke", rows.link.pk), {})


@_verb("piece")
def accept_transcript(desk, rows, turned):
    revision = desk.get(of(rows.piece)).content
    proposal = {
        "step": "accept",
        "revision": fields(revision)["revision"],
        "where": "replace",
        "html-0": "What now?",
        "part-0": "question",
        "html-1": "We wait.",
        "part-1": "answer",
    }
    return _pressing(desk, of(rows.piece, "transcript"), proposal)


@_verb("piece author tag photo section")
def publish(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "publish"), change=Change.SILENT)


def _tomorrow(hours=0):
    at = timezone.localtime() + timedelta(days=2, hours=hours)
    return {"date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"}


@_verb("piece")
def schedule(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "schedule"), change=Change.SILENT, **_tomorrow())


@_verb("piece", SCHEDULED)
def reschedule(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "reschedule"), **_tomorrow(1))


@_verb("piece", SCHEDULED)
def cancel(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "cancel"))


@_verb("piece", LIVE)
def withdraw(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "withdraw"))


@_verb("piece", LIVE)
def fix_a_typo(desk, rows, turned):
    address = of(rows.piece, "fix")
    typed = f"Why {'then' if turned else 'now'}?"
    return _pressing(desk, f"{address}?words=Why?", form="form.desk-fix", text=typed)


@_verb("piece", LIVE)
def restore(desk, rows, turned):
    return _pressing(desk, of(rows.piece, "restore", 1))


# What pieces use.


@_verb("tag")
def rename_tag(desk, rows, turned):
    name = f"Ferries {rows.number}" if turned else f"Bridges, old {rows.number}"
    return _pressing(desk, of(rows.tag), name=name)


@_verb("tag")
def new_tag(desk, rows, turned):
    return _pressing(desk, of(rows.tag, "add"), name=f"Ice {rows.number}")


@_verb("tag")
def merge_tags(desk, rows, turned):
    one, other = (rows.other_tag, rows.tag) if turned else (rows.tag, rows.other_tag)
    address = reverse("admin:articles_tag_merge", query={"tag": one.pk})
    return _pressing(desk, address, {"target": other.pk})


@_verb("tag")
def declare_tags_different(desk, rows, turned):
    both = {"tag": [rows.tag.pk, rows.other_tag.pk], "different": "1"}
    return _pressing(desk, reverse("admin:articles_tag_alike"), both)


def _deleting(desk, row):
    return _pressing(desk, of(row, "delete"), {"post": "yes"})


@_verb("tag")
def remove_tag(desk, rows, turned):
    return _deleting(desk, rows.tag)


@_verb("photo")
def credit_photo(desk, rows, turned):
    return _pressing(desk, of(rows.photo), credit=f"Credited by {int(turned)}")


@_verb("photo")
def take_photo_back(desk, rows, turned):
    return _pressing(desk, of(rows.photo, "withdraw"), {})


@_verb("photo")
def remove_photo(desk, rows, turned):
    return _deleting(desk, rows.photo)


@_verb("author photo")
def save_author(desk, rows, turned):
    new = {"slug": f"zoria-{int(turned)}-{rows.number}", "portrait": rows.photo.pk}
    return _pressing(desk, of(rows.author), **new)


@_verb("author")
def remove_author(desk, rows, turned):
    return _deleting(desk, rows.author)


@_verb("section")
def rename_section(desk, rows, turned):
    name = f"Town {int(turned)} {rows.number}"
    return _pressing(desk, of(rows.section), name=name, slug=f"town-{int(turned)}-{rows.number}")


@_verb("section")
def new_section(desk, rows, turned):
    return _pressing(desk, of(rows.section, "add"), name=f"Towns {rows.number}")


@_verb("section")
def remove_section(desk, rows, turned):
    return _deleting(desk, rows.section)


# The site.


@_verb("page")
def save_page(desk, rows, turned):
    return _pressing(desk, of(rows.page), title=f"About us, by {int(turned)}")


@_verb("page")
def move_page(desk, rows, turned):
    return _pressing(desk, of(rows.page), slug=f"us-{int(turned)}-{rows.number}")


@_verb("page")
def new_page(desk, rows, turned):
    new = {"title": "Contacts", "slug": f"contacts-{rows.number}", "language": "en"}
    return _pressing(desk, of(rows.page, "add"), **new)


@_verb("page")
def remove_page(desk, rows, turned):
    return _deleting(desk, rows.page)


@_verb("page section menus")
def save_menus(desk, rows, turned):
    address = reverse("admin:articles_menuitem_changelist", query={"language": "en"})
    leads = {
        "masthead-0-target": f"section:{rows.section.pk}",
        "footer-0-target": f"page:{rows.page.pk}",
        "footer-0-words": f"By {int(turned)}",
    }
    return _pressing(desk, address, **leads)


@_verb("redirect")
def new_redirect(desk, rows, turned):
    return _pressing(desk, of(rows.redirect, "add"), old=f"/gone/{rows.number}", gone="on")


@_verb("redirect piece")
def save_redirect(desk, rows, turned):
    leads = {"old": f"/moved/{rows.number}", "gone": "", "piece": rows.piece.pk}
    return _pressing(desk, of(rows.redirect), **leads)


@_verb("redirect")
def remove_redirect(desk, rows, turned):
    return _deleting(desk, rows.redirect)


def _arranging(desk, rows, button, lead):
    address = reverse("admin:articles_arrangement_arrange", args=["front", "en"])
    return _pressing(desk, address, button=button, lead=lead.pk)


@_verb("layout piece")
def save_layout(desk, rows, turned):
    return _arranging(desk, rows, "_save", rows.other if turned else rows.piece)


@_verb("layout section")
def publish_layout(desk, rows, turned):
    return _arranging(desk, rows, "_publish", rows.piece if turned else rows.other)


# People.


def _doing(desk, person, act, **typed):
    return _pressing(desk, reverse("admin:articles_user_act", args=[person.pk, act]), typed)


@_verb("people")
def switch_off(desk, rows, turned):
    return _doing(desk, rows.people[not turned], "off")


@_verb("people")
def demote(desk, rows, turned):
    return _doing(desk, rows.people[not turned], "role", role="Editor")


@_verb("people")
def sign_out(desk, rows, turned):
    return _doing(desk, rows.people[not turned], "sessions")


@_verb("people")
def invite(desk, rows, turned):
    new = {"name": "Olha Lys", "email": f"olha-{rows.number}@example.org", "role": "Editor"}
    return _pressing(desk, reverse("admin:articles_user_invite"), new)


@_verb("people")
def name_person(desk, rows, turned):
    return _pressing(desk, of(rows.reporter), last_name=f"Named by {int(turned)}")


@_verb("people author")
def bind_author(desk, rows, turned):
    return _pressing(desk, of(rows.author), user=rows.reporter.pk)
