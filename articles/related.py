"""What to read next."""

from django.db.models import Case, Q, When

from .models import TaggedVersion, Version

COUNT = 4


def read_also(version: Version) -> list[Version]:
    """Return what the editor picked, filled up with the newest pieces on the same topics.

    One without topics is filled up from its section.
    """
    live = Version.objects.live()
    if version.tag_list:
        slugs = [tag["slug"] for tag in version.tag_list]
        tagged = TaggedVersion.objects.filter(tag__slug__in=slugs)
        related = tagged.order_by("-published_at").values("content_object")[:20]
    else:
        related = live.filter(section=version.section_id).newest_first().values("pk")[: COUNT + 1]
    others = live.for_cards().exclude(article=version.article_id)
    if not version.read_also:
        return list(others.filter(pk__in=related).newest_first()[:COUNT])
    picked = Q(article__in=version.read_also)
    found = others.filter(picked | Q(pk__in=related)).order_by(
        Case(When(picked, then=0), default=1), "-published_at", "-pk"
    )
    places = {article: place for place, article in enumerate(version.read_also)}
    return sorted(found[:COUNT], key=lambda other: places.get(other.article_id, len(places)))
