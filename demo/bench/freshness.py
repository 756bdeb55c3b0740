"""Freshness: how old the words are that readers get while a piece is published again and again."""

import re
import time
from dataclasses import dataclass, field

from articles.actions import publishing
from articles.models import Article, Change, Prose, User
from demo.bench.readers import Reader

_HEADLINE = "Publication {}"
_SHOWN = re.compile(rb"Publication (\d+)")


class Press:
    """Publishes one piece with a number in its headline, and remembers when each was out."""

    def __init__(self, piece: Article, by: User):
        self._piece, self._by = piece, by
        self.out: list[float] = []

    @classmethod
    def of(cls, piece: Article) -> "Press":
        """Return what publishes `piece`, published for the first time."""
        by, _new = User.objects.get_or_create(username="freshness")
        if not piece.versions.exists():
            Prose.objects.create(parent=piece, region="main", ordering=1, html="<p>Words.</p>")
        press = cls(piece, by)
        press.publish()
        return press

    def publish(self) -> int:
        """Publish the next number, and return it once the transaction is over."""
        number = len(self.out)
        Article.objects.filter(pk=self._piece.pk).update(headline=_HEADLINE.format(number))
        self.update()
        self.out.append(time.monotonic())
        return number

    def update(self) -> None:
        """Publish the piece again, with the headline that it has."""
        self._piece.refresh_from_db()
        publishing.publish(
            self._piece, self._by, revision=self._piece.revision, change=Change.SILENT
        )

    def age(self, asked: float, number: int) -> float:
        """Return for how many seconds what was shown had been replaced when it was asked for."""
        after = number + 1
        return max(0.0, asked - self.out[after]) if after < len(self.out) else 0.0


@dataclass
class NumberReader(Reader):
    """Notes which number a page shows: `seen` are pairs of a time and a number."""

    seen: list[tuple[float, int]] = field(default_factory=list)

    def look(self, asked: float, content: bytes) -> None:
        if shown := _SHOWN.search(content):
            self.seen.append((asked, int(shown[1])))

    def ages(self, press: Press) -> list[float]:
        """Return the ages of all that was seen, in seconds."""
        return [press.age(asked, number) for asked, number in self.seen]
