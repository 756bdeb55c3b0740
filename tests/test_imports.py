"""Imports run one way: demo → interviews → articles → espreso, at the top of each module."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each room may import those after it.
ROOMS = ("demo", "interviews", "articles", "espreso")
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imported_rooms(node):
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    else:
        names = [node.module or ""] if node.level == 0 else []
    return {name.split(".")[0] for name in names} & set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_below_its_room(path):
    room = path.relative_to(ROOT).parts[0]
    below = set(ROOMS[ROOMS.index(room) :])
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import | ast.ImportFrom):
            wrong = imported_rooms(node) - below
            assert not wrong, f"{path.name}:{node.lineno} imports {wrong}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_of_ours_hides_in_a_function(path):
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        # An app's `ready` is the one moment from which on models can be imported.
        if path.name == "apps.py" and function.name == "ready":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                hidden = imported_rooms(node) or (
                    isinstance(node, ast.ImportFrom) and node.level > 0
                )
                assert not hidden, f"{path.name}:{node.lineno} hides an import"


def test_the_rule_sees_a_wrong_direction():
    wrong = ast.parse("from interviews.models import Interview").body[0]
    assert imported_rooms(wrong) == {"interviews"}
