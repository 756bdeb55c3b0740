"""The words of invented headlines, the same on both sites, and those that are searched for."""

import random

WORDS = (
    *("harbour", "winter", "signal", "quiet", "column", "bridge", "supply", "letter", "northern"),
    *("evening", "council", "engine", "village", "window", "promise", "measure", "border"),
    *("station", "shelter", "account", "figure", "witness", "archive"),
)
# In every third headline, and in one.
FREQUENT = WORDS[0]
# Forms of words, as texts have them: what people look for stands there in another one.
WORDS_IN_UKRAINIAN = (
    *("гавані", "взимку", "сигналами", "тихого", "колоною", "мостами", "постачання", "листів"),
    *("північної", "вечорами", "ради", "двигунів", "селах", "вікном", "обіцянок", "заходами"),
    *("кордону", "станцією", "укриттях", "рахунками", "свідків", "архівом", "урожаю"),
)


def rare(count: int) -> str:
    """Return what stands in one headline of so many."""
    return f"({count // 2})"


def headline(words: random.Random, number: int, of=WORDS) -> str:
    """Return a headline that nothing else has."""
    return f"{sentence(words, 9, of)} ({number})"


def sentence(words: random.Random, length: int, of=WORDS) -> str:
    """Return so many words in no order."""
    return " ".join(words.choices(of, k=length)).capitalize()
