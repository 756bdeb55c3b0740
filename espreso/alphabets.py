"""Writing systems: whether a text is written in the letters of its language.

This is no guess at a language: it tells Cyrillic from Latin, and of languages that share a script
those that have letters of their own.
"""

import unicodedata
from collections import Counter
from functools import lru_cache

from django.conf import settings

# Of each script, by its name in Unicode, the languages that are written in it.
_WRITTEN_IN = {
    "CYRILLIC": "be bg kk ky mk mn ru sr tg tt uk",
    "GREEK": "el",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "HEBREW": "he",
    "ARABIC": "ar fa ur",
    "LATIN": "az cs da de en es et fi fr ga hr hu it lt lv nb nl nn pl pt ro sk sl sq sv tr uz",
}
_SCRIPTS = {code: script for script, codes in _WRITTEN_IN.items() for code in codes.split()}
# Letters that a language has and its neighbours with the same script on a site have not.
_OWN_LETTERS = {"uk": "іїєґ", "ru": "ыэъё"}


def contradicted(text: str, language: str) -> bool:
    """Whether most letters of `text` are not those that `language` is written in."""
    script = _script_of(language)
    letters = Counter(filter(str.isalpha, text.lower()))
    scripts = Counter[str]()
    for letter, times in letters.items():
        scripts[_script_of_letter(letter)] += times
    if not script or not letters:
        return False
    if scripts[script] * 2 < scripts.total():
        return True
    return _own(letters, language) < max(
        (_own(letters, other) for other in _neighbours(language)), default=0
    )


def suggested(text: str, language: str) -> str:
    """Return the language of the site that the letters of a contradicted `text` speak for, or "".

    That is the only one that they do not contradict.
    """
    others = [code for code, _name in settings.LANGUAGES if code != language and _script_of(code)]
    possible = [code for code in others if not contradicted(text, code)]
    return possible[0] if len(possible) == 1 else ""


def of_the_site() -> dict[str, dict[str, str]]:
    """Return by language what tells its letters: its `script`, as Unicode names it, and its `own`.

    The desk's `alphabets.js` follows the same rule while somebody types.
    """
    return {
        code: {"script": _script_of(code).title(), "own": _OWN_LETTERS.get(code, "")}
        for code, _name in settings.LANGUAGES
    }


def likely(text: str) -> str:
    """Return the language in which `text` begins: the first one, unless its letters say no."""
    first = settings.LANGUAGE_CODE
    return (contradicted(text, first) and suggested(text, first)) or first


def _neighbours(language):
    """Return the languages of the site that are told from `language` by their own letters."""
    if language not in _OWN_LETTERS:
        return []
    codes = [code for code, _name in settings.LANGUAGES]
    return [code for code in codes if code in _OWN_LETTERS and code != language]


def _own(letters, language):
    return sum(letters[letter] for letter in _OWN_LETTERS.get(language, ""))


def _script_of(language):
    # “pt-br” is written as “pt” is.
    return _SCRIPTS.get(language.split("-")[0], "")


@lru_cache(maxsize=4000)
def _script_of_letter(letter):
    return unicodedata.name(letter, "").split(" ")[0]
