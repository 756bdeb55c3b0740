"""Lists of the desk: no address asks the database for more than the list's own filters do."""

from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Arrangement, Author, MenuItem
from espreso.admin_lists import LONGEST_SEARCH, MOST_WORDS
from tests import factories
from tests.desk_client import words_of

pytestmark = pytest.mark.django_db

LISTS = sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label)
NAMES = [model._meta.label_lower for model, _admin in LISTS]
ANY_LIST = pytest.mark.parametrize(("model", "model_admin"), LISTS, ids=NAMES)
SEARCHED = pytest.mark.parametrize(
    "model", [model for model, model_admin in LISTS if model_admin.search_fields]
)
WAYS = ["regex", "iregex", "icontains", "in", "gt", "range", "year", "contains", "search", "len"]
STRANGE = ["", "foo", "0", "-1", "٣", "9e999", "9" * 5000, "a" * 5000, "0000-00-00", "\\"]
STRANGE += ["0001-01-01 00:00:00+14:00", "9999-12-31 23:59:59-12:00"]
# They read nothing of what the address of a list says.
PAGES_OF_THEIR_OWN = {Arrangement, MenuItem}


@pytest.fixture
def desk(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root", "root@example.org", "x"))
    factories.article()
    return client


def list_of(model, **query):
    options = model._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def paths_of(model, deep=True):
    """Yield every field of a model, and of the models that it leads to."""
    for field in model._meta.get_fields():
        yield field.name
        if deep and field.related_model:
            yield from (f"{field.name}__{path}" for path in paths_of(field.related_model, False))


@ANY_LIST
def test_a_list_is_asked_by_its_own_filters_alone(model, model_admin, rf):
    request = rf.get("/")
    asked = [f"{path}__{way}" for path in paths_of(model) for way in WAYS]
    asked += ["pk__in", "id__in", "nothing", "nothing__regex"]

    assert len(asked) > 50
    assert [each for each in asked if model_admin.lookup_allowed(each, "1", request)] == []


@ANY_LIST
def test_what_its_own_filters_write_is_asked(model, model_admin, desk, rf):
    request = rf.get("/")
    request.user = factories.person("Admin")
    written = set()
    for spec in model_admin.get_changelist_instance(request).filter_specs:
        written |= set(spec.expected_parameters())

    assert [each for each in written if not model_admin.lookup_allowed(each, "1", request)] == []


@ANY_LIST
@pytest.mark.parametrize(
    "query",
    [
        {"pk__regex": "(a+)+$"},
        {"standfirst__regex": "(a+)+$"},
        {"created_at__year": "0"},
        {"modified_at__year": "0"},
        {"id__isnull": "foo"},
        {"id__in": ",".join(map(str, range(5000)))},
        {"id__gt": "9e999"},
        {"section__name__regex": "(a+)+$"},
        {"user__password__startswith": "scrypt"},
        {"p": "9" * 30, "x": "1"},
        {"p": "foo"},
        {"p": "-1"},
        {"o": ".".join(["1"] * 5000)},
        {"o": "foo"},
        {"_to_field": "password"},
        {"_popup": "1", "_to_field": "slug__regex", "x": "1"},
        {"e": "1", "x__regex": "("},
        {"_facets": "True", "all": "", "x": ["1", "2"]},
    ],
    ids=lambda query: urlencode(query)[:30],
)
def test_a_strange_address_leads_to_the_whole_list_and_says_so(model, model_admin, query, desk):
    response = desk.get(list_of(model, **query))
    if model in PAGES_OF_THEIR_OWN and "e" not in query:
        assert response.status_code == 200
        return

    assert (response.status_code, response.headers["Location"]) == (302, f"{list_of(model)}?e=1")
    whole = desk.get(response.headers["Location"])
    assert whole.status_code == 200
    assert "cannot be filtered like that" in words_of(whole)
    assert len(whole.context["messages"]) == 1


@pytest.mark.slow
@ANY_LIST
def test_a_filter_of_the_list_answers_whatever_it_is_asked_for(model, model_admin, desk, rf):
    request = rf.get("/")
    request.user = factories.person("Admin")
    for spec in model_admin.get_changelist_instance(request).filter_specs:
        for lookup in spec.expected_parameters():
            for value in STRANGE:
                response = desk.get(list_of(model, **{lookup: value}))
                assert response.status_code in {200, 302}, f"{lookup}={value}"


TOO_MANY = " ".join(["word"] * (MOST_WORDS + 1))
TOO_LONG = "w" * (LONGEST_SEARCH + 1)
# Quoted words are one.
ENOUGH = f'"{"w " * (MOST_WORDS + 1)}"' + " a" * (MOST_WORDS - 1)


@SEARCHED
@pytest.mark.parametrize("words", [TOO_MANY, TOO_LONG])
def test_a_search_for_more_words_than_anybody_types_is_refused_and_keeps_them(model, words, desk):
    with CaptureQueriesContext(connection) as asked:
        response = desk.get(list_of(model, q=words))

    assert "at most 10 words" in words_of(response)
    assert f'value="{words}"' in response.content.decode()
    assert not [query for query in asked if "w%" in query["sql"]]
    assert "at most 10 words" not in words_of(desk.get(list_of(model, q=ENOUGH)))


@pytest.mark.parametrize("words", [TOO_MANY, TOO_LONG])
def test_a_choice_says_that_it_is_asked_for_too_many_words(words, desk):
    asked = {"app_label": "articles", "model_name": "byline", "field_name": "author"}
    answer = desk.get(reverse("admin:autocomplete"), asked | {"term": words}).json()

    assert [found["disabled"] for found in answer["results"]] == [True]
    assert "at most 10 words" in answer["results"][0]["text"]
    Author.objects.create(name="Taras Zoria")
    assert desk.get(reverse("admin:autocomplete"), asked | {"term": "Zoria"}).json()["results"]


@pytest.mark.parametrize("words", [TOO_MANY, TOO_LONG])
def test_the_search_for_pieces_to_place_says_so_too(words, desk):
    address = reverse("admin:articles_arrangement_pieces", args=["front", "en"])

    assert "at most 10 words" in words_of(desk.get(address, {"q": words}))
