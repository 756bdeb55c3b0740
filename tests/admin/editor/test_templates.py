"""Templates: what comes again begins with all of its parts, and no template is a piece."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.content import snapshot
from articles.models import Article, Author, Photo, PieceTemplate
from interviews.models import Interview
from tests import factories
from tests.desk_client import opened, page_of, save, words_of

pytestmark = pytest.mark.django_db

TEMPLATES = reverse("admin:articles_article_templates")


@pytest.fixture
def theirs(reporter):
    """The browser of a reporter."""
    client = Client()
    client.force_login(reporter)
    return client


def keep(client, piece, name="Morning digest"):
    assert client.post(page_of(piece, "template"), {"name": name}).url == TEMPLATES
    return PieceTemplate.objects.get(name=name)


def begin(client, template):
    response = client.post(reverse("admin:articles_article_begin", args=[template.pk]))
    made = Article.objects.order_by("pk").last().specific()
    assert response.url == page_of(made)
    return made


def test_a_piece_that_begins_with_a_template_says_all_that_the_template_does(
    desk, theirs, reporter
):
    photo = Photo.objects.create(file="a.jpg", width=9, height=9, credit="OB")
    talk = factories.interview(
        "Five questions", tags=["Energy"], authors=["Iryna Bondar"], lead_photo=photo,
        standfirst="Each Friday.", slug="five",
    )  # fmt: skip
    before = snapshot.of_draft(talk)
    template = keep(desk, talk)
    # The template is not what becomes of the piece.
    talk.delete()

    mine = Author.objects.create(name="Taras Zoria", user=reporter)
    assert "Morning digest interview" in words_of(theirs.get(TEMPLATES))
    made = begin(theirs, template)
    assert type(made) is Interview
    assert (made.headline, made.slug, made.created_by) == (
        "Five questions",
        "five-questions",
        reporter,
    )
    assert snapshot.byline_ids(made) == [mine.pk]
    said = snapshot.of_draft(made)
    for own in ("slug", "byline", "document"):
        said.pop(own), before.pop(own)
    assert said == before
    assert len(snapshot.of_draft(made)["document"]) == 3


def test_what_is_gone_since_is_said(desk, piece):
    template = keep(desk, piece)
    section = piece.section
    piece.delete()
    section.delete()
    made = begin(desk, template)
    assert made.section is None
    assert "Its section no longer exists" in words_of(desk.get(page_of(made)))


def test_a_template_is_saved_from_the_form_with_what_was_typed_and_replaced_by_its_name(
    desk, piece
):
    assert "Save as a template…" in words_of(desk.get(page_of(piece)))
    response = save(desk, piece, opened(desk, piece) | {"headline": "Typed"}, _template="")
    assert response.url == page_of(piece, "template")
    assert 'value="Typed"' in desk.get(response.url).text
    keep(desk, piece)
    assert "To replace a template, give its name: Morning digest." in words_of(
        desk.get(page_of(piece, "template"))
    )
    Article.objects.update(headline="Another")
    template = keep(desk, piece, "morning DIGEST")
    assert PieceTemplate.objects.get().content["headline"] == "Another"
    # Only pieces are in lists.
    begin(desk, template)
    assert Article.objects.count() == 2
    for name in ("", "a" * 101, "a\0b"):
        assert desk.post(page_of(piece, "template"), {"name": name}).status_code == 200


def test_editors_keep_templates_and_whoever_writes_begins_with_them(
    desk, theirs, reporter, client, piece
):
    template = keep(desk, piece)
    delete = reverse("admin:articles_article_delete_template", args=[template.pk])
    own = factories.article(created_by=reporter)
    assert "Save as a template…" not in words_of(theirs.get(page_of(own)))
    assert theirs.post(page_of(own, "template"), {"name": "Mine"}).status_code == 403
    assert "Delete" not in words_of(theirs.get(TEMPLATES))
    assert theirs.post(delete).status_code == 403
    assert desk.get(delete).status_code == 405
    begin(theirs, template)
    assert "From a template…" in words_of(theirs.get(reverse("admin:index")))

    desk.post(delete)
    assert "There are no templates yet." in words_of(desk.get(TEMPLATES))
    gone = reverse("admin:articles_article_begin", args=[template.pk])
    assert (desk.get(gone).status_code, desk.post(gone).status_code) == (405, 404)
    reporter.groups.clear()
    assert theirs.get(TEMPLATES).status_code == 403
    assert "/login/" in Client().get(TEMPLATES)["Location"]
