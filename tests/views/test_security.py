"""Hostile words stay words, and what is kept for readers holds nothing of anybody's desk."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.utils import timezone

from articles.content import snapshot
from articles.models import (
    Author,
    Byline,
    Change,
    Comment,
    Embed,
    Figure,
    Occasion,
    Photo,
    Presence,
    Prose,
    PullQuote,
    Section,
    SharedPreview,
    Tag,
    TypoReport,
    Unsaved,
)
from interviews.models import Interview, Interviewee, QuestionAnswer
from tests import factories, images
from tests.desk_client import asked_again, page_of
from tests.page_cache import CachedClient

pytestmark = pytest.mark.django_db

HOSTILE = "\"'><img src=x data-hostile><script>hostile()</script>"
HOSTILE_RICH = (
    '<p onclick="hostile()">Words<script>hostile()</script><img src=x data-hostile>'
    '<a href="javascript:hostile()">one</a><a href="data:text/html,x">two</a></p>'
    '<svg onload="hostile()"></svg>'
)

RUNS = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)


@pytest.fixture
def admin():
    return factories.person("Admin", first_name=HOSTILE[:150])


@pytest.fixture
def piece(admin):
    """An interview with hostile words in every field, past all forms."""
    words = dict.fromkeys(("caption", "credit", "copyright", "alternative_text"), HOSTILE)
    file = images.upload(images.encoded(images.corners(600, 400)), f"{HOSTILE[:60]}.jpg")
    shown = Photo.objects.take_in(file, by=admin, **words)
    section = Section.objects.create(name=HOSTILE[:60], slug="section", description=HOSTILE)
    author = Author.objects.create(name=HOSTILE, slug="author", role=HOSTILE, biography=HOSTILE)
    piece = Interview.objects.create(
        headline=HOSTILE,
        standfirst=HOSTILE,
        section=section,
        lead_photo=shown,
        lead_caption=HOSTILE,
        search_title=HOSTILE,
        search_description=HOSTILE,
        created_by=admin,
    )
    Byline.objects.create(article=piece, author=author)
    Interviewee.objects.create(interview=piece, name=HOSTILE, role=HOSTILE)
    piece.tags.add(HOSTILE)
    Tag.objects.update(description=HOSTILE)
    blocks = (
        Prose(html=HOSTILE_RICH),
        PullQuote(quote=HOSTILE, attribution=HOSTILE),
        Embed(url="javascript:hostile()//https://x.com", title=HOSTILE),
        Embed(url=f"https://x.com/{HOSTILE}"),
        Figure(photo=shown, caption=HOSTILE),
        QuestionAnswer(
            question=HOSTILE, answer=HOSTILE_RICH, asker=HOSTILE, respondent=HOSTILE[:120]
        ),
    )
    for place, block in enumerate(blocks):
        block.parent, block.region, block.ordering = piece, "main", place
        block.save()
    factories.publish(piece, admin)
    factories.publish(piece, admin, change=Change.CORRECTION, note=HOSTILE)
    _talk_about(piece, admin)
    return piece


def _talk_about(piece, admin):
    """Have all around the piece that colleagues put there, and another state of its text."""
    colleague = factories.person("Reporter", first_name=HOSTILE[:150])
    snapshot.save_milestone(piece, Occasion.REVIEW, colleague)
    Prose.objects.filter(parent=piece).update(html=f"<p>Other words. {HOSTILE_RICH}</p>")
    PullQuote.objects.filter(parent=piece).update(quote=f"Other words. {HOSTILE}")
    block = PullQuote.objects.get(parent=piece)
    for part in ("", block.block_key, "prose-9999"):
        said = Comment.objects.create(
            article_id=piece.pk, text=HOSTILE, part=part, quote=HOSTILE[:200], by=colleague
        )
        Comment.objects.create(article_id=piece.pk, text=HOSTILE, answers_to=said, by=colleague)
    until = timezone.now() + timedelta(hours=1)
    piece.shared_with.add(colleague)
    SharedPreview.objects.create(
        article_id=piece.pk, by=colleague, recipient=HOSTILE, expires_at=until
    )
    Presence.objects.create(article_id=piece.pk, user=colleague, window="b" * 32)
    TypoReport.objects.create(
        article_id=piece.pk,
        quote=HOSTILE,
        before=HOSTILE[:200],
        after=HOSTILE[:200],
        remark=HOSTILE,
    )
    Unsaved.objects.create(
        user=admin, kind="interview", window="c" * 32, fields=f"headline={HOSTILE}&slug={HOSTILE}"
    )
    for ending in ("", "s"):
        Tag.objects.create(name=f"hostiletag{ending}<script>hostile()</script>")


def hostile_elements(response):
    page = BeautifulSoup(response.content, "html.parser")
    yield from page.select("[data-hostile], svg[onload]")
    yield from page.find_all(href=RUNS)
    for element in page.find_all(True):
        if any(name.startswith("on") for name in element.attrs):
            yield element
    for script in page.find_all("script"):
        # Blocks of data are run by nobody, and none of their words ends them.
        is_data = script.get("type") in {"application/json", "application/ld+json"}
        if "hostile()" in script.get_text() and not (is_data and "<" not in script.get_text()):
            yield script


def test_hostile_words_are_only_words_on_every_page(client, piece, admin):
    client.force_login(admin)
    asked_again(client)
    photo, author = Photo.objects.get(), Author.objects.get()
    tag = Tag.objects.get(name=HOSTILE)
    kept, link = piece.milestones.get(), piece.shared_previews.get()
    live = piece.versions.live().get().get_absolute_url()
    library = "/admin/articles"
    addresses = [
        *("/", "/news/", "/interviews/", "/labels/interview/", "/sections/section/"),
        *("/authors/author/", tag.get_absolute_url()),
        *(live, f"{live}history/", f"{live}mistake/", "/corrections/", link.get_absolute_url()),
        *(page_of(piece, what) for what in ("change", "history", "preview", "publish", "schedule")),
        *(page_of(piece, what) for what in ("withdraw", "cancel", "reschedule", "transcript")),
        f"{library}/article/calendar/",
        *(page_of(piece, what, 1) for what in ("version", "restore")),
        *(page_of(piece, what, kept.pk) for what in ("milestone", "restore_milestone")),
        f"{page_of(piece, 'compare')}?a=draft&b=milestone-{kept.pk}",
        f"{page_of(piece, 'compare')}?a=version-2&b=draft",
        *(page_of(piece, "share"), f"{library}/tag/alike/"),
        f"/admin/interviews/interview/add/kept/{'c' * 32}/",
        *(
            f"{library}/{kind}/"
            for kind in ("article", "photo", "tag", "author", "section", "user")
        ),
        *(f"{library}/photo/{photo.pk}/{what}/" for what in ("change", "delete", "withdraw")),
        *(f"{library}/tag/{tag.pk}/{what}/" for what in ("change", "delete", "history")),
        *(f"{library}/author/{author.pk}/{what}/" for what in ("change", "delete")),
        *(f"{library}/section/{piece.section_id}/{what}/" for what in ("change", "delete")),
        *(f"{library}/user/{admin.pk}/{what}/" for what in ("change", "history")),
        *(f"{library}/user/{kept.by_id}/{what}/" for what in ("password", "do/off", "do/factor")),
        *(f"{library}/tag/merge/?tag={tag.pk}", "/admin/", "/accounts/2fa/"),
        *("/accounts/password/change/", "/nothing/here/"),
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code in {200, 404}, address
        assert not list(hostile_elements(response)), address
        assert response.headers["X-Content-Type-Options"] == "nosniff", address
        policy = response.headers["Content-Security-Policy"]
        script = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "unsafe" not in script, address


def test_hostile_words_are_only_words_in_what_an_open_form_is_told(client, piece, admin):
    client.force_login(admin)

    said = client.get(page_of(piece, "comments")).json()
    assert len(said["threads"]) == 3
    for thread in said["threads"]:
        assert HOSTILE in BeautifulSoup(thread["html"], "html.parser").get_text()
        assert not list(hostile_elements(HttpResponse(thread["html"])))
    # The form sets these as text, and never as markup.
    told = client.post(page_of(piece, "here"), {"revision": "0"})
    assert told.headers["Content-Type"] == "application/json"
    assert HOSTILE[:40] in told.json()["here"]


def test_a_hostile_transcript_is_only_words_in_its_proposal(client, piece, admin):
    client.force_login(admin)
    data = {"step": "propose", "text": f"Q: {HOSTILE}\n\nA: {HOSTILE}", "html": ""}
    proposed = client.post(page_of(piece, "transcript"), data)
    posted = {"step": "accept", "revision": 1, "html-0": HOSTILE_RICH, "speaker-0": HOSTILE}
    refused = client.post(page_of(piece, "transcript"), posted)
    for response in (proposed, refused):
        assert response.status_code == 200
        assert not list(hostile_elements(response))


@pytest.mark.django_db(transaction=True)
def test_a_page_is_the_same_for_everybody_whatever_they_send(client):
    editor = factories.person()
    address = factories.publish(factories.article(), editor).get_absolute_url()
    reader = CachedClient()
    sent = [
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "https"},
        {"cookie": "messages=x; desk_language=uk; sessionid=x; <b>=<b>"},
        {"accept-language": "uk"},
        {"accept": "application/json", "user-agent": "<b>"},
    ]
    for asked in (client, reader):
        pages = [asked.get(address), asked.head(address), asked.get(address)]
        pages += [asked.get(address, headers=headers) for headers in sent]
        pages += [
            asked.get(f"{address}?{query}") for query in ("utm_source=x", "fbclid=1", "q=<b>")
        ]
        asked.force_login(editor)
        pages.append(asked.get(address))
        assert {page.status_code for page in pages} == {200}
        assert len({page.content for page in pages if page.content}) == 1
        assert not any(page.cookies for page in pages)
        assert {page.get("Vary", "") for page in pages} <= {"", "Accept-Encoding"}
        assert asked.get(address, headers={"host": "evil.example"}).status_code == 400
    assert reader.made.count(address) == 2
