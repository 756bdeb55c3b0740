"""Exceptions of actions: refusals that people can mend, in their words."""

from datetime import datetime

from django.core.exceptions import ValidationError

from articles.models import display_name
from espreso import clock


class ActionRefused(ValidationError):
    """A verb that cannot be done now; its messages say in the user's words why."""


class StaleDraft(ActionRefused):
    """Somebody else saved or published the piece after the caller opened it."""

    @classmethod
    def since(cls, by, at: datetime, you, *, theirs: str, yours: str) -> "StaleDraft":
        """Return the refusal of `you`, after `by` changed it `at` a moment: in words for either.

        They may name %(who)s and %(when)s.
        """
        words = yours if you and by and by.pk == you.pk else theirs
        said = {"who": display_name(by), "when": clock.in_words(at, zone=True)}
        return cls(words % said, code="stale")
