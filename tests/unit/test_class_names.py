"""One class name means one thing: a search or a traceback needs no import to tell which."""

import ast
from collections import defaultdict

from tests.paths import APPS_OF_A_SERVER, ROOT

# What finds these goes by the module, and the name is not ours to choose.
NAMED_BY_DJANGO = {"Command", "DatabaseWrapper"}


def classes():
    """Yield the public classes of our packages, each with the module that defines it."""
    for app in APPS_OF_A_SERVER:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            module = path.relative_to(ROOT).as_posix()
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    yield node.name, module


def test_no_two_modules_define_a_class_of_the_same_name():
    modules = defaultdict(list)
    for name, module in classes():
        modules[name].append(module)
    twice = {name: found for name, found in modules.items() if len(found) > 1}
    assert {name: twice[name] for name in twice.keys() - NAMED_BY_DJANGO} == {}
    # An exception that is none any more is taken out.
    assert twice.keys() >= NAMED_BY_DJANGO
