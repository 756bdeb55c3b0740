"""What every page of the desk promises to people who do not see it, or do not use a mouse.

Structure alone, by requests: what only a browser draws is not looked at here.
"""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from articles.actions import layouts, review
from articles.models import FRONT, Arrangement, Change, Comment, SharedPreview, Stage, Tag
from tests import factories
from tests.desk_client import opened, page_of, save

pytestmark = pytest.mark.django_db

FORM = ("change", "history", "share", "publish", "schedule")


def pages(editor):
    """Yield the addresses of the desk, with something to show on each."""
    draft = factories.article(created_by=editor, tags=["Bridges", "bridge"])
    review.move(draft, Stage.REVIEW, editor)
    review.move(draft, Stage.DRAFT, factories.person(), "Who says so?", signs_off=True)
    block = draft.articles_prose_set.get()
    Comment.objects.create(
        article=draft, by=editor, text="Here?", part=block.block_key, quote="Trams"
    )
    ends = timezone.now() + timedelta(hours=2)
    SharedPreview.objects.create(article=draft, by=editor, expires_at=ends)
    live = factories.interview()
    factories.publish(live, editor)
    factories.publish(live, editor, change=Change.CORRECTION, note="It was nine, not eight.")
    planned = factories.article("A choir rehearses")
    factories.schedule(planned, ends, editor)
    Tag.objects.get_or_create(name="Trams")

    for name in ("index", "articles_article_add", "interviews_interview_add"):
        yield reverse(f"admin:{name}")
    for name in ("article_changelist", "article_calendar", "user_changelist", "tag_alike"):
        yield reverse(f"admin:articles_{name}")
    yield reverse("admin:articles_arrangement_changelist")
    arrangement = Arrangement(page=FRONT, language="en")
    layouts.save(arrangement, editor, {"lead": live.pk, "top": [], "blocks": []}, revision=0)
    for what in ("arrange", "schedule"):
        yield reverse(f"admin:articles_arrangement_{what}", args=[FRONT, "en"])
    yield from (page_of(draft, what) for what in FORM)
    yield from (page_of(live, what) for what in (*FORM[:4], "withdraw"))
    yield page_of(live, "restore", 1)
    yield page_of(live, "compare") + "?a=version-1&b=version-2"
    yield from (page_of(planned, what) for what in ("reschedule", "cancel"))
    off = reverse("admin:articles_user_act", args=[factories.person("Reporter").pk, "off"])
    yield from (off, reverse("usersessions_list"), reverse("mfa_index"))


@pytest.fixture
def looked_at(client):
    """Every page, as it arrives in a browser: its address, and what stands on it."""
    person = factories.person("Admin")
    client.force_login(person)
    found = {}
    for address in pages(person):
        response = client.get(address)
        assert response.status_code == 200, address
        page = BeautifulSoup(response.content, "html.parser")
        for unused in page.select("template, .empty-form"):
            unused.decompose()
        found[address] = page
    return found


def test_every_page_of_the_desk_can_be_used_without_eyes_or_mouse(looked_at):
    wrong = {address: list(faults(page)) for address, page in looked_at.items()}
    assert {address: said for address, said in wrong.items() if said} == {}


def faults(page):
    if not page.html.get("lang"):
        yield "the page says no language"
    if not page.title.get_text(strip=True):
        yield "the page has no title"
    if (number := len(page.select("h1"))) != 1:
        yield f"{number} headings of the first rank"
    if len(page.select("main")) != 1:
        yield "not one main part"
    if page.select("[tabindex]:not([tabindex='0'], [tabindex='-1'])"):
        yield "the Tab key is led astray"
    for image in page.select("img:not([alt])"):
        yield f"a picture without a word for it: {image}"
    for field in page.select("input:not([type=hidden]), select, textarea"):
        if not name_of(page, field):
            yield f"a field without a name: {field.get('name')}"
    for pressed in page.select("button, a[href], summary"):
        if not name_of(page, pressed):
            yield f"nothing says what is pressed: {pressed}"
    known = [element["id"] for element in page.select("[id]")]
    for twice in {one for one in known if known.count(one) > 1}:
        yield f"two with the id {twice}"
    for attribute in ("aria-labelledby", "aria-describedby"):
        for element in page.select(f"[{attribute}]"):
            for one in element[attribute].split():
                if one not in known:
                    yield f"{attribute} leads nowhere: {one}"


def name_of(page, element):
    """Return by what name the element is announced."""
    if said := element.get("aria-label") or element.get("title"):
        return said.strip()
    if element.get("aria-labelledby"):
        return element["aria-labelledby"]
    if element.name == "input" and element.get("type") in {"submit", "button"}:
        return element.get("value", "")
    around = element if element.name in {"button", "a", "summary"} else element.find_parent("label")
    label = around or page.find("label", attrs={"for": element.get("id") or "-"})
    if label is None:
        return ""
    pictures = " ".join(image.get("alt", "") for image in label.select("img"))
    return f"{label.get_text(' ', strip=True)} {pictures}".strip()


def test_a_headline_keeps_to_one_line_however_it_was_pasted(client, editor):
    client.force_login(editor)
    piece = factories.article(created_by=editor)
    save(client, piece, opened(client, piece) | {"headline": " The bridge\r\n  opens \n again "})
    piece.refresh_from_db()
    assert piece.headline == "The bridge opens again"
