"""Kind hooks: what a kind of piece adds to the plain article, by the names that everybody asks.

An app that knows a further kind subclasses `Article` and answers these differently; `Article`
finds it through the parent link and never imports it.
"""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from .finding import Finding


class KindHooks:
    """The answers of a plain article."""

    contents_title = _("In this piece")
    """What its list of contents is headed with."""
    contents_from = 2
    """With how many entries there is a list of contents."""
    front_kind: str = ""
    """The kind of block in which a version keeps what comes before the text, if anything does."""
    front_rows: tuple[str, ...] = ()
    """The relations whose rows `front_matter` reads, so that they can be read with all others."""
    on_cards: ClassVar[dict] = {}
    """What its cards say besides, as expressions by name for `Version`."""

    def front_matter(self) -> list[dict]:
        """Return what comes before the text, as blocks of a document."""
        return []

    def findings(self) -> list[Finding]:
        """Return what is missing of what this kind alone has."""
        return []

    def restore_front_matter(self, document) -> None:
        """Take back what `front_matter` froze."""

    @classmethod
    def upgraded_front_matter(cls, block: dict) -> dict:
        """Return a block that `front_matter` once froze with what it would have today."""
        return block

    @classmethod
    def facts(cls, block: dict) -> list[tuple[str, str, list[str]]]:
        """Return what a block of `front_matter` tells, to compare: a name, a label, lines.

        Each of them is there for an empty block too, without lines.
        """
        return []
