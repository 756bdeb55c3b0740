"""Keeping saves: after each one a snapshot of the whole draft, at the cost of two queries.

Every door that changes what a draft says ends with `keep`: the form, restoring, an import,
putting back what was deleted. The form begins with it too, for a piece of which nothing is kept.
"""

import copy
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F, Q, Value, Window
from django.db.models.functions import JSONObject, RowNumber
from django.utils.dateparse import parse_datetime

from articles.models import (
    Article,
    Block,
    Byline,
    DeletedDraft,
    DraftSnapshot,
    Figure,
    Milestone,
    Photo,
    TaggedArticle,
)
from espreso.compiled_queries import Parameter

from .snapshot import Content, assembled

# What holds words in the rows that `rewrite` goes through, and how many of those it reads at once.
_TEXTS = ("headline", "note", "content", "rows")
_AT_ONCE = 50


def keep(piece: Article, by, *, at: datetime | None = None) -> DraftSnapshot | None:
    """Keep what `piece` says, now or `at` its last change, unless that is what was kept last.

    The caller holds the piece (`Article.objects.locked()`), so that saves are kept in their order.
    One query reads all that it is made of, a second one writes it; once an hour a third one thins
    what is older. Returns what was kept, if anything was.
    """
    draft = _Draft.read(piece.specific())
    content = draft.content()
    digest = digest_of(content)
    if draft.last_digest == digest:
        return None
    kept = DraftSnapshot(
        article_id=piece.pk, revision=piece.text_revision, content=content, digest=digest, by=by
    )
    if at:
        kept.at = at
    kept.save(force_insert=True)
    if draft.last_at and _hour(draft.last_at) != _hour(kept.at):
        DraftSnapshot.objects.thin(piece.pk)
    return kept


def digest_of(content: Content) -> str:
    """Return the same for contents that say the same, and for no others."""
    return hashlib.blake2b(as_text(content).encode(), digest_size=16).hexdigest()


def as_text(content: Content) -> str:
    """Return a content as JSON, the same for the same."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False)


def _hour(at):
    return at.replace(minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class _Draft:
    """A draft with all that it is made of, and what of it was kept last."""

    piece: Article
    rows: dict[str, list[dict]]

    @classmethod
    def read(cls, piece: Article) -> "_Draft":
        """Read everything in one query, whatever the kind of piece and of its blocks."""
        sql, parameters = _statement(type(piece))
        values = piece.pk, piece.lead_photo_id
        found = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(
                sql,
                [values[one.place] if isinstance(one, Parameter) else one for one in parameters],
            )
            for part, _place, row in cursor:
                found[part].append(json.loads(row) if isinstance(row, str) else row)
        return cls(piece, found)

    def content(self) -> Content:
        """Return what the draft says, as `snapshot.of_draft` does."""
        photos = {photo.pk: photo for photo in self._made(Photo)}
        piece: Any = copy.copy(self.piece)
        piece.lead_photo = photos.get(piece.lead_photo_id)
        piece._prefetched_objects_cache = {
            name: _as_read(getattr(piece, name), self.rows[name]) for name in piece.front_rows
        }
        blocks = [block for kind in Block.kinds() for block in self._made(kind)]
        for block in blocks:
            if isinstance(block, Figure):
                block.photo = photos.get(block.photo_id)
        blocks.sort(key=lambda block: (block.ordering, block.pk))
        byline = [row["author"] for row in self.rows["byline"]]
        read_also = [row["to_article"] for row in self.rows["read_also"]]
        return assembled(piece, blocks, byline, read_also, self.rows["tags"])

    def _made(self, model):
        return [_made(model, row) for row in self.rows[model._meta.label]]

    @property
    def last_digest(self) -> str:
        return next((row["digest"] for row in self.rows["last"]), "")

    @property
    def last_at(self):
        return next((parse_datetime(row["at"]) for row in self.rows["last"]), None)


@cache
def _statement(kind) -> tuple[str, tuple]:
    """Return the query for pieces of a kind, whose key and lead photo are its two `Parameter`s.

    To have it made by Django takes as long as all else that keeping does.
    """
    first, *others = (_numbered(name, rows) for name, rows in _parts(kind))
    whole = first.union(*others, all=True).order_by("part", "place")
    return whole.query.sql_with_params()


def _parts(kind) -> Iterator[tuple[str, models.QuerySet]]:
    """Yield, by their names, the rows that a piece is made of, each with what is read of it."""
    key, lead = Parameter(0), Parameter(1)
    for block in Block.kinds():
        yield block._meta.label, _whole(block.objects.filter(parent=key))
    figures = Figure.objects.filter(parent=key).order_by().values("photo")
    yield Photo._meta.label, _whole(Photo.objects.filter(Q(pk=lead) | Q(pk__in=figures)), "pk")
    for name in kind.front_rows:
        relation = kind._meta.get_field(name)
        of_piece = {relation.remote_field.name: key}
        yield name, _whole(relation.related_model.objects.filter(**of_piece))
    yield "byline", _read(Byline.objects.filter(article=key), "position", "pk", author=F("author"))
    picks = Article.read_also.through.objects.filter(from_article=key)
    yield "read_also", _read(picks, "pk", to_article=F("to_article"))
    tag = {name: F(f"tag__{name}") for name in ("id", "name", "slug")}
    yield "tags", _read(TaggedArticle.objects.filter(content_object=key), "tag__name", **tag)
    newest = DraftSnapshot.objects.filter(article=key).order_by("-at", "-pk").values("pk")[:1]
    last = DraftSnapshot.objects.filter(pk__in=newest)
    yield "last", _read(last, "pk", digest=F("digest"), at=F("at"))


def _whole(rows, *order):
    fields = {field.attname: F(field.attname) for field in rows.model._meta.concrete_fields}
    return _read(rows, *(order or rows.model._meta.ordering), **fields)


def _read(rows, *order, **fields):
    return rows.order_by().annotate(
        place=Window(RowNumber(), order_by=order), row=JSONObject(**fields)
    )


def _numbered(name, rows):
    return rows.annotate(part=Value(name)).values_list("part", "place", "row")


def _made(model, row):
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in row.items()})


def _as_read(manager, rows):
    """Return what a related manager returns, as if it had asked for these rows."""
    found = manager.all()
    found._result_cache = [_made(found.model, row) for row in rows]
    found._prefetch_done = True
    return found


@transaction.atomic
def rewrite(change: Callable[[str], str]) -> int:
    """Change each text in all that is kept of drafts, wherever it is; return how many rows did.

    For words that have to be erased from everything. What was published is not among them.
    """
    changed = 0
    for model in (Milestone, DraftSnapshot, DeletedDraft):
        held = model.objects.select_for_update(of=("self",)).order_by("pk")
        for row in held.iterator(_AT_ONCE):
            texts = {name: getattr(row, name) for name in _TEXTS if hasattr(row, name)}
            others = {name: _rewritten(value, change) for name, value in texts.items()}
            if others == texts:
                continue
            for name, value in others.items():
                setattr(row, name, value)
            if isinstance(row, DraftSnapshot):
                row.digest = digest_of(row.content)
            row.save()
            changed += 1
    return changed


def _rewritten(value, change):
    match value:
        case str():
            return change(value)
        case list():
            return [_rewritten(one, change) for one in value]
        case dict():
            return {name: _rewritten(one, change) for name, one in value.items()}
    return value
