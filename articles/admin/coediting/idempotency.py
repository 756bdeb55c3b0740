"""Idempotency: a save that is sent again, because its answer was lost, saves nothing twice.

A page that never heard of its own save still says of what it made that it is new, and of all
else that it was opened before. Both are put right here, so that nothing is made twice and
nobody is asked to choose between two states of their own.
"""

import secrets
from dataclasses import asdict, dataclass

from django.contrib.admin.utils import flatten_fieldsets
from django.db import transaction

from articles.admin.common.posted import page_of, window_of
from articles.admin.common.urls import address
from articles.models import Unsaved
from espreso.keys import key_of

from .form_data import FormBase, FormStructure, row_key, split_name, total

LARGEST_TURN = 2**31 - 1


@dataclass(frozen=True)
class LastSave:
    """What the last save from a window said."""

    # Which one of the pages that had this window was saved.
    page: str
    turn: int
    # As `FormBase.written`: what that page has been opened with since then.
    base: str
    # The numbers of all rows that the window has made, by the keys that they had before.
    made: dict[str, str]

    def known_in(self, data, piece):
        """Return `data`, posted from the same window, with what its page cannot know."""
        rows = {
            row_key(prefix, posted): (prefix, number)
            for name, posted in data.items()
            for prefix, number, entry in [split_name(name)]
            if entry == "id"
        }
        # An earlier state of the page may arrive late, and what is later stands against it.
        same_page = page_of(data) == self.page and turn_of(data) >= self.turn > 0
        if not same_page and not self.made.keys() & rows.keys():
            return data
        data = data.copy()
        if same_page:
            data["_base"] = self.base
            # It shows no state that the piece has been in.
            data["revision"] = ""
        for key, pk in self.made.items():
            prefix = key.partition(":")[0]
            if key in rows:
                _write_known(data, *rows[key], pk)
            elif same_page and row_key(prefix, pk) not in rows:
                # Taken out again, by a page that did not know that it has to be deleted.
                number = total(data, prefix)
                _write_known(data, prefix, number, pk)
                data[f"{prefix}-{number}-DELETE"] = "on"
                data[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
        return data


def _write_known(data, prefix, number, pk):
    data[f"{prefix}-{number}-id"] = pk
    # Django looks for existing rows among the first ones only.
    known = key_of(data.get(f"{prefix}-INITIAL_FORMS")) or 0
    data[f"{prefix}-INITIAL_FORMS"] = str(max(known, number + 1))


class IdempotencyMixin:
    """Adds to an admin that a save is done once, however often it is sent."""

    def add_view(self, request, form_url="", extra_context=None):
        """Make one piece of a new form. What comes from it later changes that piece."""
        if request.method != "POST":
            return super().add_view(request, form_url, extra_context)
        with transaction.atomic():
            made = self._made_of_this_page(request)
            if made is None:
                return super().add_view(request, form_url, extra_context)
        form = address(self, "change", made.pk)
        return self.change_view(request, str(made.pk), form, extra_context)

    def _made_of_this_page(self, request):
        page, window = page_of(request.POST), window_of(request.POST)
        if not (page and window):
            return None
        # Of two saves at once the second one waits here, and finds what the first has made.
        row, _created = Unsaved.objects.select_for_update().get_or_create(
            user=request.user, window=window, defaults={"kind": self.opts.model_name}
        )
        if not row.article_id or row.last_save.get("page") != page:
            return None
        piece = self.get_object(request, str(row.article_id))
        return piece if piece and self.has_change_permission(request, piece) else None

    def recognise_resent(self, attempt):
        """Let a page that never heard of its own save know of it."""
        piece, window = attempt.before, attempt.window
        if piece is None or not window:
            return
        saved = Unsaved.objects.filter(user=attempt.request.user, window=window, article=piece)
        saved = saved.exclude(last_save={}).values_list("last_save", flat=True).first()
        if saved:
            attempt.last_save = saved
            attempt.data = LastSave(**saved).known_in(attempt.data, piece)

    def extra_form_context(self, request, piece, form):
        return super().extra_form_context(request, piece, form) | {"page": secrets.token_hex(8)}

    def settle_autosave(self, attempt):
        """Let what was kept on the way wait no longer, and note what the window has saved."""
        if window := attempt.window:
            attempt.saved = self._last_save(attempt)
            Unsaved.objects.settle(
                attempt.request.user,
                window,
                turn_of(attempt.data),
                article_id=attempt.piece.pk,
                kind=self.opts.model_name,
                last_save=asdict(attempt.saved),
            )

    def _last_save(self, attempt):
        # Of a new piece there was none before.
        made = attempt.last_save.get("made", {}) | _new_row_numbers(attempt.formsets)
        if attempt.rebase:
            form_data = attempt.rebase.mine
        elif attempt.form_data:
            form_data = attempt.form_data
        else:
            names = flatten_fieldsets(self.get_fieldsets(attempt.request, attempt.piece))
            formsets = {formset.prefix: formset for formset in attempt.formsets}
            form_data = FormStructure(names, attempt.form, formsets).posted(attempt.data)
        return LastSave(
            page=page_of(attempt.data),
            turn=turn_of(attempt.data),
            base=FormBase.of_saved(form_data, made).written(),
            made=made,
        )


def _new_row_numbers(formsets) -> dict[str, str]:
    """Return the numbers of the rows that were made just now, by the keys that were posted."""
    rows = {}
    for formset in formsets:
        for form in formset.forms:
            posted = form.data.get(form.add_prefix("id"))
            if posted and form.instance.pk:
                # Posted twice, it is the first one, and the other one is new.
                rows.setdefault(row_key(formset.prefix, posted), str(form.instance.pk))
    return {key: pk for key, pk in rows.items() if not key.endswith(f":{pk}")}


def turn_of(data) -> int:
    """Return how often the window has sent its words when it posted this."""
    turn = key_of(data.get("_turn")) or 0
    return turn if turn <= LARGEST_TURN else 0
