"""The benchmark of the desk does the work that it says, and nothing is left out of it."""

import pytest

from articles.models import Version
from demo.bench import desk as bench
from demo.bench.client import InProcess
from tests.factories import article, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(client):
    editor = person("Editor")
    article(authors=["Iryna Bondar"])
    client.force_login(editor)
    return bench.Desk(InProcess(client), bench.interview(3, editor))


def test_what_is_measured_as_saving_saves_a_field_and_an_answer(site):
    site.save(site.prepare(site.open(), 7))
    site.piece.refresh_from_db()
    assert site.piece.standfirst == "Round 7."
    answers = site.piece.interviews_questionanswer_set.values_list("answer", flat=True)
    assert sum("Round 7." in answer for answer in answers) == 1
    assert len(answers) == 3


def test_what_is_measured_as_publishing_is_live_afterwards(site):
    site.publish(site.prepare(site.open(), 7))
    version = Version.objects.live().get()
    assert version.standfirst == "Round 7."
    site.publish(site.prepare(site.open(), 8))
    assert Version.objects.live().get().standfirst == "Round 8."


def test_a_refused_form_is_an_error_and_no_figure(site):
    data = site.prepare(site.open(), 7)
    with pytest.raises(RuntimeError, match="was not saved"):
        site.save(data | {"headline": ""})
