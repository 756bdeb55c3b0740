"""What an action refuses: the mistakes that people can mend."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A verb that cannot be done now; its messages say in the user's words why."""


class StaleDraft(Refused):
    """Somebody else saved or published the piece after the caller opened it."""
