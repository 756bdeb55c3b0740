"""Review in the form: the buttons that send a draft to its editor and back."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.actions import review
from articles.admin.common.missing import Missing
from articles.admin.common.urls import address
from articles.content import snapshot
from articles.exceptions import ActionRefused
from articles.models import Block, Occasion, Stage, display_name
from articles.notifications import mail
from articles.notifications.review import about
from espreso import clock
from espreso.forms import ChangesForm, unix_lines

# In the address of a form that says at its head what is missing.
CHECKED = "checked"


class SteppingForm(ChangesForm):
    """A form with buttons that save and move the piece on: `_stage` says where to.

    `_why` is the comment with which it goes back. A step that is refused saves nothing, and
    all that was typed stands there again.
    """

    class Meta:
        fields = ()

    @property
    def why(self) -> str:
        return unix_lines(self.data.get("_why", ""))

    def clean(self):
        super().clean()
        if stage := self.data.get("_stage"):
            user = self.attempt.request.user
            own = self.attempt.was_own = self.instance.is_own(user)
            signs_off = permissions.may_sign_off(user, self.instance)
            try:
                review.check_move(self.instance, stage, self.why, own=own, signs_off=signs_off)
            except ActionRefused as refusal:
                self.add_error(None, refusal)
        return self.cleaned_data


class ReviewMixin:
    """Adds the stages of a draft to an admin."""

    def drop_overtaken_stage(self, attempt):
        """Let nobody move the piece from where it no longer stands, unless they say why."""
        data, piece = attempt.data, attempt.before
        step, shown = data.get("_stage"), data.get("_stage_shown") or None
        if piece is None or step in {None, piece.stage} or shown in {None, piece.stage}:
            return
        if data.get("_why", "").strip() or (step == Stage.DRAFT and piece.stage == Stage.READY):
            # Said to others, or refused in words of its own.
            return
        attempt.overtaken = _overtaken(piece, step)
        attempt.data = data.copy()
        del attempt.data["_stage"]

    def bar_context(self, request, piece, form=None):
        user, draft = request.user, piece or self.model()
        signs_off = permissions.may_sign_off(user, draft)
        ways = review.ways(draft, user, signs_off=signs_off)
        # Who makes a draft of others' piece sends it back to them, and says why.
        goes_back = Stage.DRAFT in ways and not draft.is_own(user)
        is_bound = form is not None and form.is_bound
        why = form.why if is_bound else ""
        # What was typed for sending it back is shown again, even if it is a draft meanwhile.
        asks_why = goes_back or (bool(why) and signs_off)
        steps = [stage for stage in ways if stage != Stage.DRAFT or not goes_back]
        return super().bar_context(request, piece, form) | {
            "steps": [(stage, _button(draft, stage)) for stage in steps],
            "asks_why": asks_why,
            "why": why,
            "why_refused": is_bound and form.has_error("__all__", "comment"),
            "longest_why": review.LONGEST_COMMENT,
            "missing": self._missing(request, piece) if not is_bound else None,
        }

    def _missing(self, request, piece):
        """Return what is missing, where it was sent on a moment ago and somebody mends it."""
        asked = piece is not None and CHECKED in request.GET
        return Missing.of(piece, Block.all_of(piece)) if asked else None

    def extra_form_context(self, request, piece, form):
        signed_off = piece is not None and piece.stage == Stage.READY
        return super().extra_form_context(request, piece, form) | {
            "sent_back": piece and review.sent_back(piece),
            "is_signed_off": signed_off and not permissions.may_sign_off(request.user, piece),
        }

    def save_signed_off_milestone(self, attempt):
        """Keep what an editor changed in a piece that is ready: they sign these words too."""
        before, piece = attempt.before, attempt.piece
        if before is None or piece.stage != Stage.READY or "_stage" in attempt.data:
            return
        if piece.text_revision != before.text_revision:
            snapshot.save_milestone(piece, Occasion.READY, attempt.request.user)

    def _way_on(self, attempt):
        way, step = super()._way_on(attempt), attempt.data.get("_stage")
        return f"{way}?{CHECKED}" if step in {Stage.REVIEW, Stage.READY} else way

    def move_on(self, attempt):
        """Move the piece to the stage that was pressed."""
        if attempt.overtaken:
            self.message_user(attempt.request, attempt.overtaken, messages.WARNING)
        attempt.after_save_message = self._moved_on(attempt)

    def _moved_on(self, attempt) -> str:
        request, piece, stage = attempt.request, attempt.piece, attempt.data.get("_stage")
        # What is changed after it was signed off is in review again: said once it is saved.
        was = attempt.before and attempt.before.stage
        fell_back = (was, piece.stage) == (Stage.READY, Stage.REVIEW)
        if not stage:
            return self._saved_in_review_again(request, piece) if fell_back else ""
        before, why = piece.stage, unix_lines(attempt.data.get("_why", ""))
        signs_off = permissions.may_sign_off(request.user, piece)
        occasion = review.move(
            piece, stage, request.user, why, own=attempt.was_own, signs_off=signs_off
        )
        if occasion:
            self._tell(request, piece, occasion, comment=why)
        elif fell_back:
            return self._saved_in_review_again(request, piece)
        elif before == stage:
            return _ALREADY[stage]
        words = _SENT_BACK if occasion == Occasion.SENT_BACK else _SENT[stage]
        self.log_change(request, piece, str(words))
        return words

    def _done(self, request, piece, *words):
        self.tell_when_in_review_again(request, piece)
        return super()._done(request, piece, *words)

    def tell_when_in_review_again(self, request, piece):
        """Say so when a draft that was ready, as `piece` was read, is in review by now."""
        before = piece.stage
        piece.refresh_from_db(fields=["stage"])
        if (before, piece.stage) == (Stage.READY, Stage.REVIEW):
            self.message_user(request, self._in_review_again(request, piece), messages.WARNING)

    def _saved_in_review_again(self, request, piece):
        return _("Saved. %s") % self._in_review_again(request, piece)

    def _in_review_again(self, request, piece):
        snapshot.save_milestone(piece, Occasion.REVIEW, request.user)
        self._tell(request, piece, Occasion.REVIEW, again=True)
        words = _("An editor had signed off a different text, so the piece is in review again.")
        self.log_change(request, piece, words)
        return words

    def _tell(self, request, piece, occasion, **details):
        link = request.build_absolute_uri(address(self, "change", piece.pk))
        letters = about(piece, occasion, by=request.user, link=link, **details)
        mail.post(letters)


def _overtaken(piece, step) -> str:
    """Say who moved the piece on after a form of it was opened, so that it stays where it is."""
    words = {
        Stage.DRAFT: _("%(who)s made it a draft again on %(when)s, after you opened it"),
        Stage.REVIEW: _("%(who)s sent it for review on %(when)s, after you opened it"),
        Stage.READY: _("%(who)s marked it as ready on %(when)s, after you opened it"),
    }[piece.stage]
    if piece.stage == Stage.DRAFT and review.sent_back(piece):
        words = _("%(who)s sent it back on %(when)s, after you opened it")
    not_yet = {
        Stage.DRAFT: _("Not taken back:"),
        Stage.REVIEW: _("Not sent for review:"),
        Stage.READY: _("Not marked as ready:"),
    }.get(step, "")
    who = display_name(piece.staged_by)
    said = words % {"who": who, "when": clock.in_words(piece.staged_at or piece.modified_at)}
    return f"{not_yet} {said}. {_('Check it and try again.')}"


def _button(piece, stage):
    if piece.stage == Stage.READY and stage == Stage.REVIEW:
        return _("Back to review")
    return _BUTTONS[stage]


_BUTTONS = {
    Stage.DRAFT: gettext_lazy("Take back"),
    Stage.REVIEW: gettext_lazy("Send for review"),
    Stage.READY: gettext_lazy("Mark as ready"),
}
_SENT = {
    Stage.DRAFT: gettext_lazy("Saved. The piece is a draft again."),
    Stage.REVIEW: gettext_lazy("Saved and sent for review."),
    Stage.READY: gettext_lazy("Saved. The piece is ready to publish."),
}
_SENT_BACK = gettext_lazy("Saved and sent back, with your comment.")
_ALREADY = {
    Stage.DRAFT: gettext_lazy("Saved. The piece was already a draft."),
    Stage.REVIEW: gettext_lazy("Saved. The piece was already in review."),
    Stage.READY: gettext_lazy("Saved. The piece was already ready to publish."),
}
