"""Slugs: Latin letters, digits and hyphens, whatever the alphabet of the headline.

Ukrainian follows its own rules, all else is the tables of anyascii ([decision
26](../docs/decisions/0026-slugs.md)). A slug is made once and stored: a change here changes none.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from itertools import chain, count

from anyascii import anyascii

# Ukrainian romanisation: Resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010.
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie",
    "ж": "zh", "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia", "ё": "io", "ъ": "", "ы": "y", "э": "e",
}  # fmt: skip
_AT_WORD_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
# What stands inside a word and parts none: marks on letters, and signs that nobody sees. Vowels of
# Indian scripts are marks too, which have letters of their own in Latin.
_WITHIN = {"Mn", "Me", "Cf"}
_APOSTROPHES = re.compile("['’ʼ`´]")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")
_APART = re.compile("[^a-z0-9]+")


def slug_for(text: str, max_length: int = 80, nameless: str = "piece") -> str:
    """Return a slug for `text`, cut at a word boundary; `nameless` when no letter survives."""
    slug = _APART.sub("-", romanise(text)).strip("-")
    if len(slug) > max_length:
        end = slug.rfind("-", 0, max_length + 1)
        # A word as long as that is cut itself.
        slug = slug[: end if end > max_length // 2 else max_length].strip("-")
    return slug or nameless


def romanise(text: str) -> str:
    """Return `text` in ASCII and lower case, its words as far apart as they were."""
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text)).lower()
    # “U.S. aid” is two words.
    text = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", text)
    letters = []
    previous = " "
    for letter in text:
        # The resolution writes зг as zgh, so that it is not read as ж.
        latin = "gh" if previous == "з" and letter == "г" else _latin(letter, previous)
        letters.append(latin)
        if latin or unicodedata.category(letter) not in _WITHIN:
            previous = letter
    return "".join(letters)


def _latin(letter, previous):
    table = _LETTERS if previous.isalnum() else _LETTERS | _AT_WORD_START
    if letter in table:
        return table[letter]
    latin = anyascii(letter).lower()
    # Signs for words are words: an emoji, “€”, “№”. Of letters, apostrophes part nothing.
    return f" {latin} " if unicodedata.category(letter) == "So" else latin.replace("'", "")


def free_slug(slug: str, taken: Callable[[str], Collection[str]], max_length: int = 80) -> str:
    """Return `slug`, or with the first number that nobody has: “air-defence-2”.

    `taken(beginning)` returns the slugs that begin so, of today and of before.
    """
    # Room for as many as there may be.
    beginning = slug[: max_length - 7].rstrip("-")
    others = set(taken(beginning))
    numbered = (f"{beginning}-{number}" for number in count(2))
    return next(one for one in chain([slug], numbered) if one not in others)
