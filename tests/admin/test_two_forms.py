"""Two who have the same form of the desk open: neither undoes what the other one saved."""

import json
import re

import pytest
from django.contrib import admin
from django.test import Client

from articles.models import Author, Page, Photo, Redirect, Tag
from espreso.optimistic_locking import GuardedForm
from tests import factories, images
from tests.admin.test_robustness import in_the_middle_of
from tests.desk_client import asked_again, form_of, words_of
from tests.markup import inputs_of_form

pytestmark = pytest.mark.django_db

# Their screens notice a late save in ways of their own: tests/admin/coediting, tests/admin/layouts,
# tests/admin/site/test_menus.py.
OF_THEIR_OWN = {"article", "interview", "arrangement", "menuitem"}
# Nobody changes it.
ONLY_LISTED = {"activity", "outgoingmail"}


def author():
    return Author.objects.create(name="Olha Kit", role="reporter", biography="She writes.")


def photo():
    return Photo.objects.take_in(images.upload(images.encoded(images.corners())))


def a_page():
    text = '<p>Nine <em>people</em>, <a href="/about/">here</a>.</p><ul><li>One</li></ul>'
    return Page.objects.create(title="Who we are", slug="masthead", text=text)


# What it is, and the field that one of two changes, the field that the other one does.
FORMS = {
    "author": (author, "biography", "role"),
    "photo": (photo, "caption", "credit"),
    "tag": (lambda: Tag.objects.create(name="Trams"), "name", "description"),
    "section": (lambda: factories.section("City"), "description", "name_uk"),
    "page": (a_page, "title", "text"),
    "user": (lambda: factories.person("Reporter"), "first_name", "last_name"),
    "redirect": (lambda: Redirect.objects.create(old="/old/", to="/about/"), "old", "to"),
}
VALUES = {
    "text": ("<p>Ten people.</p>", "<p>Eleven people.</p>"),
    "old": ("/older", "/oldest"),
    "to": ("/contacts/", "/privacy/"),
}


def value(field, number=0):
    return VALUES.get(field, (f"First {field}", f"Second {field}"))[number]


def desk_of(name):
    client = Client(headers={"Origin": "http://testserver"})
    client.force_login(factories.person("Admin", first_name=name, last_name="Kit"))
    return asked_again(client)


@pytest.fixture
def iryna():
    return desk_of("Iryna")


@pytest.fixture
def taras():
    return desk_of("Taras")


@pytest.fixture(params=FORMS)
def form(request):
    make, one, other = FORMS[request.param]
    row = make()
    return f"/admin/articles/{request.param}/{row.pk}/change/", one, other


def shown(desk, address):
    return form_of(desk.get(address))


def test_every_form_of_the_desk_has_the_guard_and_is_tried_here():
    for model, desk in admin.site._registry.items():
        name = model._meta.model_name
        if name in OF_THEIR_OWN:
            assert desk.guards_itself, name
        elif name not in ONLY_LISTED:
            assert name in FORMS
            assert issubclass(desk.form, GuardedForm)


def test_an_untouched_form_changes_nothing_whatever_was_saved_meanwhile(form, iryna, taras):
    address, one, other = form
    late = shown(taras, address)
    changes = {one: value(one), other: value(other)}
    assert iryna.post(address, shown(iryna, address) | changes).status_code == 302
    assert taras.post(address, late).status_code == 302
    now = shown(taras, address)
    assert {name: now[name] for name in changes} == changes


def test_both_changes_stand_where_two_change_each_another_field(form, iryna, taras):
    address, one, other = form
    first, second = (shown(desk, address) for desk in (iryna, taras))
    assert iryna.post(address, first | {one: value(one), "_continue": "1"}).status_code == 302
    said = taras.post(address, second | {other: value(other), "_continue": "1"}, follow=True)
    assert "Their changes are kept" in words_of(said)
    assert "Iryna Kit" in words_of(said)
    now = shown(iryna, address)
    assert (now[one], now[other]) == (value(one), value(other))


def test_who_comes_second_is_told_loses_nothing_and_saves_again(form, iryna, taras):
    address, one, other = form
    first, second = (shown(desk, address) for desk in (iryna, taras))
    changes = {one: value(one), other: value(other)}
    assert iryna.post(address, first | changes).status_code == 302

    # Theirs stands in it as long as nothing is decided, also in the fields that only she changed.
    refused = taras.post(address, second | {one: value(one, 1)})

    said = words_of(refused)
    assert refused.status_code == 200
    assert "Someone saved this after you opened it (Iryna Kit, " in said
    assert f"It says now: “{value(one)}”" in said
    assert shown(iryna, address)[one] == value(one)
    again = form_of(refused)
    assert (again[one], again[other]) == (value(one, 1), value(other))
    assert taras.post(address, again).status_code == 302
    now = shown(iryna, address)
    assert (now[one], now[other]) == (value(one, 1), value(other))


def test_a_third_save_is_noticed_too(form, iryna, taras):
    address, one, _other = form
    late = shown(taras, address)
    for number in range(2):
        words = {one: f"{value(one)}{number}"}
        assert iryna.post(address, shown(iryna, address) | words).status_code == 302
        refused = taras.post(address, late | {one: value(one, 1)})
        assert "It says now" in words_of(refused)
        late = form_of(refused)


def test_two_who_say_the_same_are_not_asked(form, iryna, taras):
    address, one, _other = form
    first, second = (shown(desk, address) for desk in (iryna, taras))
    for desk, typed in ((iryna, first), (taras, second)):
        assert desk.post(address, typed | {one: value(one)}).status_code == 302


@pytest.mark.parametrize("base", ["", "[", "[]", '"x"', '{"name": [1]}', "[" * 9_000, "\0"])
def test_a_form_that_does_not_say_how_it_was_opened_is_taken_at_its_word(iryna, base):
    tag = Tag.objects.create(name="Trams")
    address = f"/admin/articles/tag/{tag.pk}/change/"
    typed = shown(iryna, address) | {"_base": base, "description": "Wheels."}
    assert iryna.post(address, typed).status_code in {302, 400}


def test_what_was_typed_about_a_row_that_somebody_deleted_is_shown(form, iryna):
    address, one, _other = form
    model = admin.site._registry
    name, pk = address.split("/")[3:5]
    typed = shown(iryna, address) | {one: value(one)}
    [kind] = [model for model in model if model._meta.model_name == name]
    kind._base_manager.filter(pk=pk).delete()
    page = iryna.post(address, typed)
    assert page.status_code == 404
    assert "Someone has deleted this" in words_of(page)
    assert value(one) in page.content.decode() or value(one)[3:-4] in words_of(page)


def test_whoever_may_not_change_anything_is_not_told_what_there_is(signed_in):
    desk = signed_in("Reporter")
    for key in (factories.section().pk, 10**9):
        assert desk.post(f"/admin/articles/section/{key}/change/", {}).status_code in {302, 403}


def test_the_same_spelled_another_way_is_the_same(iryna, taras):
    tag = Tag.objects.create(name="Trams")
    address = f"/admin/articles/tag/{tag.pk}/change/"
    late = shown(taras, address) | {"name": "Night \u200b  trams"}
    assert iryna.post(address, shown(iryna, address) | {"name": "Night trams"}).status_code == 302
    assert taras.post(address, late).status_code == 302


def test_a_box_that_was_ticked_and_a_choice_are_said_in_words(iryna, taras):
    row = factories.section("City")
    address = f"/admin/articles/section/{row.pk}/change/"
    ticked = shown(iryna, address)
    first, late = ticked | {"position": "7"}, ticked | {"position": "8"}
    first.pop("in_navigation", None)
    assert iryna.post(address, first).status_code == 302
    refused = taras.post(address, late)
    assert "It says now: “7”" in words_of(refused)
    # What only she unticked is so in the form.
    assert "in_navigation" not in form_of(refused)

    piece = factories.article("Trams cross the bridge")
    redirect = Redirect.objects.create(old="/old/", to="/about/")
    address = f"/admin/articles/redirect/{redirect.pk}/change/"
    late = shown(taras, address) | {"to": "/privacy/"}
    first = shown(iryna, address) | {"to": "", "piece": str(piece.pk)}
    assert iryna.post(address, first).status_code == 302
    said = words_of(taras.post(address, late | {"piece": ""}))
    assert "Someone emptied this after you opened it." in said


def test_the_positions_in_a_list_do_not_undo_each_other(iryna, taras):
    one, other = factories.section("City"), factories.section("Sea")
    address = "/admin/articles/section/"

    def row_of(data, section):
        return next(
            name.removesuffix("-id")
            for name, said in data.items()
            if re.fullmatch(r"form-\d+-id", name) and said == str(section.pk)
        )

    def list_of(desk):
        return inputs_of_form(desk.get(address).content.decode(), 'id="changelist-form')

    first, second = list_of(iryna), list_of(taras)
    row, row_other = (row_of(first, section) for section in (one, other))
    for desk, data, changed in (
        (iryna, first, {f"{row}-position": "41"}),
        (taras, second, {f"{row_other}-position": "42"}),
    ):
        assert desk.post(address, data | changed | {"_save": "Save"}).status_code == 302
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.position, other.position) == (41, 42)

    refused = taras.post(address, second | {f"{row}-position": "43", "_save": "Save"})
    assert "It says now: “41”" in words_of(refused)


@pytest.mark.django_db(transaction=True)
def test_who_saves_while_the_other_one_is_being_saved_is_told(iryna):
    tag = Tag.objects.create(name="Trams")
    address = f"/admin/articles/tag/{tag.pk}/change/"
    typed = shown(iryna, address) | {"description": "Mine."}
    answers = []
    with in_the_middle_of(lambda: answers.append(iryna.post(address, typed))):
        Tag.objects.filter(pk=tag.pk).update(description="Theirs.")
    assert "It says now: “Theirs.”" in words_of(answers[0])
    tag.refresh_from_db()
    assert tag.description == "Theirs."


def test_the_marks_are_short_and_say_no_word(iryna):
    row = a_page()
    base = json.loads(shown(iryna, f"/admin/articles/page/{row.pk}/change/")["_base"])
    assert "text" in base
    assert all(len(mark) == 16 for mark in base.values())


def test_a_text_that_only_the_editor_wrote_anew_is_nobodys_change(iryna, taras):
    row = a_page()
    address = f"/admin/articles/page/{row.pk}/change/"
    late = shown(taras, address)
    assert iryna.post(address, shown(iryna, address) | {"text": "<p>Ten.</p>"}).status_code == 302
    as_edited = late["text"].replace("<li>One</li>", "<li><p>One</p></li>").replace(", <a", ",\n<a")
    assert taras.post(address, late | {"text": as_edited, "title": "We"}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.text) == ("We", "<p>Ten.</p>")
