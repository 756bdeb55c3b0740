"""Canaries: words that nobody writes, each numbered, so that a leak says where it came from."""

import re
import secrets
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Canary:
    """Something that was planted: a text, what it is (“headline of article”), in which state."""

    text: str
    what: str
    where: str

    def __str__(self):
        return f"{self.what} ({self.where})"


class Canaries:
    """Gives out words, and finds them again in whatever a server answers."""

    def __init__(self):
        # Letters and digits alone: the same in HTML, JSON, addresses and slugs.
        self._stem = f"zq{secrets.token_hex(4)}"
        self._pattern = re.compile(rf"{self._stem}n(\d+)z".encode(), re.IGNORECASE)
        self._given: list[Canary] = []
        self._names: list[tuple[bytes, Canary]] = []

    def __len__(self):
        return len(self._given) + len(self._names)

    def new(self, what: str, where: str) -> str:
        """Return a word for one place."""
        text = f"{self._stem}n{len(self._given)}z"
        self._given.append(Canary(text, what, where))
        return text

    def also(self, text: str, what: str, where: str) -> None:
        """Look for `text` too, which is as secret as a word: the name of a file."""
        self._names.append((text.encode(), Canary(text, what, where)))

    def forget_names(self) -> None:
        """Look for words alone again."""
        self._names.clear()

    def in_bytes(self, content: bytes) -> Counter[Canary]:
        """Return which of the words stand in `content`, and how often."""
        found = Counter(self._given[int(match[1])] for match in self._pattern.finditer(content))
        if b"\0" in content:
            # As cameras and Windows write text into pictures: two bytes a letter.
            narrow = content.replace(b"\0", b"")
            found |= Counter(self._given[int(match[1])] for match in self._pattern.finditer(narrow))
        for name, word in self._names:
            if times := content.count(name):
                found[word] = times
        return found

    def in_text(self, text: str) -> Counter[Canary]:
        """Return which of the words stand in `text`, and how often."""
        return self.in_bytes(text.encode())


def around(content: bytes, word: Canary, width: int = 40) -> str:
    """Return what stands around the first place of `word` in `content`, on one line."""
    place = content.lower().find(word.text.lower().encode())
    if place < 0:
        return "written with two bytes a letter"
    part = content[max(0, place - width) : place + len(word.text) + width]
    return " ".join(part.decode(errors="replace").split())
