"""The words of invented headlines, the same on both sites, and those that are searched for."""

import random

WORDS = (
    *("harbour", "winter", "signal", "quiet", "column", "bridge", "supply", "letter", "northern"),
    *("evening", "council", "engine", "village", "window", "promise", "measure", "border"),
    *("station", "shelter", "account", "figure", "witness", "archive"),
)
# In every third headline, and in one.
FREQUENT = WORDS[0]


def rare(count: int) -> str:
    """Return what stands in one headline of so many."""
    return f"({count // 2})"


def headline(words: random.Random, number: int) -> str:
    """Return a headline that nothing else has."""
    return f"{sentence(words, 9)} ({number})"


def sentence(words: random.Random, length: int) -> str:
    """Return so many words in no order."""
    return " ".join(words.choices(WORDS, k=length)).capitalize()
