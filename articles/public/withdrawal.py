"""Withdrawal markers, kept right: a background task of each worker, on every machine."""

from django.db import connection

from articles.models import withdrawal

from .edition import Changes

_PIECE = "piece:"


class KeepMarked:
    """Makes right what has changed since it was called last."""

    def __init__(self):
        self._ask, self._place = Changes(connection), None

    def __call__(self) -> None:
        place, scopes = self._ask(self._place)
        if scopes is None:
            withdrawal.mark_everything()
        else:
            of_pieces = (scope.removeprefix(_PIECE) for scope in scopes if scope.startswith(_PIECE))
            if pieces := [int(key) for key in of_pieces]:
                withdrawal.mark_pieces(pieces)
            withdrawal.mark_photos()
        # After it: what failed is done again.
        self._place = place


keep_marked = KeepMarked()
