"""Publishing: the actions on a draft and its versions: publish, schedule, reschedule, cancel,
withdraw, restore.

Each is one transaction that first locks the piece, so that of two people who act at the
same moment one wins and the other reads who was first. Each takes the `revision` of the
draft that its caller saw. None of them asks about permissions: the desk did.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.actions import activity
from articles.content import checks, saves, snapshot
from articles.content.freeze import attach_relations, freeze_relations, relations_of, version_of
from articles.content.thaw import replace_blocks
from articles.exceptions import ActionRefused, StaleDraft
from articles.models import (
    ANNOUNCED,
    Act,
    Address,
    Article,
    Block,
    Change,
    DraftSnapshot,
    Label,
    Milestone,
    Occasion,
    Stage,
    Version,
    withdrawal,
)
from espreso import clock, plain_text

_ACTS = {
    Change.FIRST: Act.PUBLISHED,
    Change.UPDATE: Act.UPDATED,
    Change.CORRECTION: Act.CORRECTED,
    Change.SILENT: Act.FIXED,
}
_NOTHING_SCHEDULED = gettext_lazy(
    "Nothing is scheduled. If its time has passed, it is live: withdraw it instead."
)


@transaction.atomic
def publish(article, by, *, revision, change=Change.UPDATE, note="") -> Version:
    """Show the draft to readers from now on, in place of the version they see now.

    `change` and `note` (for readers) say what a further publication is; the first one is
    always `Change.FIRST`. An update gives the label Updated to a piece that has none.
    Raises `StaleDraft`, or `ActionRefused` when the draft is not ready or a version is scheduled.
    """
    article = locked(article, revision, by)
    now, former = clock.now(), former_versions(article)
    refuse_when_scheduled(former, now)
    version = _new_version(article, by, now, change, note, former)
    activity.note(_ACTS[version.change], by, article)
    withdrawal.mark_after_commit(version.article_id)
    return version


@transaction.atomic
def schedule(article, by, at: datetime, *, revision, change=Change.UPDATE, note="") -> Version:
    """Show the draft to readers from `at` on. What is live stays so until then.

    Raises as `publish` does, and `ActionRefused` when `at` is not in the future.
    """
    article = locked(article, revision, by)
    now, former = clock.now(), former_versions(article)
    refuse_when_scheduled(former, now)
    _refuse_the_past(at, now)
    version = _new_version(article, by, at, change, note, former)
    activity.note(Act.SCHEDULED, by, article, at.isoformat())
    return version


@transaction.atomic
def reschedule(article, by, at: datetime, *, revision) -> Version:
    """Show what is scheduled from `at` on instead, in the same words, whatever the draft says now.

    Raises `StaleDraft`, or `ActionRefused` when nothing is scheduled any more or `at` is not in the
    future.
    """
    article = locked(article, revision, by)
    _refuse_the_past(at, clock.now())
    version = _coming(article)
    carried = relations_of(version)
    if version is None or not _take_back(article, version):
        raise ActionRefused(_NOTHING_SCHEDULED, code="nothing_scheduled")
    scheduled = version.slug
    version.slug = version.slug_before or scheduled
    go_live(version, article, former_versions(article), at)
    attach_relations(carried, version)
    if article.slug == scheduled:
        article.slug = version.slug
        article.save(update_fields=["slug"])
    article.bump(by, content_changed=False)
    activity.note(Act.RESCHEDULED, by, article, at.isoformat())
    return version


@transaction.atomic
def cancel(article, by, *, revision) -> None:
    """Take the scheduled version back, and leave everything as it was before it.

    Raises `ActionRefused` when nothing is scheduled, or when its moment has come.
    """
    article = locked(article, revision, by)
    if not _cancel(article, by):
        raise ActionRefused(_NOTHING_SCHEDULED, code="nothing_scheduled")
    article.bump(by, content_changed=False)
    activity.note(Act.CANCELLED, by, article)


@transaction.atomic
def withdraw(article, by, *, revision) -> None:
    """Take the piece off every public page at once; its address says that it was there.

    What was scheduled is cancelled too. Raises `ActionRefused` when it is not live.
    """
    article = locked(article, revision, by)
    _cancel(article, by)
    now = clock.now()
    live = article.versions.live(now).first()
    if live is None:
        raise ActionRefused(
            _("This piece is not live, so there is nothing to withdraw."), code="not_live"
        )
    _close(live, now)
    article.bump(by, content_changed=False)
    activity.note(Act.WITHDREW, by, article)
    withdrawal.mark_before_commit(article.pk)


@transaction.atomic
def restore(
    source: Version | Milestone | DraftSnapshot, by, *, revision, names=True, signs_off=False
) -> Article:
    """Put what `source` says into the draft, in place of what is there. Nothing is published.

    What is there is kept first, as a milestone. Without `names` the byline stays as it is now:
    it says who may write the piece. What was ready stays so for who `signs_off`. Returns the draft
    as its own kind.
    """
    article = locked(source.article, revision, by)
    snapshot.save_milestone(article, Occasion.REPLACED, by)
    content = snapshot.content_of(source)
    snapshot.put(article, content, names=names)
    replace_blocks(article, content["document"])
    article.specific().restore_front_matter(content["document"])
    article.bump(by, signs_off=signs_off)
    saves.keep(article, by)
    return article.specific()


@transaction.atomic
def record(
    article, by, *, live_from: datetime, live_until: datetime | None = None,
    change=Change.FIRST, note="",
) -> Version:  # fmt: skip
    """Write down a publication of the past, for archives and demonstrations.

    The draft as it is now was live from `live_from` until `live_until`. Raises `ActionRefused`
    when the range reaches into the future or when the piece had another version then
    (`IntegrityError`, by the exclusion constraint).
    """
    article = locked(article, article.revision, by)
    if live_from > clock.now() or (live_until and live_until > clock.now()):
        raise ActionRefused(_("Only a time in the past can be recorded."), code="future")
    former = former_versions(article)
    return _new_version(article, by, live_from, change, note, former, until=live_until)


def has_visible_text(note: str) -> bool:
    """Whether readers can read `note`: what was pasted may hold nothing but invisible signs."""
    return any(map(str.isalnum, plain_text.visible(note)))


_THEIRS = gettext_lazy(
    "%(who)s changed this piece on %(when)s, after you opened it. Nothing was done: reload it, "
    "check what changed and try again."
)
# An answer may have been lost on its way, or asked for twice.
_YOURS = gettext_lazy(
    "You changed this piece yourself on %(when)s, after you opened this page, so what you want "
    "may already be done. Nothing was done now: check the piece as it is."
)


def locked(article, revision, by, *, theirs=_THEIRS, yours=_YOURS) -> Article:
    """Hold the draft as it is now, at the `revision` that `by` saw. Raises `StaleDraft`."""
    locked = Article.objects.locked().get(pk=article.pk)
    if locked.revision != revision:
        at = locked.acted_at or locked.modified_at
        raise StaleDraft.since(locked.acted_by, at, by, theirs=theirs, yours=yours)
    return locked


def _refuse_the_past(at, now):
    if at <= now:
        raise ActionRefused(
            _("%s is in the past: choose a later time.") % clock.in_words(at, zone=True),
            code="past",
        )


def refuse_when_scheduled(versions: list[Version], now: datetime) -> None:
    """Raise `ActionRefused` while one of the `versions` of a piece waits for its moment."""
    if version := next((each for each in versions if each.during.lower > now), None):
        raise ActionRefused(
            _("A version is scheduled for %s. Cancel that first, then try again.")
            % clock.in_words(version.during.lower, zone=True),
            code="scheduled",
        )


def _cancel(article, by) -> bool:
    coming = _coming(article)
    said = coming and snapshot.of_version(coming)
    if coming is None or not _take_back(article, coming):
        return False
    Milestone.objects.create(
        article=article,
        occasion=Occasion.CANCELLED,
        revision=coming.revision,
        content=said,
        due_at=coming.during.lower,
        note=coming.note,
        by=by,
    )
    # The draft is what it was before, too: unless somebody has given it another label meanwhile,
    # or has taken a step with it, if only to send it back.
    if article.label == coming.label:
        article.label = coming.label_before
    if article.slug == coming.slug:
        article.slug = coming.slug_before or article.slug
    if article.stage == Stage.DRAFT and article.staged_at == coming.staged_at_before:
        article.stage = coming.stage_before
        if article.stage == Stage.READY and article.text_revision != coming.revision:
            # Not these words were signed off.
            article.stage, article.staged_by, article.staged_at = Stage.REVIEW, by, clock.now()
    article.save(update_fields=["label", "slug", "stage", "staged_by", "staged_at"])
    return True


def _coming(article) -> Version | None:
    return article.versions.filter(during__startswith__gt=clock.now()).first()


def _take_back(article, coming) -> bool:
    """Delete the scheduled version, with all that it brought for readers, if it is not live yet."""
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
    return True


def _close(version, at):
    version.during = DateTimeTZRange(version.during.lower, at)
    version.save(update_fields=["during"])


def _new_version(article, by, at, change, note, former, *, until=None):
    blocks = Block.all_of(article)
    if found := checks.stopping(article, blocks):
        raise ActionRefused([finding.words for finding in found])
    if not former:
        change, note = Change.FIRST, ""
    elif change in ANNOUNCED and not has_visible_text(note):
        raise ActionRefused(_("Tell readers in a note what changed."), code="note")
    version = version_of(article, blocks)
    # Only those changes have a note of which readers are told.
    version.change = change
    version.note = plain_text.cleaned(note).strip() if change in ANNOUNCED else ""
    # A piece without another label earns this one.
    if change == Change.UPDATE and article.label == Label.NONE:
        version.label = Label.UPDATED
    version.published_by = by
    version.revision = article.text_revision
    version.stage_before, version.label_before = article.stage, article.label
    version.staged_at_before, version.slug_before = article.staged_at, article.slug
    go_live(version, article, former, at, until)
    freeze_relations(version, article)
    # The draft is what readers see or will see: its next round begins.
    article.label, article.slug, article.stage = version.label, version.slug, Stage.DRAFT
    article.bump(by, content_changed=False, also=["label", "slug", "stage"])
    return version


def former_versions(article) -> list[Version]:
    """Return what was published of it so far, without the text."""
    return list(article.versions.order_by("number").defer("document", "text"))


def go_live(version, article, former, at, until=None) -> None:
    """Save `version` as what readers see from `at` on, in place of what they see then."""
    version.number = former[-1].number + 1 if former else 1
    version.during = DateTimeTZRange(at, until)
    version.published_at = former[0].published_at if former else at
    version.modified_at = former[-1].modified_at if version.change == Change.SILENT else at
    version.slug = Address.claim(article, version.slug, version.published_at)
    version.path = Address.path_for(version.slug, version.published_at)
    for before in former:
        if at in before.during:
            _close(before, at)
    version.save(force_insert=True)
