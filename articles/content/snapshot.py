"""Snapshot: all that a piece says, as plain data: of a draft, of a version, or put back into a
draft.

What is kept of a draft (`Milestone.content`, `DraftSnapshot.content`), what two states are
compared by, and what restoring puts back are the same thing, and this module alone knows its
shape:

    headline, slug, standfirst, label, language, search_title, search_description
    section               the key of a row, or None
    lead                  as `freeze.freeze_lead` returns it
    byline, read_also     keys, in their order
    tags                  of each its key, with the name and the slug that it had
    document              as `freeze.freeze` returns it

What was kept with less in it is brought to this shape by `upgrade`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import (
    Article,
    Author,
    Block,
    DraftSnapshot,
    Figure,
    Label,
    Milestone,
    Occasion,
    Photo,
    Section,
    Tag,
    Version,
)
from espreso import languages
from espreso.slugs import slug_for

from .freeze import freeze, freeze_lead, lead_of
from .thaw import with_frozen_caption
from .upgrade import SAID, upgrade, upgrade_document

Content = dict[str, Any]


def of_draft(article: Article, blocks: list[Block] | None = None) -> Content:
    """Return what the draft says now."""
    relations = byline_ids(article), article.picks, _tags_on(article)
    return assembled(article, blocks, *relations)


def assembled(article: Article, blocks, byline, read_also, tags) -> Content:
    """Return what the draft says with these rows, which somebody has read already."""
    return {name: getattr(article, name) for name in SAID} | {
        "section": article.section_id,
        "lead": freeze_lead(article),
        "byline": byline,
        "read_also": read_also,
        "tags": tags,
        "document": freeze(article, blocks),
    }


def byline_ids(article: Article) -> list[int]:
    """Return the keys of the authors in the byline of the draft, in their order."""
    return list(article.bylines.values_list("author", flat=True))


def of_version(version: Version) -> Content:
    """Return what a version says, as the draft said it when it was published."""
    return {name: getattr(version, name) for name in SAID} | {
        "section": version.section_id,
        "lead": lead_of(version),
        "byline": list(version.bylines.values_list("author", flat=True)),
        "read_also": version.read_also,
        "tags": _tags_on(version),
        "document": upgrade_document(version.document),
    }


def _tags_on(state):
    return list(state.tags.order_by("name").values("id", "name", "slug"))


def save_milestone(
    article: Article, occasion: Occasion, by, blocks: list[Block] | None = None
) -> Milestone:
    """Keep the draft as it is now among the states that mattered."""
    article = article.specific()
    return Milestone.objects.create(
        article_id=article.pk,
        occasion=occasion,
        revision=article.revision,
        content=of_draft(article, blocks),
        by=by,
    )


def content_of(state: Article | Version | Milestone | DraftSnapshot) -> Content:
    """Return what any state of a piece says: the draft, a version, a milestone or a save."""
    if isinstance(state, Milestone | DraftSnapshot):
        return upgrade(state.content)
    return of_version(state) if isinstance(state, Version) else of_draft(state)


@dataclass(frozen=True)
class ResolvedReferences:
    """What the keys of a content lead to today, and in words what they no longer lead to."""

    section: Section | None
    lead_photo: Photo | None
    lead_caption: str
    authors: list[Author]
    tags: list[Tag]
    read_also: list[int]
    lost: list[str]


def resolve(content: Content) -> ResolvedReferences:
    """Look up what `content` refers to: a renamed or merged tag under its name of today."""
    lead, in_text = content["lead"], [block for block in content["document"] if block.get("photo")]
    photos = Photo.objects.in_bulk({picture["photo"] for picture in (lead, *in_text)} - {None})
    language = content["language"]
    captions = {key: photo.said("caption", language) for key, photo in photos.items()}
    section = Section.objects.filter(pk=content["section"]).first()
    authors = Author.objects.in_bulk(content["byline"])
    tags = tags_of_today(content["tags"])
    there = set(Article.objects.filter(pk__in=content["read_also"]).values_list("pk", flat=True))
    found = ResolvedReferences(
        section=section,
        lead_photo=photos.get(lead["photo"]),
        lead_caption=Figure.thaw(with_frozen_caption(lead, captions)).caption,
        authors=[authors[key] for key in content["byline"] if key in authors],
        # Two that were merged are one.
        tags=list(dict.fromkeys(filter(None, tags))),
        read_also=[key for key in content["read_also"] if key in there],
        lost=[],
    )
    gone = sum(picture["photo"] not in photos for picture in in_text)
    unknown = [kept["name"] for kept, tag in zip(content["tags"], tags, strict=True) if not tag]
    found.lost.extend(_lost(content, found, gone, unknown))
    found.lost.extend(_words_of_today([lead, *in_text], photos, language))
    return found


def tags_of_today(tags: Sequence[dict]) -> list[Tag | None]:
    """Return for each of the `tags` of a content the one that it is today, or None."""
    there = Tag.objects.in_bulk({tag["id"] for tag in tags} - {None})
    return [there.get(tag["id"]) or _successor(tag) for tag in tags]


def _successor(tag):
    """The tag that is there instead of one whose row is gone: made anew, or merged with it."""
    ways = ({"name__iexact": tag["name"]}, {"slug": tag["slug"]}, {"former__slug": tag["slug"]})
    found = (Tag.objects.filter(**way).first() for way in ways)
    return next(filter(None, found), None)


def _lost(content, found, pictures, tags) -> Iterator[str]:
    if content["section"] and not found.section:
        yield _("Its section no longer exists: choose another one.")
    if missing := len(content["byline"]) - len(found.authors):
        yield (
            ngettext(
                "%d author in the byline no longer exists.",
                "%d authors in the byline no longer exist.",
                missing,
            )
            % missing
        )
    if content["lead"]["photo"] and not found.lead_photo:
        yield _("The lead photo is no longer in the library; its caption stays.")
    if pictures:
        yield (
            ngettext(
                "%d picture in the text is no longer in the library: its caption needs another.",
                "%d pictures in the text are no longer in the library: their captions need others.",
                pictures,
            )
            % pictures
        )
    if tags:
        yield _("This tag no longer exists: %s.") % languages.quoted(_short_names(tags))
    if missing := len(content["read_also"]) - len(found.read_also):
        yield (
            ngettext(
                "%d related piece no longer exists.",
                "%d related pieces no longer exist.",
                missing,
            )
            % missing
        )


def _words_of_today(pictures, photos, language) -> Iterator[str]:
    """Say which words come from the library, whatever was kept, and are others there by now."""
    shown = [(each, photos[each["photo"]]) for each in pictures if each["photo"] in photos]
    for name, words in (
        ("credit", _("The credit has changed in the library, and will not be restored: %s.")),
        (
            "alternative_text",
            _("The alternative text has changed in the library, and will not be restored: %s."),
        ),
    ):
        changed = [photo for each, photo in shown if each[name] != photo.said(name, language)]
        if changed:
            yield words % languages.quoted(_short_names(changed))
    new = [
        photo
        for each, photo in shown
        if each["caption_of_photo"] and photo.said("caption", language) and not each["caption"]
    ]
    if new:
        yield _(
            "There was no caption, so the photo’s own caption is used now: %s."
        ) % languages.quoted(_short_names(new))


def _short_names(names):
    return dict.fromkeys(Truncator(name).chars(60) for name in names)


def put(article: Article, content: Content, *, names=True) -> None:
    """Make the draft say `content`, but for its blocks. What is gone meanwhile stays out.

    Without `names` its byline is left as it is.
    """
    for name in SAID:
        # Kept before there was such a field: what a piece cannot be without stays as it is.
        if content[name] or Article._meta.get_field(name).blank:
            setattr(article, name, content[name])
    if article.label == Label.UPDATED and not article.has_been_updated():
        # It came with an update that was scheduled then, and cancelled since.
        article.label = Label.NONE
    article.slug_by_hand = article.slug not in {"", slug_for(article.headline)}
    found = resolve(content)
    article.section = found.section
    article.lead_photo, article.lead_caption = found.lead_photo, found.lead_caption
    article.save()
    if names:
        article.bylines.all().delete()
        article.bylines.bulk_create(
            article.bylines.model(article=article, author=author, position=position)
            for position, author in enumerate(found.authors)
        )
    article.tags.set(found.tags)
    article.pick(found.read_also)
