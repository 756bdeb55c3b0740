"""Names that look alike: with other capitals, in the plural, or with a slip of the pen.

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
# What must be left of a word without its ending: “wars” is “war”, but “Суми” is not “сума”.
ENGLISH_STEM, UKRAINIAN_STEM = 3, 4
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
    return sorted(sorted(group, key=_place) for group in found.values() if len(group) > 1)


def _place(name):
    return name.casefold(), name


def _pairs(names):
    """Yield the pairs that look alike; the same pair may come twice."""
    words = {name: words_of(name) for name in names}
    yield from sharing(names, lambda name: ["".join(words[name])])
    yield from sharing(names, lambda name: [" ".join(map(singular, words[name]))])
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


def words_of(name: str) -> list[str]:
    """Return the words without capitals, accents and punctuation.

    Accents go from Latin letters alone: й and ї are letters of their own.
    """
    letters = []
    for letter in unicodedata.normalize("NFKC", name).casefold():
        base = unicodedata.normalize("NFD", letter)[0]
        letters.append(base if base.isascii() else letter)
    # An apostrophe stands inside a word: м’ята, О'Ніл.
    plain = re.sub(r"['’ʼ`´]", "", "".join(letters))
    return [word for word in _APART.split(plain) if word]


_ENGLISH = [
    (re.compile(r"ies$"), "y"),
    (re.compile(r"(?<=s|x|z)es$|(?<=ch|sh)es$"), ""),
    (re.compile(r"(?<![siu])s$"), ""),
]
_UKRAINIAN = re.compile(r"[аяоеєиіїьй]+$")


def singular(word: str) -> str:
    """Return what singular and plural have in common: “drone”, and “дрон” for “дрони”."""
    if word.isascii():
        for ending, instead in _ENGLISH:
            stem, endings = ending.subn(instead, word)
            if endings:
                return stem if len(stem) >= ENGLISH_STEM else word
        return word
    stem = _UKRAINIAN.sub("", word)
    return stem if len(stem) >= UKRAINIAN_STEM else word


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
