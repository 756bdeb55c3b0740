"""Translating: a piece begins in another language as a copy, to be translated text by text."""

from django.db import transaction

from articles.content.copying import copy_of
from articles.content.translation import in_other_languages
from articles.models import Article


@transaction.atomic
def translate(piece: Article, language: str, by) -> tuple[Article, bool]:
    """Return `piece` in `language`, and whether it was made just now.

    It is a draft of the same kind that says all that the draft of `piece` says, and belongs to it
    as its translation. Photos are described in the new language, where the library knows how.
    """
    # Of two at once the second one finds what the first has made.
    root = Article.objects.locked().get(pk=piece.original_id or piece.pk)
    if found := in_other_languages(piece).filter(language=language).first():
        return found.specific(), False
    source = Article.objects.get(pk=piece.pk).specific()
    # Words that come from elsewhere are those of the new language: nothing of this is saved.
    source.language = language
    return copy_of(source, by, original=root), True
