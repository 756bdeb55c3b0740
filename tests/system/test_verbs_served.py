"""The same verbs, pressed on the real server: what `make chaos` does again and again."""

import pytest

from articles.models import Article
from demo import verbs
from demo.colleague import Colleague
from demo.lockstep import at_once


@pytest.fixture
def server_workers():
    return 2


@pytest.mark.slow
def test_two_people_press_on_the_real_server_at_once(server):
    rows = verbs.Rows()
    desks = [Colleague(person, server.url) for person in rows.people]
    both = zip(desks, (False, True), strict=True)

    answers = at_once(*[verbs.translate(desk, rows, turned) for desk, turned in both])

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert Article.objects.get(original=rows.piece).headline.startswith("Translation")
    kept = at_once(*[verbs.autosave(desk, rows, turned=False) for desk in desks])
    assert [answer.status_code for answer in kept] == [200, 200]
