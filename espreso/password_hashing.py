"""Password hashing: one at a time in a worker, which holds no connection to the database meanwhile.

A hash is made to be slow, and whoever types a password has one made. Many at once would take the
processors from readers, and the connections from everybody.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

from django.contrib.auth.hashers import PBKDF2PasswordHasher, ScryptPasswordHasher
from django.utils.translation import gettext_lazy

from espreso import database, failures

BUSY = gettext_lazy("Many people are signing in. Try again in a moment.")
# Seconds. With those who wait for it, a turn takes about half a second.
PATIENCE = 2
RETRY_AFTER = 5
_AT_ONCE = 1
_WAITING = 8

_turns = threading.BoundedSemaphore(_AT_ONCE)
_places = threading.BoundedSemaphore(_AT_ONCE + _WAITING)
_is_strangers: ContextVar[bool] = ContextVar("is_strangers", default=False)


class TooManyAtOnce(Exception):
    """So many passwords wait to be hashed that this one does not."""


@contextmanager
def turn() -> Iterator[None]:
    """Wait until a password may be hashed; raises TooManyAtOnce where that takes too long."""
    with _place(_places) if _is_strangers.get() else nullcontext(), _place(_turns, PATIENCE):
        yield


@contextmanager
def of_a_stranger(is_strangers: bool) -> Iterator[None]:
    """Let what is hashed here wait only where there is a place. Others come with a session, with a
    link or from a known device, and are few.
    """
    before = _is_strangers.set(is_strangers)
    try:
        yield
    finally:
        _is_strangers.reset(before)


@contextmanager
def _place(places, seconds=0.0):
    if not places.acquire(timeout=seconds):
        raise TooManyAtOnce
    try:
        yield
    finally:
        places.release()


class InTurnMixin:
    """Makes, for a hasher, each hash in its turn. To verify one is to make it once more."""

    def encode(self, *args, **kwargs):
        database.give_back()
        with turn():
            return super().encode(*args, **kwargs)


class Scrypt(InTurnMixin, ScryptPasswordHasher):
    """The one of new passwords."""


class PBKDF2(InTurnMixin, PBKDF2PasswordHasher):
    """Of accounts that another system made."""


class TurnMixin:
    """A page of sign-in: where too many are before it, it says so, and keeps what was typed."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if any(
            problem.code == "busy" for field in form.errors.as_data().values() for problem in field
        ):
            response.status_code = 503
            response.headers["Retry-After"] = str(RETRY_AFTER)
        return response


def say_so(get_response):
    """Say it where no form does: while a new password is being saved."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, TooManyAtOnce):
            return failures.page(request, BUSY, status=503)
        return None

    middleware.process_exception = process_exception
    return middleware
