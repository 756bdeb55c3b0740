"""Three-way merge in the form: what others saved since it was opened comes into what was typed."""

from collections import Counter

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.common.urls import address
from articles.admin.editor.save_attempt import SaveAttempt
from articles.content import snapshot
from articles.models import Occasion, Stage, display_name
from espreso import clock

from .conflicts import conflicts_of
from .form_data import FormBase, FormStructure, mark_of_tags
from .named_rows import UNCHANGED, EverythingNeeded, named_rows
from .not_taken import draft_with_mine
from .presence import PresenceMixin, last_save, saves_of_others
from .rebase import ASKED, CHOICE, REPLACES, Rebase


class MergingMixin(PresenceMixin):
    """Adds presence and merging to the admin of a kind of piece."""

    # By rows and paragraphs, where other forms of the desk do it by fields.
    guards_itself = True

    def merge_posted(self, attempt):
        """Bring what was typed together with what somebody saved since the form was opened."""
        data, piece = attempt.data, attempt.before
        base, is_late = None, False
        if piece is not None and not attempt.unsaved:
            is_late = data.get("revision") != str(piece.revision) or ASKED in data
            base = None if is_late else FormBase.read(data.get("_base", ""))
            is_late = is_late or _tags_were_renamed(piece, base)
        if base and not is_late and not attempt.is_preview:
            self._leave_out_unchanged(attempt, base)
            return
        if UNCHANGED in data:
            raise EverythingNeeded
        if is_late:
            self._rebase(attempt)

    def _rebase(self, attempt):
        request, data = attempt.request, attempt.data
        piece = self.get_object(request, str(attempt.before.pk))
        if piece is None or not self.has_change_permission(request, piece):
            return
        rebase = attempt.rebase = Rebase(piece, self._structure_of(request, piece), data)
        if rebase.brings and not rebase.merged.conflicts:
            rebase.held_back = _held_back(rebase.data)
        attempt.data = rebase.data

    def _leave_out_unchanged(self, attempt, base):
        """Let Django make no forms of rows that say what the database has."""
        request, piece = attempt.request, attempt.before
        kinds = {
            prefix: formset for prefix, formset, _inline in self._formset_kinds(request, piece)
        }
        names = flatten_fieldsets(self.get_fieldsets(request, piece))
        form = self.get_form(request, piece, change=True)
        structure, named = FormStructure(names, form, kinds), named_rows(attempt.data, base)
        if any(row.prefix not in structure.rows for row in named):
            raise EverythingNeeded
        attempt.form_data = structure.posted(attempt.data, base, named)
        attempt.unchanged = base.unchanged(attempt.form_data)

    def _structure_of(self, request, piece):
        form = self.get_form(request, piece, change=True)(instance=piece)
        formsets = {
            prefix: formset(instance=piece, prefix=prefix, queryset=inline.get_queryset(request))
            for prefix, formset, inline in self._formset_kinds(request, piece)
        }
        return FormStructure(flatten_fieldsets(self.get_fieldsets(request, piece)), form, formsets)

    def _formset_kinds(self, request, piece):
        """Yield the prefix of each kind of rows, its class and its inline."""
        times = Counter()
        for formset, inline in self.get_formsets_with_inlines(request, piece):
            prefix = formset.get_default_prefix()
            times[prefix] += 1
            number = times[prefix]
            yield prefix if number == 1 else f"{prefix}-{number}", formset, inline

    def extra_form_context(self, request, piece, form):
        rebase = SaveAttempt.of(request).rebase
        together = {"here": address(self, "here", piece.pk) if piece else ""}
        if rebase:
            together |= {
                "saved": _saved_since(rebase, request.user),
                "who": display_name(_last_save(rebase, request.user)[0]),
                "brought": rebase.brought(),
                "conflicts": conflicts_of(rebase),
                "replaces": REPLACES in rebase.data,
            }
        elif form.is_bound:
            together |= {
                # Shown without being saved: whatever had to be decided still has to be.
                "asked": form.data.getlist(ASKED),
                "chosen": [
                    (name, form.data[name]) for name in form.data if name.startswith(CHOICE)
                ],
                "replaces": REPLACES in form.data,
            }
        return super().extra_form_context(request, piece, form) | {"together": together}

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if form.is_bound:
            context["base"] = form.data.get("_base", "")
        elif obj:
            names = flatten_fieldsets(self.get_fieldsets(request, obj))
            formsets = {
                inline.formset.prefix: inline.formset for inline in context["inline_admin_formsets"]
            }
            context["base"] = FormBase.of(FormStructure(names, form, formsets).saved()).written()
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def save_replaced_milestone(self, attempt):
        """Keep in the history what somebody has decided to write over, or not to take."""
        request, rebase = attempt.request, attempt.rebase
        if attempt.is_new or attempt.is_preview:
            return
        if REPLACES in attempt.data:
            replaced = rebase.piece if rebase else self.get_object(request, str(attempt.piece.pk))
            snapshot.save_milestone(replaced, Occasion.REPLACED, request.user)
        if rebase and rebase.not_taken:
            mine, blocks = draft_with_mine(rebase)
            snapshot.save_milestone(mine, Occasion.REPLACED, request.user, blocks)

    def say_merged(self, attempt):
        """Say what of others' is in it now, and which button was held back for that."""
        if attempt.rebase:
            told = _merge_messages(attempt.rebase, attempt.request.user, attempt.in_place)
            for level, words in told:
                self.message_user(attempt.request, words, level)


def _tags_were_renamed(piece, base) -> bool:
    """Whether a tag has another name by now: posted as it was opened, it would be made anew."""
    began = base and base.marks.get("tags")
    return bool(began) and began != mark_of_tags(list(piece.tags.names()))


def _held_back(data) -> str:
    """Take out the button that signs the piece off: nobody signs what they have not seen."""
    for name, words in _HELD_BACK.items():
        if name in data and (name != "_stage" or data[name] == Stage.READY):
            del data[name]
            return words
    return ""


_HELD_BACK = {
    "_publish": gettext_lazy("Not published yet: check the incoming changes, then publish."),
    "_schedule": gettext_lazy("Not scheduled yet: check the incoming changes, then schedule."),
    "_stage": gettext_lazy("Not marked as ready yet: check the incoming changes first."),
}


def _merge_messages(rebase, you, in_place):
    if rebase.brings:
        by, _at = _last_save(rebase, you)
        if rebase.no_save:
            words = _("Combined with what has since been renamed or merged: %(what)s.")
        elif by == you:
            words = _("Combined with what you changed in another window: %(what)s.")
        elif rebase.one_save or saves_of_others(rebase.piece, rebase.since, you).count() == 1:
            words = _("Combined with changes made since by %(who)s: %(what)s.")
        else:
            words = _("Combined with changes made since, most recently by %(who)s: %(what)s.")
        words %= {"who": display_name(by), "what": rebase.brought()}
        if in_place:
            words = f"{words} {_('This page does not show it yet.')}"
        yield messages.SUCCESS, words
    if rebase.held_back:
        yield messages.WARNING, rebase.held_back


def _last_save(rebase, you):
    return last_save(rebase.piece, rebase.since, you)


def _saved_since(rebase, you) -> str:
    if rebase.no_save:
        return _("Tags of this piece were renamed or merged after you opened it.")
    by, at = _last_save(rebase, you)
    when = clock.in_words(at)
    if by == you:
        return _("You saved this piece in another window on %s.") % when
    return _("%(who)s saved this piece on %(when)s, after you opened it.") % {
        "who": display_name(by),
        "when": when,
    }
