"""Autosave: what was typed in a window of the desk and is not saved yet."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, F, Func, IntegerField, Q, Sum, When
from django.db.models.functions import Now
from django.db.models.lookups import GreaterThan

from espreso.broken_rules import CONTRADICTION

from .article import Article
from .deleted_draft import DeletedDraft
from .user import User

# For so long unsaved words wait for their author's return.
WAITS_FOR = timedelta(days=30)
# So many bytes of one person: some hundreds of the longest drafts.
MOST_WAITING = 100_000_000
# What a row costs beside its words.
_OF_A_ROW = 1_000
# Bytes. Whoever deletes more than these within some seconds may not have meant it.
MUCH = 500


# What a row holds of which nothing waits any more.
_NOTHING = {"fields": "", "words": "", "earlier": ""}


class OctetLength(Func):
    """How many bytes a text has."""

    function = "OCTET_LENGTH"
    output_field = IntegerField()


class UnsavedQuerySet(models.QuerySet):
    """What was typed in windows."""

    def waiting(self):
        """Keep what its author may still want: typed, not saved, and not too long ago."""
        return self.exclude(fields="").filter(typed_at__gt=Now() - WAITS_FOR)

    def outlived(self):
        """Keep what waited too long."""
        return self.filter(typed_at__lte=Now() - WAITS_FOR)

    def has_room(self, user, window, fields: str) -> bool:
        """Whether `user` may store these words of this window, beside those of all others.

        Nothing, or no more than is stored of it, may always be. Until the end of the transaction no
        other window of theirs finds the same room.
        """
        list(User.objects.filter(pk=user.pk).select_for_update(no_key=True).values("pk"))
        size, here = len(fields.encode()), Q(window=window)
        stored = self.filter(user=user).aggregate(
            here=Sum(OctetLength("fields"), filter=here, default=0),
            others=Sum(
                OctetLength("fields") + OctetLength("earlier") + _OF_A_ROW, filter=~here, default=0
            ),
        )
        return size <= stored["here"] or stored["others"] + size <= MOST_WAITING

    def autosave(self, user, window, turn: int, *, article, **typed) -> bool:
        """Store what `user` typed in `window`, unless something later is known of it.

        Returns whether it is stored now. A browser sends its words more than once, and some of
        them late: `turn` counts what a window has sent, and an earlier turn changes nothing.
        What a save has made of a new piece is what its words are about from then on.
        """
        row, created = self._locked(user, window, turn=turn, article=article, **typed)
        if created or (row.turn == turn and row.fields == typed["fields"]):
            return True
        if row.turn >= turn:
            return False
        if article is not None:
            typed["article"] = article
        earlier = self._worth_keeping(typed["fields"])
        self.filter(pk=row.pk).update(turn=turn, typed_at=Now(), earlier=earlier, **typed)
        return True

    def _worth_keeping(self, fields: str) -> Case:
        """What stands in for the words of before, where many of them are gone from `fields`."""
        size = len(fields.encode())
        if not size:
            # Typed, and taken back.
            return Case(default=F("earlier"))
        much_is_gone = GreaterThan(OctetLength("fields"), size + MUCH)
        return Case(When(much_is_gone, then=F("fields")), default=F("earlier"))

    def settle(self, user, window, turn: int, **about) -> None:
        """Note that what `user` typed in `window` up to `turn` waits no longer.

        The row stays, without words: a copy of them that arrives later is told by it. What was
        typed later, while they were on their way, is kept.
        """
        row, created = self._locked(user, window, turn=turn, fields="", **about)
        if not created:
            about |= {"deleted": None}
            if row.turn <= turn:
                about |= {"turn": turn, "typed_at": Now()} | _NOTHING
            self.filter(pk=row.pk).update(**about)

    def discard(self) -> None:
        """Throw the words away. A copy that is still on its way finds that they were settled."""
        self.update(**_NOTHING)

    def _locked(self, user, window, **defaults):
        rows = self.select_for_update().defer("fields", "last_save")
        return rows.get_or_create(user=user, window=window, defaults=defaults)


class Unsaved(models.Model):
    """What somebody typed in a window and has not saved: the fields of the form as they stood.

    It is nobody's but theirs. It is no part of the draft, nor of its history, and no reader's
    page knows it. `article` is None for a new piece, which `kind` then names ("article"), and
    for one that somebody deleted meanwhile: what was typed may become a new one, or is about
    the piece again once that is put back.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="unsaved")
    article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, related_name="unsaved"
    )
    # Where the piece is, as long as it can be put back.
    deleted = models.ForeignKey(
        DeletedDraft, on_delete=models.SET_NULL, null=True, related_name="unsaved", db_index=False
    )
    kind = models.CharField(max_length=40)
    window = models.CharField(max_length=40)
    # As a query string: what a browser would have posted. Empty when nothing of it waits.
    fields = models.TextField()
    # By which they know it again: the beginning of what they changed last, as plain text.
    words = models.CharField(max_length=140, default="", db_default="")
    # The fields before many of them were deleted at once, until they are saved or discarded.
    earlier = models.TextField(default="", db_default="")
    # Counts what the window has sent.
    turn = models.PositiveIntegerField(default=0)
    # What the last save from this window said, for one that comes from the same page again.
    last_save = models.JSONField(default=dict)
    typed_at = models.DateTimeField(db_default=Now())

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "window"], name="unsaved_once_a_window"),
            models.CheckConstraint(
                condition=~Q(window=""),
                name="unsaved_names_its_window",
                violation_error_message=CONTRADICTION,
            ),
        ]
        indexes = [models.Index(fields=["user", "-typed_at"], name="unsaved_newest_first")]

    def __str__(self):
        return f"{self.user} ({self.window})"
