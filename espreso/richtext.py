"""HTML sanitiser: the only allow-lists of HTML.

All HTML that comes in passes `clean()`, at the door: forms, importers, publishing. All that goes
out passes `allowed()`, which keeps what is stored as it is and lets nothing else through. A new
rule about words or links belongs to the first: in the second it would rewrite what was published.
"""

import html
import re
from functools import lru_cache
from itertools import count

import nh3
from django.utils.safestring import SafeString, mark_safe

from espreso import links, plain_text

INLINE = {"strong", "em", "a", "br", "sub", "sup", "span"}
BLOCKS = {"p", "ul", "ol", "li", "h2", "h3", "blockquote"}
TAGS = INLINE | BLOCKS
ATTRIBUTES = {"a": {"href", "title", "hreflang"}, "ol": {"start"}, "span": {"lang"}}
SCHEMES = {"http", "https", "mailto", "tel"}
# What editors and word processors write for the same two meanings.
_SYNONYMS = (
    (re.compile(r"<(/?)b(?=[\s>/])", re.IGNORECASE), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s>/])", re.IGNORECASE), r"<\1em"),
)
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BETWEEN_BLOCKS = re.compile(rf" ?(</?(?:{'|'.join(sorted(BLOCKS))})\b[^>]*>) ?")
# What ends where is known of these tags alone, written like this and with nothing else beside them;
# elsewhere `</b>` may be a value, a comment, or hidden behind a table.
_KNOWN = "|".join(sorted(TAGS | {"b", "i", "u", "s", "div", "h1", "h4", "h5", "h6"}))
_PLAIN_TAG = re.compile(
    rf"<(/?)({_KNOWN})(?=[\s/>])"
    r"""(?:[^<>"'=]|=\s*+"[^"<>]*"|=\s*+'[^'<>]*'|=(?!\s*["']))*+>""",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_BEGINNING = re.compile(r"<(?!(?:p|br|li|hr|img|wbr)[\s/>])[a-zA-Z]", re.IGNORECASE)
# Those that are empty, or end where the next one begins.
_NEVER_NESTED = {"br", "p", "li"}
# Nobody nests text like this, and parsers take the square of it, ...
_DEEPEST = 100
# ... or repeat in each paragraph what is open: so many tags within tags.
_MOST_OPEN = 1_000_000
# Characters of a tag: each attribute is compared with all before it.
_LONGEST_TAG = 10_000
# Each tag and each entity is a token, and those of a text are put together one by one.
_MOST_SIGNS = 200_000
# Characters: some five books, and half of one where it is not known what ends where.
_LONGEST, _LONGEST_UNKNOWN = 2_000_000, 200_000
# Words in another language: a span is for nothing else. The codes are those of BCP 47.
_SPAN = re.compile(
    r'</span>|<span(?: lang="(?P<lang>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)")?(?:[^<>"]|"[^"]*")*>'
)
_HEADING = re.compile(r"<h2>((?:[^<]|<(?!h2>|/h2>))*+)</h2>")
# The editor writes a paragraph into each point and each quotation, whether or not there was one.
_FIRST_PARAGRAPH = re.compile(r"(<(?:li|blockquote)>)<p>(.*?)</p>", re.DOTALL)
_EMPTY = re.compile(r"<(p|h2|h3|li|blockquote)>(?:\s|<br\s*/?>|&nbsp;|\u00a0)*</\1>")

LANGUAGES = [
    *("uk", "en", "ru", "pl", "de", "fr", "ro", "be", "bg", "crh", "cs", "el", "es", "et", "fi"),
    *("he", "hu", "it", "ka", "la", "lt", "lv", "sk", "sv", "tr", "yi"),
]
"""What the editor offers as the language of foreign words."""

# The desk's editor offers exactly what `clean()` lets through.
EDITOR_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "LanguageMark": {"languages": LANGUAGES},
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "History": True,
    "Typography": True,
    "DeskLink": True,
    # The browser's spell checker is the newsroom's, too.
    "NoSpellCheck": False,
}

_cleaners = {
    tags: nh3.Cleaner(
        tags=set(tags),
        # Nothing on all tags, which would be `lang` and `title`.
        attributes={"*": set()} | {tag: names for tag, names in ATTRIBUTES.items() if tag in tags},
        url_schemes=SCHEMES,
        link_rel="noopener",
        strip_comments=True,
        clean_content_tags={"script", "style", "template", "noscript", "svg", "math"},
    )
    for tags in (frozenset(TAGS), frozenset(INLINE))
}
# What parts lines, and nothing else.
_bare = nh3.Cleaner(tags=BLOCKS | {"br"}, attributes={}, link_rel=None)
_ANY_TAG = re.compile(r"<[^<>]*>")
# As nh3 writes them.
_WRITTEN_TAG = re.compile(r"""(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)""")
_TITLE = re.compile(r' title="[^"]*"')
_HREF = re.compile(r' href="([^"]*)"')
# Of what was posted, too: none reaches into the next tag.
_LINK = re.compile(r"""<a (?:[^<>"]|"[^"<>]*")*+>""")


def clean(value: str, *, inline: bool = False) -> str:
    """Return `value` with nothing in it but the newsroom's rich text, and no invisible signs.

    Idempotent: `clean(clean(x)) == clean(x)`, also after a browser has sent it back with line
    breaks of its own.
    """
    cleaned = allowed(value, inline=inline)
    while (words := _with_clean_words(cleaned)) != cleaned:
        cleaned = allowed(words, inline=inline)
    # A paragraph of an emoji says something, one of marks on no letter does not.
    return cleaned if plain_text.has_visible_text(_words_alone(cleaned)) else ""


def _with_clean_words(value: str) -> str:
    """Return what `allowed` returned, its words cleaned, without links that lead nowhere."""
    if value.isascii() and "<a" not in value and not _CONTROL.search(value):
        return value
    # Apart from the tags: with “>”, a mark makes another letter.
    parts = _WRITTEN_TAG.split(value)
    parts[::2] = map(plain_text.cleaned, parts[::2])
    parts[1::2] = _with_living_links(parts[1::2])
    return "".join(parts)


def _with_living_links(tags):
    # No link stands within another one.
    is_dead = False
    for tag in tags:
        if tag.startswith("<a "):
            tag = _TITLE.sub(lambda found: plain_text.cleaned(found[0]), tag)
            found = _HREF.search(tag)
            address = _completed(found[1]) if found else ""
            is_dead = not address
            tag = "" if is_dead else tag.replace(found[0], f' href="{address}"', 1)
        elif tag == "</a>" and is_dead:
            is_dead, tag = False, ""
        yield tag


def _completed(written):
    try:
        return html.escape(links.completed(html.unescape(written)))
    except links.BadLink:
        return ""


def addresses(value: str) -> list[str]:
    """Return the addresses of the links of rich text, in order."""
    found = _HREF.findall(" ".join(_LINK.findall(allowed(value)))) if "<a" in value else []
    return [html.unescape(address) for address in found]


def dead_links(value: str) -> list[tuple[str, str]]:
    """Return what in `value` leads readers nowhere: addresses, of whatever scheme, and words."""
    # Before anything is left out: what no text may link to is gone afterwards.
    return [
        (html.unescape(found[1]), _words_of_link(value, tag.end()))
        for tag in _LINK.finditer(value)
        for found in _HREF.finditer(tag[0])
        if not _completed(found[1])
    ]


def _words_of_link(value, start):
    words = value[start : start + _LONGEST_TAG].partition("</a>")[0]
    return " ".join(_words_alone(words).split())


def allowed(value: str, *, inline: bool = False) -> str:
    """Return `value` with nothing in it but what may be shown, and all its words.

    Relative links and the schemes http, https, mailto and tel survive; scripts and styles go with
    their content, other unknown tags leave their text. `inline` allows no paragraphs, lists or
    headings. What passed it once passes it unchanged.
    """
    value = value.replace("\x00", "")
    cleaned = value if _is_too_much(value) else _cleaned(value, inline)
    if _is_too_much(cleaned):
        # As nh3 writes it.
        words = html.escape(_words_alone(cleaned), quote=False).replace("\u00a0", "&nbsp;")
        return _SPACE.sub(" ", words).strip()
    cleaned = _BETWEEN_BLOCKS.sub(r"\1", _SPACE.sub(" ", cleaned))
    while (shorter := _EMPTY.sub("", cleaned)) != cleaned:
        cleaned = shorter
    return cleaned.strip()


def as_before_editing(cleaned: str) -> str:
    """Return cleaned rich text without what the editor adds to a text that nobody changed."""
    return _FIRST_PARAGRAPH.sub(r"\1\2", cleaned)


def _cleaned(value: str, inline: bool) -> str:
    for pattern, replacement in _SYNONYMS:
        value = pattern.sub(replacement, value)
    cleaned = _cleaners[frozenset(INLINE if inline else TAGS)].clean(value)
    return _foreign(cleaned) if "<span" in cleaned else cleaned


def _foreign(value: str) -> str:
    """Return cleaned `value` without the spans that name no language."""
    kept = []

    def name(found):
        if found[0] == "</span>":
            return found[0] if kept.pop() else ""
        kept.append(found["lang"])
        return f'<span lang="{found["lang"]}">' if found["lang"] else ""

    return _SPAN.sub(name, value)


def _words_alone(value: str) -> str:
    return html.unescape(_ANY_TAG.sub(" ", value))


def _is_too_much(value: str) -> bool:
    """Whether a parser may take far longer than the length of `value` explains.

    It may when tags stand within each other too deep, or too many within too many.
    """
    if len(value) > _LONGEST or value.count("<") + value.count("&") > _MOST_SIGNS:
        return True
    if _MARKUP.search(_PLAIN_TAG.sub("", value)):
        begun = sum(1 for _each in _BEGINNING.finditer(value))
        most = begun > _DEEPEST or begun * value.count("<") > _MOST_OPEN
        return most or len(value) > _LONGEST_UNKNOWN
    open_, total = list[str](), 0
    for tag in _PLAIN_TAG.finditer(value):
        name = tag[2].lower()
        if not tag[1] and name not in _NEVER_NESTED:
            open_.append(name)
        # One that is closed out of order may go on in the next paragraph.
        elif tag[1] and open_[-1:] == [name]:
            open_.pop()
        total += len(open_)
        if len(open_) > _DEEPEST or total > _MOST_OPEN or len(tag[0]) > _LONGEST_TAG:
            return True
    return False


def safe(value: str, *, inline: bool = False) -> SafeString:
    """Return stored `value` for a template: the one place where HTML is called safe."""
    return mark_safe(allowed(value, inline=inline))  # noqa: S308 — nothing else is let through


# Asked about the same answers when a draft is compared, and again when it is published.
@lru_cache(maxsize=2048)
def text_of(value: str) -> str:
    """Return the words of rich text, a line a paragraph, for search and comparison."""
    if _is_too_much(value):
        words = _words_alone(value)
    else:
        words = html.unescape(_ANY_TAG.sub("\n", _bare.clean(value)))
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line)


def headings(value: str) -> list[str]:
    """Return the words of each sub-heading (h2), in order."""
    return [text_of(words) for words in _HEADING.findall(value)]


def with_anchors(value: str, prefix: str) -> SafeString:
    """Return stored `value` whose n-th sub-heading (h2) has the id “prefix-n”."""
    number = count(1)

    def anchored(found):
        return f'<h2 id="{prefix}-{next(number)}">{found[1]}</h2>'

    return mark_safe(_HEADING.sub(anchored, allowed(value)))  # noqa: S308 — nothing else is let through


def from_text(text: str) -> str:
    """Return plain text as rich text: blank lines part paragraphs, single ones become breaks."""
    escaped = html.escape(text.replace("\r\n", "\n").strip(), quote=False)
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", escaped))
    return "".join(f"<p>{part.replace('\n', '<br>')}</p>" for part in paragraphs if part)
