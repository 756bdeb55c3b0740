"""Guesses of passwords and codes: how many wrong ones an account, a network, a device may make.

Who guesses from anywhere is slowed down, and locks nobody out on a device that they have signed in
with before: it has an allowance of its own, and the others where that is used up.
"""

from espreso import devices
from espreso.attempts import Limit, take_back, within
from espreso.rate_limits import network_of


class Guess:
    """One attempt at a password or a code: counted before it is looked at, so that many at once
    are all counted, and taken back when it was right.

    `what` is guessed of `user`, or, where there is no such account, of the name that was `typed`.
    """

    def __init__(self, request, what: str, user, typed: str = ""):
        self._counted: tuple[Limit, ...] = ()
        device, network = devices.known(request, user), network_of(request)
        account = f"account {user.pk}" if user else f"name {typed}"
        own = Limit(f"{what} of {account} on {device}", 10, 60 * 60)
        strangers = (
            Limit(f"{what} of {account} from {network}", 5, 5 * 60),
            Limit(f"{what} from {network}", 20, 60),
            Limit(f"{what} of {account}", 50, 60 * 60),
        )
        allowances = [(own,), strangers] if device else [strangers]
        for allowance in allowances:
            if within(*allowance):
                self._counted = allowance
                break

    @property
    def allowed(self) -> bool:
        """Whether it may be looked at."""
        return bool(self._counted)

    def was_right(self) -> None:
        """Count it no more."""
        take_back(*self._counted)
