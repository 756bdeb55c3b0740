"""Two states of a piece side by side: everything that differs is said, and nothing else."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.diff.compare import compare, units
from articles.diff.effort import Effort
from articles.diff.formatting import elements, remarks_on
from articles.diff.rows import Fold, Kind, Names, folded
from articles.diff.words import ADDED, REMOVED, SAME
from interviews.models import Interview

NAMES = Names(
    sections={1: "War", 2: "City"},
    authors={1: "Iryna Bondar", 2: "Taras Zoria"},
    headlines={7: "The tram depot opens"},
    tags={1: "Bridges", 2: "Trams", 3: "Trams"},
    photos={1: "bridge.jpg", 2: "tram.jpg"},
    labels={"": "No label", "updated": "Updated"},
    languages={"uk": "Ukrainian"},
    kinds={
        "prose": Kind("text", (("html", "text", True),)),
        "figure": Kind(
            "picture",
            (
                ("caption", "caption", False),
                ("credit", "credit", False),
                ("alternative_text", "alternative text", False),
            ),
        ),
        "pull_quote": Kind("quote", (("quote", "quote", False), ("attribution", "who", False))),
        "question_answer": Kind(
            "question and answer",
            (
                ("question", "question", False),
                ("asker", "who asks", False),
                ("answer", "answer", True),
                ("respondent", "who answers", False),
            ),
            "anchor",
        ),
    },
    facts={Interview.front_kind: Interview.facts},
)


def content(*document, **changes):
    return {
        "headline": "A bridge reopens",
        "slug": "a-bridge-reopens",
        "standfirst": "",
        "label": "",
        "language": "uk",
        "lead": figure(None, caption_of_photo=True, caption="", credit=""),
        "search_title": "",
        "search_description": "",
        "section": 1,
        "byline": [1],
        "read_also": [],
        "tags": [tag(1, "Bridges")],
        "document": list(document),
    } | changes


def tag(key, name):
    return {"id": key, "name": name, "slug": name.lower()}


def prose(*paragraphs):
    return {"kind": "prose", "html": "".join(f"<p>{words}</p>" for words in paragraphs)}


def question(anchor, words="What happened?", answer="<p>Much happened that day.</p>", **more):
    block = {"kind": "question_answer", "question": words, "answer": answer, "anchor": anchor}
    return block | {"asker": "", "respondent": ""} | more


def figure(photo, caption="", **more):
    own = {"caption": caption or "As the photo says.", "caption_of_photo": not caption}
    return (
        {"kind": "figure", "photo": photo, "credit": "O. K.", "alternative_text": ""} | own | more
    )


def compared(before, after):
    return compare(before, after, NAMES)


def states(comparison):
    return [row.state for row in comparison.text]


def changed_facts(comparison):
    return {row.kind for row in comparison.changed_facts}


def words(row, changed):
    sides = [
        line.before if changed == REMOVED else line.after
        for part in row.fields
        for line in part.lines
    ]
    return ["".join(text for kind, text in side or [] if kind == changed) for side in sides]


# Whatever the two texts are.

WORDS = ["bridge", "tram", "river", "again", "<b>", "the mayor said so", "snow fell on the city"]
BLOCKS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(
        lambda said: {
            "kind": "prose",
            "html": "".join(f"<p>{w.replace('<b>', 'bold')}</p>" for w in said),
        }
    ),
    st.builds(question, st.sampled_from("abcdef"), st.sampled_from(WORDS)),
    st.builds(figure, st.sampled_from([1, 2, None]), st.sampled_from(["", "A caption."])),
    st.builds(
        lambda q: {"kind": "pull_quote", "quote": q, "attribution": ""}, st.sampled_from(WORDS)
    ),
)
DOCUMENTS = st.lists(BLOCKS, max_size=8)


@given(DOCUMENTS, DOCUMENTS)
def test_the_later_side_is_the_later_text_and_the_earlier_side_the_earlier_one(old, new):
    rows = compared(content(*old), content(*new)).text
    assert [row.after for row in rows if row.after is not None] == units(new)
    earlier = [row.before for row in rows if row.before is not None and row.state != "moved"]
    assert earlier == units(old)


@given(DOCUMENTS, DOCUMENTS)
def test_two_states_say_the_same_only_when_every_word_and_picture_is_the_same(old, new):
    comparison = compared(content(*old), content(*new))
    if comparison.says_the_same:
        said = [[{**block, "anchor": ""} for block in units(document)] for document in (old, new)]
        assert said[0] == said[1]


@given(DOCUMENTS)
def test_a_state_compared_with_itself_is_the_same(document):
    comparison = compared(content(*document), content(*document))
    assert comparison.says_the_same
    assert not comparison.divided_anew


@given(DOCUMENTS, DOCUMENTS)
def test_folding_hides_only_what_is_the_same_and_loses_nothing(old, new):
    rows = compared(content(*old), content(*new)).text
    shown = folded(rows)
    opened = [row for one in shown for row in (one.rows if isinstance(one, Fold) else [one])]
    assert opened == rows
    assert all(row.state == SAME for one in shown if isinstance(one, Fold) for row in one.rows)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>a</p>",
                "<h2>b</h2>",
                "<ul><li>c</li></ul>",
                "loose",
                "<blockquote><p>d</p></blockquote>",
            ]
        )
    )
)
def test_rich_text_is_cut_between_its_paragraphs_and_nowhere_else(parts):
    html = "".join(parts)
    cut = elements(html)
    assert "".join(cut) == html
    assert all(part.count("<p>") <= 1 for part in cut)


# What a piece says about itself.


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"headline": "A bridge closes"}, "reopens", "closes"),
        ({"standfirst": "The first tram is full."}, None, "The first tram is full."),
        ({"label": "updated"}, "No label", "Updated"),
        ({"section": 2}, "War", "City"),
        ({"section": None}, "War", None),
        ({"section": 99}, "War", "(no longer there)"),
        ({"byline": [1, 2]}, None, "Taras Zoria"),
        ({"tags": [tag(1, "Bridges"), tag(2, "Trams")]}, None, "Trams"),
        ({"tags": [tag(1, "Bridges"), tag(9, "Snow")]}, None, "Snow (no longer there)"),
        ({"read_also": [7]}, None, "The tram depot opens"),
        ({"slug": "a-bridge-closes"}, "reopens", "closes"),
        ({"search_title": "Bridge"}, None, "Bridge"),
        ({"search_description": "About a bridge"}, None, "About a bridge"),
    ],
)
def test_each_fact_that_differs_is_said_by_its_words(changes, before, after):
    comparison = compared(content(), content(**changes))
    [row] = comparison.changed_facts
    assert row.kind == next(iter(changes))
    assert (before or "") in "".join(words(row, REMOVED))
    assert (after or "") in "".join(words(row, ADDED))
    assert not comparison.says_the_same


def test_the_order_of_the_byline_is_a_difference():
    comparison = compared(content(byline=[1, 2]), content(byline=[2, 1]))
    [row] = comparison.changed_facts
    assert "The order changed." in row.fields[0].remarks


def test_a_tag_of_another_name_is_no_change_while_it_is_the_same_tag():
    before = content(tags=[tag(2, "Tramways"), tag(1, "Bridges")])
    assert compared(before, content(tags=[tag(1, "Bridges"), tag(2, "Trams")])).says_the_same
    merged = content(tags=[tag(1, "Bridges"), tag(2, "Trams"), tag(3, "Streetcars")])
    assert compared(before, merged).says_the_same


def test_a_lead_photo_is_compared_as_a_picture_and_by_its_caption():
    comparison = compared(content(lead=figure(1)), content(lead=figure(2, "At dawn.")))
    [row] = comparison.changed_facts
    picture, caption = row.fields
    assert picture.pictures == ("bridge.jpg", "tram.jpg")
    assert caption.lines[0].after == [(ADDED, "At dawn.")]


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"caption": "Trams, seen at dawn"}, "caption"),
        ({"credit": "Trams, seen at dawn"}, "credit"),
        ({"alternative_text": "Trams, seen at dawn"}, "alternative text"),
    ],
)
def test_the_words_of_the_lead_photo_are_compared_wherever_they_come_from(changes, label):
    comparison = compared(content(lead=figure(1)), content(lead=figure(1) | changes))
    [row] = comparison.changed_facts
    [changed] = [field for field in row.fields if field.state != SAME]
    assert changed.label == label
    assert changed.lines[0].after == [(ADDED, "Trams, seen at dawn")]


def test_a_lead_photo_that_was_taken_away_leaves_a_difference():
    comparison = compared(content(lead=figure(1)), content())
    [row] = comparison.changed_facts
    assert row.fields[0].pictures == ("bridge.jpg", None)


def test_interviewees_are_compared_by_what_is_said_of_them():
    def with_role(role):
        people = [{"name": "Orysia Velychko", "role": role}]
        return content({"kind": "interviewees", "people": people}, question("a"))

    comparison = compared(with_role("line engineer"), with_role("chief engineer"))
    assert changed_facts(comparison) == {"interviewees"}
    assert words(comparison.changed_facts[0], ADDED) == ["chief"]
    assert states(comparison) == [SAME]


# The text.


def test_a_paragraph_that_was_put_in_leaves_the_others_as_they_are():
    before = content(prose("Snow fell.", "Trams stood."))
    after = content(prose("Snow fell.", "A mayor spoke at length.", "Trams stood."))
    assert states(compared(before, after)) == [SAME, ADDED, SAME]


def test_a_picture_between_two_paragraphs_changes_no_word_of_theirs():
    before = content(prose("Snow fell.", "Trams stood."))
    after = content(prose("Snow fell."), figure(1), prose("Trams stood."))
    assert states(compared(before, after)) == [SAME, ADDED, SAME]


def test_a_text_cut_into_blocks_anew_says_the_same_and_that():
    before = content(prose("Snow fell.", "Trams stood."))
    comparison = compared(before, content(prose("Snow fell."), prose("Trams stood.")))
    assert comparison.says_the_same
    assert comparison.divided_anew


@pytest.mark.parametrize("kind", ["prose", "question_answer"])
def test_other_blanks_are_no_other_division_and_are_said_to_be_blanks(kind):
    def said(blank):
        html = f"<p>Trams run 10{blank}km.</p>"
        return content(
            {"kind": "prose", "html": html} if kind == "prose" else question("a") | {"answer": html}
        )

    comparison = compared(said("&nbsp;"), said(" "))
    assert comparison.says_the_same
    assert comparison.blanks_differ
    assert not comparison.divided_anew


def test_what_no_reader_is_told_is_neither_a_division_nor_a_blank():
    film = {"kind": "embed", "url": "https://x.com/1", "title": ""}
    comparison = compared(
        content(film | {"provider": "Twitter"}), content(film | {"provider": "X"})
    )
    assert comparison.says_the_same
    assert not comparison.blanks_differ
    assert not comparison.divided_anew


def test_who_answers_divides_no_text():
    people = {"kind": "interviewees", "people": [{"name": "Orysia Velychko", "role": ""}]}
    comparison = compared(content(prose("Snow.")), content(people, prose("Snow.")))
    assert changed_facts(comparison) == {"interviewees"}
    assert not comparison.divided_anew


def test_within_a_changed_paragraph_the_words_are_told():
    comparison = compared(
        content(prose("The old bridge reopened on Monday.")),
        content(prose("The new bridge reopened on Monday.")),
    )
    [row] = comparison.text
    assert row.state == "changed"
    assert words(row, REMOVED) == ["old"]
    assert words(row, ADDED) == ["new"]


def test_a_paragraph_that_went_elsewhere_has_moved_and_its_old_place_says_so():
    first = [prose(f"The year {year} brought one more bridge.") for year in range(1900, 1905)]
    comparison = compared(content(*first), content(*first[1:], first[0]))
    assert states(comparison) == ["left", SAME, SAME, SAME, SAME, "moved"]
    assert comparison.text[-1].way == "down"
    assert not comparison.text[-1].changed
    back = compared(content(*first[1:], first[0]), content(*first))
    assert back.text[0].way == "up"


def test_a_question_is_known_by_its_anchor_whatever_became_of_its_words():
    before = content(question("a", "Who are you?", "<p>An engineer.</p>"), question("b"))
    after = content(question("b"), question("a", "And the winter?", "<p>It was cold.</p>"))
    comparison = compared(before, after)
    moved = next(row for row in comparison.text if row.state == "moved")
    assert moved.before["anchor"] == moved.after["anchor"]
    other = next(row for row in comparison.text if row.state == SAME)
    assert {moved.after["anchor"], other.after["anchor"]} == {"a", "b"}


def test_a_question_with_another_anchor_and_the_same_words_is_the_same_with_another_link():
    comparison = compared(content(question("a")), content(question("z")))
    [row] = comparison.text
    assert row.state == "changed"
    assert row.fields[-1].remarks == ("Its anchor changed.",)


def test_who_asks_and_who_answers_is_compared():
    comparison = compared(
        content(question("a")), content(question("a", asker="Iryna", respondent="Orysia"))
    )
    assert "".join(words(comparison.text[0], ADDED)) == "IrynaOrysia"


def test_a_picture_that_took_the_place_of_another_stands_beside_it():
    comparison = compared(content(figure(1, "The bridge.")), content(figure(2, "A tram, full.")))
    [row] = comparison.text
    assert row.fields[0].pictures == ("bridge.jpg", "tram.jpg")


@pytest.mark.parametrize(
    ("changes", "label", "words_now"),
    [
        ({"caption": "Trams at dawn.", "caption_of_photo": False}, "caption", "Trams at dawn"),
        ({"credit": "Olha Kovalenko"}, "credit", "Olha Kovalenko"),
        ({"alternative_text": "A tram on a bridge"}, "alternative text", "A tram on a bridge"),
    ],
)
def test_caption_credit_and_alternative_text_of_a_picture_are_compared(changes, label, words_now):
    comparison = compared(content(figure(1)), content(figure(1) | changes))
    [row] = comparison.text
    field = next(field for field in row.fields if field.label == label)
    assert words_now in "".join(text for kind, text in field.lines[0].after if kind == ADDED)


def test_a_caption_of_its_own_in_the_same_words_is_said_and_is_no_difference():
    photos, own = figure(1), figure(1, "As the photo says.")
    for before, after, said in (
        (photos, own, "A caption now has its own text, no longer the photo’s."),
        (own, photos, "A caption now has the photo’s text, no longer its own."),
    ):
        for sides in (
            (content(before), content(after)),
            (content(lead=before), content(lead=after)),
        ):
            comparison = compared(*sides)
            assert comparison.says_the_same
            assert comparison.asides == [said]
            assert not comparison.blanks_differ
            assert not comparison.divided_anew


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<p>A bridge</p>", "<p>A <strong>bridge</strong></p>", "Now bold: “bridge”."),
        ("<p><em>A</em> bridge</p>", "<p>A bridge</p>", "No longer italic: “A”."),
        ("<p>A bridge</p>", "<h2>A bridge</h2>", "Was a paragraph, now a sub-heading."),
        (
            '<p><a href="https://example.org/1">A bridge</a></p>',
            '<p><a href="https://example.org/2">A bridge</a></p>',
            "The link “A bridge” now goes to https://example.org/2; it went to "
            "https://example.org/1.",
        ),
        (
            "<p>A bridge</p>",
            '<p>A <a href="https://example.org/">bridge</a></p>',
            "Link added: “bridge”, https://example.org/.",
        ),
        (
            '<p>A <a href="https://example.org/">bridge</a></p>',
            "<p>A bridge</p>",
            "Link removed: “bridge”, https://example.org/.",
        ),
        (
            "<ul><li>A</li><li>B</li></ul>",
            "<ol><li>A</li><li>B</li></ol>",
            "Was a list, now a numbered list.",
        ),
        ('<p><span lang="de">Ja</span></p>', "<p>Ja</p>", "The formatting changed."),
    ],
)
def test_a_change_of_formatting_or_of_a_link_alone_is_said(old, new, said):
    assert remarks_on(old, new, Effort()) == [said]
    comparison = compared(
        content({"kind": "prose", "html": old}), content({"kind": "prose", "html": new})
    )
    [row] = comparison.text
    assert row.state == "changed"
    assert said in row.fields[0].remarks


def test_formatting_that_came_and_went_with_its_words_is_not_said_twice():
    assert (
        remarks_on(
            "<p>A <strong>big</strong> bridge</p>", "<p>A <em>small</em> bridge</p>", Effort()
        )
        == []
    )


@pytest.mark.slow
def test_three_hundred_blocks_are_compared_with_as_many_others():
    """The questions of a very long interview, all changed, moved, or written anew."""
    chance = random.Random(7)
    vocabulary = [f"word{number}" for number in range(4000)]

    def said(length):
        return " ".join(chance.choices(vocabulary, k=length))

    def answer():
        return "".join(f"<p>{said(60)}.</p>" for _ in range(3))

    old = [question(f"q{n}", said(12), answer()) for n in range(300)]
    new = [block | {"answer": block["answer"].replace("word1", "Word1", 3)} for block in old]
    chance.shuffle(new)
    anew = [question(f"z{n}", said(12), answer()) for n in range(300)]
    for other in (new, anew, [block | {"anchor": f"x{n}"} for n, block in enumerate(new)]):
        comparison = compared(content(*old), content(*other))
        assert [row.after for row in comparison.text if row.after is not None] == other
    assert sum(row.state in {"moved", "changed", SAME} for row in comparison.text) == 300
