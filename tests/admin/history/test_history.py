"""The history of a piece: one list in words, any two entries side by side, each to be restored."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.actions import publishing
from articles.admin.history.entries import ENTRIES
from articles.content import snapshot
from articles.models import (
    Article,
    Author,
    Byline,
    Change,
    Milestone,
    Occasion,
    Photo,
    Tag,
    Version,
)
from tests import factories
from tests.desk_client import form_of, page_of, words_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def kept(piece, by, occasion=Occasion.REVIEW, at=None):
    state = snapshot.save_milestone(Article.objects.get(pk=piece.pk), occasion, by)
    if at:
        Milestone.objects.filter(pk=state.pk).update(at=at)
    return state


def history(client, piece, **query):
    return client.get(page_of(piece, "history"), query)


def entries(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [" ".join(entry.get_text(" ").split()) for entry in soup.select(".desk-entry")]


def headline(piece, words):
    Article.objects.filter(pk=piece.pk).update(headline=words)


def compared(client, piece, a, b):
    return client.get(page_of(piece, "compare"), {"a": a, "b": b})


# The list.


def test_everything_that_mattered_stands_in_one_list_newest_first(desk, piece, editor, reporter):
    kept(piece, reporter)
    kept(piece, editor, Occasion.SENT_BACK)
    kept(piece, editor, Occasion.READY)
    factories.publish(piece, editor)
    factories.publish(piece, editor, change=Change.UPDATE, note="More trams.")
    piece.refresh_from_db()
    publishing.withdraw(piece, editor, revision=piece.revision)
    piece.refresh_from_db()
    publishing.restore(piece.versions.get(number=1), editor, revision=piece.revision)
    factories.publish(piece, editor, change=Change.CORRECTION, note="Two bridges.")
    factories.schedule(piece, timezone.now() + HOUR, editor)
    found = entries(history(desk, piece))
    beginnings = [
        "Current draft by Iryna Lys Same text as version 4",
        "Version 4, a silent fix by Iryna Lys Scheduled for ",
        "Version 3, a correction by Iryna Lys Live since ",
        "The draft before it was replaced by Iryna Lys",
        "Withdrawn Version 2 was no longer shown to readers",
        "Version 2, an update by Iryna Lys Live until ",
        "Version 1, the first publication by Iryna Lys Live until ",
        "Marked as ready by Iryna Lys",
        "Sent back by Iryna Lys",
        "Sent for review by Taras Zoria",
    ]
    assert len(found) == len(beginnings)
    for entry, beginning in zip(found, beginnings, strict=True):
        assert beginning in entry
    assert "(Europe/Kyiv)" in found[1]
    assert "until version 4 goes live on" in found[2]
    assert "Note for readers: Two bridges." in found[2]
    assert "when it was withdrawn" in found[5]
    assert "when version 2 replaced it" in found[6]


def test_a_piece_of_which_nothing_else_is_kept_says_so(desk, piece):
    response = history(desk, piece)
    assert len(entries(response)) == 1
    assert "There is nothing earlier." in words_of(response)
    assert "Compare" not in words_of(response)


@pytest.mark.slow
def test_a_long_history_costs_the_queries_of_a_short_one_and_reads_no_document(desk, piece, editor):
    def queries():
        piece.specific()
        with CaptureQueriesContext(connection) as captured:
            history(desk, piece)
        return [query["sql"] for query in captured]

    now = timezone.now()
    factories.record(piece, now - 500 * HOUR, until=now - 499 * HOUR)
    kept(piece, editor, at=now - 600 * HOUR)
    # What is done once a process is done.
    history(desk, piece)
    few = queries()
    for hours in range(498, 298, -1):
        factories.record(
            piece, now - hours * HOUR, until=now - (hours - 1) * HOUR, change=Change.SILENT
        )
    kept(piece, editor, at=now - 700 * HOUR)
    many = queries()
    assert len(many) == len(few)
    assert len(many) <= 16
    assert not any('"document"' in sql or '"content"' in sql for sql in many)


def test_paging_through_a_long_history_loses_nothing_and_repeats_nothing(desk, piece, editor):
    now = timezone.now()
    states = [kept(piece, editor, at=now - number // 2 * HOUR) for number in range(2 * ENTRIES + 5)]
    seen, query = [], {}
    for _page in range(4):
        soup = BeautifulSoup(history(desk, piece, **query).content, "html.parser")
        seen += [radio["value"] for radio in soup.select("[name=a]")]
        older = soup.find("button", string="Older entries")
        if not older:
            break
        query = {"before": older["value"]}
    names = [name for name in seen if name != "draft"]
    assert sorted(names) == sorted(f"milestone-{state.pk}" for state in states)
    assert seen.count("draft") == _page + 1


def pressed(client, response, button):
    """Press a button of the list with what is chosen in it, and return the page that follows."""
    soup = BeautifulSoup(response.content, "html.parser")
    form, pressed = soup.select_one("form.desk-entries"), soup.find("button", string=button)
    chosen = {radio["name"]: radio["value"] for radio in form.select("[checked]")}
    if pressed.has_attr("name"):
        chosen[pressed["name"]] = pressed["value"]
    return client.get(pressed.get("formaction", form["action"]), chosen)


def checked(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [(radio["name"], radio["value"]) for radio in soup.select(".desk-entry [checked]")]


def test_what_was_chosen_on_one_page_of_the_history_stays_chosen_on_the_others(desk, piece, editor):
    now = timezone.now()
    names = [
        f"milestone-{kept(piece, editor, at=now - number * HOUR).pk}"
        for number in range(ENTRIES + 5)
    ]
    first = history(desk, piece, a=names[7], b=names[2])
    assert checked(first) == [("b", names[2]), ("a", names[7])]
    older = pressed(desk, first, "Older entries")
    assert checked(older) == [("b", names[2]), ("a", names[7])]
    assert len(entries(older)) == 1 + 2 + 5
    assert words_of(older).count("Chosen on another page") == len(
        {timezone.localdate(now - number * HOUR) for number in (2, 7)}
    )
    # One of them is chosen anew there, below all that the first page shows.
    there = history(desk, piece, a=names[-1], b=names[2], before=_place(first))
    assert checked(there) == [("b", names[2]), ("a", names[-1])]
    newest = pressed(desk, there, "The newest entries")
    assert checked(newest) == [("a", names[-1]), ("b", names[2])]
    assert len(entries(newest)) == 1 + 1 + ENTRIES
    result = pressed(desk, newest, "Compare the two")
    assert "Before Sent for review" in words_of(result)
    assert result.status_code == 200


def _place(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return soup.find("button", string="Older entries")["value"]


def test_a_choice_that_is_gone_by_now_is_made_anew(desk, piece, editor):
    factories.publish(piece, editor)
    factories.schedule(piece, timezone.now() + HOUR, editor)
    publishing.cancel(piece, editor, revision=piece.revision)
    for gone in ("version-2", "milestone-999", "nothing"):
        response = history(desk, piece, a=gone, b=gone)
        assert response.status_code == 200
        assert ("b", "draft") in checked(response)
        assert len(checked(response)) == 2


@pytest.mark.parametrize("before", ["x", "9" * 30, "-9" + "9" * 30])
def test_a_place_in_the_history_that_no_link_names_is_no_page(desk, piece, before):
    assert history(desk, piece, before=before).status_code == 404


# A look at an entry.


def test_a_kept_draft_can_be_looked_at_as_readers_would_see_it(desk, editor):
    photo = Photo.objects.create(file="a.jpg", width=10, height=10)
    talk = factories.interview(tags=["Trams"], authors=["Iryna Bondar"], lead_photo=photo)
    state = kept(talk, editor)
    headline(talk, "Something else")
    talk.tags.clear()
    talk.interviews_questionanswer_set.all().delete()
    response = desk.get(page_of(talk, "milestone", state.pk))
    words = words_of(response)
    assert "“We kept the line open”" in words
    assert "What did shift 2 look like?" in words
    assert "Trams" in words
    assert "Iryna Bondar" in words
    assert "Orysia Velychko" in words
    assert "Preview: not published" in words
    assert "no-store" in response.headers["Cache-Control"]


def test_a_kept_draft_without_a_section_can_be_looked_at(desk, piece, editor):
    Article.objects.filter(pk=piece.pk).update(section=None)
    state = kept(piece, editor)
    assert desk.get(page_of(piece, "milestone", state.pk)).status_code == 200


# Comparing.


def test_any_two_entries_stand_side_by_side_the_earlier_one_first(desk, piece, editor):
    factories.publish(piece, editor)
    headline(piece, "A bridge closes")
    state = kept(piece, editor)
    for a, b in (("version-1", f"milestone-{state.pk}"), (f"milestone-{state.pk}", "version-1")):
        soup = BeautifulSoup(compared(desk, piece, a, b).content, "html.parser")
        heads = [
            " ".join(head.get_text(" ").split()) for head in soup.select(".compare-heads > div")
        ]
        assert heads[0].startswith("Before Version 1")
        assert heads[1].startswith("After Sent for review")
        assert [gone.get_text() for gone in soup.select(".compare-row del")] == ["reopens"]
        assert [come.get_text() for come in soup.select(".compare-row ins")] == ["closes"]


def test_the_draft_is_the_later_one_even_beside_what_is_scheduled(desk, piece, editor):
    factories.schedule(piece, timezone.now() + HOUR, editor)
    headline(piece, "A bridge closes")
    words = words_of(compared(desk, piece, "draft", "version-1"))
    assert words.index("Before Version 1") < words.index("After Current draft")


def test_two_states_that_say_the_same_say_so(desk, piece, editor):
    kept(piece, editor)
    factories.publish(piece, editor)
    assert "The texts are identical." in words_of(compared(desk, piece, "version-1", "draft"))


def facts(response):
    """Return which facts are said to be others, and the words that came and went."""
    soup = BeautifulSoup(response.content, "html.parser")
    rows = soup.select(".desk-compare > .compare-row:not([data-state=same])")
    return {
        row.h3.contents[0].strip(): [said.get_text() for said in row.select("del, ins")]
        for row in rows
    }


def test_two_authors_of_one_name_are_two(desk, piece, editor):
    one, other = (
        Author.objects.create(name="Olena Kovalenko", slug=slug) for slug in ("olena", "olena-k")
    )
    Byline.objects.create(article=piece, author=one)
    state = kept(piece, editor)
    Byline.objects.update(author=other)
    response = compared(desk, piece, f"milestone-{state.pk}", "draft")
    assert facts(response) == {"Byline": ["olena", "olena-k"]}


def test_two_pieces_of_one_headline_to_read_also_are_two(desk, piece, editor):
    one, other = factories.article("The day in photos"), factories.article("The day in photos")
    piece.pick([one.pk])
    state = kept(piece, editor)
    piece.pick([other.pk])
    response = compared(desk, piece, f"milestone-{state.pk}", "draft")
    assert list(facts(response)) == ["Related"]
    # So are two that are gone.
    gone = kept(piece, editor)
    one.delete()
    other.delete()
    response = compared(desk, piece, f"milestone-{state.pk}", f"milestone-{gone.pk}")
    assert list(facts(response)) == ["Related"]


def test_a_name_that_only_one_has_is_said_as_it_is(desk, piece, editor):
    author = Author.objects.create(name="Olena Kovalenko")
    Byline.objects.create(article=piece, author=author)
    state = kept(piece, editor)
    words = words_of(compared(desk, piece, f"milestone-{state.pk}", "draft"))
    assert "Olena Kovalenko" in words
    assert author.slug not in words


def test_a_renamed_tag_is_no_difference_and_another_of_its_former_name_is_one(desk, piece, editor):
    piece.tags.add("Trams")
    state = kept(piece, editor)
    Tag.objects.get().rename("Streetcars")
    names = f"milestone-{state.pk}", "draft"
    assert "The texts are identical." in words_of(compared(desk, piece, *names))
    piece.tags.set([Tag.objects.create(name="Trams")])
    assert facts(compared(desk, piece, *names)) == {"Tags": ["Streetcars", "Trams"]}


def test_words_that_the_library_gave_the_lead_photo_since_are_what_would_change(desk, editor):
    photo = Photo.objects.create(
        file="a.jpg", width=10, height=10, caption="Mayor Ivanov.", credit="Adam"
    )
    piece = factories.article(lead_photo=photo, created_by=editor)
    factories.publish(piece, editor)
    same = "Nothing: the draft is the same as what readers have already seen."
    assert same in words_of(desk.get(page_of(piece, "publish")))
    Photo.objects.update(caption="Mayor Petrov.", credit="Bohdan", alternative_text="Petrov")
    asked = words_of(desk.get(page_of(piece, "publish")))
    assert same not in asked
    factories.publish(piece, editor, change=Change.CORRECTION, note="It is Petrov.")
    for words in (asked, words_of(compared(desk, piece, "version-1", "version-2"))):
        for said in ("Ivanov", "Petrov", "Adam", "Bohdan"):
            assert said in words


def test_of_two_texts_that_say_the_same_it_is_said_what_is_another_way(desk, editor):
    piece = factories.article(text="<p>Trams run 10&nbsp;km.</p>", created_by=editor)
    state = kept(piece, editor)
    piece.articles_prose_set.update(html="<p>Trams run 10 km.</p>")
    words = words_of(compared(desk, piece, f"milestone-{state.pk}", "draft"))
    assert "The texts are identical. Only spaces in the text differ." in words
    assert "division" not in words


def test_a_withdrawn_photo_is_compared_by_the_sign(desk, piece, editor):
    photo = Photo.objects.create(file="a.jpg", width=10, height=10, caption="The bridge at dawn")
    kept(piece, editor)
    Article.objects.filter(pk=piece.pk).update(lead_photo=photo)
    photo.withdraw()
    state = Milestone.objects.get()
    response = compared(desk, piece, f"milestone-{state.pk}", "draft")
    assert "The bridge at dawn withdrawn" in words_of(response)
    assert "desk/common/no-picture.svg" in response.content.decode()


def test_a_comparison_takes_as_many_queries_for_many_pictures_as_for_one(desk, editor):
    def queries(photos):
        talk = factories.interview(tags=["Trams"], authors=["Iryna Bondar"])
        for place in range(photos):
            photo = Photo.objects.create(file="a.jpg", width=10, height=10)
            talk.articles_figure_set.create(photo=photo, region="main", ordering=place)
        state = kept(talk, editor)
        with CaptureQueriesContext(connection) as captured:
            compared(desk, talk, f"milestone-{state.pk}", "draft")
        return len(captured)

    assert queries(1) == queries(9)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("version-9", "draft"),
        ("milestone-0", "draft"),
        ("live", "draft"),
        ("draft", "version-01"),
        ("draft", "version-99999999999999"),
    ],
)
def test_an_entry_that_does_not_exist_is_no_page(desk, piece, editor, a, b):
    factories.publish(piece, editor)
    assert compared(desk, piece, a, b).status_code == 404


@pytest.mark.parametrize("chosen", [{}, {"a": "draft"}, {"a": "draft", "b": "draft"}])
def test_less_than_two_entries_lead_back_to_the_history_with_a_sentence(desk, piece, chosen):
    response = desk.get(page_of(piece, "compare"), chosen, follow=True)
    assert response.redirect_chain[-1][0] == page_of(piece, "history")
    assert "Choose two different entries to compare." in words_of(response)


# Whose it is.


def test_a_milestone_of_another_piece_opens_nowhere(desk, piece, editor):
    other = factories.article("Another")
    state = kept(other, editor)
    assert compared(desk, piece, f"milestone-{state.pk}", "draft").status_code == 404
    assert desk.get(page_of(piece, "milestone", state.pk)).status_code == 404
    assert desk.get(page_of(piece, "restore_milestone", state.pk)).status_code == 404
    assert desk.post(page_of(piece, "restore_milestone", state.pk)).status_code == 404


def test_who_may_only_look_compares_and_cannot_restore(client, piece, reporter, editor):
    factories.publish(piece, editor)
    state = kept(piece, editor)
    client.force_login(reporter)
    assert "Restore" not in words_of(history(client, piece))
    page = compared(client, piece, "version-1", "draft")
    assert page.status_code == 200
    assert "Restore" not in words_of(page)
    assert client.get(page_of(piece, "milestone", state.pk)).status_code == 200
    for what, key in (("restore", 1), ("restore_milestone", state.pk)):
        for ask in (client.get, client.post):
            assert ask(page_of(piece, what, key)).status_code == 403


def test_nobody_outside_sees_anything_of_the_history(client, piece, editor):
    state = kept(piece, editor)
    for page in ("history", "compare"):
        assert client.get(page_of(piece, page)).status_code == 302
    for page in ("milestone", "restore_milestone"):
        assert client.get(page_of(piece, page, state.pk)).status_code == 302


# Restoring.


def test_a_kept_draft_is_restored_after_the_question(desk, piece, editor):
    state = kept(piece, editor)
    headline(piece, "Second thoughts")
    page = page_of(piece, "restore_milestone", state.pk)
    asked = desk.get(page)
    assert f"compare/?a=milestone-{state.pk}&amp;b=draft" in asked.content.decode()
    piece.refresh_from_db()
    assert piece.headline == "Second thoughts"
    response = desk.post(page, form_of(asked), follow=True)
    assert "Nothing was published." in words_of(response)
    piece.refresh_from_db()
    assert piece.headline == "A bridge reopens"
    assert "The draft before it was replaced" in words_of(history(desk, piece))
    assert not Version.objects.exists()


def test_what_cannot_come_back_is_said_before_and_after(desk, piece, editor):
    photo = Photo.objects.create(file="a.jpg", width=10, height=10)
    Article.objects.filter(pk=piece.pk).update(lead_photo=photo)
    state = kept(piece, editor)
    Article.objects.filter(pk=piece.pk).update(lead_photo=None)
    photo.delete()
    page = page_of(piece, "restore_milestone", state.pk)
    asked = desk.get(page)
    sentence = "The lead photo is no longer in the library; its caption stays."
    assert sentence in words_of(asked)
    assert sentence in words_of(desk.post(page, form_of(asked), follow=True))


def test_a_schedule_that_was_cancelled_says_what_was_to_come_out_and_when(desk, piece, editor):
    factories.publish(piece, editor)
    factories.schedule(
        piece, timezone.now() + HOUR, editor, change=Change.CORRECTION, note="Two bridges."
    )
    publishing.cancel(piece, editor, revision=piece.revision)
    [entry] = [one for one in entries(history(desk, piece)) if "Schedule cancelled" in one]
    assert "Was scheduled to go live on" in entry
    assert "Note for readers: Two bridges." in entry


def test_a_restore_of_what_somebody_changed_meanwhile_is_refused(desk, piece, editor, reporter):
    state = kept(piece, editor)
    page = page_of(piece, "restore_milestone", state.pk)
    data = form_of(desk.get(page))
    Article.objects.get(pk=piece.pk).bump(reporter)
    response = desk.post(page, data)
    assert response.status_code == 409
    assert "Taras Zoria changed this piece" in words_of(response)
    assert not Milestone.objects.filter(occasion=Occasion.REPLACED).exists()


# In a browser.


def signed_in(page, user):
    page.goto("/accounts/login/?next=/admin/")
    page.locator("[name=login]").fill(user.username)
    page.locator("[name=password]").fill("a long password")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")


@pytest.mark.slow
def test_two_entries_are_chosen_and_compared_with_the_keyboard_alone(page, editor):
    piece = factories.article(created_by=editor)
    for words in ("A bridge closes", "A bridge stays closed", "A bridge opens"):
        kept(piece, editor)
        headline(piece, words)
    signed_in(page, editor)
    page.goto(page_of(piece, "history"))
    first, last = page.locator("[name=a]"), page.locator("[name=b]")
    # Chosen already: the draft, and what was kept last.
    assert first.nth(1).is_checked()
    assert last.nth(0).is_checked()
    page.get_by_role("button", name="Compare the two").focus()
    # The second column begins with the draft, the first with the entry below it.
    page.keyboard.press("Tab")
    assert last.nth(0).evaluate("radio => radio === document.activeElement")
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    assert last.nth(2).is_checked()
    page.keyboard.press("Shift+Tab")
    while not first.nth(1).evaluate("radio => radio === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    assert first.nth(3).is_checked()
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/**")
    assert page.locator(".compare-row del").all_inner_texts() == ["reopens"]
    assert page.locator(".compare-row ins").all_inner_texts() == ["closes"]


@pytest.mark.slow
def test_entries_of_two_pages_are_compared_without_a_script(new_page, editor):
    piece, now = factories.article(created_by=editor), timezone.now()
    for number in range(ENTRIES + 3):
        headline(piece, f"A bridge, {number}")
        kept(piece, editor, at=now - number * HOUR)
    page = new_page(java_script_enabled=False)
    signed_in(page, editor)
    page.goto(page_of(piece, "history"))
    page.locator("[name=b]").nth(3).check()
    page.get_by_role("button", name="Older entries").click()
    page.locator("[name=a]").last.check()
    page.get_by_role("button", name="Compare the two").click()
    page.wait_for_url("**/compare/**")
    assert page.locator(".compare-row del").first.inner_text() == str(ENTRIES + 2)
    assert page.locator(".compare-row ins").first.inner_text() == "2"


@pytest.mark.slow
def test_what_is_the_same_opens_with_the_keyboard(page, editor):
    paragraphs = [f"<p>In {year} a bridge was built.</p>" for year in range(1900, 1920)]
    piece = factories.article(text="".join(paragraphs), created_by=editor)
    kept(piece, editor)
    piece.articles_prose_set.update(html="".join([*paragraphs, "<p>And trams came.</p>"]))
    signed_in(page, editor)
    page.goto(f"{page_of(piece, 'history')}")
    page.get_by_role("link", name="Compare with the draft").click()
    fold = page.get_by_text("19 parts of the text are unchanged")
    assert page.get_by_text("In 1903 a bridge was built.").first.is_hidden()
    fold.focus()
    page.keyboard.press("Enter")
    page.get_by_text("In 1903 a bridge was built.").first.wait_for()
