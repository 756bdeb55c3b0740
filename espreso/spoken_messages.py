"""Message storage: what the desk says is said in the language of whoever it is said to.

A lazy translation speaks when it is read, and messages are written down when the language of the
address is spoken no more. So each is put into words when it is said.
"""

from django.contrib.messages.storage.fallback import FallbackStorage


class Storage(FallbackStorage):
    """Django's own, without lazy words in it (MESSAGE_STORAGE)."""

    def add(self, level, message, extra_tags=""):
        """Say `message` now. What is safe to be shown stays so."""
        super().add(level, str(message), str(extra_tags or ""))
