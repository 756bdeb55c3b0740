"""The markup of the demo pieces: a small, closed subset of Markdown, turned into HTML.

Only what the pieces need exists: paragraphs, ``## `` subheadings, ``- `` lists,
``*em*``, ``**strong**`` and ``[words](address)``. Everything else is text and is escaped.
"""

import re
from html import escape

LINK = re.compile(r"\[([^\]]+)\]\(((?:https?://|mailto:|/)[^\s)]+)\)")
STRONG = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"\*(.+?)\*")


def inline(text: str) -> str:
    html = escape(text, quote=False)
    html = LINK.sub(lambda m: f'<a href="{m[2].replace(chr(34), "%22")}">{m[1]}</a>', html)
    html = STRONG.sub(r"<strong>\1</strong>", html)
    return EMPHASIS.sub(r"<em>\1</em>", html)


def chunks(text: str) -> list[str]:
    """The parts of a text that stand between blank lines."""
    return [chunk.strip() for chunk in re.split(r"\n\s*\n", text) if chunk.strip()]


def one_line(chunk: str) -> str:
    return " ".join(line.strip() for line in chunk.splitlines())


def rich_text(text: str) -> str:
    """HTML of a text: ``h2``, ``p``, ``ul`` and the inline elements, nothing else."""
    return "\n".join(_chunk_html(chunk) for chunk in chunks(text))


def _chunk_html(chunk: str) -> str:
    if chunk.startswith("## "):
        return f"<h2>{inline(one_line(chunk[3:]))}</h2>"
    if chunk.startswith("- "):
        items = re.split(r"(?m)^- ", chunk)[1:]
        return "<ul>" + "".join(f"<li>{inline(one_line(item))}</li>" for item in items) + "</ul>"
    return f"<p>{inline(one_line(chunk))}</p>"
