"""Layout form: the places of a page, as the form shows them and as they are posted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Arrangement, Section, Tag, Version
from articles.public import front, layout_document, lists
from espreso import plain_text
from espreso.keys import key_of

from .candidates import Candidate, pieces


@dataclass(frozen=True)
class LayoutPlace:
    """A place for one piece: the name of its field, what it is called, and what stands there."""

    name: str
    label: str
    # The number of the piece, or what was typed in its place.
    typed: str
    piece: Candidate | None
    # Why readers do not see the piece, when it is there.
    note: str
    # What readers see in it meanwhile, where it is empty or its piece is not live.
    filled: Version | None


@dataclass(frozen=True)
class LayoutStrip:
    """A block as the form shows it."""

    name: str
    about: str
    subject: Section | Tag | None
    title: str
    places: list[LayoutPlace]
    number: int
    # Nothing is live in it, so that readers do not see it.
    is_hidden: bool

    @property
    def words(self) -> str:
        return self.subject.said("name") if self.subject else _("(no longer there)")


@dataclass
class PagePlan:
    """The places of a page with what stands in them, and what is wrong with what was typed."""

    arrangement: Arrangement
    document: layout_document.Document
    trouble: list[str] = field(default_factory=list)
    # What was typed that is no number of a piece, by the name of its row and its place there.
    typed: dict[tuple[str, int], str] = field(default_factory=dict)

    def __post_init__(self):
        self.tops = layout_document.tops_of(front=self.arrangement.is_front)
        self._pieces = pieces(layout_document.picks(self.document), self.arrangement.language)

    @property
    def lead(self) -> LayoutPlace:
        (place,) = self._places_of_row("lead", _("Lead"), [self.document.get("lead")], 1)
        return place

    @property
    def top(self) -> list[LayoutPlace]:
        words = _("Top story %d") if self.arrangement.is_front else _("Beside the lead %d")
        return self._places_of_row("top", words, self.document.get("top", ()), self.tops)

    @property
    def strips(self) -> list[LayoutStrip]:
        blocks = self.document.get("blocks", ())
        there = {
            "section": Section.objects.in_bulk(layout_document.subjects(self.document, "section")),
            "topic": Tag.objects.in_bulk(layout_document.subjects(self.document, "topic")),
        }
        return [self._strip(n, block, there) for n, block in enumerate(blocks)]

    def _strip(self, number, block, there):
        kind, key = layout_document.subject_of(block)
        name, about = f"block-{number}", f"{kind}-{key}"
        places = self._places_of_row(
            name, _("Position %d"), block["pieces"], layout_document.IN_BLOCK, about
        )
        subject, title = there[kind].get(key), block.get("title", "")
        is_hidden = about not in self.filled
        return LayoutStrip(name, about, subject, title, places, number + 1, is_hidden)

    def _places_of_row(self, name, words, keys, count, about=None):
        about = about or name
        filled = self.filled.get(about, ())
        places = []
        for number in range(count):
            key = keys[number] if number < len(keys) else None
            piece = self._pieces.get(key)
            shown = filled[number] if number < len(filled) else None
            if shown and shown.article_id == key:
                shown = None
            typed = self.typed.get((about, number)) or (str(key) if key else "")
            own = name if name == "lead" else f"{name}-{number}"
            label = words % (number + 1) if "%d" in words else words
            note = self._note(piece, shown) if key else ""
            places.append(LayoutPlace(own, label, typed, piece, note, shown))
        return places

    def _note(self, piece, shown):
        if piece is None:
            return _("There is no such piece")
        if piece.is_live and shown and not self.arrangement.is_front:
            return _("No longer in this list of pieces")
        return piece.note

    # What readers would see of it.

    @cached_property
    def filled(self) -> dict[str, list[Version | None]]:
        """What stands where on the page, were it published now: by the names of its rows."""
        with translation.override(self.arrangement.language):
            if self.arrangement.is_front:
                return front.front_context(self.document)["places"]
            versions, _said = lists.listing_for(self.arrangement.about)
            lead, *others = lists.places(versions, self.document)
            return {"lead": [lead], "top": others}

    def instead(self) -> dict[str, list[str]]:
        """Return the headlines of what fills the places of each row, in their order."""
        rows = {"lead": [self.lead], "top": self.top}
        rows |= {strip.about: strip.places for strip in self.strips}
        return {
            name: [place.filled.headline if place.filled else "" for place in row]
            for name, row in rows.items()
        }

    def comes_out(self) -> datetime | None:
        """Return the last moment at which one of its pieces comes out that is scheduled."""
        moments = [piece.version.opens for piece in self._pieces.values() if piece.version]
        return max(filter(None, moments), default=None)

    # From the form.

    @classmethod
    def opened(cls, arrangement: Arrangement, document: layout_document.Document) -> "PagePlan":
        """Return the plan of what is kept. A piece that was deleted leaves an empty place."""
        plan = cls(arrangement, document)
        plan.document = layout_document.only(document, plan._pieces)
        return plan

    @classmethod
    def posted(cls, arrangement: Arrangement, data) -> "PagePlan":
        """Return the plan that a posted form holds, without the blocks that are to go."""
        typed, trouble = {}, []

        def row(name, about, fields):
            said = [_posted_line(data, field) for field in fields]
            typed.update({(about, n): words for n, words in enumerate(said) if words})
            return _trimmed([key_of(words) for words in said])

        blocks = []
        for number, block in _posted_blocks(data):
            name = f"block-{number}"
            place = _posted_line(data, f"{name}-place")
            if place and key_of(place) is None:
                trouble.append(_("“%s” is not a position on the page.") % place[:40])
            about = "{}-{}".format(*layout_document.subject_of(block))
            fields = [f"{name}-{n}" for n in range(layout_document.IN_BLOCK)]
            block["pieces"] = row(name, about, fields)
            blocks.append((key_of(place) or number + 1, block))
        tops = layout_document.tops_of(front=arrangement.is_front)
        document = {
            "lead": next(iter(row("lead", "lead", ["lead"])), None),
            "top": row("top", "top", [f"top-{n}" for n in range(tops)]),
            "blocks": [block for _place, block in sorted(blocks, key=lambda pair: pair[0])],
        }
        plan = cls(arrangement, document, trouble, typed)
        for words in typed.values():
            if (key := key_of(words)) is None:
                trouble.append(_("“%s” is not a piece number.") % words[:40])
            elif key not in plan._pieces:
                trouble.append(_("There is no piece number %d.") % key)
        return plan

    def add(self, name: str) -> bool:
        """Add a block about the section or topic of this name, or say why not."""
        subject = _subject_named(name)
        if subject is None:
            self.trouble.append(_("There is no section or topic called “%s”.") % name)
            return False
        kind = "section" if isinstance(subject, Section) else "topic"
        block = {kind: subject.pk, "title": "", "pieces": []}
        about = [layout_document.subject_of(other) for other in self.document["blocks"]]
        if layout_document.subject_of(block) in about:
            self.trouble.append(_("“%s” already has a block.") % subject.said("name"))
            return False
        self.document = self.document | {"blocks": [*self.document["blocks"], block]}
        self.__dict__.pop("filled", None)
        return True


def _posted_blocks(data) -> Iterator[tuple[int, dict]]:
    """Yield the posted blocks that stay, each with its number in the form and without pieces."""
    # More than a page has: what is refused is shown once more, with all of it.
    for number in range(2 * layout_document.MOST_BLOCKS):
        name = f"block-{number}"
        kind, _dash, posted = data.get(f"{name}-about", "").partition("-")
        key = key_of(posted)
        if kind in layout_document.KINDS and key and f"{name}-out" not in data:
            yield number, {kind: key, "title": _posted_line(data, f"{name}-title")[:80]}


def one_line(words) -> str:
    """Return one line of what was typed, as the database can keep it."""
    return " ".join(plain_text.cleaned(words or "").split())


def _posted_line(data, name):
    return one_line(data.get(name))


def _trimmed(row) -> list[int | None]:
    """Leave out the places after the last one that is named."""
    while row and row[-1] is None:
        row.pop()
    return row


def _subject_named(name) -> Section | Tag | None:
    sections = Section.objects.all()
    for section in sections:
        if name.casefold() in {section.name.casefold(), section.said("name").casefold()}:
            return section
    return Tag.objects.filter(name__iexact=name).first() if name else None
