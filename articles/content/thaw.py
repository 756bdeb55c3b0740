"""Thawing, or deserialising: frozen blocks become rows of a draft again, if possible the same."""

from collections import defaultdict

from articles.models import Article, Block, Photo


def add_blocks(article: Article, document, *, after: int = 0) -> list[Block]:
    """Append the blocks of `document` that rows can hold, in order. Returns them saved.

    A photo that is gone from the library leaves its caption, which waits for another one.
    """
    return _insert(_thawed(article, document, after))


def replace_blocks(article: Article, document) -> None:
    """Make `document` the text of the draft.

    What says the same stays the row that it was, and so does what has an identity, whatever became
    of its words. So does what stands in the same place, where as much came as went: remarks of
    colleagues and their open forms point at rows.
    """
    before, rows = Block.all_of(article), defaultdict(list)
    for block in reversed(before):
        rows[_identity(block)].append(block.pk)
    blocks = _thawed(article, document)
    for block in blocks:
        if keys := rows[_identity(block)]:
            block.pk = keys.pop()
    stays = {(type(block), block.pk) for block in blocks if block.pk}
    gone = _unmatched_by_predecessor(before, stays)
    for place, come in _unmatched_by_predecessor(blocks, stays).items():
        if len(gone[place]) == len(come):
            for block, row in zip(come, gone[place], strict=True):
                block.pk = row.pk
    for kind in Block.kinds():
        kind.objects.filter(parent=article).delete()
    _insert(blocks)


def with_frozen_caption(picture: dict, captions: dict[int, str]) -> dict:
    """Return a frozen picture so that it thaws in the words of then.

    `captions` are those that the photos of the library have today. One that its photo had then
    and has no longer becomes its own, and a picture whose photo is gone keeps nothing else.
    """
    if not picture.get("photo"):
        return picture
    if picture["photo"] not in captions:
        return picture | {"photo": None, "caption_of_photo": False}
    if picture["caption"] != captions[picture["photo"]]:
        return picture | {"caption_of_photo": False}
    return picture


def _thawed(article, document, after=0):
    kinds = {kind.kind: kind for kind in Block.kinds()}
    wanted = {data["photo"] for data in document if data.get("photo")}
    said = Photo.objects.only("caption", "in_other_languages")
    photos = said.in_bulk(wanted) if wanted else {}
    captions = {key: photo.said("caption", article.language) for key, photo in photos.items()}
    made = []
    for data in document:
        if kind := kinds.get(data["kind"]):
            block = kind.thaw(with_frozen_caption(data, captions))
            block.parent = Article(pk=article.pk)
            block.ordering = after + (len(made) + 1) * 10
            made.append(block)
    return made


def _identity(block):
    """What makes a row the same block: its identity, or else all that it says."""
    if block.identity:
        return type(block), getattr(block, block.identity)
    place = {"id", "parent", "region", "ordering"}
    said = (field for field in block._meta.concrete_fields if field.name not in place)
    return type(block), *(getattr(block, field.attname) for field in said)


def _unmatched_by_predecessor(blocks, stays):
    """Return those that do not stay, by their kind and by what stays before them.

    Those with an identity are not among them: each is known by it, and is no other one.
    """
    places, last = defaultdict(list), None
    for block in blocks:
        if (type(block), block.pk) in stays:
            last = type(block), block.pk
        elif not block.identity:
            places[type(block), last].append(block)
    return places


def _insert(blocks):
    for kind in Block.kinds():
        kind.objects.bulk_create(block for block in blocks if type(block) is kind)
    return blocks
