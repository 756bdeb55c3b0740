"""Duplicating: a piece begins as a copy of another one, and goes its own way from there."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from articles.content.copying import byline_for, copy_of
from articles.content.snapshot import byline_ids
from articles.models import Article

_LONGEST = Article._meta.get_field("headline").max_length


@transaction.atomic
def duplicate(piece: Article, by) -> Article:
    """Return a draft that says what the draft of `piece` says, and in its headline that it is a
    copy.

    Nothing else goes along: no version, no comment, and nobody whom the piece is shared with. Who
    is not in its byline stands alone in that of the copy, as in that of any new piece.
    """
    source = Article.objects.get(pk=piece.pk).specific()
    with translation.override(source.language):
        headline = (_("Copy of %s") % source.headline)[:_LONGEST]
    byline = byline_for(by, byline_ids(source))
    return copy_of(source, by, headline=headline, byline=byline)
