"""Rendering: from a version to HTML. A preview takes the same way with a document that is not
frozen yet.
"""

from itertools import groupby

from django.conf import settings
from django.core.cache import caches
from django.utils import translation
from django.utils.safestring import SafeString

from articles.models import Article, Block, Photo, Version
from espreso import document

from .upgrade import upgrade_document

# A version never changes, so neither does its body: this bounds only what an idle one occupies.
CACHE_SECONDS = 7 * 24 * 3600


def body(version: Version, *, light: bool = False) -> SafeString:
    """Return the HTML of a version that was read with `for_page`; a `light` one is words alone.

    Kept under the version, the code's fingerprint and the state of its photos, so
    that nothing is ever invalidated and a withdrawn photo is gone at once.
    """
    key = ":".join(
        (
            "light" if light else "body",
            str(version.pk),
            document.fingerprint(),
            version.photos_state,
            translation.get_language(),
        )
    )
    html = caches["fragments"].get(key) if settings.FRAGMENT_CACHE else None
    if html is None:
        html = render(version.document, light=light)
        if settings.FRAGMENT_CACHE:
            caches["fragments"].set(key, html, CACHE_SECONDS)
    return html


def render(blocks: document.Document, *, light: bool = False) -> SafeString:
    """Return the HTML of a document, with one query for its photos."""
    blocks = upgrade_document(blocks)
    wanted = {block["photo"] for block in blocks if block.get("photo")}
    photos = Photo.objects.filter(withdrawn_at=None).in_bulk(wanted) if wanted else {}
    shown = {key: photo for key, photo in photos.items() if photo.usable}
    blocks = blocks if light else _with_galleries(blocks, shown)
    return document.render(blocks, {"photos": shown, "light": light})


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


def contents(version: Version) -> list[dict]:
    """Return the table of contents of a version, as [{anchor, text}].

    It is empty where there are fewer entries than `contents_from` of its kind asks for.
    """
    kinds = {kind.kind: kind for kind in Block.kinds()}
    entries = [
        entry
        for number, block in enumerate(upgrade_document(version.document), start=1)
        if block["kind"] in kinds
        for entry in kinds[block["kind"]].contents_entries(block, number)
    ]
    return entries if len(entries) >= Article.of_kind(version.kind).contents_from else []
