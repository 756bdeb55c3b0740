"""Saves: the steps of a save of the form that keep what the piece says in its history."""

from articles.content import saves


class SavesMixin:
    """Adds to the admin of a kind of piece that each of its saves is kept."""

    def keep_beginning(self, attempt):
        """Keep what a piece says of which nothing is kept yet, before it is written over."""
        before = attempt.before
        if before and not before.is_kept and not attempt.is_preview:
            saves.keep(before, before.modified_by, at=before.modified_at)

    def keep_saved(self, attempt):
        """Keep what the piece says now, if this save has changed it."""
        before, piece = attempt.before, attempt.piece
        changed = before is None or piece.text_revision != before.text_revision
        if changed and not attempt.is_preview:
            saves.keep(piece, attempt.request.user)
