"""Similar names: those that differ by capitals, by a plural or by a slip of the pen.

Pure: names go in, groups of names come out. It suspects and does not know; a person decides.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from itertools import combinations

# Shorter words differ by a letter and mean something else: Iran and Iraq, Mali and Malta.
SHORTEST = 5
# In words as long as this, any one letter may be a slip.
LONG = 9
# What must be left of a word without its ending: “wars” is “war”, but “US” is not “u”.
SHORTEST_STEM = 3
# So much of a Ukrainian word says which word it is, whatever the ending.
LONG_STEM = 4
# Letters that people take for each other.
_CONFUSED = {
    frozenset(pair)
    for pair in """
        ae ai ao au ei eo eu io iu ou iy ck cs sz dt bp mn vw ij
        ао ае ая аі еє еи еі еї иі иї ії оу ує ую ієї гґ гх жш зс дт бп йі ий ьй
    """.split()
    if len(pair) == 2
}
_APART = re.compile(r"[\W_]+")
# Several of what is called by its letters: “MPs”.
_SEVERAL = re.compile(r"(?<=[A-Z]{2})s\b")


def groups(names: Iterable[str], apart: Collection[frozenset[str]] = ()) -> list[list[str]]:
    """Return the groups of names that look alike, each in alphabetical order.

    `apart` holds the pairs of names that somebody has declared to be different.
    """
    return _groups(tuple(names), frozenset(apart))


@lru_cache(maxsize=2)
def _groups(names, apart):
    leaders = {name: name for name in names}

    def leader(name):
        while leaders[name] != name:
            leaders[name] = name = leaders[leaders[name]]
        return name

    for one, other in _pairs(leaders):
        if frozenset((one, other)) not in apart:
            leaders[leader(one)] = leader(other)
    found = defaultdict(list)
    for name in leaders:
        found[leader(name)].append(name)
    return sorted(sorted(group, key=_sort_key) for group in found.values() if len(group) > 1)


def _sort_key(name):
    return name.casefold(), name


def _pairs(names):
    """Yield the pairs that look alike; the same pair may come twice."""
    words = {name: normalised_words(name) for name in names}
    yield from sharing(names, lambda name: ["".join(words[name])])
    yield from sharing(names, lambda name: singulars(words[name]))
    for one, other in sharing(names, lambda name: with_a_gap(words[name])):
        if _differ_by_a_slip(words[one], words[other]):
            yield one, other


def sharing(names, keys_of: Callable[[str], Iterable[str]]):
    """Yield the pairs of names that have a key in common, without comparing all with all."""
    having = defaultdict(list)
    for name in names:
        for key in keys_of(name):
            if key.strip():
                having[key].append(name)
    for together in having.values():
        yield from combinations(together, 2)


def normalised_words(name: str) -> list[str]:
    """Return the words without capitals, accents and punctuation; “MPs” are “mp”.

    Accents go from Latin letters alone: й and ї are letters of their own.
    """
    letters = []
    for letter in _SEVERAL.sub("", unicodedata.normalize("NFKC", name)).casefold():
        base = unicodedata.normalize("NFD", letter)[0]
        letters.append(base if base.isascii() else letter)
    # An apostrophe stands inside a word: м’ята, О'Ніл.
    plain = re.sub(r"['’ʼ`´]", "", "".join(letters))
    return [word for word in _APART.split(plain) if word]


_IRREGULAR = dict(
    pair.split()
    for pair in """
        children child, men man, women woman, mice mouse, feet foot, teeth tooth, wolves wolf,
        knives knife, lives life, wives wife, leaves leaf, thieves thief, shelves shelf,
        halves half, crises crisis, analyses analysis, theses thesis, menus menu, gurus guru,
        діти дитина, люди людина
    """.split(",")
)
# What only looks like several of something.
_ONE = {"news", "paris", "суми"}
# An ending of the plural, and that of the singular in both readings.
_ENGLISH = [
    (re.compile(r"ies$"), "y", "ie"),
    (re.compile(r"(?<=[sxzo])es$|(?<=[cs]h)es$"), "", "e"),
    # “Virus” and “ISIS” are one thing, and “taxis” are several.
    (re.compile(r"(?<![siu])s$|(?<=...i)s$"), "", ""),
]
_SHORT_UKRAINIAN = [
    (re.compile(r"и$"), "", "а"),
    (re.compile(r"[ії]$"), "", "я"),
    (re.compile(r"[ьй]$"), "", ""),
]
_UKRAINIAN = re.compile(r"[аяоеєиіїьй]+$")
_VANISHING = [(re.compile("ец$"), "ц"), (re.compile("єц$"), "йц")]


def singulars(words: list[str]) -> set[str]:
    """Return what a name has in common with its singular and plural, in one word or several."""
    return {"".join(singular(word, reading) for word in words) for reading in (0, 1)}


def singular(word: str, reading: int = 0) -> str:
    """Return what singular and plural have in common: “drone”, and “дрон” for “дрони”.

    Where a plural may be that of two words, there are two readings: “taxes” are of “tax” in the
    first and “houses” of “house” in the second, as “суди” are of “суд” and “ціни” of “ціна”.
    """
    if word in _ONE:
        return word
    if reading == 0:
        word = _IRREGULAR.get(word, word)
    if word.isascii():
        return _without_ending(word, _ENGLISH, reading)
    stem = _UKRAINIAN.sub("", word)
    for ending, instead in _VANISHING:
        stem = ending.sub(instead, stem)
    # Of a short word the ending says which word it is: “газ” is not “Газа”.
    long = len(stem) >= LONG_STEM
    return stem if long else _without_ending(word, _SHORT_UKRAINIAN, reading)


def _without_ending(word, endings, reading):
    for ending, *instead in endings:
        stem, found = ending.subn(instead[reading], word)
        if found:
            return stem if len(stem) >= SHORTEST_STEM else word
    return word


def with_a_gap(words):
    """Yield the name with each letter of each longer word left out: what two slips share."""
    for place, word in enumerate(words):
        if len(word) < SHORTEST - 1 or not word.isalpha():
            continue
        before, after = " ".join(words[:place]), " ".join(words[place + 1 :])
        for shorter in {word, *(word[:gap] + word[gap + 1 :] for gap in range(1, len(word)))}:
            yield f"{before}|{shorter}|{after}"


def _differ_by_a_slip(words, others):
    differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and is_slip(*differing[0])


def is_slip(word: str, other: str) -> bool:
    """Whether one of the words may be the other with a typing error in it.

    One letter too many or too few, two exchanged, or one that is easily taken for another. The
    first letter is seldom mistyped, and a letter at the end is often grammar.
    """
    if min(len(word), len(other)) < SHORTEST or word[0] != other[0]:
        return False
    if len(word) != len(other):
        return _one_letter_more(*sorted((word, other), key=len))
    differs = [place for place, letter in enumerate(word) if letter != other[place]]
    if len(differs) == 1:
        pair = frozenset((word[differs[0]], other[differs[0]]))
        return len(word) >= LONG or pair in _CONFUSED
    if len(differs) == 2 and differs[1] == differs[0] + 1:
        first, second = differs
        return word[first] == other[second] and word[second] == other[first]
    return False


def _one_letter_more(shorter, longer):
    if len(longer) - len(shorter) != 1:
        return False
    place = next(
        (place for place, letter in enumerate(shorter) if letter != longer[place]), len(shorter)
    )
    if shorter[place:] != longer[place + 1 :]:
        return False
    at_the_end = place == len(shorter)
    return not at_the_end or longer[-1] == shorter[-1]
