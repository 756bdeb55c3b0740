"""Fast form rendering: the block forms of a piece, rendered once and filled in per row.

Two blocks of a kind differ in their number and in what stands in their fields. So a kind is
drawn once by its template, with signs in these places, and each block is filled in from there.
A form that was posted has mistakes to show, and takes the template itself.
"""

import re

from django import forms
from django.contrib.admin.helpers import InlineAdminForm, InlineAdminFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.template.loader import get_template
from django.utils.functional import cached_property
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from espreso.forms import escaped

_TEMPLATE = "admin/desk/editor/block_form.html"
# Letters that mean nothing to anybody (Unicode, private use), around what stands there.
_LEFT, _RIGHT = "\ue000", "\ue001"
_PLACES = re.compile(f"{_LEFT}([^{_RIGHT}]*){_RIGHT}|(__prefix__)")
_PLAIN = (forms.TextInput, forms.Textarea, forms.HiddenInput, forms.NumberInput)

# By kind, language and what its user may do: a few dozen for the life of a process.
_drawn = {}
_media = {}


class BlocksOfAKind(InlineAdminFormSet):
    """The blocks of one kind in the form."""

    @classmethod
    def of(cls, inline):
        """Return what the admin made of the blocks, drawn quickly."""
        blocks = cls.__new__(cls)
        vars(blocks).update(vars(inline))
        return blocks

    @property
    def media(self):
        # The same for every block of the kind; the admin's own adds up those of all of them.
        key = type(self.opts), get_language()
        if key not in _media:
            _media[key] = self.opts.media + self.formset.empty_form.media
        return _media[key]

    def drawn(self, remarks_on=None):
        """Return the HTML of all forms, the empty one for new blocks included.

        `remarks_on` returns the HTML of what colleagues said at a block, or is None where
        nobody can comment.
        """
        if self.formset.is_bound:
            several = [self._by_template(one.form, remarks_on) for one in self]
        else:
            every = [*self.formset.forms, self.formset.empty_form]
            several = [self._filled_in(form, remarks_on) for form in every]
        return mark_safe("\n".join(several))  # noqa: S308 — templates and escaped values

    @cached_property
    def _shape(self):
        may_delete = self.formset.can_delete and self.has_delete_permission
        return type(self.opts), get_language(), bool(may_delete)

    def _by_template(self, form, remarks_on):
        remarks = remarks_on(form.instance) if remarks_on and form.instance.pk else ""
        return self._render(form, remarks_on is not None, remarks)

    def _render(self, form, commented, remarks):
        block = InlineAdminForm(self.formset, form, self.fieldsets, {}, None, (), self.opts)
        return get_template(_TEMPLATE).render(
            {
                "block": block,
                "form": form,
                "kind": self.opts.model.kind,
                "name": self.opts.verbose_name,
                "is_empty": form.prefix.endswith("__prefix__") and not form.instance.pk,
                "may_delete": self._shape[-1],
                "commented": commented,
                "remarks": remarks,
            }
        )

    def _filled_in(self, form, remarks_on):
        block = form.instance
        pieces = self._pieces(is_new=not block.pk, commented=remarks_on is not None)
        written = []
        for number, piece in enumerate(pieces):
            if number % 2 == 0:
                written.append(piece)
            elif piece == "__prefix__":
                written.append(form.prefix.rpartition("-")[-1])
            elif piece == "=":
                written.append(str(block.pk))
            elif piece == "…":
                written.append(conditional_escape(remarks_on(block)) if block.pk else "")
            elif piece.startswith("="):
                written.append(_value(form, piece[1:]))
            else:
                written.append(str(form[piece]))
        return "".join(written)

    def _pieces(self, *, is_new, commented):
        """Return literal HTML and names of what stands between, by turns."""
        key = (get_template(_TEMPLATE).template, *self._shape, is_new, commented)
        if key not in _drawn:
            form = self._form_with_signs(is_new)
            found = _PLACES.split(self._render(form, commented, _placeholder("…")))
            # Of the two groups one is empty.
            _drawn[key] = [
                found[at] if at % 3 == 0 else found[at] or found[at + 1]
                for at in range(len(found))
                if at % 3 != 2
            ]
        return _drawn[key]

    def _form_with_signs(self, is_new):
        block = self.formset.model()
        form = self.formset.form(
            prefix=self.formset.add_prefix("__prefix__"),
            instance=block,
            empty_permitted=True,
            use_required_attribute=False,
        )
        self.formset.add_fields(form, None)
        if not is_new:
            block.pk = _placeholder("=")
        for name, field in form.fields.items():
            if isinstance(field.widget, _PLAIN):
                form.initial[name] = _placeholder(f"={name}")
            elif name != DELETION_FIELD_NAME:
                field.widget = _Place(name)
        return form


class _Place(forms.Widget):
    def __init__(self, name):
        super().__init__()
        self.name = name

    def render(self, *args, **kwargs):
        return mark_safe(_placeholder(self.name))  # noqa: S308 — a name of a field


def _placeholder(what):
    return f"{_LEFT}{what}{_RIGHT}"


def _value(form, name):
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    value = field.widget.format_value(value)
    return "" if value is None else escaped(value)
