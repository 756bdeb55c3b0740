"""Form fields that normalise text and count characters as people do; a quick renderer of forms.

The HTML is that of Django's own templates. An interview of 150 questions has a thousand fields,
and the templates took longer than all the rest of the page.
"""

from html import escape
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django_prose_editor.fields import ProseEditorFormField

from espreso import links, plain_text, richtext

_INPUTS = ("text", "hidden", "number", "email", "url", "password", "checkbox")


_read_value = forms.CharField.to_python


def _read_cleaned(field, value):
    """Return what was typed as `espreso.plain_text` cleans it, and nothing for what nobody sees."""
    value = _read_value(field, value)
    # Django refuses a null character in words.
    if not value or "\0" in value or _is_kept_as_typed(field):
        return value
    if not field.strip:
        return plain_text.cleaned(value)
    of_lines = isinstance(field.widget, (forms.Textarea, forms.HiddenInput))
    value = plain_text.cleaned(value).strip() if of_lines else plain_text.one_line(value)
    return value if plain_text.has_visible_text(value) else field.empty_value


def _is_kept_as_typed(field):
    # Nobody reads a password, and one that was set before must be accepted.
    return getattr(field, "as_typed", False) or isinstance(field.widget, forms.PasswordInput)


def clean_every_field() -> None:
    """Have every field of text, ours and those of libraries, return cleaned words.

    Django has no place of its own for it that a form could not forget. A field that brings its own
    cleaning says `as_typed`.
    """
    setattr(forms.CharField, "to_python", _read_cleaned)  # noqa: B010 — no subclass of ours
    setattr(forms.URLField, "to_python", _read_link)  # noqa: B010


_read_url = forms.URLField.to_python


def _read_link(field, value):
    value = forms.CharField.to_python(field, value)
    try:
        value = links.completed(value) if value and "\0" not in value else value
    except links.BadLink as refusal:
        # Of what is no address, the field says which one it wants.
        if refusal.code != "no_address":
            raise
    return _read_url(field, value)


class LinkField(forms.CharField):
    """The address of a link: that of a page here or elsewhere, of a mailbox, of a telephone."""

    def to_python(self, value):
        value = super().to_python(value)
        return links.completed(value) if value and "\0" not in value else value


class RichTextFormField(ProseEditorFormField):
    """Rich text, cleaned before it is asked whether it says something."""

    as_typed = True
    # Links that were left out: their addresses and their words.
    dead_links: tuple[tuple[str, str], ...] = ()

    def to_python(self, value):
        self.dead_links = tuple(richtext.dead_links(value or ""))
        return richtext.clean(super().to_python(value))

    def comparable(self, value):
        """Return the same for what is posted and what is saved, if nobody changed it."""
        return richtext.as_before_editing(richtext.allowed(value))

    def words_of(self, value):
        """Return what it says, without its tags."""
        return richtext.text_of(value)


class LinesField(forms.CharField):
    """Words of several lines. A line break counts once, as in the box where they are typed."""

    widget = forms.Textarea

    def to_python(self, value):
        return unix_lines(super().to_python(value))


class ChangesForm(forms.ModelForm):
    """A form of a row that validates what was changed in it.

    What stays as it was meets its rules already, and the database is asked about each: once
    whether what it points to is there, three times about a constraint.
    """

    # Fields that are made of another one where they are empty: what is wrong is said there.
    made_of: ClassVar[dict[str, str]] = {}

    def _get_validation_exclusions(self):
        return self._refused() | self._unchanged()

    def _refused(self):
        made = {name for name, source in self.made_of.items() if source in self.errors}
        return super()._get_validation_exclusions() | made

    def validate_constraints(self):
        # A rule about several fields is looked at when one of them has changed.
        together = set()
        for fields in map(_fields_of, self.instance._meta.constraints):
            if not fields <= self._unchanged():
                together |= fields
        left = self._refused() | (self._unchanged() - together)
        try:
            self.instance.validate_constraints(exclude=left)
        except ValidationError as error:
            self._update_errors(error)

    def _unchanged(self) -> set[str]:
        return set(self.fields) - set(self.changed_data) if self.instance.pk else set()


def _fields_of(constraint) -> set[str]:
    """Return the names of the fields that a constraint is about."""
    if isinstance(constraint, models.UniqueConstraint):
        return set(constraint.fields)
    return constraint.condition.referenced_base_fields


def unix_lines(text: str) -> str:
    """Return what a browser posted with its line breaks of two signs as those of one."""
    return text.replace("\r\n", "\n")


class QuickRenderer(TemplatesSetting):
    """Writes plain fields, labels and empty lists of errors itself, and leaves the rest."""

    def render(self, template_name, context, request=None):
        if write := _WRITERS.get(template_name):
            return mark_safe(write(context))  # noqa: S308 — every part of it is escaped
        if template_name.startswith("django/forms/errors/list/") and not context["errors"]:
            return ""
        return super().render(template_name, context, request)


def _input(context):
    widget = context["widget"]
    value = widget["value"]
    shown = "" if value is None else f' value="{escaped(value)}"'
    name, attributes = escaped(widget["name"]), _attributes(widget["attrs"])
    return f'<input type="{escaped(widget["type"])}" name="{name}"{shown}{attributes}>'


def _textarea(context):
    widget = context["widget"]
    name, value = escaped(widget["name"]), widget["value"]
    # The first line break belongs to the tag, and any other to the words.
    return (
        f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n'
        f"{escaped(value) if value else ''}</textarea>"
    )


def _select(context):
    widget = context["widget"]
    written = [f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        inside = [f"\n  {_option(option)}" for option in options]
        if group:
            inside = [f'\n  <optgroup label="{escaped(group)}">', *inside, "\n  </optgroup>"]
        written += inside
    return "".join((*written, "\n</select>"))


def _option(option):
    value, attributes = escaped(option["value"]), _attributes(option["attrs"])
    return f'<option value="{value}"{attributes}>{escaped(option["label"])}</option>\n'


def _label_html(context):
    label = escaped(context["label"])
    if not context["use_tag"]:
        return label
    tag = context["tag"]
    return f"<{tag}{_attributes(context['attrs'])}>{label}</{tag}>"


def _attributes(attributes):
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def escaped(value) -> str:
    """Return what `conditional_escape` does, without its care for what is translated later."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


_WRITERS = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/label.html": _label_html,
}
