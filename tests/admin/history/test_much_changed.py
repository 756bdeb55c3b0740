"""A text that is as hard to compare as can be: its piece is published, compared and merged."""

import pytest

from tests import factories
from tests.desk_client import form_of, page_of, words_of
from tests.unit.diff.test_effort import opened_one_by_one

pytestmark = pytest.mark.django_db

SAID = "So much changed that not each word could be compared"


@pytest.fixture
def texts():
    return [f"<p>{side}</p>" for side in opened_one_by_one(3_500)]


@pytest.fixture
def live(texts):
    piece = factories.article(text=texts[0])
    factories.publish(piece)
    return piece


def typed(desk, piece, text):
    form = form_of(desk.get(page_of(piece)))
    [field] = [name for name in form if name.endswith("-0-html")]
    return form | {field: text, "_continue": "1"}


def test_it_is_published_and_compared_and_the_page_says_what_it_left_out(desk, live, texts):
    assert desk.post(page_of(live), typed(desk, live, texts[1])).status_code == 302
    for page in ("publish", "schedule"):
        answer = desk.get(page_of(live, page))
        assert answer.status_code == 200
        assert SAID in words_of(answer)
    answer = desk.get(page_of(live, "compare"), {"a": "version-1", "b": "draft"})
    assert answer.status_code == 200
    assert SAID in words_of(answer)
    live.refresh_from_db()
    factories.publish(live)
    assert live.versions.count() == 2


def test_two_who_write_it_at_once_are_shown_both_sides(desk, live, texts):
    mine = typed(desk, live, texts[1])
    desk.post(page_of(live), typed(desk, live, texts[1].replace("q", "z")))
    answer = desk.post(page_of(live), mine)
    assert answer.status_code == 200
    assert len(answer.context["adminform"].form.errors) > 0
    assert live.versions.count() == 1
