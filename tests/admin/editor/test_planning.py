"""A planned day, a pitch and a writer: for colleagues, until the piece has a time of its own."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Plan
from tests import factories
from tests.desk_client import form_of, opened, page_of, save, words_of

pytestmark = pytest.mark.django_db

CALENDAR = reverse("admin:articles_article_calendar")
DAY = "2031-07-09"


@pytest.fixture
def theirs(reporter):
    """The browser of a reporter."""
    client = Client()
    client.force_login(reporter)
    return client


def plan(client, piece, **said):
    form = form_of(client.get(page_of(piece, "plan")))
    return client.post(page_of(piece, "plan"), form | said)


def on_the_day(client):
    page = BeautifulSoup(client.get(CALENDAR, {"month": DAY[:7]}).content, "html.parser")
    entries = page.find(id=f"day-{DAY}").find_parent("td").select(".desk-planned")
    return [" ".join(entry.get_text(" ").split()) for entry in entries]


@pytest.mark.parametrize("kind", ["article", "interview"])
def test_a_planned_piece_stands_in_the_calendar_until_it_has_a_time(desk, reporter, kind):
    piece = getattr(factories, kind)("The tram is back")
    assert plan(desk, piece, day=DAY, writer=reporter.pk).url == page_of(piece)
    assert on_the_day(desk) == ["planned, Taras Zoria EN English The tram is back"]
    assert "1 planned" in words_of(desk.get(CALENDAR, {"month": DAY[:7]}))
    factories.schedule(piece, timezone.now() + timedelta(days=1))
    assert on_the_day(desk) == []


def test_many_planned_for_a_day_unfold_and_cost_no_more_queries(
    desk, django_assert_max_num_queries
):
    def fill(count):
        for _each in range(count):
            Plan.objects.create(article=factories.interview(), day=DAY)

    fill(2)
    with django_assert_max_num_queries(9) as few:
        on_the_day(desk)
    fill(8)
    with django_assert_max_num_queries(len(few)):
        assert len(on_the_day(desk)) == 10
    assert "2 more planned" in words_of(desk.get(CALENDAR, {"month": DAY[:7]}))


def test_whoever_is_to_write_it_can_edit_it_and_finds_it_among_their_drafts(
    desk, theirs, reporter, piece
):
    assert theirs.post(page_of(piece, "plan"), {}).status_code == 403
    plan(desk, piece, writer=reporter.pk, pitch="Who pays for the bridge.")
    assert "A bridge reopens" in words_of(theirs.get(reverse("admin:index")))
    page = words_of(theirs.get(page_of(piece)))
    assert "Taras Zoria" in page
    assert "Pitch: Who pays for the bridge." in page
    # Who was let in plans, and names nobody.
    other = factories.person("Reporter")
    assert plan(theirs, piece, day=DAY, writer=other.pk).status_code == 302
    made = Plan.objects.get()
    assert (str(made.day), made.writer) == (DAY, reporter)


def test_a_plan_is_nothing_that_the_piece_says(desk, client, piece):
    factories.publish(piece)
    revision, changed = piece.revision, piece.modified_at
    plan(desk, piece, day=DAY, pitch="Nobody else reads this.")
    piece.refresh_from_db()
    assert (piece.revision, piece.modified_at) == (revision, changed)
    version = piece.versions.get()
    assert "Nobody else reads this" not in str(version.document)
    client.logout()
    assert "Nobody else reads this" not in client.get(version.get_absolute_url()).text


def test_an_empty_plan_is_none_and_a_strange_one_is_refused(desk, piece):
    plan(desk, piece, day=DAY)
    assert "planned for Wednesday 9 July" in words_of(desk.get(page_of(piece)))
    for strange in ({"day": "someday"}, {"writer": "0"}, {"pitch": "a" * 601}):
        assert plan(desk, piece, **strange).status_code == 200
    assert str(Plan.objects.get().day) == DAY
    plan(desk, piece, day="")
    assert not Plan.objects.exists()


def test_the_button_of_the_form_saves_and_leads_to_the_plan(desk, piece):
    response = save(desk, piece, opened(desk, piece) | {"headline": "Typed"}, _plan="")
    assert response.url == page_of(piece, "plan")
    assert "Plan: Typed" in words_of(desk.get(response.url))
