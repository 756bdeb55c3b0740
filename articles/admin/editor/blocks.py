"""Block editor: the inlines of a piece's form, compact, quick to validate, and hard to lose."""

import re

from content_editor.admin import ContentEditorInline
from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.admin.common.widgets import PhotoSelect, RichTextWidget
from articles.models import Embed, Figure, Prose, PullQuote
from articles.models.blocks import RichTextField
from espreso.forms import ChangesForm

# Where a block stands. A new one that says nothing else is left out rather than refused.
PLACE = {"region", "ordering"}


class BlockForm(ChangesForm):
    """One block."""

    @property
    def media(self):
        # The same for all forms of a kind in a language, and asked for by each of hundreds.
        kind = type(self)
        if "own_media" not in vars(kind):
            kind.own_media = super().media
        return kind.own_media

    def has_changed(self):
        changed = set(self.changed_data)
        return bool(changed if self.instance.pk else changed - PLACE)


class RowFormSet(BaseInlineFormSet):
    """Rows of a piece.

    One that somebody else deleted meanwhile is a new one here: what was typed into it stays
    in the form, and is saved when its author decides so.
    """

    def __init__(self, *args, left_out=frozenset(), **kwargs):
        """Make forms of the posted rows but those with a number that is `left_out`."""
        self.left_out = left_out
        super().__init__(*args, **kwargs)

    @cached_property
    def forms(self):
        every = range(self.total_form_count())
        numbers = [number for number in every if number not in self.left_out]
        return [self._construct_form(number, **self.get_form_kwargs(number)) for number in numbers]

    def total_form_count(self):
        # A number alone claims two thousand rows of each kind, and each would get a form.
        claimed = super().total_form_count()
        return min(claimed, self._sent) if self.is_bound else claimed

    @cached_property
    def _sent(self):
        """How many rows have a field in what was sent, or stand before one that has."""
        row = re.compile(rf"{re.escape(self.prefix)}-([0-9]{{1,4}})-")
        numbers = (found[1] for name in (*self.data, *self.files) if (found := row.match(name)))
        return 1 + max(map(int, numbers), default=-1)

    @property
    def initial_forms(self):
        return [form for form in self.forms if form.instance.pk]

    @property
    def extra_forms(self):
        return [form for form in self.forms if not form.instance.pk]

    @cached_property
    def empty_form(self):
        # Asked for four times a page.
        return super().empty_form

    def add_fields(self, form, index):
        super().add_fields(form, index)
        key = self.model._meta.pk.name
        # The row was found among those of this piece already; Django's own field would ask
        # the database for each of them once more. A new one has a name of its page here.
        form.fields[key] = forms.CharField(
            required=False, initial=form.instance.pk, widget=forms.HiddenInput
        )
        form.fields[key].has_changed = lambda initial, data: False

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.fields[self.model._meta.pk.name].required = False
        return form


class BlockFormSet(RowFormSet):
    """The blocks of one kind."""

    def save_existing_objects(self, commit=True):
        self._moved = []
        saved = super().save_existing_objects(commit)
        self.model.objects.bulk_update(self._moved, ["ordering"])
        return saved

    def save_existing(self, form, obj, commit=True):
        # A block inserted at the top moves all the others: one statement, not one for each.
        if commit and form.changed_data == ["ordering"]:
            self._moved.append(obj)
            return obj
        return super().save_existing(form, obj, commit)


# By kind of rows, language and what somebody may do; there are as many as roles.
_formsets: dict[tuple, type[BaseInlineFormSet]] = {}
_MOST_FORMSETS = 1_000


class RowInlineMixin:
    """Adds to an inline that the classes of its forms are made once for all who may do the same.

    There are some for each language: what they say, and how the tools of rich text are called.
    Django makes them for each request, and there again whenever it needs them.
    """

    def get_formset(self, request, obj=None, **kwargs):
        asked = self.has_add_permission, self.has_change_permission, self.has_delete_permission
        may = [may(request, obj) for may in asked]
        everything = frozenset(request.user.get_all_permissions())
        language = get_language()
        key = (type(self), self.parent_model, language, *may, everything, *kwargs.items())
        if key not in _formsets:
            if len(_formsets) >= _MOST_FORMSETS:
                _formsets.clear()
            made = _formsets[key] = super().get_formset(request, obj, **kwargs)
            # It holds the request, which is done by now.
            made.form._meta.formfield_callback = made.form.Meta.formfield_callback = None
        return _formsets[key]


class BlockInline(RowInlineMixin, ContentEditorInline):
    """What the forms of all blocks share."""

    form = BlockForm
    formset = BlockFormSet
    # What stands in empty fields, when it is not their names.
    hints = {}
    template = "admin/desk/editor/block.html"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, RichTextField):
            return db_field.formfield(widget=RichTextWidget)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name not in PLACE:
            # The label itself is for screen readers: a block is a place to write.
            field.widget.attrs.setdefault("placeholder", capfirst(self.hint(db_field)))
        if field and isinstance(field.widget, forms.Textarea):
            field.widget.attrs |= {"rows": 2, "class": "desk-grows"}
        for name in ("can_change_related", "can_delete_related", "can_view_related"):
            if field and hasattr(field.widget, name):
                setattr(field.widget, name, False)
        return field

    def hint(self, db_field):
        """Return what stands in an empty field."""
        return self.hints.get(db_field.name, db_field.verbose_name)


class ProseInline(BlockInline):
    model = Prose
    icon = "notes"
    fields = ["html", "region", "ordering"]


class FigureInline(BlockInline):
    model = Figure
    icon = "image"
    fields = ["photo", "caption", "region", "ordering"]
    hints = {"caption": _("caption; if empty, the photo’s own caption is used")}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "photo":
            kwargs["widget"] = PhotoSelect()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PullQuoteInline(BlockInline):
    model = PullQuote
    icon = "format_quote"
    fields = ["quote", "attribution", "region", "ordering"]


class EmbedInline(BlockInline):
    model = Embed
    icon = "smart_display"
    fields = ["url", "title", "region", "ordering"]
    hints = {
        "url": _("URL of the video or post"),
        "title": _("what readers will find there"),
    }


BLOCKS = [ProseInline, FigureInline, PullQuoteInline, EmbedInline]
