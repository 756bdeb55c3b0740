"""Boilerplate: what is copied along with a web page and is no part of its story."""

import re
from collections.abc import Sequence

from interviews.transcript import phrases
from interviews.transcript.passages import Passage
from interviews.transcript.signals import PassageCues

LONGEST = 320
BARE_NUMBER = re.compile(r"\d{1,4}")
FEED = 3


def find_boilerplate(passages: Sequence[Passage]) -> set[int]:
    """The places of page numbers, datelines, buttons, leaked keys, tags and other news."""
    all_cues = [PassageCues(passage) for passage in passages]
    foot = _foot(all_cues)
    found = {cues.passage.place for cues in all_cues[foot:]}
    numbers = [cues for cues in all_cues if BARE_NUMBER.fullmatch(cues.text)]
    values = [int(cues.text) for cues in numbers]
    if len(values) >= 2 and values == list(range(values[0], values[0] + len(values))):
        found |= {cues.passage.place for cues in numbers}
    for previous, cues in zip([None, *all_cues], all_cues[:foot], strict=False):
        told = cues.text
        if len(told) > LONGEST or cues.passage.kind in ("caption", "alt"):
            continue
        # After a question, "14:25", "Monday" or "Telegram" may well be the answer.
        waited_for = previous and (previous.asks or previous.text.endswith(":"))
        doubtful = cues.dateline or phrases.BUTTON.fullmatch(told)
        if phrases.NEVER_CONTENT.fullmatch(told) or (doubtful and not waited_for):
            found.add(cues.passage.place)
    return found


def _foot(all_cues: Sequence[PassageCues]) -> int:
    """Where the story is over and only links, tags and other news follow."""
    sentences, clocks = 0, 0
    foot = len(all_cues)
    for index in range(len(all_cues) - 1, -1, -1):
        cues = all_cues[index]
        if len(cues.text) <= LONGEST and phrases.FOOT.fullmatch(cues.text):
            after = len(all_cues) - index - 1
            if sentences == 0 or (clocks >= FEED and sentences <= 0.25 * after):
                foot = index
        if cues.dateline:
            clocks += 1
        elif cues.asks or (
            cues.end.endswith((".", "!", "…", ":"))
            and not phrases.FOOT.fullmatch(cues.text[:LONGEST])
        ):
            sentences += 1
    return foot
