"""Rich text: what the newsroom means by it survives, and nothing else does."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from articles.feeds.full_text import travelling
from espreso import richtext

ATTACKS = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>x</p>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    '<img src=x onerror="alert(1)">',
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    '<p style="position:fixed">x</p>',
    "<iframe src=//example.org></iframe>",
    "<object data=x></object><embed src=x>",
    '<form action="/x"><input name=a></form>',
    '<meta http-equiv=refresh content="0;url=//example.org">',
    "<b/onmouseover=alert(1)>x</b>",
    "<!--><script>alert(1)</script>-->",
    "<template><script>alert(1)</script></template>",
    "<p\x00 onclick=alert(1)>x</p>",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("inline", [False, True])
def test_nothing_that_runs_loads_or_disguises_survives(attack, inline):
    cleaned = richtext.clean(attack, inline=inline).lower()
    for part in (
        *("<script", "onclick", "onerror", "onmouseover", "javascript:", "vbscript:", "data:"),
        *("<img", "<svg", "<iframe", "<object", "<form", "<input", "<meta", "style=", "<style"),
    ):
        assert part not in cleaned


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>A <b>bold</b> <i>word</i></p>", "<p>A <strong>bold</strong> <em>word</em></p>"),
        ("<h2>Part</h2><ul><li>one</li></ul>", "<h2>Part</h2><ul><li>one</li></ul>"),
        ("<h1>Loud</h1>", "Loud"),
        ("<p></p><p> <br></p><p>&nbsp;</p><p>x</p>", "<p>x</p>"),
        ('<p><a href="/2026/01/01/x/">here</a></p>', None),
        ("<p>Дзвін і ґанок</p>", "<p>Дзвін і ґанок</p>"),
        ("<blockquote><p>said</p></blockquote>", "<blockquote><p>said</p></blockquote>"),
        ("<p>one</p>\r\n<p>two\r\nlines</p>\n", "<p>one</p><p>two lines</p>"),
        ('<p>Said <span lang="de">genau</span>.</p>', '<p>Said <span lang="de">genau</span>.</p>'),
        ('<p><span lang="uk-UA">так</span></p>', '<p><span lang="uk-UA">так</span></p>'),
        (
            "<p><span>plain <span lang='fr'>oui</span> again</span></p>",
            '<p>plain <span lang="fr">oui</span> again</p>',
        ),
        ('<p><span lang="a&gt;b&quot;">x</span></p>', "<p>x</p>"),
        ('<p lang="de" class="MsoNormal">x<span style="color:red">y</span></p>', "<p>xy</p>"),
        ("<p>4\u00a0km <em>a</em> <em>b</em></p>", "<p>4&nbsp;km <em>a</em> <em>b</em></p>"),
    ],
)
def test_what_the_newsroom_writes_survives(written, kept):
    cleaned = richtext.clean(written)
    if kept is None:
        assert 'href="/2026/01/01/x/"' in cleaned
    else:
        assert cleaned == kept


@given(st.text(alphabet="<>/pbstrong em=\"'&;\n\r\u00a0xїa", max_size=80))
def test_cleaning_twice_is_cleaning_once_also_with_a_browsers_line_breaks(written):
    once = richtext.clean(written)
    assert richtext.clean(once) == once
    assert richtext.clean(once.replace("\n", "\r\n")) == once


def test_the_words_of_rich_text_are_a_line_a_paragraph():
    html = "<h2>Part</h2><p>One &amp; <em>two</em><br>three</p><ul><li>four</li></ul>"
    assert richtext.text_of(html) == "Part\nOne & two\nthree\nfour"


def test_plain_text_becomes_paragraphs_and_stays_text():
    assert richtext.from_text("a <b>\nc\n\nd") == "<p>a &lt;b&gt;<br>c</p><p>d</p>"


def test_sub_headings_get_anchors_that_the_contents_list_can_name():
    html = "<h2>One <em>word</em></h2><p>x</p><h2>Two</h2><h3>Not this</h3>"
    assert richtext.headings(html) == ["One word", "Two"]
    anchored = richtext.with_anchors(html, "part-3")
    assert '<h2 id="part-3-1">One <em>word</em></h2>' in anchored
    assert '<h2 id="part-3-2">Two</h2>' in anchored
    assert "<h3>Not this</h3>" in anchored


@pytest.mark.parametrize("tag", ["blockquote", "ul", "strong", "div"])
def test_text_nested_beyond_sense_keeps_its_words_and_loses_its_nesting(tag):
    nested = f"<{tag}>" * 30_000 + "the words" + f"</{tag}>" * 30_000
    assert richtext.text_of(richtext.clean(nested)) == "the words"


def test_many_line_breaks_and_open_paragraphs_are_no_nesting():
    written = "<p>line<br>" * 400
    assert richtext.clean(written).count("<p>") == 400


# Feeds.


# A link does not say that it knows nothing of us: who reads a feed has not come from our page.
NOT_IN_FEEDS = {("a", "rel")}


def test_feeds_keep_all_that_rich_text_may_hold():
    words = {"href": "https://example.org/", "lang": "uk", "hreflang": "uk", "start": "3"}

    def element(tag):
        named = "".join(
            f' {name}="{words.get(name, "Words")}"' for name in richtext.ATTRIBUTES.get(tag, ())
        )
        return f"<{tag}{named}>" if tag == "br" else f"<{tag}{named}>Words</{tag}>"

    def held(html):
        found = BeautifulSoup(html, "html.parser").find_all(True)
        return {(tag.name, "") for tag in found} | {
            (tag.name, name) for tag in found for name in tag.attrs
        }

    cleaned = richtext.clean("".join(map(element, sorted(richtext.TAGS))))
    assert {tag for tag, _name in held(cleaned)} == richtext.TAGS
    assert held(travelling(cleaned, "https://example.org/a/")) == held(cleaned) - NOT_IN_FEEDS


@pytest.mark.parametrize("scheme", sorted(richtext.SCHEMES))
def test_feeds_keep_every_kind_of_link_that_rich_text_may_hold(scheme):
    rest = {"mailto": "a@example.org", "tel": "+380441234567"}.get(scheme, "//example.org/")
    link = f'<a href="{scheme}:{rest}">Words</a>'
    assert travelling(richtext.clean(link), "https://example.org/a/") == link
