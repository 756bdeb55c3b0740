"""Layout document: which piece stands in which place of a page, as plain data.

    {"lead": 12, "top": [3, None, 5],
     "blocks": [{"section": 4, "title": "", "pieces": [7]}, {"topic": 9, …}]}

Pieces, sections and topics by their keys. None is a place that fills itself, as are the places
after the last one that is named. Pages of sections and topics have no blocks.
"""

from collections.abc import Container, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# The places of the front page, and how many pieces lead the page of a section or a topic.
TOP, IN_BLOCK, LEADS = 4, 4, 3
MOST_BLOCKS = 16

Document = dict
KINDS = ("section", "topic")


def empty() -> Document:
    """Return the arrangement of a page that nobody has arranged."""
    return {"lead": None, "top": [], "blocks": []}


def tops_of(*, front: bool) -> int:
    """Return how many places follow the lead."""
    return TOP if front else LEADS - 1


def subject_of(block: dict) -> tuple[str, int]:
    """Return what a block is about: ("section", 4)."""
    return next((kind, block[kind]) for kind in KINDS if kind in block)


def picks(document: Document) -> list[int]:
    """Return the pieces that are placed by hand, the most prominent first."""
    return list(filter(None, _places(document)))


def only(document: Document, keys: Container[int]) -> Document:
    """Return the same page with an empty place for every piece that is not among `keys`."""

    def kept(pieces):
        return [piece if piece in keys else None for piece in pieces]

    return {
        "lead": kept([document.get("lead")])[0],
        "top": kept(document.get("top", ())),
        "blocks": [
            block | {"pieces": kept(block["pieces"])} for block in document.get("blocks", ())
        ],
    }


def subjects(document: Document, kind: str) -> list[int]:
    """Return the keys of all sections (or topics) that have a block."""
    return [block[kind] for block in document.get("blocks", ()) if kind in block]


def _places(document) -> Iterator[int | None]:
    yield document.get("lead")
    yield from document.get("top", ())
    for block in document.get("blocks", ()):
        yield from block["pieces"]


def validate(document: Document, *, front: bool) -> None:
    """Raise `ValidationError`, in words, for what no page can show."""
    placed = picks(document)
    if twice := sorted({piece for piece in placed if placed.count(piece) > 1}):
        raise ValidationError(
            _("A piece is on the page twice. Remove it from one of its positions."),
            code="twice",
            params={"pieces": twice},
        )
    blocks = document["blocks"]
    if len(document["top"]) > tops_of(front=front) or (blocks and not front):
        raise ValidationError(_("This page has fewer positions."), code="places")
    if len(blocks) > MOST_BLOCKS:
        words = ngettext(
            "A page can have at most %d block.", "A page can have at most %d blocks.", MOST_BLOCKS
        )
        raise ValidationError(words % MOST_BLOCKS, code="blocks")
    about = [subject_of(block) for block in blocks]
    if len(set(about)) < len(about):
        raise ValidationError(
            _("Two blocks are about the same section or topic. Remove one of them."),
            code="same_subject",
        )
    if any(len(block["pieces"]) > IN_BLOCK for block in blocks):
        raise ValidationError(_("This page has fewer positions."), code="places")
