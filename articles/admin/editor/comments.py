"""Comments: remarks on a piece or on one of its blocks, made, answered and resolved in the form.

They go their own way, beside the form: a comment saves nothing of the piece, and saving the
piece touches no comment.
"""

from collections import defaultdict
from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.admin.common.urls import address, url_name
from articles.models import Block, Comment, CommentNotification
from articles.notifications.comments import colleagues, mention_of, tell
from espreso.forms import LinesField

_QUOTE = Comment._meta.get_field("quote").max_length


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, as one person sees it."""

    comment: Comment
    answers: list[Comment]
    # Whether the block that it stands at is still in the piece.
    here: bool
    may_resolve: bool
    settle: str

    @property
    def stamp(self) -> str:
        """Change with everything that the thread shows."""
        return f"{len(self.answers)}-{self.comment.resolved_at or ''}-{self.here}"


class CommentForm(forms.Form):
    """A comment, at a block or on the whole piece, or an answer."""

    text = LinesField(
        max_length=Comment._meta.get_field("text").max_length,
        error_messages={
            "required": gettext_lazy("Write something first."),
            "max_length": gettext_lazy(
                "A comment can have at most %(limit_value)d characters; this one has "
                "%(show_value)d. Shorten it, or split it into two."
            ),
        },
    )
    part = forms.CharField(required=False)
    answers_to = forms.IntegerField(required=False, max_value=2**63 - 1)

    def __init__(self, *args, piece, **kwargs):
        super().__init__(*args, **kwargs)
        self.piece = piece

    def clean_part(self):
        part = self.cleaned_data["part"]
        if not part:
            return None
        block = Block.by_keys(self.piece, [part]).get(part)
        if block is None:
            raise forms.ValidationError(
                _("This part is no longer in the piece. Comment on the whole piece instead.")
            )
        return block

    def clean_answers_to(self):
        if (key := self.cleaned_data["answers_to"]) is None:
            return None
        comment = self.piece.comments.filter(pk=key, answers_to=None).first()
        if comment is None:
            raise forms.ValidationError(_("The comment you are replying to no longer exists."))
        return comment

    def save(self, by) -> Comment:
        """Write the comment down. An answer stands where its comment does."""
        answered = self.cleaned_data["answers_to"]
        block = None if answered else self.cleaned_data["part"]
        return Comment.objects.create(
            article_id=self.piece.pk,
            part=block.block_key if block else "",
            quote=_quote_of(block, self.piece.language) if block else "",
            text=self.cleaned_data["text"],
            by=by,
            answers_to=answered,
        )


def _quote_of(block, language):
    words = " ".join(block.text(language).split()) or capfirst(str(block))
    return Truncator(words).chars(_QUOTE)


class CommentsMixin:
    """Adds comments to the admin of a kind of piece."""

    def get_urls(self):
        view = self.admin_site.admin_view
        one = "<int:object_id>/comments/<int:comment>"
        return [
            path(
                "<int:object_id>/comments/",
                view(self.comments_view),
                name=url_name(self, "comments"),
            ),
            path(
                "<int:object_id>/comments/people/",
                view(self.mentions_view),
                name=url_name(self, "mentions"),
            ),
            path(
                f"{one}/resolve/",
                view(self.settle_comment_view),
                {"resolved": True},
                name=url_name(self, "resolve"),
            ),
            path(
                f"{one}/reopen/",
                view(self.settle_comment_view),
                {"resolved": False},
                name=url_name(self, "reopen"),
            ),
            *super().get_urls(),
        ]

    def extra_form_context(self, request, piece, form):
        context = super().extra_form_context(request, piece, form)
        if piece is None:
            return context
        threads = self.threads_of(request, piece)
        unresolved = [thread for thread in threads if thread.comment.resolved_at is None]
        at = defaultdict(list)
        for thread in unresolved:
            at[thread.comment.part if thread.here else None].append(thread)
        return context | {
            "comments": address(self, "comments", piece.pk),
            "mentions": address(self, "mentions", piece.pk),
            "comments_at": at,
            "comments_on_piece": at[""],
            "comments_gone": at[None],
            "comments_open": unresolved,
            "comments_resolved": [thread for thread in threads if thread.comment.resolved_at],
            "comments_numbers": _numbers(threads),
        }

    def presence_payload(self, request, piece):
        """Let an open form know whether it shows all that was said; who looks at it has read it."""
        unread = CommentNotification.objects.unread_by(request.user)
        to_you = unread.filter(comment=OuterRef("pk"))
        said = piece.comments.only("resolved_at").annotate(is_unread=Exists(to_you))
        if "unseen" not in request.POST and any(comment.is_unread for comment in said):
            unread.filter(comment__article=piece.pk).mark_read()
        return super().presence_payload(request, piece) | {"comments": _sign_of(said)}

    def threads_of(self, request, piece) -> list[Thread]:
        """Return the threads about `piece`, oldest first."""
        comments, answers = [], defaultdict(list)
        for comment in piece.comments.select_related("by", "resolved_by"):
            if comment.answers_to_id:
                answers[comment.answers_to_id].append(comment)
            else:
                comments.append(comment)
        blocks = Block.by_keys(piece, {comment.part for comment in comments})
        may_change = self.has_change_permission(request, piece)
        return [
            Thread(
                comment,
                answers[comment.pk],
                here=not comment.part or comment.part in blocks,
                may_resolve=may_change or comment.by_id == request.user.pk,
                settle=address(
                    self, "reopen" if comment.resolved_at else "resolve", piece.pk, comment.pk
                ),
            )
            for comment in comments
        ]

    def comments_view(self, request, object_id):
        """Give the comments on a piece, or take one more from anybody who may read it."""
        piece = self.piece_to_see(request, object_id)
        if request.method == "GET":
            return self._threads(request, piece)
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "POST"])
        form = CommentForm(request.POST, piece=piece)
        if not form.is_valid():
            problems = [problem for several in form.errors.values() for problem in several]
            return JsonResponse({"problem": " ".join(problems)}, status=422)
        comment = form.save(request.user)
        link = address(self, "change", piece.pk)
        tell(
            comment,
            piece,
            link=request.build_absolute_uri(f"{link}#comment-{comment.thread_id}"),
            choices=request.build_absolute_uri(reverse("admin:articles_user_notifications")),
        )
        return self._threads(request, piece)

    def mentions_view(self, request, object_id):
        """Return whom a comment on the piece can mention, and by which words."""
        people = colleagues(self.piece_to_see(request, object_id))
        said = [{"name": one.name, "mention": mention_of(one, people)} for one in people]
        return JsonResponse({"people": said})

    def settle_comment_view(self, request, object_id, comment, resolved):
        """Resolve a comment, or open it again. Of two who do the same the first one counts."""
        piece = self.piece_to_see(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        said = piece.comments.select_for_update().filter(answers_to=None)
        said = get_object_or_404(said, pk=comment)
        if said.by_id != request.user.pk and not self.has_change_permission(request, piece):
            raise PermissionDenied
        if resolved is not bool(said.resolved_at):
            said.resolved_at = timezone.now() if resolved else None
            said.resolved_by = request.user if resolved else None
            said.save(update_fields=["resolved_at", "resolved_by"])
        return self._threads(request, piece)

    def _threads(self, request, piece):
        threads = self.threads_of(request, piece)
        answer = JsonResponse(
            _numbers(threads)
            | {
                "threads": [
                    {
                        "id": thread.comment.pk,
                        "part": thread.comment.part,
                        "here": thread.here,
                        "resolved": thread.comment.resolved_at is not None,
                        "html": render_to_string(
                            "admin/desk/editor/comment_thread.html", {"thread": thread}, request
                        ),
                    }
                    for thread in threads
                ]
            }
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _numbers(threads):
    """Return how many comments there are, in words, and a sign of what was said."""
    resolved = sum(thread.comment.resolved_at is not None for thread in threads)
    unresolved = len(threads) - resolved
    return {
        "open": unresolved,
        "count": ngettext("%d open comment", "%d open comments", unresolved) % unresolved,
        "settled": ngettext("%d resolved comment", "%d resolved comments", resolved) % resolved,
        "sign": _sign_of(
            comment for thread in threads for comment in (thread.comment, *thread.answers)
        ),
    }


def _sign_of(comments):
    """Return what changes whenever something is said, resolved or opened again."""
    resolved = [comment.resolved_at for comment in comments]
    return f"{len(resolved)}-{resolved.count(None)}-{max(filter(None, resolved), default='')}"
