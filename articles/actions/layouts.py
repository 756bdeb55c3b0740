"""Layouts: saving the draft of a page's arrangement, publishing, scheduling, cancelling it.

Each is one transaction that first locks the arrangement. None of them asks about permissions:
the desk did.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.actions import activity
from articles.exceptions import ActionRefused, StaleDraft
from articles.models import Act, Arrangement, Layout
from articles.public import layout_document
from espreso import clock

TOO_LATE = gettext_lazy("It is no longer scheduled: check the page as it is now.")


@transaction.atomic
def save(
    arrangement: Arrangement, by, document: layout_document.Document, *, revision: int
) -> Arrangement:
    """Let the draft say `document`, and return it. `arrangement` may be a new one.

    `revision` is the one that the caller saw. Raises `StaleDraft` when somebody saved since, and
    `ValidationError` for a document that no page can show.
    """
    layout_document.validate(document, front=arrangement.is_front)
    Arrangement.objects.bulk_create(
        [Arrangement(page=arrangement.page, language=arrangement.language)], ignore_conflicts=True
    )
    draft = _held(arrangement)
    if draft.revision and draft.document == document:
        # Sent twice, or by two who meant the same: there is nothing to lose.
        return draft
    _refuse_stale(draft, revision, by)
    draft.document, draft.revision = document, draft.revision + 1
    draft.modified_by, draft.modified_at = by, clock.now()
    draft.save()
    return draft


@transaction.atomic
def publish(arrangement: Arrangement, by, *, revision: int) -> Layout:
    """Show the draft to readers from now on, until what is scheduled next. Raises `StaleDraft`.

    What readers see already is not published once more: returns the layout of it.
    """
    draft = _held(arrangement)
    _refuse_stale(draft, revision, by)
    live = draft.layouts.live().filter(document=draft.document).first()
    if live is None:
        live = _open_layout(draft, by, clock.now())
        activity.note(Act.PUBLISHED, by, draft)
    return live


@transaction.atomic
def schedule(arrangement: Arrangement, by, at: datetime, *, revision: int) -> Layout:
    """Show the draft as it is now from `at` on, until what is scheduled after that.

    Raises `StaleDraft`, and `ActionRefused` when `at` is not in the future or already taken.
    """
    draft = _held(arrangement)
    _refuse_stale(draft, revision, by)
    if at <= clock.now():
        words = _("%s is in the past: choose a later time.") % clock.in_words(at, zone=True)
        raise ActionRefused(words, code="past")
    layout = _open_layout(draft, by, at)
    activity.note(Act.SCHEDULED, by, draft, at.isoformat())
    return layout


@transaction.atomic
def cancel(layout: Layout, by) -> None:
    """Take back what is scheduled; what is before it goes on.

    Raises `ActionRefused` once it is live.
    """
    _held(layout.arrangement)
    too_late = ActionRefused(TOO_LATE, code="late")
    layout = layout.arrangement.layouts.coming().filter(pk=layout.pk).first()
    if layout is None:
        raise too_late
    try:
        with transaction.atomic():
            layout.delete()
    except IntegrityError:
        # Its moment came just now, and the database keeps what somebody may have seen.
        raise too_late from None
    _end_layouts(
        layout.arrangement.layouts.filter(during__endswith=layout.during.lower), layout.during.upper
    )
    activity.note(Act.CANCELLED, by, layout.arrangement)


def _held(arrangement):
    own = {"page": arrangement.page, "language": arrangement.language}
    return Arrangement.objects.select_for_update(no_key=True).get(**own)


def _refuse_stale(draft, revision, by):
    if draft.revision == revision:
        return
    if not draft.revision:
        words = _(
            "Nothing was done, because the form does not say when it was opened. Your layout is "
            "below; press the button again."
        )
        raise StaleDraft(words, code="stale")
    raise StaleDraft.since(
        draft.modified_by,
        draft.modified_at,
        by,
        theirs=_(
            "%(who)s saved this page on %(when)s, after you opened it, so nothing was done. Your "
            "layout is below. Check what has been saved; if you press the button again, yours "
            "replaces it."
        ),
        yours=_(
            "You saved this page yourself on %(when)s, after you opened this window, so nothing "
            "was done. Your layout is below; if you press the button again, it replaces what was "
            "saved."
        ),
    )


def _open_layout(draft, by, at) -> Layout:
    layouts = draft.layouts.all()
    then = layouts.filter(during__contains=at).first()
    if then and then.during.lower == at:
        words = _(
            "A layout is already scheduled for that time. Cancel it first, or choose another time."
        )
        raise ActionRefused(words, code="taken")
    following = layouts.filter(during__startswith__gt=at).order_by("during").first()
    until = following.during.lower if following else None
    if then:
        _end_layouts([then], at)
    last = layouts.order_by("-number").first()
    return Layout.objects.create(
        arrangement=draft,
        number=last.number + 1 if last else 1,
        during=DateTimeTZRange(at, until),
        document=draft.document,
        published_by=by,
    )


def _end_layouts(layouts, at):
    for layout in layouts:
        layout.during = DateTimeTZRange(layout.during.lower, at)
        layout.save(update_fields=["during"])
