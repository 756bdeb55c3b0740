"""Boilerplate: what comes along when a web page is copied and is certainly no part of its story."""

import re
from collections.abc import Sequence

from interviews.transcript import phrases
from interviews.transcript.passages import Passage
from interviews.transcript.signals import Look

LONGEST = 320
BARE_NUMBER = re.compile(r"\d{1,4}")
FEED = 3


def find(passages: Sequence[Passage]) -> set[int]:
    """The places of page numbers, datelines, buttons, leaked keys, tags and other news."""
    looks = [Look(passage) for passage in passages]
    foot = _foot(looks)
    found = {look.passage.place for look in looks[foot:]}
    numbers = [look for look in looks if BARE_NUMBER.fullmatch(look.text)]
    values = [int(look.text) for look in numbers]
    if len(values) >= 2 and values == list(range(values[0], values[0] + len(values))):
        found |= {look.passage.place for look in numbers}
    for previous, look in zip([None, *looks], looks[:foot], strict=False):
        told = look.text
        if len(told) > LONGEST or look.passage.kind in ("caption", "alt"):
            continue
        # After a question, "14:25", "Monday" or "Telegram" may well be the answer.
        waited_for = previous and (previous.asks or previous.text.endswith(":"))
        doubtful = look.dateline or phrases.BUTTON.fullmatch(told)
        if phrases.NEVER_CONTENT.fullmatch(told) or (doubtful and not waited_for):
            found.add(look.passage.place)
    return found


def _foot(looks: Sequence[Look]) -> int:
    """Where the story is over and only links, tags and other news follow."""
    sentences, clocks = 0, 0
    foot = len(looks)
    for index in range(len(looks) - 1, -1, -1):
        look = looks[index]
        if len(look.text) <= LONGEST and phrases.FOOT.fullmatch(look.text):
            after = len(looks) - index - 1
            if sentences == 0 or (clocks >= FEED and sentences <= 0.25 * after):
                foot = index
        if look.dateline:
            clocks += 1
        elif look.asks or (
            look.end.endswith((".", "!", "…", ":"))
            and not phrases.FOOT.fullmatch(look.text[:LONGEST])
        ):
            sentences += 1
    return foot
