"""Slugs: Latin letters, digits and hyphens, whatever the alphabet of the headline."""

from collections.abc import Callable, Collection
from itertools import chain, count

from django.utils.text import slugify

# Ukrainian romanisation: Resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010.
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie",
    "ж": "zh", "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia", "ё": "io", "ъ": "", "ы": "y", "э": "e",
}  # fmt: skip
_AT_WORD_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_NOT_LETTERS = str.maketrans("", "", "'’ʼ`")


def romanise(text: str) -> str:
    """Return `text` in lower case with its Cyrillic letters in Latin ones."""
    letters = []
    previous = " "
    for letter in text.lower().translate(_NOT_LETTERS):
        table = _LETTERS if previous.isalnum() else _LETTERS | _AT_WORD_START
        # The resolution writes зг as zgh, so that it is not read as ж.
        letters.append("gh" if previous == "з" and letter == "г" else table.get(letter, letter))
        previous = letter
    return "".join(letters)


def slug_for(text: str, max_length: int = 80, nameless: str = "piece") -> str:
    """Return a slug for `text`, cut at a word boundary; `nameless` when no letter survives."""
    slug = slugify(romanise(text))
    if len(slug) > max_length:
        cut = slug[: max_length + 1]
        slug = cut.rsplit("-", 1)[0] if "-" in cut else cut[:max_length]
    return slug.strip("-") or nameless


def free_slug(slug: str, taken: Callable[[str], Collection[str]], max_length: int = 80) -> str:
    """Return `slug`, or with the first number that nobody has: “air-defence-2”.

    `taken(beginning)` returns the slugs that begin so, of today and of before.
    """
    # Room for as many as there may be.
    beginning = slug[: max_length - 7].rstrip("-")
    others = set(taken(beginning))
    numbered = (f"{beginning}-{number}" for number in count(2))
    return next(one for one in chain([slug], numbered) if one not in others)
