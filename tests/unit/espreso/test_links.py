"""Links: what is typed becomes an address that readers can follow, or is refused in words."""

# ruff: noqa: E501 — addresses are as long as they are

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from espreso import links, richtext
from espreso.admin_site import is_of_the_desk

WHOLE = "https://example.org/a?b=1&c=%D1%97#d"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (WHOLE, WHOLE),
        (f" {WHOLE}\n", WHOLE),
        ("HTTP://Example.org", "http://Example.org"),
        ("suspilne.media/kyiv", "https://suspilne.media/kyiv"),
        ("www.example.org", "https://www.example.org"),
        ("example.org:8080/x?y#z", "https://example.org:8080/x?y#z"),
        ("//example.org/x", "https://example.org/x"),
        ("ми.укр/вірші", "https://ми.укр/вірші"),
        ("xn--h1alffa9f.xn--j1amh", "https://xn--h1alffa9f.xn--j1amh"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://exam\u200bple.org/\u00ad", "https://example.org/"),
        ("a@b.org", "mailto:a@b.org"),
        ("mailto:a@b.org?subject=x", "mailto:a@b.org?subject=x"),
        ("+380 (44) 123-45-67", "tel:+380441234567"),
        ("tel:+380 44 123 45 67", "tel:+380441234567"),
        ("/about/", "/about/"),
        ("/2026/01/01/x/#part-1", "/2026/01/01/x/#part-1"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://www.google.com/url?q=https://example.org/a%3Fb%3D1&sa=D", "https://example.org/a?b=1"),
        ("https://www.google.com.ua/url?sa=t&url=https%3A%2F%2Fexample.org", "https://example.org"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F&h=x", "https://example.org/"),
        ("https://l.instagram.com/?u=https%3A%2F%2Fexample.org%2F&e=x", "https://example.org/"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2F&data=x", "https://example.org/"),
        ("https://urldefense.com/v3/__https://example.org/a__;!!x", "https://example.org/a"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_a&d=x", "https://example.org/a"),
        ("https://www.google.com/url?q=https://l.facebook.com/l.php?u%3Dhttps%253A%252F%252Fexample.org", "https://example.org"),
        ("https://www.google.com/search?q=https://example.org", "https://www.google.com/search?q=https://example.org"),
        ("https://www.facebook.com/l.php-fans", "https://www.facebook.com/l.php-fans"),
    ],
)  # fmt: skip
def test_an_address_is_completed_and_unwrapped(typed, address):
    assert links.completed(typed) == address
    assert links.completed(address) == address


@pytest.mark.parametrize("typed", ["suspilne.media/kyiv?a=1&b", " a@b.org", "+380 44 123", "/x/"])
def test_an_address_in_a_text_is_completed_as_in_a_field(typed):
    address = links.completed(typed)
    assert f'href="{address.replace("&", "&amp;")}"' in richtext.clean(
        f'<p><a href="{typed.replace("&", "&amp;")}">x</a></p>'
    )


DEAD = [
    *("", " ", "#_ftn1", "#", "word", "two words", "about.html", "Звіт.docx", "../x", "?q=1", "@", "a@b"),
    *("file:///C:/x.pdf", "file:x", "C:\\x.pdf", "javascript:alert(1)", "data:text/html,x", "ftp://example.org"),
    *("http://", "https:example.org", "https:///x", "http://[", "https://example.org:x/", "about:blank"),
    *("http://localhost/x", "localhost:8000", "http://127.0.0.1:8000/x", "http://127.1/", "http://[::1]/"),
    *("http://10.0.0.1/", "http://192.168.1.1", "http://172.16.0.1/x", "http://169.254.1.1/", "http://0x7f.1/"),
    *("http://2130706433/", "http://printer/", "http://nas.local/", "http://wiki.internal/", "http://x.localhost/"),
    *("/admin/", "/admin/articles/article/1/change/", "/accounts/login/", "/preview/abc/", "/uk/preview/abc/"),
    *("//", "/\\example.org", "/%61dmin/", "mailto:", "tel:", "https://www.google.com/url?q=http://localhost/"),
]  # fmt: skip


@pytest.mark.parametrize("typed", DEAD)
def test_what_leads_readers_nowhere_is_refused_in_words_and_leaves_its_words_in_the_text(typed):
    with pytest.raises(ValidationError) as refused:
        links.completed(typed)
    assert all(refused.value.messages)
    escaped = typed.replace("&", "&amp;")
    assert richtext.clean(f'<p>a <a href="{escaped}" title="t">the <em>w</em></a> b</p>') == (
        "<p>a the <em>w</em> b</p>"
    )


def test_the_desk_on_our_own_host_is_no_address_for_readers(settings):
    settings.ALLOWED_HOSTS = ["espreso.example", ".espreso.tv"]
    for path in (reverse("admin:index"), reverse("account_login"), "/preview/x/"):
        assert path == "/preview/x/" or is_of_the_desk(path)
        for host in ("espreso.example", "www.espreso.tv", "espreso.tv"):
            with pytest.raises(ValidationError, match="desk"):
                links.completed(f"https://{host}{path}")
        assert links.completed(f"https://other.org{path}")
    assert links.path_here("https://espreso.tv/2026/01/01/x/") == "/2026/01/01/x/"
    assert links.path_here("https://other.org/2026/01/01/x/") == ""


@given(st.text("ahtps:/.@#?+12%[]\\ ї\u00ad\u200b&=q-", max_size=40) | st.text(max_size=30))
def test_completing_twice_is_completing_once(typed):
    try:
        once = links.completed(typed)
    except ValidationError:
        return
    assert links.completed(once) == once
    assert once.startswith(("https://", "http://", "mailto:", "tel:", "/"))


def test_links_of_a_text_go_one_by_one():
    text = '<p><a href="#a">one</a> <a href="example.org">two</a> <a href="file:x">three</a></p>'
    assert richtext.clean(text) == (
        '<p>one <a href="https://example.org" rel="noopener">two</a> three</p>'
    )
    assert richtext.dead_links(text) == [("#a", "one"), ("file:x", "three")]
    assert richtext.dead_links('<p><a href="/x/">x</a></p>') == []
