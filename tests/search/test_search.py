"""Readers find what is live by its words, in their language, and whatever they type is answered."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.actions import publishing
from articles.models import Article, Version
from articles.search import ranking
from articles.search.forms import SearchForm
from articles.search.views import guessed
from tests.factories import article, interview, person, publish, record, schedule, section

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def ask(client, address="/search/", **fields):
    return client.get(address, fields)


def found(response):
    """The headlines of what was found, the first one first."""
    page = BeautifulSoup(response.content, "html.parser")
    return [line.get_text() for line in page.select(".pieces .headline")]


def said(response):
    return (
        BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ", strip=True)
    )


def test_words_of_headline_standfirst_and_text_are_found_in_this_order(client):
    publish(article("In the text", text="<p>The ferry is late.</p>"))
    publish(article("In the standfirst", standfirst="A ferry is late."))
    publish(article("The ferry is late"))
    assert found(ask(client, q="ferries")) == [
        "The ferry is late",
        "In the standfirst",
        "In the text",
    ]


def test_a_word_in_the_headline_counts_however_far_from_it_the_others_stand(client):
    far = "<p>" + "It rained. " * 100 + "The harbour waits.</p>"
    publish(article("The ferry is late", text=far))
    publish(article("Elsewhere", text="<p>At the harbour a ferry is late.</p>"))
    assert found(ask(client, q="ferry harbour")) == ["The ferry is late", "Elsewhere"]


def test_a_newer_piece_stands_before_an_older_one_that_says_the_same(client):
    now = timezone.now()
    for years in (3, 1, 2):
        record(article(f"Ferry of {years}"), now - years * 365 * DAY)
    assert found(ask(client, q="ferry")) == ["Ferry of 1", "Ferry of 2", "Ferry of 3"]


def test_phrases_exclusions_and_either_or_are_understood_as_people_type_them(client):
    for headline in ("The red bridge", "A bridge in red", "Bridges", "Tunnel"):
        publish(article(headline))
    for words, headlines in (
        ('"red bridge"', {"The red bridge"}),
        ("«red bridge»", {"The red bridge"}),
        ("“red bridge”", {"The red bridge"}),
        ("bridge -red", {"Bridges"}),
        ("tunnel or bridges -red", {"Tunnel", "Bridges"}),
        ("red - bridge", {"The red bridge", "A bridge in red"}),
    ):
        assert set(found(ask(client, q=words))) == headlines, words


HOSTILE = (
    *(
        "'",
        '"',
        '""',
        "-",
        "--",
        "- -",
        "!",
        "&",
        "a & !b",
        "(",
        ")",
        "<->",
        ":*",
        "\\",
        "'\\'",
        "%",
    ),
    *("or", "or or", "-or", "the", "-the -war", "a or -b", '"a', '-"', "|", "a\tb\nc", "м'" * 99),
    *("x" * 10_000, "д" * 200, "ﷺ" * 200, "😀" * 200, "a-" * 100, "\u0301" * 50, "\ue000x\ue001"),
    *("<script>alert(1)</script>", "1' OR 1=1 --", "war '\\' war", "\ud7ff"),
)


@pytest.mark.parametrize("address", ["/search/", "/uk/search/"])
def test_whatever_is_typed_is_answered_in_words(address, client):
    publish(article("The bridge", text="<p>war a b</p>"))
    for words in HOSTILE:
        response = ask(client, address, q=words)
        assert response.status_code == 200, words
        assert "<script>alert" not in response.content.decode()
        assert said(response)


def test_what_is_too_long_or_says_nothing_gets_a_reason_and_stays_in_its_field(client):
    response = ask(client, q="long " * 100)
    assert "at most 200 characters" in said(response)
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("#search-q")["value"].startswith("long long")
    assert "at least one word to search for" in said(ask(client, q="the"))
    assert "what to search for as well" in said(ask(client, q="-war"))


def test_a_filter_that_cannot_be_is_refused_in_words(client):
    for fields in (
        {"section": "no-such"},
        {"label": "no-such"},
        {"since": "yesterday"},
        {"until": "2025-02-30"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"since": "2025-02-02", "until": "2025-02-01"},
        {"author": "x" * 500},
    ):
        response = ask(client, q="bridge", **fields)
        assert response.status_code == 200
        page = BeautifulSoup(response.content, "html.parser")
        assert page.select(".narrow[open] .wrong"), fields


def test_a_place_that_no_link_names_is_not_there(client):
    publish(article("The bridge"))
    for after in ("1", "x_y", "nan_1", "inf_2", "1_", "_", "1_2_3", "9" * 5000):
        assert ask(client, q="bridge", after=after).status_code == 404


def test_a_null_character_is_answered_in_words(client):
    assert "We cannot find this page" in said(client.get("/search/?q=a%00b"))


def test_only_what_is_live_is_found_and_only_in_the_language_of_the_page(client):
    now = timezone.now()
    article("Ferry in a draft")
    schedule(article("Ferry of tomorrow"), now + DAY)
    piece = article("Ferry withdrawn")
    publish(piece)
    publishing.withdraw(piece, person(), revision=piece.revision)
    piece = article("Ferry as it was")
    publish(piece)
    Article.objects.filter(pk=piece.pk).update(headline="Boat as it is")
    publish(piece)
    publish(article("Пором ferry", language="uk"))
    assert found(ask(client, q="ferry")) == []
    assert found(ask(client, q="boat")) == ["Boat as it is"]
    assert found(ask(client, "/uk/search/", q="ferry")) == ["Пором ferry"]


def test_filters_narrow_alone_and_together_and_each_can_be_taken_away(client):
    noon = timezone.localtime().replace(year=2025, month=4, day=21, hour=0, minute=30)
    record(
        article("War ferry", section=section("War"), authors=["Iryna Bondar"], label="opinion"),
        noon,
    )
    record(article("Culture ferry", section=section("Culture"), authors=["Ostap Hrai"]), noon + DAY)
    for fields in (
        {"section": "war"},
        {"label": "opinion"},
        {"author": "bondar"},
        {"until": "2025-04-21"},
        {"since": "2025-04-21", "until": "2025-04-21"},
        {"section": "war", "label": "opinion", "author": "Iryna Bondar", "q": "ferry"},
    ):
        response = ask(client, **fields)
        assert found(response) == ["War ferry"], fields
    assert found(ask(client, since="2025-04-22")) == ["Culture ferry"]
    assert found(ask(client, since="2025-04-21")) == ["Culture ferry", "War ferry"]
    links = BeautifulSoup(response.content, "html.parser").select(".filters a")
    without_author = next(link["href"] for link in links if "Author" in link.get_text())
    assert without_author == "?q=ferry&section=war&label=opinion"
    assert found(client.get(f"/search/{links[-1]['href']}")) == ["Culture ferry", "War ferry"]


def test_pages_of_results_follow_each_other_without_gaps_while_new_pieces_come_out(client):
    now = timezone.now()
    for number in range(45):
        record(article(f"Ferry {number}"), now - number * DAY)
    address, seen = "/search/?q=ferry", []
    while address:
        response = client.get(address)
        seen += found(response)
        publish(article(f"Ferry of page {len(seen)}"))
        onward = BeautifulSoup(response.content, "html.parser").select_one(".onward a")
        address = onward and f"/search/{onward['href']}"
    assert [headline for headline in seen if "page" not in headline] == [
        f"Ferry {number}" for number in range(45)
    ]


def test_past_the_newest_that_are_ranked_the_page_says_how_to_see_older_ones(client, monkeypatch):
    monkeypatch.setattr(ranking, "RANKED", 3)
    start = timezone.now().replace(year=2025, month=4, day=20)
    for number in range(5):
        record(article(f"Ferry {number}"), start + number * DAY)
    response = ask(client, q="ferry")
    assert found(response) == ["Ferry 4", "Ferry 3", "Ferry 2"]
    assert "More than 3 pieces" in said(response)
    older = BeautifulSoup(response.content, "html.parser").select_one(".pieces ~ .nothing a")[
        "href"
    ]
    assert found(client.get(f"/search/{older}")) == ["Ferry 2", "Ferry 1", "Ferry 0"]


def test_what_was_found_is_marked_and_nothing_else_is_markup(client):
    publish(
        article(
            "Ferries & <b>boats</b>",
            text="<p>All &lt;i&gt;ferries&lt;/i&gt; leave at &lt;script&gt; six.\ue000</p>",
        )
    )
    response = ask(client, q="ferry")
    page = BeautifulSoup(response.content, "html.parser")
    assert [mark.get_text() for mark in page.select(".pieces mark")] == ["Ferries", "ferries"]
    assert not page.select(".pieces :is(b, i, script)")
    assert "<b>boats</b>" in page.select_one(".pieces .headline").get_text()


def test_in_ukrainian_the_forms_of_a_word_meet_and_are_marked(client):
    publish(
        article(
            "Ніч у Харкові", text="<p>Об’єкти в місті, ґанок і м'яч. Drones.</p>", language="uk"
        )
    )
    for words, marks in (
        ("Харків ночі", {"Ніч", "Харкові"}),
        ("обʼєкт", {"Обʼєкти"}),
        ("ганки", {"ґанок"}),
        ("«містом»", {"місті"}),
        ("м’ячем drone", {"мʼяч", "Drones"}),
    ):
        page = BeautifulSoup(ask(client, "/uk/search/", q=words).content, "html.parser")
        assert {mark.get_text() for mark in page.select(".pieces mark")} == marks


def test_when_no_piece_says_all_of_it_those_that_say_some_are_shown_and_it_is_said(client):
    publish(article("The ferry"))
    response = ask(client, q="ferry submarine")
    assert found(response) == ["The ferry"]
    assert "No piece matches all of this" in said(response)
    assert found(ask(client, q="submarine yacht -ferry")) == []


def test_topics_and_authors_of_live_pieces_are_named_and_no_others(client):
    publish(article("Live", tags=["Black Sea"], authors=["Mariia Sea"]))
    article("Draft", tags=["Red Sea"], authors=["Taras Sea"])
    schedule(article("Later", tags=["Azov Sea"], authors=["Ihor Sea"]), timezone.now() + DAY)
    words = said(ask(client, q="sea"))
    assert "Black Sea" in words
    assert "Mariia Sea" in words
    assert not any(secret in words for secret in ("Red", "Taras", "Azov", "Ihor"))


def test_with_nothing_asked_or_found_there_is_something_to_go_on_with(client):
    publish(article("The newest piece", tags=["Energy"]))
    for response in (ask(client), ask(client, q="submarine")):
        assert "The newest piece" in said(response)
        assert "Energy" in said(response)
    assert "“submarine”" in said(response)


def test_a_search_takes_the_same_queries_for_any_number_of_pieces(
    client, django_assert_num_queries
):
    for number in range(30):
        publish(article(f"Ferry {number}", tags=["Ferry"], authors=["Ostap Ferry"]))
    # Ten, five of which look ever further back, and four that say how long those may take.
    with django_assert_num_queries(14):
        assert len(found(ask(client, q="ferry"))) == 20
    with django_assert_num_queries(2):
        ask(client, section="war")


def test_results_are_no_pages_for_search_engines_and_leave_no_cookie(client):
    publish(article("The ferry"))
    response = ask(client, q="ferry")
    assert '<meta name="robots" content="noindex, follow">' in response.content.decode()
    assert not response.cookies
    assert "s-maxage" in response["Cache-Control"]


def test_every_page_has_a_field_to_search_with_and_a_missing_page_guesses_the_words(client):
    address = publish(interview()).get_absolute_url()
    for page in ("/", address):
        assert 'name="q"' in client.get(page).content.decode()
    response = client.get("/2025/04/21/some_lost-bridge%22.html")
    field = BeautifulSoup(response.content, "html.parser").select_one("main input[name=q]")
    assert (response.status_code, field["value"]) == (404, "some lost bridge")


def test_words_are_guessed_from_an_address():
    assert [guessed(path) for path in ("/", "/2025/04/21/", "/x.php", "/news/grid-hit/")] == [
        *("", "", "x", "grid hit")
    ]
    assert guessed("/tags/%D0%BC%D1%96%D1%81%D1%82/") == "міст"
    assert guessed("/" + "a" * 500) == "a" * 80


def test_a_version_can_still_be_closed_and_its_words_still_not_rewritten():
    version = publish(article("The ferry"))
    publishing.withdraw(version.article, person(), revision=version.article.revision)
    assert not Version.objects.live().exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT search @@ 'ferri'::tsquery FROM articles_version")
        assert cursor.fetchall() == [(True,)]


def test_a_text_of_any_length_can_be_published(client):
    # More different words than a tsvector can hold.
    words = " ".join(f"слово{number}кінець" for number in range(60_000))
    publish(article("Long", text=f"<p>{words}</p>", language="uk"))
    assert found(ask(client, "/uk/search/", q="слово7кінець")) == ["Long"]


def test_a_dump_can_be_restored_which_is_done_without_a_search_path():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute("SELECT public.articles_searchable('uk', 'Харків', 'Grids', 'ночі')::text")
        (words,) = cursor.fetchone()
    # Which letters come first is the database's own affair.
    assert set(words.split()) == {"'grid':2B", "'харков':1A", "'ноч':3"}


def test_a_question_that_takes_too_long_is_given_up_in_words(client, monkeypatch):
    publish(article("The ferry"))
    monkeypatch.setattr(ranking, "PATIENCE", 100)
    forever = RawSQL("(SELECT count(*) FROM pg_sleep(60))", [])
    # The search alone, and not what is offered in its stead.
    monkeypatch.setattr(SearchForm, "narrow", lambda _, live: live.filter(pk__gte=forever))
    assert "takes too long" in said(ask(client, q="ferry", section="war"))
