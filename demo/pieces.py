"""The invented newsroom's pieces, read from ``demo/content`` and checked.

Every reader raises ``ValueError`` naming the file when a file breaks the format or
refers to an author, section, topic, photo or piece that does not exist. The format
is described in ``demo/content/README.md``.
"""

import re
import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

from demo.markup import chunks, one_line, rich_text

CONTENT = Path(__file__).parent / "content"
PICTURES = Path(__file__).parent / "pictures"

KINDS = ("article", "interview")
LANGUAGES = ("en", "uk")
LABELS = ("", "exclusive", "interview", "opinion", "updated")
STATUSES = (
    *("live", "live_and_changed", "withdrawn", "scheduled"),
    *("draft", "review", "sent_back", "ready"),
)

FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.DOTALL)
BLOCK = re.compile(r"^:::(\w+)[ \t]*(.*)$", re.MULTILINE)
ATTRIBUTE = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))')
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Translated:
    """Whatever has words in each language: {"uk": {"name": "Війна"}} beside its fields."""

    in_other_languages: dict[str, dict[str, str]] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Named(Translated):
    """Whatever has a name in each language."""

    def names(self) -> set[str]:
        return {self.name, *(words["name"] for words in self.in_other_languages.values())}


@dataclass(frozen=True)
class Author(Named):
    slug: str
    name: str
    role: str
    biography: str
    portrait: str = ""


@dataclass(frozen=True)
class Section(Named):
    slug: str
    name: str
    description: str


@dataclass(frozen=True)
class Topic(Named):
    name: str
    description: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the paper in one language."""

    slug: str
    language: str
    title: str
    standfirst: str
    html: str


@dataclass(frozen=True)
class Photo(Translated):
    """A picture; ``focal_x`` and ``focal_y`` run from 0 (left, top) to 1 (right, bottom)."""

    slug: str
    file: str
    alternative_text: str
    caption: str
    credit: str
    copyright: str
    focal_x: float
    focal_y: float

    @property
    def path(self) -> Path:
        return PICTURES / self.file


@dataclass(frozen=True)
class Correction:
    """What was wrong until ``time`` of the same day: ``was`` stood where ``now`` stands."""

    time: str
    was: str
    now: str
    note: str


@dataclass(frozen=True)
class Comment:
    """A remark by the person with the user name ``by``, on the ``on``-th block or on the piece."""

    by: str
    text: str
    on: int = 0
    resolved: bool = False


@dataclass(frozen=True)
class Piece:
    """One article or interview.

    ``days_ago`` counts back from the day of loading; -1 is tomorrow. ``time`` and
    ``updated_time`` are local times "HH:MM" of that day. An updated piece was first
    published at ``time`` under ``first_headline`` (when it differs) and updated at
    ``updated_time`` with ``note``. A withdrawn piece carries its reason in ``note``.
    A piece that is ``live_and_changed`` has ``later_headline`` and ``later_standfirst``
    in its draft alone. One that was ``sent_back`` has the reason as its first comment.
    A translation names the slug of its ``original``, which is in another language.
    """

    slug: str
    headline: str
    section: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    days_ago: int
    time: str
    kind: str = "article"
    standfirst: str = ""
    label: str = ""
    language: str = "en"
    original: str = ""
    status: str = "live"
    note: str = ""
    updated_time: str = ""
    first_headline: str = ""
    later_headline: str = ""
    later_standfirst: str = ""
    lead: str = ""
    lead_caption: str = ""
    interviewees: tuple[tuple[str, str], ...] = ()
    pull_line: str = ""
    read_also: tuple[str, ...] = ()
    correction: Correction | None = None
    comments: tuple[Comment, ...] = ()
    blocks: list[dict] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Number of words in the blocks, markup left out."""
        text = " ".join(
            value
            for block in self.blocks
            for key, value in block.items()
            if key in {"html", "text", "question", "answer"}
        )
        return len(re.sub(r"<[^>]+>", " ", text).split())


PIECE_KEYS = {f.name for f in fields(Piece)} - {"slug", "blocks"}


def _table(name: str, key: str, make) -> dict:
    path = CONTENT / name
    rows = {}
    for row in tomllib.loads(path.read_text(encoding="utf-8"))[path.stem]:
        if said := {code: row.pop(code) for code in LANGUAGES if code in row}:
            row["in_other_languages"] = said
        if unknown := {word for words in said.values() for word in words} - row.keys():
            raise ValueError(f"{name}: nothing to translate in {', '.join(sorted(unknown))}")
        try:
            item = make(**row)
        except TypeError as error:
            raise ValueError(f"{name}: {error}") from error
        if getattr(item, key) in rows:
            raise ValueError(f"{name}: “{getattr(item, key)}” appears twice")
        rows[getattr(item, key)] = item
    return rows


@cache
def load_authors() -> dict[str, Author]:
    """Authors by slug."""
    return _table("authors.toml", "slug", Author)


@cache
def load_sections() -> dict[str, Section]:
    """Sections by slug, in the order in which the front page shows them."""
    return _table("sections.toml", "slug", Section)


@cache
def load_topics() -> dict[str, Topic]:
    """Topics by name."""
    return _table("topics.toml", "name", Topic)


@cache
def load_photos() -> dict[str, Photo]:
    """Photos by slug; each has its file in ``demo/pictures``."""
    photos = _table("photos.toml", "slug", Photo)
    for photo in photos.values():
        if not photo.path.is_file():
            raise ValueError(f"photos.toml: no picture {photo.file}")
        if not (0 <= photo.focal_x <= 1 and 0 <= photo.focal_y <= 1):
            raise ValueError(f"photos.toml: the focal point of {photo.slug} is outside it")
    return photos


@cache
def load_pieces() -> list[Piece]:
    """Every piece, oldest first; all references in them resolve."""
    pieces = [read_piece(path) for path in sorted((CONTENT / "pieces").glob("*.md"))]
    by_slug = {piece.slug: piece for piece in pieces}
    for piece in pieces:
        for other in piece.read_also:
            if other not in by_slug or other == piece.slug:
                raise ValueError(f"{piece.slug}.md: no piece “{other}” to read also")
        if piece.original:
            original = by_slug.get(piece.original)
            if not original or original.original or original.language == piece.language:
                raise ValueError(f"{piece.slug}.md: no original “{piece.original}” to translate")
    return sorted(pieces, key=lambda piece: (-piece.days_ago, piece.time, piece.slug))


@cache
def load_pages() -> list[Page]:
    """The pages of the paper, in each language; the name of the file is slug and language."""
    pages = []
    for path in sorted((CONTENT / "pages").glob("*.md")):
        parts = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
        try:
            slug, language = path.stem.split(".")
            pages.append(Page(slug, language, **tomllib.loads(parts[1]), html=rich_text(parts[2])))
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path.name}: {error}") from error
    return pages


def read_piece(path: Path) -> Piece:
    """Reads and checks one file; its name is the slug."""
    try:
        return _read(path)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _read(path: Path) -> Piece:
    parts = FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if not parts:
        raise ValueError("it must open with front matter between two +++ lines")
    front = tomllib.loads(parts[1])
    if unknown := front.keys() - PIECE_KEYS:
        raise ValueError(f"unknown front matter: {', '.join(sorted(unknown))}")
    people = tuple((person["name"], person["role"]) for person in front.pop("interviewees", []))
    lists = {key: tuple(front.pop(key, ())) for key in ("authors", "tags", "read_also")}
    desk = {
        "correction": Correction(**front.pop("correction")) if "correction" in front else None,
        "comments": tuple(Comment(**comment) for comment in front.pop("comments", ())),
    }
    blocks = read_blocks(parts[2])
    piece = Piece(slug=path.stem, interviewees=people, blocks=blocks, **lists, **desk, **front)
    _check(piece)
    return piece


def read_blocks(body: str) -> list[dict]:
    """The blocks of a body, in order; text before the first marker is an error."""
    marks = list(BLOCK.finditer(body))
    if body[: marks[0].start() if marks else None].strip():
        raise ValueError("the body must start with a block such as :::prose")
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    return [
        _block(mark[1], _attributes(mark[2]), body[mark.end() : end].strip())
        for mark, end in zip(marks, ends, strict=True)
    ]


def _attributes(text: str) -> dict[str, str]:
    return {m[1]: m[2] if m[2] is not None else m[3] for m in ATTRIBUTE.finditer(text)}


def _block(name: str, attributes: dict[str, str], text: str) -> dict:
    match name:
        case "prose":
            return {"kind": "prose", "html": rich_text(text)}
        case "figure":
            return {
                "kind": "figure",
                "photo": attributes["photo"],
                "caption": one_line(text),
            }
        case "quote":
            who = attributes.get("who", "")
            return {"kind": "pull_quote", "text": one_line(text), "attribution": who}
        case "embed":
            return {
                "kind": "embed",
                "url": attributes["url"],
                "title": attributes["title"],
            }
        case "qa":
            question, *answer = chunks(text)
            if not answer:
                raise ValueError(f"the question “{question}” has no answer")
            return {
                "kind": "question_answer",
                "question": one_line(question),
                "asker": attributes.get("asker", ""),
                "respondent": attributes.get("respondent", ""),
                "answer": rich_text("\n\n".join(answer)),
            }
    raise ValueError(f"unknown block :::{name}")


def _check(piece: Piece) -> None:
    def known(what: str, value: str, among) -> None:
        if value not in among:
            raise ValueError(f"unknown {what} “{value}”")

    known("kind", piece.kind, KINDS)
    known("label", piece.label, LABELS)
    known("status", piece.status, STATUSES)
    known("language", piece.language, LANGUAGES)
    known("section", piece.section, load_sections())
    for slug in piece.authors:
        known("author", slug, load_authors())
    for name in piece.tags:
        known("topic", name, load_topics())
    if piece.lead:
        known("photo", piece.lead, load_photos())
    askers = {""}.union(*(load_authors()[slug].names() for slug in piece.authors))
    respondents = {""} | {name for name, _ in piece.interviewees}
    for block in piece.blocks:
        if block["kind"] == "figure":
            known("photo", block["photo"], load_photos())
        if block["kind"] == "question_answer":
            known("asker", block["asker"], askers)
            known("respondent", block["respondent"], respondents)
    if not TIME.fullmatch(piece.time):
        raise ValueError(f"time “{piece.time}” is not HH:MM")
    if (piece.label == "updated") != bool(piece.updated_time):
        raise ValueError("an updated piece, and no other, says when in updated_time")
    if piece.updated_time and not (
        TIME.fullmatch(piece.updated_time) and piece.updated_time > piece.time
    ):
        raise ValueError("updated_time must be HH:MM and later than time")
    if piece.label == "updated" and not piece.note:
        raise ValueError("an updated piece needs a note for readers")
    if (piece.kind == "interview") != bool(piece.interviewees):
        raise ValueError("an interview, and no other piece, has interviewees")
    if piece.status == "sent_back" and not piece.comments:
        raise ValueError("a piece that was sent back says why in its first comment")
    if any(comment.on > len(piece.blocks) for comment in piece.comments):
        raise ValueError("a comment is on a block that is not there")
    if (correction := piece.correction) and not (
        TIME.fullmatch(correction.time)
        and correction.time > piece.time
        and any(correction.now in str(block.values()) for block in piece.blocks)
    ):
        raise ValueError("a correction comes later, and its words stand in the piece")
