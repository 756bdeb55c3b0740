"""The verbs that span draft and versions: publish, schedule, cancel, withdraw, restore.

Each is one transaction that first locks the piece, so that of two people who act at the
same moment one wins and the other reads who was first. Each takes the `revision` of the
draft that its caller saw. None of them asks about permissions: the desk did.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .freezing import freeze_relations, version_of
from .models import TOLD, Address, Article, Block, Change, Label, Stage, Version
from .readiness import Readiness


class Refused(ValidationError):
    """A verb that cannot be done now; its messages say in the user's words why."""


class StaleDraft(Refused):
    """Somebody else saved or published the piece after the caller opened it."""


@transaction.atomic
def publish(article, by, *, revision, change=Change.UPDATE, note="") -> Version:
    """Show the draft to readers from now on, in place of the version they see now.

    `change` and `note` (for readers) say what a further publication is; the first one is
    always `Change.FIRST`. An update gives the label Updated to a piece that has none.
    Raises `StaleDraft`, or `Refused` when the draft is not ready or a version is scheduled.
    """
    article = _locked(article, revision)
    _refuse_when_scheduled(article)
    return _open(article, by, _now(), change, note)


@transaction.atomic
def schedule(article, by, at: datetime, *, revision, change=Change.UPDATE, note="") -> Version:
    """Show the draft to readers from `at` on. What is live stays so until then.

    Raises as `publish` does, and `Refused` when `at` is not in the future.
    """
    article = _locked(article, revision)
    _refuse_when_scheduled(article)
    if at <= _now():
        raise Refused(_("%s is in the past: choose a later time.") % _in_words(at), code="past")
    return _open(article, by, at, change, note)


@transaction.atomic
def cancel(article, by, *, revision) -> None:
    """Take the scheduled version back, and leave everything as it was before it.

    Raises `Refused` when nothing is scheduled, or when its moment has come.
    """
    article = _locked(article, revision)
    if not _cancel(article):
        raise Refused(
            _("Nothing is scheduled. If its time has come, it is live: withdraw it instead."),
            code="nothing_scheduled",
        )
    article.bump(by)


@transaction.atomic
def withdraw(article, by, *, revision) -> None:
    """Take the piece off every public page at once; its address says that it was there.

    What was scheduled is cancelled too. Raises `Refused` when it is not live.
    """
    article = _locked(article, revision)
    _cancel(article)
    now = _now()
    live = article.versions.live(now).first()
    if live is None:
        raise Refused(
            _("This piece is not live, so there is nothing to withdraw."), code="not_live"
        )
    _close(live, now)
    article.bump(by)


@transaction.atomic
def restore(version: Version, by, *, revision) -> Article:
    """Put what `version` says into the draft, in place of what is there. Nothing is published.

    Returns the draft as its own kind. Photos that are gone from the library cannot be:
    versions protect them.
    """
    article = _locked(version.article, revision)
    for name in ("headline", "slug", "standfirst", "section_id", "language", "lead_photo_id"):
        setattr(article, name, getattr(version, name))
    article.search_title = version.search_title
    article.search_description = version.search_description
    article.lead_caption = "" if version.lead_caption_of_photo else version.lead_caption
    article.label = version.label
    article.save()
    article.bylines.all().delete()
    article.bylines.bulk_create(
        article.bylines.model(article=article, author_id=line.author_id, position=line.position)
        for line in version.bylines.all()
    )
    article.tags.set(version.tags.all())
    there = set(Article.objects.filter(pk__in=version.read_also).values_list("pk", flat=True))
    article.pick(pk for pk in version.read_also if pk in there)
    replace_blocks(article, version.document)
    article.specific().restore_front_matter(version.document)
    article.bump(by)
    return article.specific()


@transaction.atomic
def record(
    article, by, *, live_from: datetime, live_until: datetime | None = None,
    change=Change.FIRST, note="",
) -> Version:  # fmt: skip
    """Write down a publication of the past, for archives and demonstrations.

    The draft as it is now was live from `live_from` until `live_until`. Raises `Refused`
    when the range reaches into the future or when the piece had another version then
    (`IntegrityError`, by the exclusion constraint).
    """
    article = _locked(article, article.revision)
    if live_from > _now() or (live_until and live_until > _now()):
        raise Refused(_("Only what is past can be recorded."), code="future")
    return _open(article, by, live_from, change, note, until=live_until)


def add_blocks(article: Article, document, *, after: int = 0) -> list[Block]:
    """Append the blocks of `document` that rows can hold, in order. Returns them saved."""
    kinds = {kind.kind: kind for kind in Block.kinds()}
    made = []
    for data in document:
        if kind := kinds.get(data["kind"]):
            block = kind.thaw(data)
            block.parent = Article(pk=article.pk)
            block.ordering = after + (len(made) + 1) * 10
            made.append(block)
    for kind in kinds.values():
        kind.objects.bulk_create(block for block in made if type(block) is kind)
    return made


def replace_blocks(article: Article, document) -> None:
    """Make `document` the text of the draft."""
    for kind in Block.kinds():
        kind.objects.filter(parent=article).delete()
    add_blocks(article, document)


def _now() -> datetime:
    # The database's clock, after the lock was waited for: versions follow each other by it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def _in_words(moment):
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y, H:i')} ({timezone.get_current_timezone_name()})"


def _locked(article, revision) -> Article:
    locked = Article.objects.held().get(pk=article.pk)
    if locked.revision != revision:
        who = locked.modified_by.name if locked.modified_by else _("Somebody")
        raise StaleDraft(
            _(
                "%(who)s changed this piece at %(when)s, after you opened it. Nothing was done: "
                "open it again, look at what changed, and decide anew."
            )
            % {"who": who, "when": _in_words(locked.modified_at)},
            code="stale",
        )
    return locked


def _refuse_when_scheduled(article):
    for version in article.versions.filter(during__startswith__gt=_now()):
        raise Refused(
            _("A version is scheduled for %s. Cancel that first, then decide anew.")
            % _in_words(version.during.lower),
            code="scheduled",
        )


def _cancel(article) -> bool:
    coming = article.versions.filter(during__startswith__gt=_now()).first()
    if coming is None:
        return False
    starts = coming.during.lower
    try:
        with transaction.atomic():
            coming.delete()
    except IntegrityError:
        # Its moment came just now, and the database keeps what somebody may have seen.
        return False
    # Addresses that only the cancelled version would have had are free again.
    kept = article.versions.values("path")
    article.addresses.exclude(path__in=kept).delete()
    for before in article.versions.filter(during__endswith=starts):
        _close(before, None)
    # So is the label that only its update would have earned.
    if article.label == Label.UPDATED and not article.has_been_updated():
        article.label = Label.NONE
    article.stage = Stage.READY
    article.save(update_fields=["label", "stage"])
    return True


def _close(version, at):
    version.during = DateTimeTZRange(version.during.lower, at)
    version.save(update_fields=["during"])


def _open(article, by, at, change, note, *, until=None):
    blocks = Block.all_of(article)
    if problems := Readiness.of(article, blocks).problems:
        raise Refused(problems)
    former = list(article.versions.order_by("number").defer("document", "text"))
    if not former:
        change, note = Change.FIRST, ""
    elif change in TOLD and not note.strip():
        raise Refused(_("Say in a note for readers what changed."), code="note")
    version = version_of(article, blocks)
    version.number = former[-1].number + 1 if former else 1
    version.during = DateTimeTZRange(at, until)
    version.published_at = former[0].published_at if former else at
    version.modified_at = former[-1].modified_at if change == Change.SILENT else at
    version.change, version.note = change, note.strip()
    version.path = _address(article, version.published_at)
    # Readers are told of a change: a piece without another label earns this one.
    if change == Change.UPDATE and article.label == Label.NONE:
        version.label = Label.UPDATED
    version.published_by = by
    version.revision = article.revision + 1
    for before in former:
        if at in before.during:
            _close(before, at)
    version.save(force_insert=True)
    freeze_relations(version, article)
    # The draft is what readers see or will see: its next round begins.
    article.label, article.stage = version.label, Stage.DRAFT
    article.save(update_fields=["label", "stage"])
    article.bump(by)
    return version


def _address(article, published_at):
    path = Address.path_for(article.slug, published_at)
    address, _created = Address.objects.get_or_create(path=path, defaults={"article": article})
    if address.article_id != article.pk:
        raise Refused(
            _("“%(headline)s” has the address /%(path)s/ already: change the last part of yours.")
            % {"headline": address.article.headline, "path": path},
            code="address",
        )
    return path
