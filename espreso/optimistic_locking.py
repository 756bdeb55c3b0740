"""Optimistic locking of the desk's forms: a save that comes after somebody else's loses nothing.

A form carries a short mark of each field as it was opened with. What they alone changed stays as
they left it; of what both changed, the form says what it says now, and the next save decides.
Nothing is kept on the server, and no script is needed.
"""

import json
from hashlib import blake2b

from django import forms
from django.apps import apps
from django.contrib import messages
from django.contrib.admin.options import TO_FIELD_VAR
from django.db import transaction
from django.forms.models import ModelForm
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import clock, failures
from espreso.forms import RichTextFormField, unix_lines
from espreso.keys import key_of

_BASE = "_base"
_GONE = gettext_lazy(
    "Someone has deleted this since you opened the form. What you typed is below: copy what you "
    "need."
)


class GuardedForm(ModelForm):
    """A form of a row: what is posted, brought up to what the row says now."""

    # Fields that only somebody else changed, and those that both did.
    taken: list[str]
    conflicts: list[str]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = []
        self.conflicts = []
        if self.is_bound and self.instance.pk:
            self._bring_up_to_date()

    @property
    def base(self) -> str:
        """Return the hidden field that says what the form is opened with."""
        if not self.instance.pk:
            return ""
        marks = {name: _mark(field, self._saved(name)) for name, field in self._guarded()}
        return forms.HiddenInput().render(self._base_name, json.dumps(marks))

    def full_clean(self):
        """Validate, and say of each conflict what the other one wrote."""
        super().full_clean()
        self.conflicts = [name for name in self.conflicts if not self._says_the_same(name)]
        for name in self.conflicts:
            words = _("Someone emptied this after you opened it.")
            if theirs := self._in_words(name):
                words = _("Someone changed this after you opened it. It says now: “%s”") % theirs
            self.add_error(name, [words, _("Yours is in the field: save again to keep it.")])

    def _says_the_same(self, name) -> bool:
        # Spelled another way, and put right as theirs was.
        if name not in self.cleaned_data:
            return False
        field, mine = self.fields[name], self.cleaned_data[name]
        return _mark(field, _as_posted(field, mine)) == _mark(field, self._saved(name))

    def labels_of(self, names) -> str:
        """Return what somebody calls these fields: “Name, Description”."""
        return ", ".join(capfirst(str(self[name].label)) for name in names)

    @property
    def _base_name(self):
        return f"{_BASE}-{self.prefix}" if self.prefix else _BASE

    def _guarded(self):
        for name, field in self.fields.items():
            # A file is not sent back, a password is not shown.
            kinds = (forms.FileInput, forms.PasswordInput, forms.MultiWidget)
            if not field.disabled and not isinstance(field.widget, kinds):
                yield name, field

    def _saved(self, name) -> list[str]:
        field = self.fields[name]
        return _as_posted(field, self.get_initial_for_field(field, name))

    def _bring_up_to_date(self):
        base = _read(self.data.get(self._base_name, ""))
        data = self.data.copy()
        for name, field in self._guarded():
            key = self.add_prefix(name)
            saved, posted = self._saved(name), self.data.getlist(key)
            now, mine = _mark(field, saved), _mark(field, posted)
            # Where the form does not say how it was opened, what it says is meant.
            opened = base.get(name, now)
            if opened == now or mine == now:
                continue
            if mine == opened:
                self.taken.append(name)
                data.setlist(key, saved)
                if not saved:
                    del data[key]
            else:
                self.conflicts.append(name)
        self.data = data

    def _in_words(self, name) -> str:
        field, saved = self.fields[name], self._saved(name)
        if isinstance(field, forms.ModelChoiceField):
            rows = field.queryset.filter(pk__in=saved) if field.queryset is not None else ()
            return ", ".join(field.label_from_instance(row) for row in rows)
        if isinstance(field.widget, forms.CheckboxInput):
            return _("yes") if saved else _("no")
        if isinstance(field, RichTextFormField):
            return "\n".join(map(field.words_of, saved))
        named = {str(key): str(said) for key, said in getattr(field.widget, "choices", ())}
        return ", ".join(named.get(one, one) for one in saved)


def guarded(form: type[ModelForm]) -> type[ModelForm]:
    """Return this form with the guard."""
    return type(form.__name__, (GuardedForm, form), {"__module__": form.__module__})


class OptimisticLockingMixin:
    """For every admin of the desk, as `BoundedListMixin` is. Its `form` is a `GuardedForm`."""

    # An admin whose screen notices a late save in a way of its own.
    guards_itself = False

    @property
    def media(self):
        """Add what the script needs that asks, before a form is sent, whether anybody takes it."""
        return self.admin_site.scripts + super().media

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Hold the row until it is saved. Where it is gone, keep what was typed."""
        key = key_of(object_id)
        # What comes with a file is no transaction; of a row that is named otherwise Django knows.
        if not self._is_guarded(request) or key is None or TO_FIELD_VAR in request.POST:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            row = self.model._base_manager.select_for_update(of=("self",)).filter(pk=key)
            if not row.exists() and self.has_change_permission(request):
                return failures.page(request, _GONE, status=404, everything=True)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _is_guarded(self, request):
        return request.method == "POST" and not self.guards_itself and not request.FILES

    def get_changelist_form(self, request, **kwargs):
        """Guard each row that is changed in the list."""
        return super().get_changelist_form(request, **{"form": guarded(ModelForm)} | kwargs)

    def changelist_view(self, request, extra_context=None):
        """Hold the rows that are changed in a list, which is a short one."""
        if self._is_guarded(request) and self.list_editable and "_save" in request.POST:
            rows = self.model._base_manager.select_for_update(of=("self",))
            list(rows.order_by("pk").values_list("pk", flat=True))
        return super().changelist_view(request, extra_context)

    def save_model(self, request, obj, form, change):
        """Save it, and say what somebody else changed that stays."""
        taken = getattr(form, "taken", ())
        said = self._saved_meanwhile(obj) if taken else ""
        super().save_model(request, obj, form, change)
        if taken:
            kept = _("Their changes are kept: %s.") % form.labels_of(taken)
            messages.info(request, f"{said} {kept}")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Say above a form that came too late what that means."""
        form = context["adminform"].form
        if getattr(form, "conflicts", None) or getattr(form, "taken", None):
            context["late"] = self._late(form, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _late(self, form, obj):
        said = [
            self._saved_meanwhile(obj),
            _("What you typed is not saved yet. Nothing of it is lost."),
        ]
        if form.conflicts:
            words = _("You both changed: %s. What is saved now is shown at the field.")
            said.append(words % form.labels_of(form.conflicts))
        if form.taken:
            said.append(_("Already here as they saved it: %s.") % form.labels_of(form.taken))
        return said

    def _saved_meanwhile(self, obj):
        if by := _last_saved(obj):
            return _("Someone saved this after you opened it (%s).") % by
        return _("Someone saved this after you opened it.")


def _last_saved(obj) -> str:
    """Return who saved it last, and when, as the log knows it, or nothing."""
    kind = apps.get_model("contenttypes.ContentType").objects.get_for_model(obj)
    log = apps.get_model("admin.LogEntry").objects.filter(content_type=kind)
    of_it = log.filter(object_id=str(obj.pk)).select_related("user")
    last = of_it.order_by("-action_time", "-pk").first()
    return f"{last.user.name}, {clock.in_words(last.action_time)}" if last else ""


def _read(posted) -> dict[str, str]:
    """Return the marks that a form was opened with; none for what no form of ours says."""
    try:
        return {str(name): str(mark) for name, mark in json.loads(posted).items()}
    except (ValueError, AttributeError, RecursionError):
        return {}


def _as_posted(field, value) -> list[str]:
    """Return a saved value as the browser would post it."""
    value = field.prepare_value(value)
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = value if isinstance(value, (list, tuple)) else field.widget.format_value(value)
    several = shown if isinstance(shown, (list, tuple)) else [shown]
    return [str(one) for one in several if one not in {None, ""}]


def _mark(field, posted) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        posted = ["on"] if posted else []
    elif isinstance(field, RichTextFormField):
        posted = map(field.comparable, posted)
    words = sorted(said for one in posted if (said := unix_lines(one).strip()))
    whole = "\x1f".join(words).encode(errors="replace")
    return blake2b(whole, digest_size=8).hexdigest()
