"""The real page under ../shared/seed, read at run time: an interview, then a feed by day."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")
LABELS = {"Exclusive", "Interview", "Opinion", "Updated"}
_YEAR = re.compile(r"(\d{4}), (\w+)")
_TIME = re.compile(r"\d{2}:\d{2}")


@dataclass(frozen=True)
class Line:
    """A line of the feed."""

    at: datetime
    label: str
    headline: str


def interview_of(path: Path) -> str:
    """Return the page's interview: all before its tags."""
    return path.read_text().partition("\nTags:")[0]


def feed_of(path: Path) -> list[Line]:
    """Return the lines of the page's feed, in its order."""
    words = [line.strip() for line in path.read_text().partition("• News")[2].splitlines()]
    words = [word for word in words if word]
    lines, year, day, moment, label = [], "", "", None, ""
    for word in words:
        if found := _YEAR.fullmatch(word):
            year, day = found[1], ""
        elif year and not day:
            day = word
        elif _TIME.fullmatch(word):
            written = f"{year} {day} {word}"
            moment = datetime.strptime(written, "%Y %d %B %H:%M").replace(tzinfo=KYIV)
        elif word.capitalize() in LABELS and word.casefold() in {n.casefold() for n in LABELS}:
            label = word.capitalize()
        elif moment:
            lines.append(Line(moment, label, word))
            moment, label = None, ""
    return lines


def headline_of(path: Path) -> str:
    """Return the headline of the page's interview."""
    return path.read_text().split("\n\n")[1].strip()


def standfirst_of(path: Path) -> str:
    """Return the sentences between the time and the leaked key of the contents list."""
    return interview_of(path).split("\n\n")[3].strip()


def talk_of(path: Path) -> str:
    """Return the interview as its author would paste it: from the first words of the text on."""
    return interview_of(path).split("list_title", 1)[1].strip()
