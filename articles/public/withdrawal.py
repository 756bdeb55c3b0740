"""Withdrawal markers, kept right: a background task of each worker, on every machine."""

from django.db import connection

from articles.models import withdrawal
from espreso import markers

from .edition import Changes

_PIECE = "piece:"


# Until every worker has heard of it, one may still make a page that names what is gone.
_ROUNDS_UNTIL_HEARD = 3


class KeepMarked:
    """Makes right what has changed since it was called last."""

    def __init__(self):
        self._ask, self._place = Changes(connection), None
        self._editions = 0

    def __call__(self) -> None:
        if self._editions or not markers.has_edition():
            markers.begin_edition()
            self._editions = max(self._editions - 1, 0)
        place, scopes = self._ask(self._place)
        if scopes is None:
            withdrawal.mark_everything()
        else:
            of_pieces = (scope.removeprefix(_PIECE) for scope in scopes if scope.startswith(_PIECE))
            pieces = [int(key) for key in of_pieces]
            if pieces and withdrawal.mark_pieces(pieces):
                self._editions = _ROUNDS_UNTIL_HEARD
            withdrawal.mark_photos()
        # After it: what failed is done again.
        self._place = place


keep_marked = KeepMarked()
