"""Transcript process: reads what editors hand in, within limits of memory and time.

`source` asks it. Its functions know no Django, and answer with data that crosses to there.
"""

from collections.abc import Mapping
from typing import Any, BinaryIO

from interviews.transcript.markup import passages_of_html
from interviews.transcript.proposal import from_html, from_text
from interviews.transcript.word import to_html

Request = Mapping[str, Any]


def word(request: Request, file: BinaryIO, output: BinaryIO) -> str:
    """Return the HTML of a Word document."""
    return to_html(file)


def propose(request: Request, file: None, output: BinaryIO) -> list[list[str]]:
    """Return the fields of each paragraph of HTML, then of a text."""
    proposed = from_html(request["html"]) + from_text(request["text"])
    return [[each.html, each.text, each.part, each.speaker] for each in proposed]


def passages(request: Request, file: None, output: BinaryIO) -> list[str]:
    """Return the HTML of each passage of HTML, as it was understood."""
    return [passage.html for passage in passages_of_html(request["html"])]
