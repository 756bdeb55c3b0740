"""Links that nobody made: what the desk says of an address that readers cannot follow."""

import pytest

from articles.actions import publishing
from articles.models import Embed, MenuItem, Prose
from tests import factories
from tests.desk_client import form_of, opened, page_of, save, with_blocks, words_of

pytestmark = pytest.mark.django_db


def test_links_that_were_pasted_are_completed_or_left_out_and_that_is_said(signed_in):
    desk, piece = signed_in("Editor"), factories.article(text="")
    pasted = (
        '<p><a href="suspilne.media/kyiv">News</a>, <a href="#_ftn1">[1]</a>, '
        '<a href="file:///C:/x.doc">a file</a>, <a href="/admin/">the desk</a>.</p>'
    )
    data = with_blocks(opened(desk, piece), "articles_prose_set", {"html": pasted})
    response = save(desk, piece, data)
    assert response.status_code == 302
    assert Prose.objects.get().html == (
        '<p><a href="https://suspilne.media/kyiv" rel="noopener">News</a>, [1], a file, '
        "the desk.</p>"
    )
    said = words_of(desk.get(response.url))
    assert "3 links were removed" in said
    assert "“[1]” (#_ftn1), “a file” (file:///C:/x.doc), “the desk” (/admin/)" in said


@pytest.mark.parametrize("url", ["http://localhost/x", "/admin/", "#x", "file:///x"])
def test_a_field_for_one_address_refuses_in_words_and_keeps_what_was_typed(signed_in, url):
    desk, piece = signed_in("Editor"), factories.article()
    data = with_blocks(opened(desk, piece), "articles_embed_set", {"url": url, "title": "Video"})
    refused = save(desk, piece, data)
    assert refused.status_code == 200
    assert f"“{url}” leads to" in words_of(refused)
    assert url in form_of(refused).values()
    assert not Embed.objects.exists()


def test_a_field_for_one_address_completes_it(signed_in):
    desk, piece = signed_in("Editor"), factories.article()
    wrapped = "https://l.facebook.com/l.php?u=https%3A%2F%2Fyoutu.be%2Fx"
    data = with_blocks(
        opened(desk, piece), "articles_embed_set", {"url": wrapped, "title": "Video"}
    )
    assert save(desk, piece, data).status_code == 302
    assert Embed.objects.get().url == "https://youtu.be/x"


def test_a_menu_completes_an_address_and_leads_nobody_to_the_desk(signed_in):
    desk = signed_in("Admin")
    page = "/admin/articles/menuitem/?language=en"
    data = form_of(desk.get(page))
    name = next(each for each in reversed(data) if each.endswith("-address"))
    words = name.replace("address", "words")
    refused = desk.post(page, data | {name: "/admin/", words: "Desk"})
    assert "leads to the desk" in words_of(refused)
    assert desk.post(page, data | {name: "example.org", words: "Other"}).status_code == 302
    assert MenuItem.objects.filter(address="https://example.org").exists()


def test_the_publish_page_lists_links_that_cannot_work(signed_in):
    gone, live = factories.article("Gone"), factories.article("Live")
    paths = [factories.publish(each).get_absolute_url() for each in (gone, live)]
    gone.refresh_from_db()
    publishing.withdraw(gone, factories.person(), revision=gone.revision)
    links = [
        *paths,
        "/2020/01/01/never/",
        "http://127.0.0.1/x",
        "https://example.org/2020/01/01/x/",
    ]
    text = "".join(f'<p><a href="{link}">words</a></p>' for link in links)
    piece = factories.article("Linking", text="")
    # As it was stored before there were rules.
    Prose.objects.create(parent=piece, region="main", ordering=10, html=text)
    desk = signed_in("Editor")
    said = words_of(desk.get(page_of(piece, "publish")))
    for dead in (paths[0], "/2020/01/01/never/"):
        assert f"The link to {dead} leads to a piece that readers cannot see" in said
    assert "“http://127.0.0.1/x” leads to a computer that readers cannot reach" in said
    assert f"The link to {paths[1]} " not in said
    assert "example.org" not in said
