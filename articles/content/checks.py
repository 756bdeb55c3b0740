"""Pre-publication checks: what is missing of a draft before it meets its readers."""

import re
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from articles.models import Article, Block, Version
from articles.models.finding import Finding
from espreso import alphabets, links, richtext

from .translation import Untranslated

# The address of a piece, in any language.
_PIECE = re.compile(r"/(?:[a-z]{2}/)?(\d{4}/\d{2}/\d{2}/[-\w]+)/?$", re.ASCII)


def findings(article: Article, blocks: list[Block]) -> list[Finding]:
    """Return all that is missing or wrong, what stops publishing first.

    At a fixed number of queries, however long the piece is.
    """
    found = [
        *_of_the_piece(article, blocks),
        *_of_blocks(article, blocks),
        *_dead_links(blocks),
        *_of_the_language(article, blocks),
    ]
    return sorted(found, key=lambda finding: not finding.stops)


def stopping(article: Article, blocks: list[Block]) -> list[Finding]:
    """Return what must be mended before the piece can be published."""
    found = [*_stopping(article, blocks), *_of_blocks(article, blocks)]
    return [finding for finding in found if finding.stops]


def _stopping(article, blocks) -> Iterator[Finding]:
    if not article.section_id:
        yield Finding("section", _("Choose a section."), "section", stops=True)
    if not blocks:
        yield Finding("text", _("No text yet."), "text", stops=True)
    if article.lead_photo and article.lead_photo.withdrawn_at:
        words = _("The lead photo is withdrawn: choose another one.")
        yield Finding("withdrawn", words, "lead_photo", stops=True)


def _of_the_piece(article, blocks) -> Iterator[Finding]:
    yield from _stopping(article, blocks)
    if not article.standfirst:
        yield Finding("standfirst", _("No standfirst."), "standfirst")
    if not article.bylines.exists():
        yield Finding("byline", _("No byline."), "byline")
    if photo := article.lead_photo:
        if not photo.said("credit", article.language):
            yield Finding("lead_credit", _("The lead photo has no credit."), "lead_photo")
        if not photo.said("alternative_text", article.language):
            words = _("The lead photo has no alternative text.")
            yield Finding("lead_alternative_text", words, "lead_photo")
    else:
        yield Finding("lead_photo", _("No lead photo."), "lead_photo")
    if not article.tags.exists():
        yield Finding("tags", _("No tags."), "tags")
    yield from article.specific().findings()


def _of_blocks(article, blocks) -> Iterator[Finding]:
    numbers: Counter[str] = Counter()
    for block in blocks:
        numbers[block.kind] += 1
        yield from block.findings(numbers[block.kind], article.language)


def _dead_links(blocks) -> list[Finding]:
    """Return which links of the text cannot work, each where it stands first."""
    at: dict[str, str] = {}
    for block in blocks:
        for name in block.rich:
            for address in richtext.addresses(getattr(block, name)):
                at.setdefault(address, block.block_key)
    dead, paths = [], {}
    for address, key in at.items():
        try:
            whole = links.completed(address)
        except links.BadLink as why:
            words = _("%s The words stay, the link is left out.") % why.messages[0]
            dead.append(Finding("link", words, key))
        else:
            if path := path_of_piece(links.path_here(whole)):
                paths[path] = address
    known = Version.objects.live().filter(article__addresses__path__in=paths)
    live = set(known.values_list("article__addresses__path", flat=True)) if paths else set()
    gone = _("The link to %s leads to a piece that readers cannot see.")
    return dead + [
        Finding("link", gone % address, at[address])
        for path, address in paths.items()
        if path not in live
    ]


def path_of_piece(path: str) -> str:
    """Return under which path a piece would have this address, or nothing if none could."""
    found = _PIECE.match(path)
    return found[1] if found else ""


def _of_the_language(article, blocks) -> Iterator[Finding]:
    if left := Untranslated.of(article, blocks):
        yield Finding("untranslated", f"{left.in_words()}.", left.keys[0])
    elif words := _language_warning(article, blocks):
        yield Finding("language", words, "language")


def _language_warning(article, blocks) -> str:
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
