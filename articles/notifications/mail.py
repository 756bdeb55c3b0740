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


def post(letters: Iterable[Letter]) -> None:
    """Write the letters in the transaction under way; they leave once it is through."""
    mailers.default.send_messages([letter.message() for letter in letters])
