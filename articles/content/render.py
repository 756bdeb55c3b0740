"""Rendering: from a version to HTML. A preview takes the same way with a document that is not
frozen yet.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import groupby

from django.db.models.expressions import RawSQL
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Block, Photo, Variant, Version
from espreso import document
from espreso.compiled_queries import compiled_query

from . import fragments
from .upgrade import upgrade_document

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w[\w’'ʼ-]*")
# A link to a piece of ours, by its address of today or of then. One to another site with the same
# address below its name costs a piece its place, and nothing else.
_LINK = re.compile(
    r'href="(?:https?://[^/"]+)?/(?:[a-z]{2}/)?(\d{4}/\d{2}/\d{2}/[-\w]+)/?[?#"]', re.ASCII
)


@dataclass(frozen=True)
class Facts:
    """What a page says about the text of a piece.

    Whether there is a table of contents, the paths of our pieces to which the text links, and how
    many words and signs it has, spaces included.
    """

    contents: bool
    linked: list[str]
    words: int
    signs: int


@dataclass(frozen=True)
class Body:
    """The text of a piece on its page, with the picture that leads it and its contents list."""

    html: SafeString
    facts: Facts


def body(version, variant: Variant) -> Body:
    """Return the body of a version that was read `for_page`, with what is kept of this variant.

    It is kept as long as the code and the version's photos are the same, so that a withdrawn photo
    is gone at once.
    """
    if version.kept_html is not None:
        # Kept as it was made, by autoescaping templates.
        return Body(mark_safe(version.kept_html), Facts(**version.kept_facts))  # noqa: S308
    made = body_of(version, version.document_to_render, light=variant == Variant.LIGHT)
    fragments.keep(variant, fragments.code(), [(version, made.html, asdict(made.facts))])
    return made


def body_of(version: Version, blocks: document.Document, *, light: bool = False) -> Body:
    """Return the body of a version, of these blocks; a `light` one is words alone."""
    blocks = upgrade_document(blocks)
    html = _html(blocks, light)
    words, entries = _TAG.sub(" ", html), contents(blocks, version.kind)
    facts = Facts(
        contents=bool(entries),
        linked=sorted(_linked_paths(blocks)),
        words=len(_WORD.findall(words)),
        signs=len(" ".join(words.split())),
    )
    if not light:
        context = {"version": version, "contents": entries, "text": html}
        html = render_to_string("site/includes/text.html", context)
    return Body(html, facts)


def render(blocks: document.Document, *, light: bool = False) -> SafeString:
    """Return the HTML of a document, with one query for its photos."""
    return _html(upgrade_document(blocks), light)


def _html(blocks, light):
    shown = {key: photo for key, photo in photos_in([blocks]).items() if photo.usable}
    blocks = blocks if light else _with_galleries(blocks, shown)
    return document.render(blocks, {"photos": shown, "light": light})


def photos_in(documents: Iterable[document.Document]) -> dict[int, Photo]:
    """Return the photos of documents by their keys, but those withdrawn, in at most one query."""
    wanted = {block["photo"] for each in documents for block in each if block.get("photo")}
    return {photo.pk: photo for photo in _not_withdrawn([*wanted])} if wanted else {}


@compiled_query
def _not_withdrawn(keys):
    wanted = RawSQL("SELECT unnest(%s::bigint[])", [keys])
    return Photo.objects.filter(withdrawn_at=None, pk__in=wanted)


def _with_galleries(blocks, photos):
    """Join neighbouring pictures into one gallery, which stands in the place of the first.

    The others stay as figures without a photo, of which nothing shows: the anchors of
    sub-headings count the blocks.
    """
    arranged = []
    for is_figure, run in groupby(blocks, key=lambda block: block["kind"] == "figure"):
        run = list(run)
        shown = [block for block in run if block.get("photo") in photos] if is_figure else []
        if len(shown) > 1:
            gallery = {"kind": "gallery", "figures": shown}
            run = [gallery, *({"kind": "figure", "photo": None} for _block in run[1:])]
        arranged += run
    return arranged


def contents(blocks: document.Document, kind: str) -> list[dict]:
    """Return the table of contents of a piece of this kind, as [{anchor, text}].

    It is empty where there are fewer entries than `contents_from` of its kind asks for.
    """
    kinds = {each.kind: each for each in Block.kinds()}
    entries = [
        entry
        for number, block in enumerate(blocks, start=1)
        if block["kind"] in kinds
        for entry in kinds[block["kind"]].contents_entries(block, number)
    ]
    return entries if len(entries) >= Article.of_kind(kind).contents_from else []


def _linked_paths(blocks) -> set[str]:
    words = (words for block in blocks for words in block.values() if isinstance(words, str))
    return {path for text in words for path in _LINK.findall(text)}
