"""Invented pieces as rows of tables: the same one for a number, whatever is loaded beside it."""

import random
from collections.abc import Iterator
from datetime import timedelta

from psycopg.types.json import Jsonb

from articles.models import (
    Address,
    Article,
    Byline,
    Change,
    Label,
    Redirect,
    TaggedVersion,
    VersionByline,
    VersionPhoto,
)
from demo.bench.words import VOCABULARY, WORDS, WORDS_IN_UKRAINIAN, headline, sentence
from interviews.models import Interview

SLUG = "piece-"
# Sixty pieces a day, every second one in Ukrainian.
EVERY = timedelta(minutes=24)
# A piece has two topics of these, and one that is over after so many pieces. Every fifth one of
# the former is of no concern to Ukrainians.
TOPICS, AFFAIR = 20, 50
ENGLISH_TOPIC = 4
AUTHORS = 60
# The first of several is the most frequent one.
_OFTEN = [1 / rank for rank in range(1, AUTHORS // 2 + 1)]
# Each section has a third of what the one before it has.
SECTIONS = 6
_SECTIONS = [3**-rank for rank in range(SECTIONS)]
_LABELS = [Label.NONE] * 7 + [Label.EXCLUSIVE, Label.OPINION, Label.INTERVIEW]
# What is special about a piece, by its place in each round; every third round begins with an
# interview.
ROUND = 20
CORRECTED, PICKS, MOVED, LINKS, WITHDRAWN, TRANSLATION = 3, 4, 6, 8, 9, 11
# The first piece, whose page is measured: an interview whose page is 28 KB.
QUESTIONS, WORDS_AN_ANSWER = 12, 200
_LATER = timedelta(minutes=10)


class Piece:
    """A piece and its versions. Of twenty, one was corrected, one mended at another address and one
    withdrawn; others lead to pieces before them, or are a translation of one.
    """

    def __init__(self, number, start, newsroom, articles):
        chance = random.Random(number)  # noqa: S311 — the same piece every time
        self.number, self.key, self.place = number, articles[number], number % ROUND
        self.language = ("en", "uk")[number % 2]
        self.at = start + EVERY * number
        self.slug = f"{SLUG}{number}"
        self.kind = "interview" if number % (3 * ROUND) == 0 else "article"
        # Who writes does so in one language.
        authors = newsroom.authors[number % 2 :: 2]
        self.author = chance.choices(authors, _OFTEN[: len(authors)])[0]
        photo = chance.choice(newsroom.photos) if number % 3 == 0 else None
        common = chance.choices(range(TOPICS), _OFTEN[:TOPICS], k=2)
        if self.language == "uk":
            common = [n for n in common if n % 5 != ENGLISH_TOPIC]
        topics = {f"Topic {n}" for n in common} | {f"Affair {number // AFFAIR}"}
        self.topics = [newsroom.topics[name] for name in sorted(topics)]
        self.before = [articles[n] for n in (number - 2, number - 4) if n in articles]
        words = WORDS_IN_UKRAINIAN if self.language == "uk" else WORDS
        self.said = {
            "headline": headline(chance, number, words),
            "standfirst": sentence(chance, 12, words),
            "label": chance.choice(_LABELS),
            "section_id": chance.choices(newsroom.sections, _SECTIONS)[0],
            "lead_photo_id": photo,
            "language": self.language,
            "original_id": articles.get(number - 1) if self.place == TRANSLATION else None,
        }
        self.text = VOCABULARY[self.language].text(chance, 30)

    def rows(self) -> Iterator[tuple]:
        """Yield the rows of the draft and of the addresses, each with its model."""
        times = {"created_at": self.at, "modified_at": self.at}
        yield Article, {"id": self.key, "slug": self.slug} | self.said | times
        yield Byline, {"article_id": self.key, "author_id": self.author}
        if self.kind == "interview":
            yield Interview, {"article_id": self.key}
        for slug in dict.fromkeys((self.slug, self._last_slug)):
            yield Address, {"path": Address.path_for(slug, self.at), "article_id": self.key}
        if self.number % 4 == 0:
            yield Redirect, {"old": f"/archive/{self.number}", "piece_id": self.key}

    def versions(self) -> Iterator[tuple]:
        """Yield each version and its parts, each a model, its column of the version, its row."""
        until = self.at + _LATER
        ends = until if self.place in (CORRECTED, MOVED, WITHDRAWN) else None
        yield self._version(1, self.at, ends)
        if self.place == CORRECTED:
            correction = {"change": Change.CORRECTION, "note": "It was the other bridge."}
            yield self._version(2, until, None, modified_at=until, **correction)
        elif self.place == MOVED:
            yield self._version(2, until, None, change=Change.SILENT, slug=self._last_slug)

    def _version(self, number, begins, ends, **instead):
        row = {
            "article_id": self.key,
            "number": number,
            "during": f"[{begins.isoformat()},{ends.isoformat() if ends else ''})",
            "published_at": self.at,
            "modified_at": self.at,
            "change": Change.FIRST,
            "note": "",
            "kind": self.kind,
            "slug": self.slug,
            **self.said,
            "read_also": self.before if self.place == PICKS else [],
            "document": Jsonb(self._document()),
            "text": self.text,
            "revision": 1,
        } | instead
        row["path"] = Address.path_for(row["slug"], self.at)
        return row, list(self._parts())

    def _parts(self):
        at = {"published_at": self.at}
        yield VersionByline, "version_id", {"author_id": self.author, "position": 0} | at
        for topic in self.topics:
            yield TaggedVersion, "content_object_id", {"tag_id": topic} | at
        if photo := self.said["lead_photo_id"]:
            yield VersionPhoto, "version_id", {"photo_id": photo}

    @property
    def _last_slug(self):
        return f"{self.slug}-again" if self.place == MOVED else self.slug

    def _document(self):
        if self.number == 0:
            return _interview()
        link = ""
        if self.place == LINKS:
            other = Address.path_for(f"{SLUG}{self.number - 2}", self.at - 2 * EVERY)
            link = f'<p><a href="/{other}/">Before</a></p>'
        return [{"kind": "prose", "html": f"<p>{self.text}.</p>{link}"}]


def _interview():
    words = random.Random(0)  # noqa: S311 — the same piece every time
    return [
        {
            "kind": "question_answer",
            "question": f"{sentence(words, 12)}?",
            "asker": "",
            "answer": "".join(f"<p>{sentence(words, WORDS_AN_ANSWER // 3)}.</p>" for _ in range(3)),
            "respondent": "",
            "anchor": f"q-{number}",
        }
        for number in range(QUESTIONS)
    ]
