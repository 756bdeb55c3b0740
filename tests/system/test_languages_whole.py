"""Every page in every language, whole: no word of another language, and none that is a key.

The newsroom of this test writes in the language that is looked at, so that whatever stands on a
page in other letters came from the code: from words that were never marked, or never translated.
"""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import ngettext

from articles.actions import publishing, review
from articles.content import saves
from articles.models import (
    Author,
    Change,
    Comment,
    Page,
    Photo,
    Section,
    SharedPreview,
    Stage,
    Tag,
    TypoReport,
)
from espreso import clock, languages
from espreso.admin_site import is_of_the_desk
from interviews.models import QuestionAnswer
from tests import factories, images

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
    # Marks of languages.
    "EN", "UK",
    "Espreso", "JPEG", "PNG", "WebP", "HEIC", "AVIF", "PDF", "SVG", "HTML", "URL", "UTF",
    "Word", "Google", "Docs", "Ctrl", "Enter", "Page", "Up", "Down", "Esc", "Tab", "RSS", "Atom",
    "JavaScript", "YouTube", "Telegram", "Facebook", "Instagram", "Windows", "Firefox", "docx",
    "JSON", "Feed", "CSV", "Escape", "https", "about", "gone", "or",
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
    admin = factories.person("Admin", first_name=first, last_name=last)
    other = factories.person("Reporter", first_name=first, last_name=last)
    section = Section.objects.create(name=said["section"], description=said["sentence"])
    author = Author.objects.create(name=" ".join(said["person"]), role=said["section"])
    content = images.encoded(images.corners(1000, 600))
    words = dict.fromkeys(("alternative_text", "caption", "credit"), said["sentence"])
    photo = Photo.objects.take_in(images.upload(content), **words)
    fields = {"language": language, "section": section, "standfirst": said["sentence"]}

    live = factories.article(
        said["headline"], text=said["text"], tags=said["tags"], authors=[author.name],
        lead_photo=photo, created_by=admin, **fields,
    )  # fmt: skip
    factories.publish(live, admin)
    factories.publish(live, admin, change=Change.UPDATE, note=said["sentence"])
    version = factories.publish(live, admin, change=Change.CORRECTION, note=said["sentence"])
    planned = factories.article(said["other"], text=said["text"], created_by=admin, **fields)
    ends = timezone.now() + timedelta(hours=2)
    factories.schedule(planned, ends, admin)
    draft = factories.article(said["other"], text=said["text"], created_by=admin, **fields)
    review.move(draft, Stage.REVIEW, admin)
    review.move(draft, Stage.DRAFT, admin, said["sentence"], signs_off=True)
    interview = factories.interview(said["headline"] + " 2", questions=0, **fields)
    interview.interviewees.update(name=" ".join(said["person"]), role=said["section"])
    QuestionAnswer.objects.create(
        parent=interview, region="main", ordering=10, question=said["sentence"], answer=said["text"]
    )
    factories.publish(interview, admin)
    withdrawn = factories.article(said["other"] + " 3", text=said["text"], **fields)
    gone = factories.publish(withdrawn, admin)
    withdrawn.refresh_from_db()
    publishing.withdraw(withdrawn, admin, revision=withdrawn.revision)
    link = SharedPreview.objects.create(article=draft, by=admin, expires_at=ends, recipient=last)
    ended = SharedPreview.objects.create(
        article=draft, by=admin, expires_at=ends, revoked_at=timezone.now(), revoked_by=admin
    )
    milestone = draft.milestones.first()
    save = saves.keep(draft, admin)
    # The one that pieces get which name none.
    Section.objects.exclude(pk=section.pk).delete()
    comment = Comment.objects.create(article=draft, by=admin, text=said["sentence"])
    report = TypoReport.objects.take(version, quote=said["headline"], remark=said["sentence"])
    # A site begins with drafts of pages in each language.
    Page.objects.exclude(language=language).delete()
    page = Page.objects.first()
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
        "page": [paper.page],
    }
    user = {"uidb36": "0", "key": "nothing"}
    return rows, {
        "year": year, "month": month, "day": day, "label": "exclusive", "number": 1,
        "token": paper.link.token, "milestone": paper.milestone.pk, "act": "off",
        "photo": paper.photo.pk, "window": "f" * 32, "comment": paper.comment.pk,
        "link": paper.link.pk, "app_label": "articles", "pk": paper.other.pk, "id": paper.other.pk,
        "content_type_id": 1, "url": "nothing", "name": "nothing.jpg", **user,
        "page": "front", "language": paper.language, "report": paper.report.pk, "part": 0,
        "save": paper.save.pk, "deleted": 0, "template": 0,
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
        # Who signs out sees no page after that; originals, cuts and what is shared are files.
        # The package's own page of second factors is for superusers, and calls them in English.
        if (
            not view
            or view.endswith(("logout", "_original"))
            or view in {"cut", "share"}
            or view.startswith("mfa_authenticator")
        ):
            continue
        # articles_article_change: of the kind of row that the second part names.
        kind = (view.split("_") + [""])[1]
        wanted = names_of(pattern)
        several = rows.get(kind, [None]) if "object_id" in wanted else [None]
        # In the language of the code one state of a piece is enough: its words need no catalogue.
        for row in several[:1] if paper.language == settings.LANGUAGE_CODE else several:
            known = parts | {"slug": slugs_of(paper, view), "object_id": row.pk if row else 1}
            if kind == "page":
                known["pk"] = paper.page.pk
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
    """Yield what a page says in another language than its own, or in none."""
    page = BeautifulSoup(content, "html.parser")
    others = f"script, style, code, kbd, pre, svg, [lang]:not([lang={language}])"
    for element in page.select(others):
        element.decompose()
    said, for_scripts = list(page.stripped_strings), []
    for element in page.find_all(True):
        said += (element.get(name, "") for name in ATTRIBUTES)
        if element.name == "input" and element.get("type") in {"submit", "button"}:
            said.append(element.get("value", ""))
        # Scripts put something in the place of each “%name” and “{name}”.
        for_scripts += (
            re.sub(r"%\w+|\{\w+\}", "", words) for name, words in element.attrs.items()
            if name.startswith("data-") and " " in words and not words.startswith(("{", "["))
        )  # fmt: skip
    for words in said + for_scripts:
        if set(_WORD[language].findall(words)) - NAMES:
            yield " ".join(words.split())
    yield from (words for words in said if _KEY.search(words))


def look(client, address, language, status=None):
    """Return the faults of a page, as a browser that prefers its language gets it."""
    response = client.get(address, headers={"accept-language": language})
    assert status in (None, response.status_code), address
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    content = response.content.decode()
    if "<html" in content:
        assert f'<html lang="{language}"' in content, address
    return sorted(set(faults(content, language)))


@pytest.mark.slow
def test_every_page_speaks_one_language(paper, language):
    with translation.override(language):
        found = list(addresses(paper))
        unlike = [
            (reverse("articles:tag", args=["nothing"]), 404),
            (f"{languages.root(language)}{paper.gone.path}/", 410),
            (reverse("articles:shared_preview", args=[paper.ended.token]), 410),
        ]
    assert len(found) > 100
    reader, reporter, admin = Client(), Client(), Client()
    admin.force_login(paper.admin)
    reporter.force_login(paper.other)
    wrong = {}
    for address in found:
        client = admin if is_of_the_desk(address) else reader
        wrong[address] = look(client, address, language)
    for address in ("account_login", "account_reset_password", "account_signup"):
        wrong[f"{address}, signed out"] = look(reader, reverse(address), language)
    for address, status in unlike:
        wrong[address] = look(reader, address, language, status)
    refused = reverse("admin:articles_user_changelist")
    wrong["refused"] = look(reporter, refused, language, 403)
    assert {address: said for address, said in wrong.items() if said} == {}


@pytest.mark.parametrize("template", ["429.html", "500.html"])
def test_a_page_of_trouble_speaks_the_language_of_the_address(template, language):
    with translation.override(language):
        assert list(faults(render_to_string(template), language)) == []


def test_a_word_that_was_forgotten_is_found():
    """The test above would see it: in the text, beside it, and for a script."""
    page = """<html lang="uk"><p>Зберегти</p><p>Save all</p><a title="Open">…</a>
    <b data-said="not saved">Kyiv</b> /news/ a@b.org 12:30 <i lang="en">English</i>
    <u>{{ name }}</u> <u>%(name)s</u> <u>ARTICLE_SAVE</u> <u>desk.save_all</u></html>"""
    assert set(faults(page, "uk")) == {
        "Save all", "Open", "not saved", "Kyiv",
        "{{ name }}", "%(name)s", "ARTICLE_SAVE", "desk.save_all",
    }  # fmt: skip
    assert list(faults("<p>Save</p><p>Зберегти</p>", "en")) == ["Зберегти"]


# What the desk's people choose, and what readers never notice.


def test_who_works_in_the_desk_chooses_its_language(client, settings):
    editor = factories.person()
    client.force_login(editor)
    form = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one(
        "form.desk-language"
    )
    button = form.select_one("button[lang=uk]")
    assert button.get_text() == "Українська"
    chosen = {button["name"]: button["value"], "next": form.select_one("[name=next]")["value"]}
    response = client.post(form["action"], chosen)
    assert response.headers["Location"] == "/admin/"
    assert '<html lang="uk"' in client.get("/admin/").content.decode()
    del client.cookies[settings.SESSION_COOKIE_NAME]
    assert '<html lang="uk"' in client.get(reverse("account_login")).content.decode()


def test_the_language_of_the_desk_is_nothing_to_readers(client):
    version = factories.publish(factories.article())
    before = client.get(version.get_absolute_url())
    client.post(reverse("language"), {"language": "uk", "next": "/admin/"})
    after = client.get(version.get_absolute_url())
    assert after.content == before.content
    assert not after.cookies
    assert after.headers.get("Vary") == before.headers.get("Vary")


def test_the_choice_of_a_language_leads_nowhere_else(client):
    response = client.post(
        reverse("language"), {"language": "uk", "next": "https://elsewhere.example/"}
    )
    assert response.headers["Location"] == "/uk/"


# Dates and marks.

SUNDAY = datetime(2026, 3, 1, 7, 5, tzinfo=UTC)


def test_a_moment_is_said_as_each_language_says_it():
    assert clock.in_words(SUNDAY) == "Sunday 1 March 2026, 09:05"
    with translation.override("uk"):
        # Where the weekday has cases, it stands in brackets: “до 1 березня 2026 (нд)”.
        assert clock.in_words(SUNDAY) == "1 березня 2026 (нд), 09:05"
        assert date_format(SUNDAY, "l, j E Y") == "Неділя, 1 березня 2026"


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 блок"), (3, "3 блоки"), (5, "5 блоків"), (21, "21 блок")]
)
def test_ukrainian_has_its_plurals(number, said):
    with translation.override("uk"):
        assert ngettext("%d block", "%d blocks", number) % number == said


def test_names_stand_in_the_quotation_marks_of_the_language():
    assert languages.quoted(["NATO", "EU"]) == "“NATO”, “EU”"
    with translation.override("uk"):
        assert languages.quoted(["НАТО", "ЄС"]) == "«НАТО», «ЄС»"
