"""Transcript parsing: from what an editor pastes or uploads to a proposal, and on to blocks."""

from interviews.transcript.blocks import to_blocks
from interviews.transcript.errors import TranscriptError
from interviews.transcript.parts import Paragraph, Part
from interviews.transcript.proposal import from_html, from_text

__all__ = [
    "Paragraph",
    "Part",
    "TranscriptError",
    "from_html",
    "from_text",
    "to_blocks",
]
