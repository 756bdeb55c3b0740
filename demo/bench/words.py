"""The words of invented texts, the same on both sites, and those that are searched for."""

import random
from itertools import accumulate, product

WORDS = (
    *("harbour", "winter", "signal", "quiet", "column", "bridge", "supply", "letter", "northern"),
    *("evening", "council", "engine", "village", "window", "promise", "measure", "border"),
    *("station", "shelter", "account", "figure", "witness", "archive"),
)
# In every third headline.
FREQUENT = WORDS[0]
# Forms of words, as texts have them: what people look for stands there in another one.
WORDS_IN_UKRAINIAN = (
    *("гавані", "взимку", "сигналами", "тихого", "колоною", "мостами", "постачання", "листів"),
    *("північної", "вечорами", "ради", "двигунів", "селах", "вікном", "обіцянок", "заходами"),
    *("кордону", "станцією", "укриттях", "рахунками", "свідків", "архівом", "урожаю"),
)


def rare(count: int, language: str = "en") -> str:
    """Return what stands in one headline of so many; every second one is Ukrainian."""
    return f"({count // 4 * 2 + (language == 'uk')})"


def headline(words: random.Random, number: int, of=WORDS) -> str:
    """Return a headline that nothing else has."""
    return f"{sentence(words, 9, of)} ({number})"


def sentence(words: random.Random, length: int, of=WORDS) -> str:
    """Return so many words in no order."""
    return " ".join(words.choices(of, k=length)).capitalize()


class Vocabulary:
    """Invented words as texts have them: each half as often as the one of half its rank (Zipf)."""

    def __init__(self, onsets: str, vowels: str, codas: str):
        syllables = ["".join(letters) for letters in product(onsets, vowels)]
        self.words = [
            f"{one}{other}{coda}" for coda in codas for one, other in product(syllables, syllables)
        ]
        random.Random(len(self.words)).shuffle(self.words)  # noqa: S311 — the same every time
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def text(self, words: random.Random, length: int) -> str:
        """Return so many words."""
        chosen = words.choices(self.words, cum_weights=self._weights, k=length)
        return " ".join(chosen).capitalize()


# Some eight thousand words each, which no ending is taken from.
VOCABULARY = {
    "en": Vocabulary("bdgklmnprtvz", "aou", "bkmpr"),
    "uk": Vocabulary("бдгклмнпртвз", "аоу", "бкмпр"),
}
