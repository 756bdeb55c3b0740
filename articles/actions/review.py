"""Review workflow: the steps of a draft from its author to its editor and back.

Whoever may change a piece sends it to review. Who `signs_off` marks it as ready, or sends it back
with a comment. Those whose piece it is may take it back themselves. Whether somebody signs it off,
or may change it at all, the desk has asked before.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.content import snapshot
from articles.exceptions import ActionRefused
from articles.models import Article, Comment, Occasion, Stage

LONGEST_COMMENT = Comment._meta.get_field("text").max_length


def ways(article, user, *, signs_off: bool) -> list[Stage]:
    """Return the stages that `user` may move the draft to from where it is."""
    if signs_off:
        return [stage for stage in Stage if stage != article.stage]
    if article.stage == Stage.DRAFT:
        return [Stage.REVIEW]
    if article.stage == Stage.REVIEW and article.is_own(user):
        return [Stage.DRAFT]
    return []


def check_move(article, stage, comment="", *, own: bool, signs_off: bool) -> None:
    """Raise `ActionRefused`, in words, when `move` would."""
    if stage not in Stage.values:
        raise ActionRefused(_("There is no such step in the workflow."), code="unknown")
    if stage == Stage.DRAFT and comment.strip():
        _check_sending_back(comment, signs_off)
    elif stage in {Stage.REVIEW, article.stage}:
        return
    elif stage == Stage.READY:
        if not signs_off:
            raise ActionRefused(_("Only an editor can mark a piece as ready."), code="editors")
    elif not signs_off:
        _check_taking_back(article, own)
    elif not own:
        raise ActionRefused(
            _("Explain in a comment why you are sending it back: its authors will read it."),
            code="comment",
        )


def _check_sending_back(comment, signs_off):
    if not signs_off:
        raise ActionRefused(_("Only an editor can send a piece back."), code="editors")
    if "\0" in comment:
        raise ActionRefused(
            _("The comment contains a character that cannot be saved: type it again."),
            code="comment",
        )
    if len(comment) > LONGEST_COMMENT:
        raise ActionRefused(
            _("The comment has %(length)d characters; the limit is %(most)d. Shorten it.")
            % {"length": len(comment), "most": LONGEST_COMMENT},
            code="comment",
        )


def _check_taking_back(article, own):
    if not own:
        raise ActionRefused(
            _("Only the people working on a piece can take it back."), code="not_own"
        )
    if article.stage == Stage.READY:
        raise ActionRefused(
            _(
                "An editor has since marked this piece as ready, so it cannot be taken back. You "
                "can still save your changes: that puts it in review again."
            ),
            code="ready",
        )


@transaction.atomic
def move(
    article, stage, by, comment="", *, own: bool | None = None, signs_off=False
) -> Occasion | None:
    """Move the draft to `stage`; with a `comment`, back to those whose piece it is.

    `own` says whether the piece was that of `by` when they decided, since their very save may
    have taken their name from it; without it, what holds now counts. Returns the occasion,
    under which the draft is kept as a milestone; or None when the draft was there already, or
    was only taken back. Raises `ActionRefused`.
    """
    locked = Article.objects.locked().get(pk=article.pk)
    comment = comment.strip() if stage == Stage.DRAFT else ""
    own = locked.is_own(by) if own is None else own
    check_move(locked, stage, comment, own=own, signs_off=signs_off)
    occasion = None
    if comment or stage != locked.stage:
        occasion = _occasion(stage, comment)
        at = timezone.now()
        if comment:
            at = Comment.objects.create(article=locked, text=comment, by=by).at
        if occasion:
            snapshot.save_milestone(locked, occasion, by)
        Article.objects.filter(pk=locked.pk).update(stage=stage, staged_at=at, staged_by=by)
    article.refresh_from_db(fields=["stage", "staged_at", "staged_by"])
    return occasion


def _occasion(stage, comment):
    if stage == Stage.DRAFT:
        return Occasion.SENT_BACK if comment else None
    return Occasion.REVIEW if stage == Stage.REVIEW else Occasion.READY


def sent_back(article) -> Comment | None:
    """Return the comment with which the draft came back, until it is sent on or published."""
    if article.stage != Stage.DRAFT or article.staged_at is None:
        return None
    return article.comments.sending_back().select_related("by").first()
