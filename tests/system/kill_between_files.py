"""Run each verb of photos in a process that kills itself at its n-th step, for every n there is.

A program, not a test: `python -m tests.system.kill_between_files` prints, as JSON, for each verb
its number of steps, and how many files were without a row and how many rows without a file after
them. A step is a statement, or a file that is opened for writing or deleted.
"""

import io
import json
import os
import signal
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 — models need the setup above
from django.db import connection  # noqa: E402
from django.db.models.functions import Now  # noqa: E402

from articles.models import DoomedFile, Photo  # noqa: E402
from espreso import limited_process  # noqa: E402
from tests import images  # noqa: E402

ROOTS = {"default": settings.MEDIA_ROOT, "private": settings.PRIVATE_ROOT}


def picture():
    return io.BytesIO(images.encoded(images.corners()))


def photo():
    return Photo.objects.take_in(picture())


def unfinished():
    return Photo.objects.take_in(io.BytesIO(images.encoded(images.corners(600, 400))))


def withdrawn():
    taken = photo()
    taken.withdraw()
    return taken


VERBS = {
    "take in": (lambda: None, lambda _nothing: photo()),
    "render": (photo, Photo.render),
    "finish": (unfinished, Photo.finish_renditions),
    "withdraw": (photo, Photo.withdraw),
    "reinstate": (withdrawn, Photo.reinstate),
    "delete": (photo, Photo.delete),
}


def files():
    """The files that are there, each as its storage and its name."""
    return {
        (storage, path.relative_to(root).as_posix())
        for storage, root in ROOTS.items()
        for path in Path(root).rglob("*")
        if path.is_file()
    }


def referred():
    return {file for photo in Photo.objects.all() for file in photo.files()}


def doomed():
    return set(DoomedFile.objects.values_list("storage", "name"))


def run(verb, photo, kill_at):
    """Do the verb in a child that dies at this step. Returns whether it died."""
    connection.close()
    child = os.fork()
    if child == 0:
        steps = 0

        def step():
            nonlocal steps
            steps += 1
            if steps == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        def count(execute, *arguments):
            result = execute(*arguments)
            step()
            return result

        def look(event, arguments):
            writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            ours = (writes or event == "os.remove") and isinstance(arguments[0], str | os.PathLike)
            if ours and str(arguments[0]).startswith(tuple(map(str, ROOTS.values()))):
                step()

        sys.addaudithook(look)
        with connection.execute_wrapper(count):
            verb(photo)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def outcome_of(prepared, verb):
    steps, died, without_row, without_file = 0, True, 0, 0
    while died:
        died = run(verb, prepared(), kill_at=steps + 1)
        steps += died
        there, wanted = files(), referred()
        without_row += len(there - wanted - doomed())
        without_file += len(wanted - there)
    return {"steps": steps, "without a row": without_row, "without a file": without_file}


def main():
    with limited_process.trusted():
        outcomes = {name: outcome_of(*verb) for name, verb in VERBS.items()}
    # Later, when nothing is being written any more.
    DoomedFile.objects.update(due_at=Now())
    while doomed():
        DoomedFile.objects.delete_due()
    outcomes["left"] = len(files() - referred())
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
