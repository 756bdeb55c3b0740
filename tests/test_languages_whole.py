"""Every page in every language, whole: no word of another language, and none that is a key.

The newsroom of this test writes in the language that is looked at, so that whatever stands on a
page in other letters came from the code: from words that were never marked, or never translated.
"""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone, translation

from articles import publishing, stages
from articles.models import Author, Change, Comment, Photo, Section, SharedPreview, Stage, Tag
from espreso.desk import is_of_the_desk
from interviews.models import QuestionAnswer
from tests import newsroom, pictures

pytestmark = pytest.mark.django_db

SAID = {
    "en": {
        "headline": "A bridge reopens",
        "other": "A choir rehearses",
        "text": "<p>Trams cross it again.</p>",
        "sentence": "The first tram is full.",
        "section": "War",
        "tags": ["Bridges", "bridge"],
        "person": ("Olena", "Moroz"),
    },
    "uk": {
        "headline": "Міст знову відкрито",
        "other": "Хор репетирує",
        "text": "<p>Трамваї знову їздять.</p>",
        "sentence": "Перший трамвай повний.",
        "section": "Війна",
        "tags": ["Мости", "Міст"],
        "person": ("Олена", "Мороз"),
    },
}
# Words in Latin letters that are Ukrainian too: names of formats, of programs, of keys.
NAMES = {
    "Espreso", "JPEG", "PNG", "WebP", "HEIC", "AVIF", "PDF", "SVG", "HTML", "URL", "UTF",
    "Word", "Google", "Docs", "Ctrl", "Enter", "Page", "Up", "Down", "Esc", "Tab", "RSS", "Atom",
    "YouTube", "Telegram", "Facebook", "Instagram", "Windows", "Firefox", "docx",
}  # fmt: skip
# What a reader, or somebody who hears the page, is told beside the text.
ATTRIBUTES = ("aria-label", "aria-description", "alt", "placeholder", "title", "label")
_WORD = {
    # A whole word, so that addresses, code and dates are none.
    "uk": re.compile(r"(?<![\w@./:#=&?-])[A-Za-z][A-Za-z’']+(?![\w@/=&-]|[.:]\w)"),
    "en": re.compile(r"\w*[А-Яа-яІіЇїЄєҐґ]\w*"),
}
_KEY = re.compile(
    r"\{\{|\{%|%\(\w+\)|%[sd]\b|\{\w*\}|(?<![\w/.@-])[a-z]+(?:\.[a-z]+_[a-z_]+)+|\b[A-Z]+_[A-Z_]+\b"
)


def planted(language):
    """A newsroom with one of everything, which writes in `language`; its rows by their names."""
    said = SAID[language]
    first, last = said["person"]
    admin = newsroom.person("Admin", first_name=first, last_name=last)
    other = newsroom.person("Reporter", first_name=first, last_name=last)
    section = Section.objects.create(name=said["section"], description=said["sentence"])
    author = Author.objects.create(name=" ".join(said["person"]), role=said["section"])
    content = pictures.encoded(pictures.corners(1000, 600))
    words = dict.fromkeys(("alternative_text", "caption", "credit"), said["sentence"])
    photo = Photo.objects.take_in(pictures.upload(content), **words)
    fields = {"language": language, "section": section, "standfirst": said["sentence"]}

    live = newsroom.article(
        said["headline"], text=said["text"], tags=said["tags"], authors=[author.name],
        lead_photo=photo, created_by=admin, **fields,
    )  # fmt: skip
    newsroom.publish(live, admin)
    newsroom.publish(live, admin, change=Change.UPDATE, note=said["sentence"])
    version = newsroom.publish(live, admin, change=Change.CORRECTION, note=said["sentence"])
    planned = newsroom.article(said["other"], text=said["text"], created_by=admin, **fields)
    ends = timezone.now() + timedelta(hours=2)
    newsroom.schedule(planned, ends, admin)
    draft = newsroom.article(said["other"], text=said["text"], created_by=admin, **fields)
    stages.move(draft, Stage.REVIEW, admin)
    stages.move(draft, Stage.DRAFT, admin, said["sentence"])
    interview = newsroom.interview(said["headline"] + " 2", questions=0, **fields)
    interview.interviewees.update(name=" ".join(said["person"]), role=said["section"])
    QuestionAnswer.objects.create(
        parent=interview, region="main", ordering=10, question=said["sentence"], answer=said["text"]
    )
    newsroom.publish(interview, admin)
    withdrawn = newsroom.article(said["other"] + " 3", text=said["text"], **fields)
    gone = newsroom.publish(withdrawn, admin)
    withdrawn.refresh_from_db()
    publishing.withdraw(withdrawn, admin, revision=withdrawn.revision)
    link = SharedPreview.objects.create(article=draft, by=admin, expires_at=ends, recipient=last)
    milestone = draft.milestones.first()
    comment = Comment.objects.create(article=draft, by=admin, text=said["sentence"])
    return SimpleNamespace(**locals())


@pytest.fixture(params=SAID)
def language(request):
    return request.param


@pytest.fixture
def paper(language):
    with translation.override(language):
        return planted(language)


def filled(paper):
    """Return what goes into the named parts of addresses: for each, one or several."""
    year, month, day, _slug = paper.version.path.split("/")
    rows = {
        "article": [paper.draft, paper.live, paper.planned],
        "interview": [paper.interview],
        "photo": [paper.photo],
        "tag": [Tag.objects.first()],
        "author": [paper.author],
        "section": [paper.section],
        "user": [paper.other],
        "authenticator": [paper.admin],
    }
    user = {"uidb36": "0", "key": "nothing"}
    return rows, {
        "year": year, "month": month, "day": day, "label": "exclusive", "number": 1,
        "token": paper.link.token, "milestone": paper.milestone.pk, "act": "off",
        "photo": paper.photo.pk, "window": "f" * 32, "comment": paper.comment.pk,
        "link": paper.link.pk, "app_label": "articles", "pk": paper.other.pk, "id": paper.other.pk,
        "content_type_id": 1, "url": "nothing", "name": "nothing.jpg", **user,
    }  # fmt: skip


def slugs_of(paper, view):
    return {
        "section": paper.section.slug,
        "tag": Tag.objects.first().slug,
        "author": paper.author.slug,
    }.get(view, paper.live.slug)


def addresses(paper):
    """Yield every address of the site, its parts filled with what was planted.

    A new part of an address needs its filler in `filled`.
    """
    rows, parts = filled(paper)
    for names, view, pattern in patterns(get_resolver()):
        # Who signs out sees no page after that; the original of a photo is a file.
        if not view or view.endswith(("logout", "_original")):
            continue
        # articles_article_change: of the kind of row that the second part names.
        kind = (view.split("_") + [""])[1]
        wanted = names_of(pattern)
        for row in rows.get(kind, [None]) if "object_id" in wanted else [None]:
            known = parts | {"slug": slugs_of(paper, view), "object_id": row.pk if row else 1}
            missing = set(wanted) - set(known)
            assert not missing, f"What goes into {missing} of {view}? Say it in `filled`."
            yield reverse(":".join([*names, view]), kwargs={name: known[name] for name in wanted})


def patterns(resolver, names=(), before=()):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield names, entry.name, [*before, entry.pattern]
        else:
            inside = (*names, entry.namespace) if entry.namespace else names
            yield from patterns(entry, inside, [*before, entry.pattern])


def names_of(pattern):
    return [name for part in pattern for name in (*part.converters, *part.regex.groupindex)]


def faults(content, language):
    """Yield what stands on a page and is of another language, or of none."""
    page = BeautifulSoup(content, "html.parser")
    for element in page.select(f"script, style, code, pre, svg, [lang]:not([lang={language}])"):
        element.decompose()
    said = list(page.stripped_strings)
    for element in page.find_all(True):
        said += (element.get(name, "") for name in ATTRIBUTES)
        if element.name == "input" and element.get("type") in {"submit", "button"}:
            said.append(element.get("value", ""))
        # Words that scripts take from the page.
        said += (
            words for name, words in element.attrs.items()
            if name.startswith("data-") and " " in words and not words.startswith(("{", "["))
        )  # fmt: skip
    for words in said:
        foreign = set(_WORD[language].findall(words)) - NAMES
        if foreign or _KEY.search(words):
            yield " ".join(words.split())


def look(client, address, language):
    response = client.get(address, headers={"accept-language": language})
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return None
    content = response.content.decode()
    if "<html" in content:
        assert f'<html lang="{language}"' in content, address
    return sorted(set(faults(content, language)))


def test_every_page_speaks_one_language(paper, language):
    with translation.override(language):
        found = dict.fromkeys(addresses(paper))
    desk, reader, stranger = Client(), Client(), Client()
    desk.force_login(paper.admin)
    stranger.force_login(paper.other)
    for address in found:
        client = desk if is_of_the_desk(address) else reader
        found[address] = look(client, address, language)
    print(len(found), sum(said is not None for said in found.values()))
    bad = {}
    for address, said in found.items():
        for each in said or []:
            bad.setdefault(each, address)
    for each, address in bad.items():
        print(repr(each)[:200], "@", address)
    assert not bad
