"""Of a paragraph that nobody touched nothing is said, however its tags are written."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.diff.compare import compare
from articles.diff.effort import Effort
from articles.diff.formatting import remarks_on
from articles.diff.rows import MOVED
from articles.diff.words import REMOVED, SAME
from tests.unit.diff.test_compare import NAMES, content, question

WORDS = st.lists(st.sampled_from(["Trams", "cross", "a", "bridge", "&amp;", "нині"]), min_size=1)
TAGS = [
    ("<strong>", "</strong>"),
    ("<em>", "</em>"),
    ("<sub>", "</sub>"),
    ('<span lang="de">', "</span>"),
    ('<a href="https://example.org/?a=1&amp;b=2" rel="noopener">', "</a>"),
]
INLINE = st.recursive(
    WORDS.map(" ".join),
    lambda inside: st.builds(
        lambda tags, parts: tags[0] + "".join(parts) + tags[1],
        st.sampled_from(TAGS),
        st.lists(inside, min_size=1, max_size=3),
    ),
    max_leaves=4,
)
SHAPES = ["<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li></ul>", "<blockquote><p>{}</p></blockquote>"]
PARAGRAPH = st.builds(
    lambda shape, parts: shape.format(" ".join(parts)),
    st.sampled_from(SHAPES),
    st.lists(INLINE, min_size=1, max_size=4),
)
CHANGED = "<p>Nobody wrote <strong>this</strong> before.</p>"


def as_an_editor_writes_it(html):
    """Return the same in other tags: the point of a list with a paragraph, a link without rel."""
    for one, other in combinations(TAGS, 2):
        html = html.replace(one[0] + other[0], other[0] + one[0])
        html = html.replace(other[1] + one[1], one[1] + other[1])
    html = html.replace(' rel="noopener"', "").replace("</strong><strong>", "")
    return html.replace("<li>", "<li><p>").replace("</li>", "</p></li>")


def between(old, new, effort=None):
    states = (content({"kind": "prose", "html": html}) for html in (old, new))
    return compare(*states, NAMES, effort)


def remarks_of(comparison):
    return [remark for row in comparison.text for field in row.fields for remark in field.remarks]


@given(PARAGRAPH, st.integers(0, 200))
def test_nothing_is_said_of_what_is_the_same(html, most):
    assert remarks_on(html, html, Effort(most)) == []


@given(st.lists(PARAGRAPH, min_size=5, max_size=5), st.data())
def test_one_changed_paragraph_is_all_that_is_said_of_five(paragraphs, data):
    place = data.draw(st.integers(0, 4))
    now = [*paragraphs[:place], CHANGED, *paragraphs[place + 1 :]]
    rows = [row for row in between("".join(paragraphs), "".join(now)).text if row.state != SAME]
    # One that stands twice may be told as the one that has moved.
    assert all(CHANGED in str(row.after) for row in rows if row.after and row.state != MOVED)


@given(st.lists(PARAGRAPH, min_size=2, max_size=5, unique=True), st.data())
def test_of_paragraphs_that_moved_or_went_no_formatting_is_said(paragraphs, data):
    now = data.draw(st.permutations(paragraphs))[: data.draw(st.integers(1, len(paragraphs)))]
    for row in between("".join(paragraphs), "".join(now)).text:
        if row.before and row.after:
            assert row.before == row.after
            assert not any(field.remarks for field in row.fields)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p><em><strong>A bridge</strong></em></p>", "<p><strong><em>A bridge</em></strong></p>"),
        ("<p><em>A</em><em> bridge</em></p>", "<p><em>A bridge</em></p>"),
        ("<p><strong>A </strong>bridge</p>", "<p><strong>A</strong> bridge</p>"),
        ("<ul><li>A</li><li>B</li></ul>", "<ul><li><p>A</p></li><li><p>B</p></li></ul>"),
        ("<blockquote>A bridge</blockquote>", "<blockquote><p>A bridge</p></blockquote>"),
        (
            '<p><a href="https://example.org/" rel="noopener">A</a></p>',
            '<p><a href="https://example.org/">A</a></p>',
        ),
        ("<p>A <em>bridge</em></p>\n<p>B</p>", "<p>A <em>bridge</em></p><p>B</p>"),
        ("<p>A<br> <em>bridge</em></p>", "<p>A<br><em>bridge</em></p>"),
    ],
)
@pytest.mark.parametrize("most", [0, 10_000])
def test_what_looks_the_same_is_the_same_however_it_is_written(old, new, most):
    assert remarks_on(old, new, Effort(most)) == []
    comparison = between(old, new, Effort(most))
    assert comparison.says_the_same
    assert not comparison.asides
    assert not comparison.blanks_differ


@given(PARAGRAPH)
def test_what_an_editor_wrote_anew_is_the_same(html):
    assert between(html, as_an_editor_writes_it(html)).says_the_same


@pytest.mark.parametrize("most", [0, 10_000_000])
def test_words_that_changed_in_their_old_dress_are_all_that_changed(most):
    def text(ending):
        return "".join(f"<p><strong>w{n}{ending}</strong> and more</p>" for n in range(60))

    answers = (question("q1", answer=text(ending)) for ending in "ab")
    assert remarks_of(compare(*map(content, answers), NAMES, Effort(most))) == []


@pytest.mark.parametrize("most", [0, 10_000_000])
@given(left=PARAGRAPH, right=PARAGRAPH)
def test_the_formatting_of_the_same_words_is_told_apart(most, left, right):
    words = "<p>A <em>tram</em> and a bridge</p>"
    for other in ("<p>A tram and a <em>bridge</em></p>", "<p>A tram and a bridge</p>"):
        assert remarks_on(left + words + right, left + other + right, Effort(most))


def test_a_paragraph_that_went_before_bold_ones_is_all_that_is_said():
    rest = "<p><strong>A</strong> bridge</p><h2><em>B</em></h2>"
    comparison = between(CHANGED + rest, rest)
    assert [row.state for row in comparison.text] == [REMOVED, SAME, SAME]
    assert remarks_of(comparison) == []
