"""What lies on the desk of the invented newsroom: pieces on their way, and remarks on them."""

from datetime import timedelta

from django.utils import timezone

from articles.actions import review
from articles.models import Article, Block, Comment, Milestone, Stage, User
from demo.pieces import Piece

_STAGES = {"review": Stage.REVIEW, "sent_back": Stage.REVIEW, "ready": Stage.READY}


def send_on(piece: Piece, draft: Article, author: User, editor: User) -> None:
    """Bring the draft as far as it is on its way to its editor, with what was said of it."""
    reason, said = None, list(piece.comments)
    if piece.status == "sent_back":
        reason = said.pop(0)
    if stage := _STAGES.get(piece.status):
        ready = stage == Stage.READY
        review.move(draft, stage, editor if ready else author, signs_off=ready)
    _say(said, draft)
    if reason:
        by = User.objects.get(username=reason.by)
        review.move(draft, Stage.DRAFT, by, reason.text, signs_off=True)


def _say(comments, draft):
    blocks = Block.all_of(draft)
    for comment in comments:
        by = User.objects.get(username=comment.by)
        block = blocks[comment.on - 1] if comment.on else None
        Comment.objects.create(
            article_id=draft.pk,
            part=block.block_key if block else "",
            quote=block.text()[:200] if block else "",
            text=comment.text,
            by=by,
            resolved_by=by if comment.resolved else None,
            resolved_at=timezone.now() if comment.resolved else None,
        )


def an_hour_ago(draft: Article) -> None:
    """Put what happened to the draft a while back, as if the day had gone on since."""
    ago = timedelta(minutes=50 + draft.pk % 7 * 11)
    for rows in (Comment.objects, Milestone.objects):
        for row in rows.filter(article=draft.pk):
            rows.filter(pk=row.pk).update(at=row.at - ago)
    if draft.staged_at:
        Article.objects.filter(pk=draft.pk).update(staged_at=draft.staged_at - ago)
