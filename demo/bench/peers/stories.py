"""The stories that every site tells: one that is measured, and plain ones around it.

It imports nothing that the environment of another site may lack.
"""

import random
from dataclasses import asdict, dataclass
from pathlib import Path

from demo.bench.words import headline, sentence

PLAIN = 200
# So many stand in a list, where a site lets one say it.
LISTED = 24
SECTIONS, TOPICS, AUTHORS = 6, 60, 12
# Words an answer: the page of it in Espreso has about 29 kB.
_WORDS_AN_ANSWER, _QUESTIONS = 189, 8
_PICTURES = Path(__file__).parents[2] / "pictures"


@dataclass(frozen=True)
class Picture:
    """A picture of the demo; `caption` says what it is to see."""

    path: str
    caption: str


@dataclass(frozen=True)
class Answered:
    """A question, and the paragraphs that answer it."""

    question: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """What one piece says, as plain text. `minutes` is how long ago it came out."""

    slug: str
    headline: str
    standfirst: str
    section: str
    topics: tuple[str, ...]
    author: str
    minutes: int
    paragraphs: tuple[str, ...] = ()
    questions: tuple[Answered, ...] = ()
    # The first one leads; each further one stands before every second question.
    pictures: tuple[Picture, ...] = ()

    def with_pictures(self) -> list[tuple[Picture | None, Answered]]:
        """Return the questions in order, each with the picture that stands before it."""
        before = {2 * place: picture for place, picture in enumerate(self.pictures[1:])}
        return [(before.get(place), answered) for place, answered in enumerate(self.questions)]


def measured() -> Story:
    """Return the story whose page is measured."""
    words = random.Random("measured")  # noqa: S311 — the same story every time
    names = ("orchestra", "power-cut-street", "metro-shelter", "winter-river")
    return Story(
        slug="measured",
        headline=headline(words, PLAIN),
        standfirst=f"{sentence(words, 24)}.",
        section="Section 0",
        topics=("Topic 0", "Topic 1", "Topic 2"),
        author="Author 0",
        minutes=1,
        questions=tuple(
            Answered(
                f"{sentence(words, 12)}?",
                tuple(f"{sentence(words, _WORDS_AN_ANSWER // 3)}." for _ in range(3)),
            )
            for _ in range(_QUESTIONS)
        ),
        pictures=tuple(
            Picture(str(_PICTURES / f"{name}.jpg"), f"{sentence(words, 12)}.") for name in names
        ),
    )


def plain() -> list[Story]:
    """Return the others, the newest first."""
    words = random.Random(PLAIN)  # noqa: S311 — the same stories every time
    return [
        Story(
            slug=f"piece-{number}",
            headline=headline(words, number),
            standfirst=f"{sentence(words, 24)}.",
            section=f"Section {words.randrange(SECTIONS)}",
            topics=tuple(f"Topic {n}" for n in sorted(words.sample(range(TOPICS), 3))),
            author=f"Author {words.randrange(AUTHORS)}",
            minutes=10 + 24 * number,
            paragraphs=tuple(f"{sentence(words, 50)}." for _ in range(4)),
        )
        for number in range(PLAIN)
    ]


def as_data() -> list[dict]:
    """Return all of them for programs in other languages, the measured one first."""
    return [asdict(story) for story in (measured(), *plain())]


def paths_by_section() -> dict[str, str]:
    """Return the path of each page where a piece stands below its section, but for the feed."""
    section = f"/{measured().section.lower().replace(' ', '-')}/"
    return {"article": f"{section}{measured().slug}/", "front": "/", "list": section}
