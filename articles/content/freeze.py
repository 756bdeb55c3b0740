"""Freezing, or serialising: from a draft to what readers see. Publication and preview share it."""

from articles.models import (
    Article,
    Block,
    Figure,
    Photo,
    Tag,
    TaggedVersion,
    Version,
    VersionByline,
    VersionPhoto,
)

from .upgrade import SAID


def freeze(article: Article, blocks: list[Block] | None = None) -> list[dict]:
    """Return the draft's text as a version keeps it."""
    blocks = Block.all_of(article) if blocks is None else blocks
    return [
        *article.specific().front_matter(),
        *(block.freeze(article.language) for block in blocks),
    ]


def freeze_lead(article: Article) -> dict:
    """Return the draft's lead photo with its words, as a picture of the text is kept."""
    lead = Figure(photo=article.lead_photo, caption=article.lead_caption)
    return lead.freeze(article.language)


def lead_of(version: Version) -> dict:
    """Return the lead photo of a version with its words, as `freeze_lead` froze them."""
    return {
        "kind": Figure.kind,
        "photo": version.lead_photo_id,
        "caption": version.lead_caption,
        "caption_of_photo": version.lead_caption_of_photo,
        "credit": version.lead_credit,
        "copyright": version.lead_copyright,
        "licence": version.lead_licence,
        "focal": version.lead_focal,
        "alternative_text": version.lead_alternative_text,
    }


def set_lead(version: Version, photo: Photo | None, lead: dict) -> None:
    """Let `photo` lead `version`, in the frozen words of `lead`. Without one no words stay."""
    said = lead if photo else Figure().freeze(version.language)
    version.lead_photo = photo
    version.lead_caption = said["caption"]
    version.lead_caption_of_photo = said["caption_of_photo"]
    version.lead_credit = said["credit"]
    version.lead_copyright = said["copyright"]
    version.lead_licence = said["licence"]
    version.lead_focal = said["focal"]
    version.lead_alternative_text = said["alternative_text"]


def version_of(article: Article, blocks: list[Block]) -> Version:
    """Return an unsaved version that says what the draft and its `blocks` say now.

    When it was or will be published, and as what change, is for the caller to fill in.
    """
    version = Version(
        article_id=article.pk,
        kind=article.specific().kind,
        section=article.section,
        original_id=article.original_id,
        read_also=article.picks,
        document=freeze(article, blocks),
        text="\n".join(filter(None, (block.text(article.language) for block in blocks))),
        **{name: getattr(article, name) for name in SAID},
    )
    set_lead(version, article.lead_photo, freeze_lead(article))
    return version


def freeze_relations(version: Version, article: Article) -> None:
    """Write down byline, tags and photos of a saved version."""
    VersionByline.objects.bulk_create(
        VersionByline(
            version=version,
            author_id=line.author_id,
            position=position,
            published_at=version.published_at,
        )
        for position, line in enumerate(article.bylines.all())
    )
    TaggedVersion.objects.bulk_create(
        TaggedVersion(content_object=version, tag=tag, published_at=version.published_at)
        for tag in Tag.held_for(article)
    )
    photos = {block["photo"] for block in version.document if block.get("photo")}
    photos |= {version.lead_photo_id} - {None}
    VersionPhoto.objects.bulk_create(
        VersionPhoto(version=version, photo_id=photo) for photo in sorted(photos)
    )


def relations_of(version: Version | None) -> list:
    """Return the rows that carry byline, tags and photos of a version, for `attach_relations`."""
    if version is None:
        return []
    Tag.held_for(version)
    return [
        *version.bylines.all(),
        *TaggedVersion.objects.filter(content_object=version),
        *VersionPhoto.objects.filter(version=version),
    ]


def attach_relations(rows: list, version: Version) -> None:
    """Give `version` what another one carried, whose `relations_of` these are."""
    for row in rows:
        row.pk = None
        setattr(row, "content_object" if isinstance(row, TaggedVersion) else "version", version)
        row.published_at = version.published_at
    for model in (VersionByline, TaggedVersion, VersionPhoto):
        model.objects.bulk_create(row for row in rows if isinstance(row, model))
