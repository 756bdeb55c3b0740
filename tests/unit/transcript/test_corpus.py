"""Interviews of many kinds, each proposed as an editor would correct it.

The collections in transcripts/collections hold one interview after another. Above each stands
"=== name: parts": I introduction, Q question, A answer, C caption, P prose, S skip. Small letters
leave a choice: i and p, what belongs to neither question nor answer; s, what may be skipped; h,
the last words of a letter.
"""

import re

import pytest

from interviews.transcript import from_html, from_text
from tests.paths import DATA

COLLECTIONS = DATA / "transcripts" / "collections"
CHOICES = {"i": "IPS", "p": "PSC", "s": "SPI", "h": "PSA"}


def interviews():
    for collection in sorted(COLLECTIONS.glob("*.txt")):
        whole = collection.read_text(encoding="utf-8")
        for interview in re.split(r"^=== ", whole, flags=re.MULTILINE)[1:]:
            heading, source = interview.split("\n", 1)
            name, parts = heading.rsplit(":", 1)
            yield pytest.param(parts.replace(" ", ""), source, id=f"{collection.stem}, {name}")


@pytest.mark.parametrize(("parts", "source"), list(interviews()))
def test_the_interview_needs_no_correction(parts, source):
    read = from_html if source.lstrip().startswith("<") else from_text
    found = "".join(paragraph.part[0].upper() for paragraph in read(source))
    # Where a choice is open, what was chosen is as good as what was expected.
    chosen = "".join(
        part if part in CHOICES.get(wanted, "") else wanted
        for wanted, part in zip(parts, found, strict=False)
    )
    assert found == chosen + parts[len(found) :]
