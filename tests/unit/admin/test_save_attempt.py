"""The attempt to save: one of the two things that our code hangs on a request, and its steps."""

import ast

import pytest
from django.contrib.admin import ModelAdmin

from articles.admin.pieces import PieceAdmin
from tests.paths import ROOT

OURS = ("demo", "interviews", "articles", "espreso")


def is_request(node):
    """Whether an expression is called a request: `request`, `self.request`, `page_request`."""
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return name.endswith("request")


def set_on_requests(source):
    """Return the attributes that code sets on, or takes off, what it calls a request."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value, attr, ast.Store() | ast.Del()) if is_request(value):
                yield attr
            case ast.Attribute(value, "__dict__") if is_request(value):
                yield "__dict__"
            case ast.Call(ast.Name("setattr" | "delattr" | "vars"), [value, *_]) if is_request(
                value
            ):
                yield node.func.id


# Nothing but what a page declares reaches it, and what was tried in vain leaves nothing there.
OF_DJANGO = {("articles/public/public_page.py", name) for name in ("COOKIES", "GET")}
# What was posted is read by Django as it stands.
OF_DJANGO |= {("espreso/admin_values.py", "POST")}
OF_DJANGO |= {("espreso/retries.py", name) for name in ("_messages", "vars", "delattr")}


OF_OURS = {
    ("articles/admin/editor/save_attempt.py", "attempt"),
    # Said on every page of the desk, whichever view makes it.
    ("articles/admin/people/second_factor.py", "second_factor_due"),
}


def test_code_of_ours_adds_two_attributes_to_the_request():
    found = {
        (str(path.relative_to(ROOT)), name)
        for app in OURS
        for path in (ROOT / app).rglob("*.py")
        for name in set_on_requests(path.read_text())
    }
    assert found - OF_DJANGO == OF_OURS


@pytest.mark.parametrize(
    "source",
    [
        "request.kept = kept",
        "self.request.method = 'POST'",
        "request.POST, data = data, None",
        "request.asked |= {1}",
        "rebase = request.rebase = Rebase()",
        "del request.session",
        "request.__dict__.setdefault('asked', {})",
        "vars(request)['asked'] = {}",
        "setattr(request, name, value)",
    ],
)
def test_no_way_to_set_an_attribute_goes_unseen(source):
    assert list(set_on_requests(source))


def test_the_steps_of_a_save_stand_in_the_order_in_which_django_takes_them():
    in_order = [
        ModelAdmin.changeform_view,
        ModelAdmin.save_model,
        ModelAdmin.save_related,
        ModelAdmin.response_change,
    ]
    methods = [method for method, _step in PieceAdmin.save_steps]
    assert methods == sorted(methods, key=in_order.index)
