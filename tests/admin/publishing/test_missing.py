"""What is missing of a piece: said before it is published and once it is sent to review."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.content import checks
from articles.models import Article, Block, Figure, Photo, Stage
from interviews.models import Interviewee
from tests import factories
from tests.desk_client import opened, page_of, save, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in):
    return signed_in("Editor")


def photo(**words):
    rendition = {"width": 9, "height": 9, "avif": "a.avif", "jpeg": "a.jpg"}
    return Photo.objects.create(file="a.jpg", width=9, height=9, renditions=[rendition], **words)


def pictures(piece, number, **words):
    shown = photo(**words)
    Figure.objects.bulk_create(
        Figure(parent=piece, region="main", ordering=100 + place, photo=shown)
        for place in range(number)
    )


def found(piece):
    piece = Article.objects.get(pk=piece.pk)
    return checks.findings(piece, Block.all_of(piece))


def whole(**fields):
    """A piece of which nothing is missing."""
    lead = photo(credit="Olha Kovalenko", alternative_text="A bridge")
    words = {"standfirst": "Trams cross.", "tags": ["Trams"], "authors": ["Iryna Lys"]}
    return factories.article(**{"lead_photo": lead} | words | fields)


def test_each_thing_that_is_missing_is_said_with_its_field_and_what_stops_comes_first():
    piece = factories.article(section=None, text="")
    assert [(one.at, one.stops) for one in found(piece)] == [
        ("section", True),
        ("text", True),
        ("standfirst", False),
        ("byline", False),
        ("lead_photo", False),
        ("tags", False),
    ]


def test_a_picture_is_named_by_its_number_and_found_by_its_block():
    piece = whole()
    pictures(piece, 1, credit="Ostap Ivashko", alternative_text="A tram")
    pictures(piece, 1)
    second = piece.articles_figure_set.last()
    assert {(one.words, one.at) for one in found(piece)} == {
        ("Picture 2: no credit.", second.block_key),
        ("Picture 2: no alternative text.", second.block_key),
    }


def test_of_the_lead_photo_credit_and_description_are_asked_for():
    piece = whole(lead_photo=photo())
    assert {one.code for one in found(piece)} == {"lead_credit", "lead_alternative_text"}
    assert {one.at for one in found(piece)} == {"lead_photo"}


def test_an_interview_without_an_interviewee_says_so():
    piece = factories.interview()
    assert "interviewees" not in {one.at for one in found(piece)}
    Interviewee.objects.all().delete()
    assert "interviewees" in {one.at for one in found(piece)}


def test_a_dead_link_and_a_wrong_language_lead_to_where_they_are_mended():
    text = '<p>Трамваї знову їздять <a href="http://127.0.0.1/">мостом</a> через річку.</p>'
    piece = whole(headline="Міст знову відкрито", text=text, language="en")
    key = piece.articles_prose_set.get().block_key
    assert {(one.code, one.at) for one in found(piece)} == {("link", key), ("language", "language")}


def test_forty_pictures_cost_no_more_queries_than_one_and_are_folded(desk):
    one, many = whole(), whole(headline="Forty pictures")
    pictures(one, 1)
    pictures(many, 40)
    counts = []
    for piece in (one, many):
        piece, blocks = Article.objects.get(pk=piece.pk), Block.all_of(piece)
        with CaptureQueriesContext(connection) as asked:
            checks.findings(piece, blocks)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5
    page = desk.get(page_of(many, "publish"))
    assert words_of(page).count("no alternative text.") == 40
    assert "37 more like this" in words_of(page)


def test_a_piece_with_nothing_missing_says_so_in_one_line(desk):
    piece = whole()
    assert found(piece) == []
    for what in ("publish", "schedule"):
        assert "Nothing is missing." in words_of(desk.get(page_of(piece, what)))


def test_each_entry_of_the_publish_page_leads_to_its_field_in_the_form(desk):
    piece = factories.article()
    page = desk.get(page_of(piece, "publish")).content.decode()
    assert f'<a href="{page_of(piece)}#lead_photo">No lead photo.</a>' in page


def test_who_sends_a_piece_to_review_reads_at_once_what_is_missing_and_after_each_save(client):
    desk, reporter = client, factories.person("Reporter")
    desk.force_login(reporter)
    piece = factories.article(created_by=reporter)
    assert "No tags." not in words_of(desk.get(page_of(piece)))
    response = save(desk, piece, opened(desk, piece), _stage=Stage.REVIEW)
    page = desk.get(response.url)
    assert 'href="#tags">No tags.' in page.content.decode()
    assert "No standfirst." in words_of(page)
    data = opened(desk, piece) | {"standfirst": "Trams cross.", "_continue": "Save"}
    said = desk.post(response.url, data, headers={"accept": "application/json"}).json()
    assert "No tags." in said["missing"]
    assert "No standfirst." not in said["missing"]
