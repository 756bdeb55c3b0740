"""Whatever stands in an address, a query or a form of the desk, it is no error of the site."""

import re
from collections import defaultdict
from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import QueryDict
from django.urls import NoReverseMatch, URLPattern, reverse

from articles.actions import deletion
from articles.content import saves, snapshot
from articles.models import Comment, Occasion, Page, Redirect, Tag
from tests import factories
from tests.desk_client import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NO_NUMBER, NO_TEXT = "abc", "a\0b"
STRANGE = [NO_NUMBER, NO_TEXT, "", str(10**30)]
# In these the whole form is sent, with every field strange at once.
FORMS = re.compile(r"_(add|change)$")


@pytest.fixture
def things(editor):
    """One of each, by the name of its model."""
    piece = factories.article(tags=["Bridges"], authors=["Taras Zoria"])
    factories.publish(piece)
    interview = factories.interview()
    made = {
        "article": piece,
        "interview": interview,
        "tag": Tag.objects.get(),
        "redirect": Redirect.objects.create(old="/old", to="/news/"),
        "page": Page.objects.first(),
        "comment": Comment.objects.create(article_id=piece.pk, by=editor, text="Who says so?"),
        "milestone": snapshot.save_milestone(piece, Occasion.READY, editor),
        "save": saves.keep(piece, editor),
        "deleted": deletion.delete(factories.article("Deleted"), editor),
    }
    for model in admin.site._registry:
        if model._meta.model_name not in made and (found := model._base_manager.first()):
            made[model._meta.model_name] = found
    return made


def patterns():
    """Yield the name of every address of the desk, and the names of its gaps."""
    for pattern in _below(admin.site.get_urls()):
        if pattern.name:
            yield pattern.name, tuple(pattern.pattern.regex.groupindex)


def _below(found):
    for pattern in found:
        yield from [pattern] if isinstance(pattern, URLPattern) else _below(pattern.url_patterns)


def usual(name, gaps, things):
    """Return what stands in each gap where everything is as it should be."""
    thing = next((things[part] for part in name.split("_") if part in things), None)
    known = {"app_label": "articles", "language": "en", "kind": "front", "number": 1, "url": "x"}
    return {gap: known.get(gap, thing.pk if thing else 1) for gap in gaps}


def addresses(name, gaps, things):
    """Yield the address as it should be, then with something strange in each gap."""
    as_usual = usual(name, gaps, things)
    for strange in [{}, *({gap: value} for gap in gaps for value in STRANGE)]:
        try:
            yield reverse(f"admin:{name}", kwargs=as_usual | strange)
        except (NoReverseMatch, UnicodeEncodeError):
            continue


@contextmanager
def names_asked_for(monkeypatch):
    """Note what a view asks the query and the form for."""
    asked = set()
    with monkeypatch.context() as patch:
        for method in ("get", "getlist", "__getitem__", "__contains__"):
            real = getattr(QueryDict, method)

            def noting(self, key, *args, real=real, **kwargs):
                asked.add(key)
                return real(self, key, *args, **kwargs)

            patch.setattr(QueryDict, method, noting)
        yield asked
    asked.discard("csrfmiddlewaretoken")


class Asking:
    """Asks as somebody, undoes what came of it, and notes what was an error.

    Since it is undone, the same question has the same answer: it is asked once.
    """

    def __init__(self, client):
        self.client, self.wrong, self.answers = client, defaultdict(list), {}

    def __call__(self, method, address, data=None):
        question = method, address, repr(data or {})
        if question not in self.answers:
            self.answers[question] = self._ask(method, address, data)
        return self.answers[question]

    def _ask(self, method, address, data):
        with transaction.atomic():
            try:
                response = getattr(self.client, method)(address, data or {})
            except Exception as error:
                self.wrong[repr(error)[:150]].append((method, address, data))
                response = None
            transaction.set_rollback(True)
        if response is not None and response.status_code >= 500:
            self.wrong[f"{response.status_code}"].append((method, address, data))
        return response

    def said(self):
        return "\n".join(
            f"{error}: {len(where)}: {str(where[0])[:400]}" for error, where in self.wrong.items()
        )


@pytest.fixture
def asking(request, things, signed_in):
    return Asking(signed_in(request.param))


EACH_ROLE = pytest.mark.parametrize("asking", ["Reporter", "Editor", "Admin"], indirect=True)
# The fields of an editor are among those of an admin.
EACH_FORM = pytest.mark.parametrize("asking", ["Reporter", "Admin"], indirect=True)


@EACH_ROLE
def test_nothing_in_an_address_a_query_or_a_form_is_an_error(asking, things, monkeypatch):
    asked_for = 0
    for name, gaps in patterns():
        if name == "logout":
            continue
        whole, *strange = addresses(name, gaps, things)
        for method in ("get", "post"):
            with names_asked_for(monkeypatch) as names:
                asking(method, whole)
            for address in strange:
                asking(method, address)
            asked_for += len(names)
            names = sorted(map(str, names))
            for value in STRANGE:
                asking(method, whole, dict.fromkeys(names, value))
                if value == NO_TEXT and len(names) < 12:
                    for one in names:
                        asking(method, whole, {one: value})
    assert asked_for > 100
    assert not asking.wrong, asking.said()


@EACH_FORM
def test_no_field_of_a_form_is_an_error(asking, things):
    filled = 0
    for name, gaps in patterns():
        if not FORMS.search(name):
            continue
        address = reverse(f"admin:{name}", kwargs=usual(name, gaps, things))
        response = asking("get", address)
        if response is None or response.status_code != 200:
            continue
        form = form_of(response)
        filled += len(form)
        kept = {field for field in form if re.search(r"_FORMS$|^_window$|^_page$|^_turn$", field)}
        for value in STRANGE:
            asking("post", address, form | dict.fromkeys(form.keys() - kept, value))
        # One at a time: what is refused at once is not looked at any further.
        for one in sorted(form):
            asking("post", address, form | {one: NO_TEXT})
    assert filled > 20
    assert not asking.wrong, asking.said()


@EACH_ROLE
def test_no_choice_of_rows_is_an_error_of_an_action(asking, things, rf):
    tried = 0
    for model, model_admin in admin.site._registry.items():
        options = model._meta
        address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
        request = rf.get(address)
        request.user = factories.person("Admin")
        for action in model_admin.get_actions(request):
            for value in STRANGE:
                for more in ({}, {"post": "yes"}, {"select_across": "1"}, {"index": value}):
                    chosen = {"action": action, "_selected_action": [value, value]}
                    asking("post", address, chosen | more)
                    tried += 1
    assert tried > 100
    assert not asking.wrong, asking.said()
