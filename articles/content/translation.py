"""Translation progress: which texts of a piece still say what the piece says that it translates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import ngettext

from articles.models import Article, Block, Figure

_WORD = re.compile(r"[^\W\d_]{2,}")
_FIELDS = ("headline", "standfirst", "lead_caption", "search_title", "search_description")


def in_other_languages(piece: Article) -> models.QuerySet[Article]:
    """Return the pieces that say the same as `piece` in other languages."""
    root = piece.original_id or piece.pk
    family = Article.objects.filter(Q(pk=root) | Q(original=root))
    return family.exclude(language=piece.language).exclude(pk=piece.pk)


@dataclass(frozen=True)
class Untranslated:
    """Texts of a piece that are still in the language of another one."""

    language: str
    # Names of fields, and of what comes before the text; keys of blocks.
    keys: list[str]

    @classmethod
    def of(cls, article: Article, blocks: list[Block] | None = None) -> "Untranslated | None":
        """Return what is not translated yet, if `article` is a translation.

        A text is translated once most of its words stand nowhere in the source: so what was copied
        is found again where either side was changed, moved or split meanwhile.
        """
        if article.original_id is None:
            return None
        own, most = _Texts(article, blocks), None
        for source in in_other_languages(article):
            found = cls(source.language, own.said_by(_Texts(source)))
            if found.keys and (most is None or len(found.keys) > len(most.keys)):
                most = found
        return most

    def in_words(self) -> str:
        """Return how many there are: “3 texts are still in English”."""
        number = len(self.keys)
        return ngettext(
            "%(number)d text is still in %(language)s",
            "%(number)d texts are still in %(language)s",
            number,
        ) % {
            "number": number,
            "language": dict(settings.LANGUAGES).get(self.language, self.language),
        }


class _Texts:
    """The words of a piece, text by text."""

    def __init__(self, article, blocks=None):
        self.article = article
        blocks = Block.all_of(article) if blocks is None else blocks
        self.by_key = {key: _WORD.findall(text.lower()) for key, text in self._texts(blocks)}

    def _texts(self, blocks) -> Iterator[tuple[str, str]]:
        article = self.article.specific()
        for name in _FIELDS:
            yield name, getattr(article, name)
        for block in article.front_matter():
            for name, _label, lines in article.facts(block):
                yield name, "\n".join(lines)
        for block in blocks:
            # What the library says of a photo is translated there.
            own = block.caption if isinstance(block, Figure) else block.text(article.language)
            yield block.block_key, own

    @cached_property
    def words(self) -> set[str]:
        return {word for words in self.by_key.values() for word in words}

    def said_by(self, source) -> list[str]:
        """Return the keys of those texts that the other piece says."""
        return [
            key
            for key, words in self.by_key.items()
            if words and 2 * sum(word in source.words for word in words) > len(words)
        ]
