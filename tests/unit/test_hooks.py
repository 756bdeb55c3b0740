"""The hooks of pre-commit: the checks of `make lint`, from this repository alone."""

import re

from tests.paths import ROOT

HOOKS = (ROOT / ".pre-commit-config.yaml").read_text()


def test_each_check_of_make_lint_is_a_hook():
    checks = re.search(r"^CHECKS := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert re.findall(r"entry: make (.+)", HOOKS) == checks[1].split()


def test_a_hook_runs_nothing_from_elsewhere():
    assert re.findall(r"repo: (.+)", HOOKS) == ["local"]
