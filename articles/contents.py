"""All that a piece says, as plain data: of a draft, of a version, and back into a draft.

What is kept of a draft (`Milestone.content`), what two states are compared by, and what
restoring puts back are the same thing, and this module alone knows its shape:

    headline, slug, standfirst, label, language, lead_caption, search_title, search_description
    section, lead_photo       the key of a row, or None
    byline, read_also         keys, in their order
    tags                      names
    document                  as `freezing.freeze` returns it
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .freezing import freeze
from .models import (
    Article,
    Author,
    Block,
    FormerTag,
    Label,
    Milestone,
    Occasion,
    Photo,
    Section,
    Version,
)
from .models.tag import Tag

Content = dict[str, Any]

# What draft and version call by the same name.
SAID = ("headline", "slug", "standfirst", "label", "language", "search_title", "search_description")


def of_draft(article: Article, blocks: list[Block] | None = None) -> Content:
    """Return what the draft says now."""
    return {name: getattr(article, name) for name in SAID} | {
        "lead_caption": article.lead_caption,
        "section": article.section_id,
        "lead_photo": article.lead_photo_id,
        "byline": list(article.bylines.values_list("author", flat=True)),
        "read_also": article.picks,
        "tags": sorted(article.tags.values_list("name", flat=True)),
        "document": freeze(article, blocks),
    }


def of_version(version: Version) -> Content:
    """Return what a version says, as the draft said it when it was published."""
    return {name: getattr(version, name) for name in SAID} | {
        "lead_caption": "" if version.lead_caption_of_photo else version.lead_caption,
        "section": version.section_id,
        "lead_photo": version.lead_photo_id,
        "byline": list(version.bylines.values_list("author", flat=True)),
        "read_also": version.read_also,
        "tags": sorted(version.tags.values_list("name", flat=True)),
        "document": version.document,
    }


def keep(article: Article, occasion: Occasion, by, blocks: list[Block] | None = None) -> Milestone:
    """Keep the draft as it is now among the states that mattered."""
    article = article.specific()
    return Milestone.objects.create(
        article_id=article.pk,
        occasion=occasion,
        revision=article.revision,
        content=of_draft(article, blocks),
        by=by,
    )


def of(state: Article | Version | Milestone) -> Content:
    """Return what any state of a piece says: the draft, a version or a milestone."""
    if isinstance(state, Milestone):
        return state.content
    return of_version(state) if isinstance(state, Version) else of_draft(state)


@dataclass(frozen=True)
class Found:
    """What the keys of a content lead to today, and in words what they no longer lead to."""

    section: Section | None
    lead_photo: Photo | None
    authors: list[Author]
    tags: list[Tag]
    read_also: list[int]
    lost: list[str]


def find(content: Content) -> Found:
    """Look up what `content` refers to: a renamed or merged tag under its name of today."""
    documents = content["document"]
    in_text = {block["photo"] for block in documents if block.get("photo")}
    photos = Photo.objects.in_bulk((in_text | {content["lead_photo"]}) - {None})
    section = Section.objects.filter(pk=content["section"]).first()
    authors = Author.objects.in_bulk(content["byline"])
    tags = {name: _tag_of_today(name) for name in content["tags"]}
    there = set(Article.objects.filter(pk__in=content["read_also"]).values_list("pk", flat=True))
    found = Found(
        section=section,
        lead_photo=photos.get(content["lead_photo"]),
        authors=[authors[key] for key in content["byline"] if key in authors],
        # Two that were merged are one.
        tags=list(dict.fromkeys(filter(None, tags.values()))),
        read_also=[key for key in content["read_also"] if key in there],
        lost=[],
    )
    gone = sum(block.get("photo") not in photos for block in documents if block.get("photo"))
    found.lost.extend(_lost(content, found, gone, [name for name in tags if not tags[name]]))
    return found


def _lost(content, found, pictures, tags) -> Iterator[str]:
    if content["section"] and not found.section:
        yield _("Its section does not exist any more: choose another one.")
    if missing := len(content["byline"]) - len(found.authors):
        yield (
            ngettext(
                "%d author of the byline does not exist any more.",
                "%d authors of the byline do not exist any more.",
                missing,
            )
            % missing
        )
    if content["lead_photo"] and not found.lead_photo:
        yield _("The lead photo is gone from the library; its caption stays.")
    if pictures:
        yield (
            ngettext(
                "%d picture of the text is gone from the library: its caption waits for another.",
                "%d pictures of the text are gone from the library: their captions wait.",
                pictures,
            )
            % pictures
        )
    if tags:
        yield _("There is no such tag any more: %s.") % f"“{'”, “'.join(tags)}”"
    if missing := len(content["read_also"]) - len(found.read_also):
        yield (
            ngettext(
                "%d piece to read also does not exist any more.",
                "%d pieces to read also do not exist any more.",
                missing,
            )
            % missing
        )


def put(article: Article, content: Content) -> None:
    """Make the draft say `content`, but for its blocks. What is gone meanwhile stays out."""
    for name in (*SAID, "lead_caption"):
        setattr(article, name, content[name])
    if article.label == Label.UPDATED and not article.has_been_updated():
        # It came with an update that was scheduled then, and cancelled since.
        article.label = Label.NONE
    found = find(content)
    article.section, article.lead_photo = found.section, found.lead_photo
    article.save()
    article.bylines.all().delete()
    article.bylines.bulk_create(
        article.bylines.model(article=article, author=author, position=position)
        for position, author in enumerate(found.authors)
    )
    article.tags.set(found.tags)
    article.pick(found.read_also)


def _tag_of_today(name):
    if known := Tag.objects.filter(name__iexact=name).first():
        return known
    former = FormerTag.objects.filter(slug=Tag().slugify(name)).select_related("tag").first()
    return former and former.tag
