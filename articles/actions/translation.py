"""Translating: a piece begins in another language as a copy, to be translated text by text."""

from django.db import transaction

from articles.content import saves, snapshot
from articles.content.thaw import add_blocks
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
    # The URL is made anew, of the headline in that language.
    content = snapshot.of_draft(source) | {"slug": ""}
    made = type(source)(
        headline=source.headline,
        language=language,
        original=root,
        created_by=by,
        modified_by=by,
    )
    made.save()
    snapshot.put(made, content)
    add_blocks(made, content["document"])
    made.restore_front_matter(content["document"])
    saves.keep(made, by)
    return made, True
