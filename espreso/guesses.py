"""Guesses of passwords and codes: how many wrong ones an account, a network, a device may make.

Who guesses from anywhere is slowed down, and locks nobody out on a device that they have signed in
with before: it has an allowance of its own, and the others where that is used up.
"""

from espreso import devices
from espreso.attempts import Limit, take_back, within
from espreso.rate_limits import networks_of

# Of one account in an hour, by whoever is unknown, everywhere: far above what one network may, so
# that nobody uses it up alone. Who is asked for a code has been right about the password.
_EVERYWHERE = {"password": 200, "code": 100}
_MINUTE, _HOUR = 60, 60 * 60


class Guess:
    """One attempt at a password or a code: counted before it is looked at, so that many at once
    are all counted, and taken back when it was right.

    `what` is guessed of `user`, or, where there is no such account, of the name that was `typed`.
    """

    def __init__(self, request, what: str, user, typed: str = ""):
        self._counted: tuple[Limit, ...] = ()
        device, (network, around) = devices.known(request, user), networks_of(request)
        account = f"account {user.pk}" if user else f"name {typed}"
        own = Limit(f"{what} of {account} on {device}", 10, _HOUR)
        # Those of no account come first: what they refuse is counted in no more buckets.
        strangers = (
            Limit(f"{what} from {network}", 20, _MINUTE),
            Limit(f"{what} around {around}", 60, _MINUTE),
            Limit(f"{what} of {account} from {network}", 5, 5 * _MINUTE),
            Limit(f"{what} of {account} from {network}", 10, _HOUR),
            Limit(f"{what} of {account} around {around}", 20, _HOUR),
            Limit(f"{what} of {account}", _EVERYWHERE[what], _HOUR),
        )
        allowances = [(own,), strangers] if device else [strangers]
        for allowance in allowances:
            if within(*allowance):
                self._counted = allowance
                break
        self.is_of_a_known_device = self._counted == (own,)
        """Whether it is one of the few that a known device has to itself."""

    @property
    def allowed(self) -> bool:
        """Whether it may be looked at."""
        return bool(self._counted)

    def forget(self) -> None:
        """Count it no more: it was right, or nobody has looked at it."""
        take_back(*self._counted)
