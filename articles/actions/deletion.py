"""Deleting and putting back: a draft goes to the trash whole, and comes back within 30 days.

What may be deleted at all the desk has asked before: nothing that readers have seen or will see.
"""

from django.core import serializers
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from articles.actions import activity
from articles.content import saves, snapshot
from articles.exceptions import ActionRefused
from articles.models import (
    Act,
    Address,
    Article,
    DeletedDraft,
    DeletedDraftQuerySet,
    DraftSnapshot,
    Presence,
    SharedPreview,
    Tag,
    TaggedArticle,
    Unsaved,
    User,
)

# What does not come back: an address that readers never knew, links that ended when the piece went,
# open windows. Tags come back under their names of today.
_GONE = (Address, Presence, SharedPreview, TaggedArticle)
_AT_ONCE = 20


@transaction.atomic
def delete(piece: Article, by) -> DeletedDraft:
    """Take `piece` out of the desk, with all that hangs on it. Raises `ProtectedError`."""
    locked = Article.objects.select_for_update().get(pk=piece.pk).specific()
    owners = User.objects.filter(
        models.Q(pk=locked.created_by_id) | models.Q(author__bylines__article=locked.pk)
    )
    deleted = DeletedDraft.objects.create(
        piece=locked.pk,
        kind=locked.kind,
        headline=locked.headline,
        content=snapshot.of_draft(locked),
        rows=[],
        deleted_by=by,
    )
    deleted.owners.set(owners.distinct())
    DraftSnapshot.objects.filter(article=locked.pk).update(article=None, deleted=deleted)
    Unsaved.objects.filter(article=locked.pk).update(article=None, deleted=deleted)
    deleted.rows = _serialized(locked)
    deleted.save(update_fields=["rows"])
    activity.note(Act.DELETED, by, locked)
    locked.delete()
    return deleted


def _serialized(piece) -> list[dict]:
    """Return every row that goes with the piece, but for what does not come back."""
    collector = Collector(using=DEFAULT_DB_ALIAS, origin=piece)
    collector.collect([piece])
    rows = [row for found in collector.data.values() for row in found]
    rows += [row for found in collector.fast_deletes for row in found]
    kept = (row for row in rows if not (isinstance(row, _GONE) or row._meta.auto_created))
    return serializers.serialize("python", kept)


@transaction.atomic
def put_back(drafts: DeletedDraftQuerySet, key: int, by) -> tuple[Article, list[str]]:
    """Make that one of the `drafts` what it was, under the key that its piece had.

    Returns the piece, and in words what it has lost, since that is gone meanwhile. Raises
    `ActionRefused` when it is not among them: it is back, or its time is over.
    """
    deleted = drafts.select_for_update(of=("self",)).filter(pk=key).first()
    if deleted is None:
        raise ActionRefused(
            _(
                "This draft is no longer among the deleted ones: someone has put it back, or its "
                "time was over."
            ),
            code="gone",
        )
    content = snapshot.upgrade(deleted.content)
    rows, people = _read(deleted)
    lost = _freed(rows)
    Tag.hold(tag["id"] for tag in content["tags"] if tag["id"])
    found = snapshot.resolve(content)
    there = _there(rows)
    for row in rows:
        if _leads_somewhere(row, there):
            models.Model.save_base(row, raw=True, force_insert=True)
    piece = Article.objects.get(pk=deleted.piece).specific()
    piece.shared_with.set(User.objects.filter(pk__in=people))
    piece.tags.set(found.tags)
    piece.pick(found.read_also)
    DraftSnapshot.objects.filter(deleted=deleted).update(article=piece.pk, deleted=None)
    Unsaved.objects.filter(deleted=deleted).update(article=piece.pk, deleted=None)
    deleted.delete()
    lost = found.lost + lost
    if lost:
        piece.bump(by)
    saves.keep(piece, by)
    activity.note(Act.PUT_BACK, by, piece)
    return piece, lost


def _read(deleted) -> tuple[list, list[int]]:
    """Return the rows as they were, unsaved, and the keys of those whom the piece was shared with.

    Fields that are no more are left out, and those that are new have their defaults.
    """
    read = [*serializers.deserialize("python", deleted.rows, ignorenonexistent=True)]
    people = [key for one in read for key in (one.m2m_data or {}).get("shared_with", ())]
    return [one.object for one in read], people


def _freed(rows) -> list[str]:
    """Let a translation be none whose place another one has taken, or whose original is gone."""
    piece = next(row for row in rows if type(row) is Article)
    if piece.original_id is None:
        return []
    original = Article.objects.locked().filter(pk=piece.original_id).first()
    if original is None:
        piece.original_id = None
        return [_("The piece that it translates no longer exists.")]
    if original.translations.filter(language=piece.language).exists():
        piece.original_id = None
        return [
            _("“%s” has another translation into this language, so this one stands alone.")
            % original.headline
        ]
    return []


def _relations(row):
    return [field for field in row._meta.concrete_fields if field.is_relation]


def _there(rows) -> dict[type[models.Model], set]:
    """Return the keys of all that the rows lead to and that is there, by model: they count too."""
    wanted: dict[type[models.Model], set] = {}
    for row in rows:
        for field in _relations(row):
            wanted.setdefault(field.related_model, set()).add(getattr(row, field.attname))
    found = {
        model: set(model._base_manager.filter(pk__in=keys - {None}).values_list("pk", flat=True))
        for model, keys in wanted.items()
    }
    for row in rows:
        found.setdefault(type(row), set()).add(row.pk)
    return found


def _leads_somewhere(row, there) -> bool:
    """Whether a row can be written: without what is gone, unless it cannot be without that."""
    for field in _relations(row):
        key = getattr(row, field.attname)
        if key is not None and key not in there[field.related_model]:
            if not field.null:
                return False
            setattr(row, field.attname, None)
    return True


def erase_due() -> int:
    """Erase for good some of the deleted drafts whose time is over; return how many."""
    due = DeletedDraft.objects.outlived().order_by("deleted_at").values("pk")[:_AT_ONCE]
    keys = list(due.values_list("pk", flat=True))
    if keys:
        DeletedDraft.objects.filter(pk__in=keys).delete()
    return len(keys)
