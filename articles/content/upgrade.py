"""Schema upgrade: what was stored years ago, in the shape that it would have today.

A draft that was kept (`Milestone.content`, `DraftSnapshot.content`) and the document of a version
never change, while a piece and its blocks gain fields. Whoever reads one of them reads it through
here, so that nothing else asks whether something is there: what nobody could say then says nothing.
"""

from articles.models import Article, Block, Figure, Photo, Tag
from espreso.document import Document

# What a draft, a version and a content call by the same name, as `snapshot` tells it.
SAID = ("headline", "slug", "standfirst", "label", "language", "search_title", "search_description")


def upgrade(content: dict) -> dict:
    """Return a content with all that one has today; what it has already stays as it is."""
    fields = {name: Article._meta.get_field(name).get_default() for name in SAID}
    content = fields | {"section": None, "byline": [], "read_also": []} | content
    return content | {
        "lead": Figure.upgraded(content["lead"] if "lead" in content else _lead(content)),
        "tags": [_tag(tag) for tag in content.get("tags", ())],
        "document": upgrade_document(content.get("document", ())),
    }


def upgrade_document(document: Document) -> Document:
    """Return a document with all that its blocks have today. One of an unknown kind stays."""
    upgraded = {piece.front_kind: piece.upgraded_front_matter for piece in Article.kinds()}
    upgraded |= {kind.kind: kind.upgraded for kind in Block.kinds()}
    return [upgraded.get(block["kind"], dict)(block) for block in document]


def _lead(content):
    """The lead photo of a content without its words: they are those of today."""
    key = content.get("lead_photo")
    photo = Photo.objects.filter(pk=key).first() if key else None
    words = Figure(photo=photo, caption=content.get("lead_caption", ""))
    return words.freeze(content["language"]) | {"photo": key}


def _tag(tag):
    """A tag with its key; one that was kept by its name alone is found by it."""
    tag = {"name": tag} if isinstance(tag, str) else tag
    name = tag.get("name") or tag.get("slug", "")
    return {"id": None, "slug": Tag().slugify(name)} | tag | {"name": name}
