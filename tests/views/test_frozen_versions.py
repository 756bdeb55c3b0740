"""What was published once is shown in its own words, whatever is cleaned at the doors today."""

import json

import pytest

from articles.content import render
from espreso import richtext
from tests.paths import DATA

# Made by publishing pieces, with signs and links that `richtext.clean` would not keep today.
FROZEN = json.loads((DATA / "frozen_versions.json").read_text())


@pytest.mark.django_db
@pytest.mark.parametrize("frozen", FROZEN, ids=range(len(FROZEN)))
def test_a_version_that_was_frozen_before_a_rule_is_rendered_as_it_was(frozen):
    assert render.render(frozen["document"]) == frozen["page"]
    assert render.render(frozen["document"], light=True) == frozen["light"]


def test_some_of_them_say_what_a_door_would_clean():
    texts = [block["html"] for each in FROZEN for block in each["document"] if "html" in block]
    assert any(richtext.clean(text) != text for text in texts)


@pytest.mark.django_db
@pytest.mark.parametrize("kept", ["<script>alert(1)</script>", "<a href='javascript:x'>y</a>"])
def test_what_was_never_cleaned_is_not_shown_all_the_same(kept):
    document = [{"kind": "prose", "html": f"<p>ї\u00ad</p>{kept}"}]
    html = render.render(document)
    assert "<p>ї\u00ad</p>" in html
    assert "script" not in html
