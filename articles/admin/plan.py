"""The plan of a page: its places as the form shows them, and as they come back from it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles import placing
from articles.models import Arrangement, Article, Section, Tag, Version

from .names import is_key


@dataclass(frozen=True)
class Place:
    """A place for one piece: the name of its field, what it is called, and what stands there."""

    name: str
    label: str
    piece: int | None
    version: Version | None = None
    # Of a piece that readers do not see now, for colleagues.
    headline: str = ""


@dataclass(frozen=True)
class Strip:
    """A block as the form shows it."""

    name: str
    about: str
    subject: Section | Tag | None
    title: str
    places: list[Place]
    number: int

    @property
    def words(self) -> str:
        return self.subject.said("name") if self.subject else _("(no longer there)")


@dataclass
class Plan:
    """The places of a page with what stands in them, and what is wrong with what was typed."""

    arrangement: Arrangement
    document: placing.Document
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self):
        front = self.arrangement.is_front
        self.tops = placing.tops_of(front=front)
        keys = placing.picks(self.document)
        live = Version.objects.live().in_language(self.arrangement.language).for_cards()
        self._live = {version.article_id: version for version in live.filter(article__in=keys)}
        drafts = Article.objects.filter(pk__in={*keys} - self._live.keys())
        self._headlines = dict(drafts.values_list("pk", "headline"))
        for key in keys:
            if key not in self._live and key not in self._headlines:
                self.trouble.append(_("There is no piece with the number %d.") % key)

    @property
    def lead(self) -> Place:
        return self._place("lead", _("Lead"), self.document.get("lead"))

    @property
    def top(self) -> list[Place]:
        words = _("Top story %d") if self.arrangement.is_front else _("Beside the lead %d")
        return self._row("top", words, self.document.get("top", ()), self.tops)

    @property
    def strips(self) -> list[Strip]:
        blocks = self.document.get("blocks", ())
        there = {
            "section": Section.objects.in_bulk(placing.subjects(self.document, "section")),
            "topic": Tag.objects.in_bulk(placing.subjects(self.document, "topic")),
        }
        return [self._strip(n, block, there) for n, block in enumerate(blocks)]

    def _strip(self, number, block, there):
        kind, key = placing.subject_of(block)
        name = f"block-{number}"
        places = self._row(name, _("Place %d"), block["pieces"], placing.IN_BLOCK)
        subject = there[kind].get(key)
        return Strip(name, f"{kind}-{key}", subject, block.get("title", ""), places, number + 1)

    def _row(self, name, words, pieces, count):
        pieces = [*pieces, *[None] * count][:count]
        return [
            self._place(f"{name}-{n}", words % (n + 1), piece) for n, piece in enumerate(pieces)
        ]

    def _place(self, name, label, piece):
        headline = self._headlines.get(piece, "")
        return Place(name, label, piece, self._live.get(piece), headline)

    # From the form.

    @classmethod
    def posted(cls, arrangement: Arrangement, data) -> "Plan":
        """Return the plan that a posted form holds, without the blocks that are to go."""
        tops = placing.tops_of(front=arrangement.is_front)
        document = {
            "lead": _number(data.get("lead")),
            "top": _numbers(data, "top", tops),
            "blocks": [block for _place, block in sorted(_blocks(data), key=lambda pair: pair[0])],
        }
        typed = [value for name, value in data.items() if name.startswith(("lead", "top-"))]
        trouble = [
            _("“%s” is no number of a piece.") % value[:40]
            for value in typed
            if value.strip() and _number(value) is None
        ]
        return cls(arrangement, document, trouble)

    def add(self, name: str) -> None:
        """Add a block about the section or topic of this name, or say that there is none."""
        subject = _named(name)
        if subject is None:
            self.trouble.append(_("There is no section and no topic called “%s”.") % name)
            return
        kind = "section" if isinstance(subject, Section) else "topic"
        block = {kind: subject.pk, "title": "", "pieces": []}
        about = [placing.subject_of(other) for other in self.document["blocks"]]
        if placing.subject_of(block) in about:
            self.trouble.append(_("“%s” has a block already.") % subject.said("name"))
            return
        self.document = self.document | {"blocks": [*self.document["blocks"], block]}


def _blocks(data) -> Iterator[tuple[int, dict]]:
    """Yield the posted blocks that stay, each with the place that it shall have."""
    # More than a page has: what is refused is shown once more, with all of it.
    for number in range(2 * placing.MOST_BLOCKS):
        name = f"block-{number}"
        kind, _dash, key = data.get(f"{name}-about", "").partition("-")
        if kind in placing.KINDS and is_key(key) and f"{name}-out" not in data:
            place = _number(data.get(f"{name}-place")) or number + 1
            yield (
                place,
                {
                    kind: int(key),
                    "title": " ".join(data.get(f"{name}-title", "").split())[:80],
                    "pieces": _numbers(data, name, placing.IN_BLOCK),
                },
            )


def _numbers(data, name, count) -> list[int | None]:
    """Return what stands in a row of places, up to the last one that is not empty."""
    found = [_number(data.get(f"{name}-{n}")) for n in range(count)]
    while found and found[-1] is None:
        found.pop()
    return found


def _number(posted) -> int | None:
    posted = (posted or "").strip()
    return int(posted) if is_key(posted) else None


def _named(name) -> Section | Tag | None:
    name = " ".join(name.split())
    sections = Section.objects.all()
    for section in sections:
        if name.casefold() in {section.name.casefold(), section.said("name").casefold()}:
            return section
    return Tag.objects.filter(name__iexact=name).first() if name else None
