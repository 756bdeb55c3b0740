"""Pre-publication checks: what stands between a draft and its readers."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Block, Figure, Version
from espreso import alphabets, links, richtext

from .translation import Untranslated

# The address of a piece, in any language.
_PIECE = re.compile(r"/(?:[a-z]{2}/)?(\d{4}/\d{2}/\d{2}/[-\w]+)/?$", re.ASCII)


@dataclass(frozen=True)
class Readiness:
    """What stands between a draft and its readers, in words."""

    problems: list[str]
    warnings: list[str]

    @classmethod
    def of(cls, article: Article, blocks: list[Block]) -> "Readiness":
        """Return what must be mended before publication, and what should be looked at."""
        problems, warnings = [], []
        if not article.section_id:
            problems.append(_("Choose a section."))
        if not blocks:
            problems.append(_("No text yet."))
        if article.lead_photo and article.lead_photo.withdrawn_at:
            problems.append(_("The lead photo is withdrawn: choose another one."))
        problems += [problem for block in blocks for problem in block.problems()]

        waiting = sum(isinstance(block, Figure) and block.waits for block in blocks)
        if waiting:
            warnings.append(
                ngettext(
                    "%d caption has no picture yet and will not be shown.",
                    "%d captions have no pictures yet and will not be shown.",
                    waiting,
                )
                % waiting
            )
        photos = [block.photo for block in blocks if isinstance(block, Figure) and block.photo]
        photos += [article.lead_photo] if article.lead_photo else []
        undescribed = sum(not photo.said("alternative_text", article.language) for photo in photos)
        if undescribed:
            warnings.append(
                ngettext(
                    "%d photo has no alternative text.",
                    "%d photos have no alternative text.",
                    undescribed,
                )
                % undescribed
            )
        warnings += _dead_links(blocks)
        if left := Untranslated.of(article, blocks):
            warnings.append(f"{left.in_words()}.")
        elif words := language_warning(article, blocks):
            warnings.append(words)
        if not article.standfirst:
            warnings.append(_("No standfirst."))
        if not article.bylines.exists():
            warnings.append(_("No byline."))
        return cls(problems, warnings)


def _dead_links(blocks) -> list[str]:
    """Return, in words, which links of the text cannot work."""
    texts = [getattr(block, name) for block in blocks for name in block.rich]
    dead, paths = [], {}
    for address in dict.fromkeys(each for text in texts for each in richtext.addresses(text)):
        try:
            whole = links.completed(address)
        except links.BadLink as why:
            dead += [_("%s The words stay, the link is left out.") % why.messages[0]]
        else:
            if path := path_of_piece(links.path_here(whole)):
                paths[path] = address
    known = Version.objects.live().filter(article__addresses__path__in=paths)
    live = set(known.values_list("article__addresses__path", flat=True)) if paths else set()
    return dead + [
        _("The link to %s leads to a piece that readers cannot see.") % address
        for path, address in paths.items()
        if path not in live
    ]


def path_of_piece(path: str) -> str:
    """Return under which path a piece would have this address, or nothing if none could."""
    found = _PIECE.match(path)
    return found[1] if found else ""


def language_warning(article: Article, blocks: list[Block]) -> str:
    """Say that a piece is not written in the letters of its language, or return nothing."""
    language = article.language
    texts = (block.text(language) for block in blocks)
    text = "\n".join((article.headline, article.standfirst, *texts))
    if not alphabets.contradicted(text, language):
        return ""
    return wrong_letters(language, alphabets.suggested(text, language))


def wrong_letters(language: str, other: str = "") -> str:
    """Say that letters are not those of `language`, but those of the `other` one if it is known."""
    names = dict(settings.LANGUAGES)
    said = {"language": names.get(language, language)}
    if other:
        words = _("The language is %(language)s, but the letters look like %(other)s: check it.")
        return words % (said | {"other": names[other]})
    return _("The language is %(language)s, but the letters are of another one: check it.") % said
