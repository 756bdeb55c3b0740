"""Resource limits: a function that reads bytes of strangers, in a process of its own within them.

What a file of some kilobytes makes a decoder do has no bound but the one that the kernel holds. The
process knows no Django, no settings and no secret, gives way to whatever serves, and ends with
this one. One at a time runs on a machine: no number of uploads takes more than that. It is given in
turn, and each person waits behind their own: whoever sends much keeps nobody else from it.
"""

import fcntl
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from io import UnsupportedOperation
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from zlib import crc32

from espreso import limited_child
from espreso.refusal import BUSY, FAILED, TOO_MUCH, Refusal

BASE_DIR = Path(__file__).resolve().parent.parent
LIFELINE = Path(__file__).with_name("lifeline.py")
SLOT = Path(__file__)
"""What is locked: any file that is there wherever we run, and those beside it for who waits."""

MEGABYTE = 1024 * 1024
SECONDS = 10
"""Of the processor. The clock may take twice as long: others have the processor too."""
MEGABYTES = 1024
NICE = 10
"""It gives way to whatever serves, and still comes to an end beside it: somebody waits for it."""
PATIENCE = 25
"""Seconds to wait for its turn: the one that runs may take 20 of the 60 that a browser waits."""


def _nothing() -> None:
    pass


let_go: Callable[[], None] = _nothing
"""What is called before somebody waits: whatever they hold that others wait for is let go."""

_GLANCE_SECONDS = 0.02
# Of 32 threads of a worker, most go on serving.
_MOST, _MOST_OF_ONE = 8, 3
_waiting: Counter[object] = Counter()
_counting = threading.Lock()
# What finds the interpreter, and words in an error. Whoever takes a decoder over finds no secret.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPYCACHEPREFIX")

_ours = threading.local()

logger = logging.getLogger(__name__)


@contextmanager
def run(
    function: str,
    request: Mapping[str, Any],
    file: BinaryIO | None = None,
    *,
    seconds: int = SECONDS,
    megabytes: int = MEGABYTES,
    nice: int = NICE,
    patience: float = PATIENCE,
) -> Iterator[tuple[Any, BinaryIO]]:
    """Call `function` (“package.module:name”) with a request, the file and a file for its output.

    Yields what it returned and its output; both ways it is what JSON can say. `file` is left
    where it is. Raises the `Refusal` that it raised, or one of `espreso.refusal`: `TOO_MUCH` past
    a limit, `BUSY` when its turn did not come within `patience` seconds, `FAILED` for a mistake of
    ours.
    """
    with TemporaryFile() as asked, TemporaryFile() as output, TemporaryFile() as answer:
        asked.write(json.dumps(request).encode())
        asked.flush()
        if getattr(_ours, "is_trusted", False):
            with _descriptor(file) as content:
                said = limited_child.call(function, asked.fileno(), content, output.fileno())
            output.seek(0)
            # As it would have crossed: a tuple is a list then.
            yield json.loads(json.dumps(said)), output
            return
        with _descriptor(file) as content, turn(patience) as slot:
            descriptors = (asked.fileno(), content, output.fileno(), answer.fileno())
            arguments = [function, seconds, megabytes * MEGABYTE, nice, *descriptors]
            said = _run(arguments, {slot, *descriptors} - {-1}, deadline=2 * seconds)
        answer.seek(0)
        outcome = json.loads(answer.read() or b"null")
        if outcome is None:
            logger.error("%s failed:\n%s", function, said)
            raise Refusal(FAILED)
        if "refused" in outcome:
            raise Refusal(outcome["refused"], **outcome["parameters"])
        output.seek(0)
        yield outcome["returned"], output


def _run(arguments, descriptors, deadline):
    """Return what it said on its standard error once it has ended by itself."""
    with TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-P", LIFELINE, "espreso.limited_child", *map(str, arguments)],
            cwd=BASE_DIR,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            # The lifeline: the kernel closes it when this process is killed.
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            pass_fds=sorted(descriptors),
            start_new_session=True,
        )
        try:
            status = process.wait(deadline)
        except subprocess.TimeoutExpired:
            status = -signal.SIGKILL
        finally:
            # Everything of its session, whatever stops us from waiting for it.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stdin.close()
        if status < 0:
            # Killed at a limit, or by a decoder that did not notice that it got no memory.
            raise Refusal(TOO_MUCH)
        errors.seek(0)
        return errors.read().decode(errors="replace")


@contextmanager
def _descriptor(file):
    """The number under which the process finds the content of `file`; -1 without one."""
    if file is None:
        yield -1
        return
    try:
        file.flush()
        yield file.fileno()
        return
    except (AttributeError, UnsupportedOperation):
        pass
    place = file.tell()
    with TemporaryFile() as copy:
        file.seek(0)
        copyfileobj(file, copy)
        copy.flush()
        file.seek(place)
        yield copy.fileno()


@contextmanager
def asked_by(person: object) -> Iterator[None]:
    """Let what is asked for inside of the block wait behind all else that `person` asks for."""
    before, _ours.person = getattr(_ours, "person", None), person
    try:
        yield
    finally:
        _ours.person = before


@contextmanager
def trusted() -> Iterator[None]:
    """Have what is asked for inside of the block done at once and here, without limits.

    For bytes that we have made ourselves, and for no others: the start of a process takes longer
    than a small picture.
    """
    before, _ours.is_trusted = getattr(_ours, "is_trusted", False), True
    try:
        yield
    finally:
        _ours.is_trusted = before


@contextmanager
def _place() -> Iterator[None]:
    # In a worker: who waits holds a thread, and one person's form waits for the one before it.
    person = getattr(_ours, "person", None)
    with _counting:
        most = _MOST_OF_ONE if person is not None else _MOST
        if _waiting.total() >= _MOST or _waiting[person] >= most:
            raise Refusal(BUSY)
        _waiting[person] += 1
    try:
        yield
    finally:
        with _counting:
            _waiting[person] -= 1


@contextmanager
def turn(patience: float = PATIENCE) -> Iterator[int]:
    """Wait for the one slot of this machine, for `run` inside of the block to have it at once.

    Raises `Refusal` (`BUSY`) when it does not come within `patience` seconds.
    """
    if held := getattr(_ours, "slot", None):
        yield held
        return
    if patience < 0 or getattr(_ours, "is_refused", False):
        raise Refusal(BUSY)
    let_go()
    if time.monotonic() - getattr(_ours, "ended", 0.0) < _GLANCE_SECONDS:
        # Who waits looks now and then: whoever has just had a turn lets them look.
        time.sleep(2 * _GLANCE_SECONDS)
    deadline = time.monotonic() + patience
    first, *lanes = sorted(
        file for file in SLOT.parent.iterdir() if file.is_file() and file != SLOT
    )
    lane = lanes[crc32(repr(getattr(_ours, "person", None)).encode()) % len(lanes)]
    with _place(), _locked(lane, deadline), ExitStack() as next_in_turn:
        # Who has this one is next. Whoever has just had a turn stands behind all who wait for it.
        next_in_turn.enter_context(_locked(first, deadline))
        # The process inherits the slot: it is held for as long as that lives, also when we do not.
        with _locked(SLOT, deadline) as slot:
            next_in_turn.close()
            _ours.slot = slot
            try:
                yield slot
            finally:
                del _ours.slot
                _ours.ended = time.monotonic()


@contextmanager
def turn_before(is_due: bool = True) -> Iterator[None]:
    """Wait for a turn now, if one is due, so that nobody waits inside of the block.

    Who did not get one is refused there, where it can be said.
    """
    with ExitStack() as held:
        try:
            if is_due:
                held.enter_context(turn(PATIENCE))
        except Refusal:
            held.callback(setattr, _ours, "is_refused", False)
            _ours.is_refused = True
        yield


@contextmanager
def _locked(path, deadline):
    with path.open("rb") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise Refusal(BUSY) from None
                time.sleep(_GLANCE_SECONDS)
        yield file.fileno()
