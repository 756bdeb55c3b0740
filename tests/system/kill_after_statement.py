"""Run each verb in a process that kills itself after its n-th statement, for every n there is.

A program, not a test: `python -m tests.system.kill_after_statement` prints, as JSON, for each
verb and each n the state that the database was left in, with the state before; last of each, those
before and after the whole verb.
It needs processes of its own, since a kill -9 cannot be survived by the test that watches it.
"""

import json
import os
import signal
import sys
from datetime import timedelta

import django

django.setup()

from django.db import connection  # noqa: E402 — models need the setup above
from django.utils import timezone  # noqa: E402

from articles.actions import publishing  # noqa: E402
from articles.content import freeze  # noqa: E402
from articles.models import Address, Article, Change, Version  # noqa: E402
from tests import factories  # noqa: E402


def publish_again(piece, by):
    publishing.publish(piece, by, revision=piece.revision, change=Change.UPDATE, note="More.")


def schedule(piece, by):
    at = timezone.now() + timedelta(hours=1)
    publishing.schedule(piece, by, at, revision=piece.revision, change=Change.SILENT)


def reschedule(piece, by):
    at = timezone.now() + timedelta(hours=2)
    publishing.reschedule(piece, by, at, revision=piece.revision)


def cancel(piece, by):
    publishing.cancel(piece, by, revision=piece.revision)


def withdraw(piece, by):
    publishing.withdraw(piece, by, revision=piece.revision)


def restore(piece, by):
    publishing.restore(piece.versions.get(number=1), by, revision=piece.revision)


VERBS = {
    verb.__name__: verb for verb in (publish_again, schedule, reschedule, cancel, withdraw, restore)
}


def prepared(verb, by, headline):
    """A live interview whose draft has moved on; a scheduled one where something is cancelled."""
    piece = factories.interview(headline, tags=["Energy"], authors=["Iryna Bondar"])
    factories.publish(piece, by)
    piece.interviews_questionanswer_set.update(question="Rewritten?")
    piece.tags.set(["Grid"])
    Article.objects.filter(pk=piece.pk).update(headline="Rewritten", revision=7)
    piece.refresh_from_db()
    if verb in {cancel, reschedule}:
        factories.schedule(piece, timezone.now() + timedelta(hours=1), by)
    return piece


def state(piece):
    """All that a verb may change, with moments as open or closed."""
    article = Article.objects.get(pk=piece.pk)
    return {
        "draft": [article.headline, article.revision, article.label, sorted(article.tags.names())],
        "blocks": freeze.freeze(article)[1:] != [] and freeze.freeze(article)[1]["question"],
        "versions": [
            [
                version.number,
                version.headline,
                version.during.upper is not None,
                sorted(version.tags.names()),
                version.bylines.count(),
            ]
            for version in Version.objects.filter(article=article).order_by("number")
        ],
        "addresses": Address.objects.filter(article=article).count(),
    }


def run(verb, piece, by, kill_after):
    """Do the verb in a child that dies after so many statements. Returns whether it died."""
    connection.close()
    child = os.fork()
    if child == 0:
        done = 0

        def count(execute, *arguments):
            nonlocal done
            result = execute(*arguments)
            done += 1
            if done == kill_after:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        with connection.execute_wrapper(count):
            verb(piece, by)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def outcomes_of(verb, by):
    outcomes, died = [], True
    while died:
        number = len(outcomes) + 1
        piece = prepared(verb, by, f"{verb.__name__} {number}")
        before = state(piece)
        died = run(verb, piece, by, kill_after=number)
        outcomes.append({"died": died, "before": before, "after": state(piece)})
    return outcomes


def main():
    by = factories.person()
    outcomes = {name: outcomes_of(verb, by) for name, verb in VERBS.items()}
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
