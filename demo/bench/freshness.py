"""Freshness: how old the words are that readers get while a piece is published again and again."""

import http.client
import re
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from articles.actions import publishing
from articles.models import Article, Change, Prose, User
from espreso.app_server import HOST

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
class Reader:
    """Asks for one page every so many seconds, over a new connection each time, as readers come.

    `seen` are pairs of a time and a number, `took` seconds.
    """

    url: str
    pause: float
    numbered: bool = True
    seen: list[tuple[float, int]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def ask(self) -> None:
        """Ask once, and note which number the page shows."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or HOST, address.port, timeout=20)
        asked = time.monotonic()
        try:
            connection.request("GET", address.path)
            answer = connection.getresponse()
            shown = _SHOWN.search(answer.read())
            self.took.append(time.monotonic() - asked)
            if answer.status != HTTPStatus.OK:
                self.failures.append(f"{self.url} answered {answer.status}")
            elif self.numbered and shown is None:
                self.failures.append(f"{self.url} answered {answer.status} without the piece")
            elif shown:
                self.seen.append((asked, int(shown[1])))
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{self.url}: {error!r}")
        finally:
            connection.close()

    def ages(self, press: Press) -> list[float]:
        """Return the ages of all that was seen, in seconds."""
        return [press.age(asked, number) for asked, number in self.seen]


@contextmanager
def reading(readers: list[Reader]):
    """Let them read, each for itself, until the block ends."""
    over = threading.Event()

    def read(reader):
        while not over.wait(reader.pause):
            reader.ask()

    threads = [threading.Thread(target=read, args=[reader], daemon=True) for reader in readers]
    with ExitStack() as stack:
        for thread in threads:
            thread.start()
            stack.callback(thread.join)
        stack.callback(over.set)
        yield
