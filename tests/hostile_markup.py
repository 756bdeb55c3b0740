"""HTML that makes parsers work: nothing is nested, closed or quoted as it should be.

Each is made of a beginning and of what is repeated, with a number that makes each different.
"""

from itertools import count, islice

SHAPES = {
    "line breaks": ("", "<br>"),
    "line breaks in a paragraph": ("<p>", "<br>"),
    "open paragraphs": ("", "<p>x"),
    "empty paragraphs": ("", "<p></p>"),
    "open lists": ("", "<ul><li>"),
    "open headings": ("", "<h2>x"),
    "open bold": ("", "<b>"),
    "open bold, each different": ("", '<b title="{}">'),
    "closed as something else": ("", '<b title="{}"></i>'),
    "closed before it begins": ("</b>" * 50_000, '<b title="{}">'),
    "closed out of order": ("", '<b title="{}"><div><div><div><div><div><div><div><div></b>'),
    "closed in a value": ("", '<b title="{}</b>">'),
    "closed in a comment": ("", '<b title="{}"><!--</b>-->'),
    "closed in a title": ("", '<b title="{}"><title></b></title>'),
    "closed in a table": ("", '<b title="{}"><table></b></table>'),
    "hidden by a value": ("", '<b title="{}<">'),
    "open in each paragraph": (
        "<p>" + "".join(f'<b title="{number}">' for number in range(90)),
        "<p>x",
    ),
    "unknown, in each paragraph": (
        "<p>" + "".join(f'<font size="{number}">' for number in range(90)),
        "<p>x",
    ),
    "links in links": ("", '<a href="{}">'),
    "tables in tables": ("", "<table><p>"),
    "drawings": ("", "<svg><desc>"),
    "open comments": ("", "<!--"),
    "open declarations": ("", "<!["),
    "signs": ("", "<"),
    "signs and quotes": ("", '<"'),
    "tags that never end": ("", "<a "),
    "values that never end": ("", '<a href="'),
    "languages that never end": ("", '<span lang="a-'),
    "attributes": ("<a ", "x{}=1 "),
    "entities": ("", "&amp;"),
    "ampersands": ("", "&"),
    "spaces": ("", " \n"),
    "hard spaces": ("<p>", "&nbsp;"),
    "one long line": ("<p>", "word"),
}


def markup(shape: str, length: int) -> str:
    """Return some `length` characters of a shape."""
    beginning, repeated = SHAPES[shape]
    numbers = islice(count(), length // len(repeated))
    return beginning + "".join(repeated.replace("{}", str(number)) for number in numbers)
