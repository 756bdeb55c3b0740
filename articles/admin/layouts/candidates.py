"""Candidates: the pieces that can be placed on a page, and what has become of those placed."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from articles.models import Article, Section, Tag, Version
from espreso import clock
from espreso.admin_lists import refused_search

# So many pieces to choose from are in sight; the others are searched for.
NEWEST = 40
_SOON, _SOON_FOUND = 5, 20


@dataclass(frozen=True)
class Candidate:
    """A piece that stands in a place: what readers see of it, or will, or why they do not."""

    headline: str
    version: Version | None = None
    note: str = ""
    is_live: bool = False


def pieces(keys, language) -> dict[int, Candidate]:
    """Return the pieces with these keys as a page in `language` has them, in two queries.

    Those that are gone are not among them.
    """
    there = Q(during__contains=Now()) | Q(during__startswith__gt=Now())
    of = {key: [] for key in keys}
    for version in _dated(Version.objects.filter(there, article__in=keys)):
        of[version.article_id].append(version)
    drafts = Article.objects.filter(pk__in=keys).annotate(
        was_public=Exists(
            Version.objects.filter(article=OuterRef("pk"), during__startswith__lte=Now())
        )
    )
    return {
        key: _piece(of[key], headline, language, was_public=was_public)
        for key, headline, was_public in drafts.values_list("pk", "headline", "was_public")
    }


def _piece(versions, headline, language, *, was_public):
    here = [version for version in versions if version.language == language]
    if here:
        # The one that is live comes before what is scheduled.
        return Candidate(here[0].headline, here[0], is_live=not here[0].scheduled)
    if versions:
        return Candidate(versions[0].headline, note=_("In a different language from this page"))
    note = _("Withdrawn") if was_public else _("Not published")
    return Candidate(headline, note=note)


def to_place(language, about, words="") -> list[Version]:
    """Return the pieces with these words in their headline: those to come, then the newest.

    `about` is the section or the topic that they are to be of, or None.
    """
    found = Version.objects.in_language(language)
    if isinstance(about, Section):
        found = found.in_section(about)
    elif isinstance(about, Tag):
        found = found.on_topic(about)
    if refused_search(words):
        return []
    for word in words.split():
        found = found.filter(headline__icontains=word)
    live = Version.objects.live().in_language(language).filter(article=OuterRef("article"))
    coming = _dated(found.filter(~Exists(live), during__startswith__gt=Now()))
    return [
        *coming[: _SOON_FOUND if words.strip() else _SOON],
        *found.live().for_cards().newest_first()[:NEWEST],
    ]


def _dated(versions) -> list[Version]:
    """Return the cards of `versions`; `scheduled` says when one comes out that is not live yet."""
    opens = Case(When(during__startswith__gt=Now(), then=F("during__startswith")))
    found = list(versions.for_cards().annotate(opens=opens).order_by("during"))
    for version in found:
        version.scheduled = version.opens and clock.in_words(version.opens, _("j M, H:i"))
    return found
