"""Fixes: a typo in what readers see is mended there and in the draft, and nothing else comes out.

As the other verbs of publishing, they ask nobody's permission: the desk did.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.actions import activity
from articles.content import saves, segments
from articles.content.freeze import attach_relations, relations_of
from articles.content.segments import Segment
from articles.exceptions import ActionRefused, StaleDraft
from articles.models import Act, Article, Block, Change, TypoReport, Version
from articles.models.typo_report import LONGEST_AROUND, LONGEST_QUOTE
from espreso import clock, plain_text

from .publishing import former_versions, go_live, refuse_when_scheduled

# Letters that go or come: what changes more is no typo.
MOST_CHANGED = 60

_NOT_LIVE = gettext_lazy("Readers do not see this piece now: change its draft instead.")
_THEIRS = gettext_lazy(
    "%(who)s changed these words on %(when)s, after you opened them. Nothing was published: check "
    "them as they are now."
)
_YOURS = gettext_lazy(
    "You changed these words yourself on %(when)s, after you opened them, so what you want may "
    "already be done. Nothing was published now: check them as they are."
)


@dataclass(frozen=True)
class PublishedFix:
    """A version with a fix, and whether the draft has it too: there may be other words by now."""

    version: Version
    in_draft: bool


@transaction.atomic
def publish_fix(article, by, *, place, mark, text, signs_off=False) -> PublishedFix:
    """Let a segment of what readers see say `text`, as a silent fix, from now on.

    The segment stood at `place` and had this `mark` when `by` looked at it. Whatever else the
    draft says stays unpublished; it gets the same fix, and what was ready stays so for who
    `signs_off`. Raises `StaleDraft` when readers see other words there by now, or `ActionRefused`
    when the piece is not live, something is scheduled, or it is more than a typo.
    """
    article = Article.objects.locked().get(pk=article.pk)
    now, former = clock.now(), former_versions(article)
    refuse_when_scheduled(former, now)
    live = _live(article)
    segment = _found(live, by, place, mark)
    text = _typed(segment, text)
    is_same = live.revision == article.text_revision
    in_draft = _fix_draft(article, by, segment, text)
    article.bump(by, content_changed=in_draft or is_same, signs_off=signs_off)
    saves.keep(article, by)
    version = _fixed_version(article, live, segment, text)
    version.published_by = by
    if is_same and in_draft:
        version.revision = article.text_revision
    carried = relations_of(live)
    go_live(version, article, former, now)
    attach_relations(carried, version)
    activity.note(Act.FIXED, by, article)
    return PublishedFix(version, in_draft)


@transaction.atomic
def suggest_fix(article, by, *, place, mark, text) -> TypoReport:
    """Tell the editors which words `by` would write in a segment of what readers see.

    Raises as `publish_fix` does, and `ActionRefused` when these words were reported before.
    """
    live = _live(article)
    segment = _found(live, by, place, mark)
    text = _typed(segment, text)
    span = segments.span_of(segment.text, text)
    if max(len(span.quote), len(span.replacement)) > LONGEST_QUOTE:
        raise ActionRefused(_("Suggest one fix at a time: these are far apart."), code="too_much")
    report = TypoReport.objects.suggest(
        live,
        by,
        quote=span.quote,
        before=span.before[-LONGEST_AROUND:],
        after=span.after[:LONGEST_AROUND],
        replacement=span.replacement,
    )
    if report is None:
        raise ActionRefused(
            _("A fix of these words waits for an editor already, or too many others do."),
            code="suggested",
        )
    return report


@transaction.atomic
def accept_fix(report, by, *, signs_off=False) -> PublishedFix:
    """Publish what a colleague suggests, and settle the report.

    Raises as `publish_fix` does, and `ActionRefused` when its words stand nowhere any more.
    """
    article = Article.objects.locked().get(pk=report.article_id)
    quoted = f"{report.before}{report.quote}{report.after}"
    meant = f"{report.before}{report.replacement}{report.after}"
    found = [
        segment
        for segment in segments.segments(segments.said_by(_live(article)))
        if segment.text.count(quoted) == 1
    ]
    if len(found) != 1:
        raise ActionRefused(
            _("These words do not stand in the piece any more: look at it, then mark it as done."),
            code="gone",
        )
    segment = found[0]
    fixed = publish_fix(
        article,
        by,
        place=segment.place,
        mark=segment.mark,
        text=segment.text.replace(quoted, meant),
        signs_off=signs_off,
    )
    TypoReport.objects.filter(pk=report.pk).settle(by)
    return fixed


def _live(article) -> Version:
    version = article.versions.live().select_related("published_by").first()
    if version is None:
        raise ActionRefused(_NOT_LIVE, code="not_live")
    return version


def _found(live, by, place, mark) -> Segment:
    """Return the segment that was looked at; another fix may have come out since."""
    same = [one for one in segments.segments(segments.said_by(live)) if one.mark == mark]
    if not same:
        raise StaleDraft.since(
            live.published_by, live.created_at, by, theirs=str(_THEIRS), yours=str(_YOURS)
        )
    return next((one for one in same if one.place == place), same[0])


def _typed(segment, text) -> str:
    """Return what was typed into a segment. Raises `ActionRefused` when it is no fix of a typo."""
    if "\n" not in segment.text:
        text = plain_text.one_line(text)
    if text == segment.text:
        raise ActionRefused(
            _("Nothing is changed yet: write what should stand there."), code="same"
        )
    if not plain_text.has_visible_text(text):
        raise ActionRefused(_("A fix leaves some words: to delete them all, use the form."))
    # What is far longer needs no comparison.
    longer = abs(len(text) - len(segment.text)) > MOST_CHANGED
    if longer or segments.letters_changed(segment.text, text) > MOST_CHANGED:
        raise ActionRefused(
            _("That is more than a typo: change the draft, and publish it as a correction."),
            code="too_much",
        )
    if segment.longest and len(text) > segment.longest:
        raise ActionRefused(
            _("At most %d characters fit there.") % segment.longest, code="too_long"
        )
    return text


def _fix_draft(article, by, segment, text) -> bool:
    """Let the draft say what the fix says, unless it says something else there."""
    blocks = Block.all_of(article)
    said = segments.said_in(article, blocks)
    own = segments.counterpart(segment, segments.segments(said))
    if own is None or (merged := segments.merged_text(segment.text, own.text, text)) is None:
        return False
    if own.longest and len(merged) > own.longest:
        return False
    said = segments.with_words(said, own, merged)
    if own.block is None:
        name, words = ("lead_caption", merged) if own.field == "lead" else (own.field, merged)
        setattr(article, name, words)
        article.save(update_fields=[name])
    else:
        block = blocks[own.block]
        setattr(block, own.field, said["document"][own.block][own.field])
        block.save(update_fields=[own.field])
    return True


def _fixed_version(article, live, segment, text) -> Version:
    """Return an unsaved version that says what readers see, with the fix."""
    before = segments.said_by(live)
    said = segments.with_words(before, segment, text)
    found, finds = (segments.searchable(state, segment) for state in (before, said))
    kept = {
        field.attname: getattr(live, field.attname)
        for field in Version._meta.concrete_fields
        if not (field.primary_key or field.generated)
    }
    return Version(
        **kept
        | {name: said[name] for name in ("headline", "standfirst", "document")}
        | {
            "lead_caption": said["lead"]["caption"],
            "lead_caption_of_photo": said["lead"]["caption_of_photo"],
            "text": live.text.replace(found, finds, 1),
            "change": Change.SILENT,
            "note": "",
            "created_at": timezone.now(),
            "stage_before": article.stage,
            "label_before": article.label,
            "staged_at_before": article.staged_at,
        }
    )
