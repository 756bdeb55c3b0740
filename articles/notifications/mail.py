"""Mail: letters to colleagues."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.mail import EmailMessage, mailers

from articles.models import User


@dataclass
class Letter:
    """One mail to one colleague."""

    to: User
    subject: str
    body: str

    def message(self) -> EmailMessage:
        # A header is one line, whatever stands in the headline.
        return EmailMessage(" ".join(self.subject.split()), self.body, to=[self.to.email])


def indented(text: str) -> str:
    """Return what somebody wrote, as a letter quotes it."""
    return "\n".join(f"    {line}".rstrip() for line in text.strip().splitlines())


def post(letters: Iterable[Letter]) -> None:
    """Write the letters in the transaction under way; they leave once it is through."""
    mailers.default.send_messages([letter.message() for letter in letters])
