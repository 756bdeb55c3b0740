"""No page, public or of the desk, shows the inside of the machine: a key, a tag, a placeholder."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone

from articles.models import Figure, Photo
from tests import images
from tests.desk_client import asked_again
from tests.factories import article, interview, person, publish, schedule

pytestmark = pytest.mark.django_db

LEFTOVERS = re.compile(
    r"""
    \{\{ | \}\} | \{% | %\} | \{\#          # a template tag that was not rendered
    | %\(\w+\)[sd] | %[sd]\b                # a placeholder that nobody filled
    | \b[a-z]+(?:[./][a-z]+)*[./][a-z]+_[a-z_]+\b   # client/title.list_title: a key, not words
    | \bNone\b(?!\ available) | \bundefined\b | \bNaN\b | \[object\ | <\w+:\ | \bgettext\b
    """,
    re.VERBOSE,
)


def words_of(response):
    """All that a person may read or hear: the text, and the attributes that speak."""
    page = BeautifulSoup(response.content, "html.parser")
    for element in page(["script", "style", "textarea"]):
        element.decompose()
    spoken = [
        element[name]
        for name in ("alt", "title", "aria-label", "placeholder", "content")
        for element in page.find_all(attrs={name: True})
    ]
    return "\n".join([page.get_text(" "), *spoken])


@pytest.fixture
def newsroom():
    photo = Photo.objects.take_in(images.upload(images.encoded(images.corners())))
    editor = person()
    piece = article(tags=["Energy"], authors=["Iryna Bondar"], lead_photo=photo, label="exclusive")
    Figure.objects.create(parent=piece, region="main", ordering=20, caption="Waits")
    publish(piece, editor)
    later = schedule(article("Later"), timezone.now() + timedelta(hours=1), editor)
    talk = interview(tags=["Energy"], authors=["Iryna Bondar"])
    return {"piece": piece, "photo": photo, "later": later, "talk": talk, "live": publish(talk)}


def public(newsroom):
    live = newsroom["live"].get_absolute_url()
    today = f"/news/{timezone.localdate():%Y/%m/%d}/"
    return [
        *("/", "/news/", "/interviews/", "/labels/exclusive/", "/sections/war/"),
        *("/tags/energy/", "/authors/iryna-bondar/", "/nothing/", live, today),
    ]


def desk(newsroom):
    piece, talk, later = newsroom["piece"].pk, newsroom["talk"].pk, newsroom["later"].article_id
    articles, interviews = "/admin/articles/article", "/admin/interviews/interview"
    yield from ("/admin/", f"{articles}/", f"{articles}/add/", f"{articles}/{piece}/change/")
    yield from (f"{articles}/{later}/change/", f"{articles}/{piece}/publish/")
    yield from (f"{articles}/{piece}/{page}/" for page in ("schedule", "withdraw", "history"))
    yield f"{articles}/{later}/cancel/"
    yield from (f"{interviews}/", f"{interviews}/add/", f"{interviews}/{talk}/change/")
    yield f"{interviews}/{talk}/transcript/"
    for model in ("photo", "tag", "author", "section", "user"):
        yield from (f"/admin/articles/{model}/", f"/admin/articles/{model}/add/")
    yield f"/admin/articles/photo/{newsroom['photo'].pk}/change/"
    yield from ("/accounts/logout/", "/accounts/password/change/")


def test_no_public_page_shows_a_key_a_tag_or_a_placeholder(newsroom, client):
    for address in public(newsroom):
        found = LEFTOVERS.search(words_of(client.get(address)))
        assert not found, f"{address}: {found[0]}"


def test_no_page_of_the_desk_shows_a_key_a_tag_or_a_placeholder(newsroom, client):
    client.force_login(person("Admin"))
    asked_again(client)
    for address in desk(newsroom):
        response = client.get(address)
        assert response.status_code == 200, address
        found = LEFTOVERS.search(words_of(response))
        assert not found, f"{address}: {found[0]}"


@pytest.mark.parametrize(
    "leak",
    ["client/title.list_title", "{{ title }}", "{% block %}", "%(count)s pieces", "by None"],
)
def test_the_look_at_a_page_finds_what_it_looks_for(leak):
    assert LEFTOVERS.search(leak)


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
