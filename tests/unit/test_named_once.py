"""What has one home is named there alone: who may do what, and what a kind of piece is."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_permission_codename

from tests.paths import APPS, ROOT

CODE = {
    path.relative_to(ROOT).as_posix(): path.read_text()
    for app in (*APPS, "templates")
    for path in (ROOT / app).rglob("*")
    if path.suffix in {".py", ".html"} and "migrations" not in path.parts
}
# Where a permission may be asked for, and where roles get theirs.
HOMES = {"articles/permissions.py", "articles/roles.py"}


def permissions():
    """Return the codenames of all permissions of our models."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for action in ("add", "change", "delete", "view", *model._meta.default_permissions):
                yield get_permission_codename(action, model._meta)
            yield from (codename for codename, _name in model._meta.permissions)


def without_meta(path, code):
    """The code of a module without what its models declare in their Meta."""
    if not re.match(r"\w+/models\b", path):
        return code
    return re.sub(
        r"^        (?:default_)?permissions = (?:\[.*?\]|\(.*?\))$", "", code, flags=re.M | re.S
    )


def test_a_permission_is_named_where_rules_and_roles_are_and_nowhere_else():
    named = re.compile(rf"\b(?:{'|'.join(sorted(set(permissions())))})\b")
    found = {
        path: sorted(set(named.findall(without_meta(path, code)))) for path, code in CODE.items()
    }
    assert not {path: names for path, names in found.items() if names and path not in HOMES}


@pytest.mark.parametrize(
    "asked",
    [
        r"\bhas_perms?\(",
        r"\bhas_module_perms\(",
        r"\bwith_perm\(",
        r"\bperms\.",
        # What Django grants by itself is asked by the model; all else has a function of its own.
        r"permissions\.may\(\s*[\w.]+,(?!\s*\"(?:view|add|change|delete)\")",
    ],
)
def test_nobody_asks_for_a_permission_by_itself(asked):
    found = [path for path, code in CODE.items() if re.search(asked, code)]
    assert set(found) <= HOMES


# The core finds the kinds of piece that apps define, and knows none of them by name.

INTERVIEWS = re.compile(
    r"interview|transcript|pull_line|question_?answer|speakers?\b|\brespondent|\basker",
    re.IGNORECASE,
)
# Where the core names interviews all the same, and why.
_LABEL = "the label before a headline, which any piece may have"
_PAGE = "the page at /interviews/: menus store its name, and two apps cannot share a namespace"
_STRIP = "the strip of the front page that leads there"
KNOWN = {
    "articles/models/article.py": _LABEL,
    "articles/roles.py": "what each role is granted, in one table",
    "articles/models/menu.py": _PAGE,
    "articles/public/menus.py": _PAGE,
    "articles/seo/sitemaps.py": _PAGE,
    "articles/templatetags/newsroom.py": _PAGE,
    "articles/urls.py": _PAGE,
    "articles/views/interviews.py": _PAGE,
    "articles/public/front.py": _STRIP,
    "templates/site/front.html": _STRIP,
    "templates/site/light/front.html": _STRIP,
}


def of_interviews(path):
    """Whether a template is the interviews' own: templates of all apps stand in one folder."""
    own = r"(?:admin/interviews/|site/interviews\.|site/blocks/(?:interviewees|question_answer)\.)"
    return bool(re.match(f"templates/{own}", path))


def test_the_core_knows_interviews_only_where_it_is_said_why():
    found = {
        path
        for path, code in CODE.items()
        if path.startswith(("articles/", "templates/")) and not of_interviews(path)
        if INTERVIEWS.search(code)
    }
    assert found == set(KNOWN)
