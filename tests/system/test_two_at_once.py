"""Two editors at the same moment, and a process that dies between two statements."""

import json
import os
import subprocess
import sys
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from articles.actions import publishing
from articles.actions.translation import translate
from articles.exceptions import StaleDraft
from articles.models import Article, Change, Unsaved, Version
from demo.lockstep import in_lockstep
from espreso import database
from interviews.actions import accept
from interviews.transcript import from_text
from tests.desk_client import autosave, form_of, opened, page_of
from tests.factories import article, interview, person, publish

KILL = "tests.system.kill_after_statement"
VERBS = {"publish_again", "schedule", "reschedule", "cancel", "withdraw", "restore"}


def at_the_same_moment(*acts):
    """Run each act on a connection of its own, together; return what each raised, or None."""
    barrier = threading.Barrier(len(acts))
    raised = [None] * len(acts)

    def run(number, act):
        barrier.wait()
        try:
            act()
        except Exception as error:
            raised[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("published_before", [False, True])
def test_of_two_editors_who_publish_at_once_one_wins_and_the_other_reads_who(published_before):
    piece = article()
    editors = person(first_name="Olha"), person(first_name="Taras")
    if published_before:
        publish(piece, editors[0])
    seen = piece.revision

    def act(editor):
        return lambda: publishing.publish(piece, editor, revision=seen, change=Change.SILENT)

    raised = at_the_same_moment(*map(act, editors))

    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "StaleDraft"]
    lost = next(error for error in raised if error)
    winner = editors[raised.index(None)]
    assert winner.first_name in lost.messages[0]
    assert Version.objects.live().get().published_by_id == winner.pk
    assert Version.objects.count() == 1 + published_before


@pytest.mark.django_db(transaction=True)
def test_pieces_with_one_headline_that_are_published_at_once_all_come_out():
    pieces = [article("Air-raid alert") for _ in range(4)]

    raised = at_the_same_moment(*(lambda piece=piece: publish(piece) for piece in pieces))

    assert raised == [None] * 4
    numbers = ["", "-2", "-3", "-4"]
    slugs = Version.objects.live().values_list("slug", flat=True)
    assert sorted(slugs) == [f"air-raid-alert{number}" for number in numbers]


@pytest.mark.django_db(transaction=True)
def test_a_translation_that_two_begin_at_once_is_one_piece():
    piece, people, made = interview(), (person(), person()), []

    def act(who):
        return lambda: made.append(translate(piece, "uk", who))

    raised = at_the_same_moment(*map(act, people))

    assert raised == [None] * 2
    assert len({one.pk for one, _is_new in made}) == 1
    assert sorted(is_new for _one, is_new in made) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_publishing_and_withdrawing_at_once_end_in_one_of_the_two():
    piece, editor = article(), person()
    publish(piece, editor)
    seen = piece.revision

    raised = at_the_same_moment(
        lambda: publishing.publish(piece, editor, revision=seen, change=Change.SILENT),
        lambda: publishing.withdraw(piece, editor, revision=seen),
    )

    assert sum(isinstance(error, StaleDraft) for error in raised) == 1
    published = raised[0] is None
    assert Version.objects.live().count() == published


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_a_transcript_at_once_the_second_reads_who_was_first():
    talk = interview(questions=1)
    people = person("Reporter", first_name="Olha"), person("Reporter", first_name="Taras")
    seen = talk.revision
    paragraphs = from_text("Q: Why?\n\nA: Because of the ice.")

    def act(reporter):
        return lambda: accept(talk, paragraphs, reporter, revision=seen)

    raised = at_the_same_moment(*map(act, people))

    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "StaleDraft"]
    lost = next(error for error in raised if error)
    assert people[raised.index(None)].first_name in lost.messages[0]


@pytest.mark.django_db(transaction=True)
def test_a_new_piece_whose_save_arrives_twice_at_once_is_one_piece():
    desk = Client()
    desk.force_login(person())
    add = reverse("admin:articles_article_add")
    data = form_of(desk.get(add)) | {"headline": "Begun once", "_turn": "1"}
    answers = []

    def send():
        twin = Client()
        twin.cookies = desk.cookies
        answers.append(twin.post(add, data).status_code)

    assert at_the_same_moment(send, send) == [None, None]
    assert answers == [302, 302]
    assert Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_do_not_find_the_same_room_for_what_is_unsaved(monkeypatch):
    monkeypatch.setattr("articles.models.autosave.MOST_WAITING", 100_000)
    desk, piece = Client(), article()
    desk.force_login(person())
    windows = [opened(desk, piece) for _window in range(2)]

    def typing(data):
        def send():
            twin = Client()
            twin.cookies = desk.cookies
            return autosave(twin, page_of(piece, "autosave"), data, fields="a" * 60_000).status_code

        return send

    assert sorted(in_lockstep(*map(typing, windows))) == [200, 413]
    assert Unsaved.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_between_any_two_statements_leaves_the_old_state_or_the_new():
    # One process for all verbs: to start it takes longer than to die in one of them.
    program = [sys.executable, "-W", "ignore::DeprecationWarning", "-m", KILL]
    environment = os.environ | {"DATABASE_URL": database.url(connection.settings_dict)}
    done = subprocess.run(program, env=environment, capture_output=True, check=True)
    outcomes = json.loads(done.stdout)
    assert set(outcomes) == VERBS

    for verb, (*killed, whole) in outcomes.items():
        assert not whole["died"]
        assert len(killed) > 5
        for number, outcome in enumerate(killed, start=1):
            assert outcome["died"]
            assert outcome["after"] in (outcome["before"], _as(whole["after"], outcome)), (
                f"{verb}, killed after statement {number}"
            )
        assert whole["before"] != whole["after"]


def _as(state, outcome):
    """The state after the whole verb, with the headline that this outcome's piece had."""
    first = outcome["before"]["versions"][0][1]
    text = json.dumps(state)
    whole_first = state["versions"][0][1]
    return json.loads(text.replace(json.dumps(whole_first), json.dumps(first)))
