"""Form data: the form of a piece as plain values, as saved or as posted.

What a form was opened with goes along with it as `FormBase`: a short mark for each field and each
row, so that a save that comes late can tell who changed what. Nothing is kept on the server.
"""

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

from articles.admin.common.posted import is_key
from articles.admin.common.widgets import RichTextWidget
from articles.admin.editor.blocks import PLACE, BlockFormSet
from articles.admin.editor.form import OrderedField, TagsField
from articles.diff.formatting import elements
from espreso import richtext
from espreso.keys import key_of

# By field, in their order: a mark, or one for each paragraph.
Parts = list[list[str]]
# As Django's own formsets: what says that it has more rows is no form of ours.
MOST_ROWS = 2000
# The group of all blocks: they are in order with each other.
TEXT = "text"
_NUMBER = re.compile(r"-?[0-9]{1,18}")


@dataclass
class FormRow:
    """A row of the form: a block, somebody who answers. Its entries are as a browser posts them."""

    prefix: str
    # Empty for a new one.
    pk: str
    entries: dict[str, list[str]]
    # The same as posted, or what the page calls a new one.
    name: str = ""
    # Which one of its kind it was in what was posted.
    number: int = 0
    # Whether it says what the form was opened with, and was not sent.
    is_named_only: bool = False

    @property
    def deleted(self) -> bool:
        return self.entries.get("DELETE", [""])[-1].lower() not in {"", "false"}

    @property
    def ordering(self) -> int | None:
        posted = self.entries.get("ordering", [""])[-1]
        return int(posted) if _NUMBER.fullmatch(posted) else None


@dataclass
class FormData:
    """All fields and rows of a form, the blocks among the rows in the order of the text."""

    structure: "FormStructure"
    fields: dict[str, list[str]]
    rows: dict[str, FormRow]
    # Whether rich text still has to be cleaned. In the database it is, and to clean that of a
    # long piece once more would take longer than all the rest.
    raw: bool = False
    # What the form was opened with, if that is known: what has its mark as it is needs no cleaning.
    base: "FormBase | None" = None

    @cached_property
    def marks(self) -> dict[str, str]:
        """Return a mark for each field, and for each row that stays."""
        fields, rows = self.structure.fields, self.structure.rows
        marks = {name: self._mark(name, {name: fields[name]}, self.fields) for name in self.fields}
        return marks | {
            key: self.base.marks[key]
            if self.base and row.is_named_only
            else self._mark(key, rows[row.prefix], row.entries)
            for key, row in self.rows.items()
            if not row.deleted
        }

    def _mark(self, key, fields, entries) -> str:
        def mark(*, raw):
            return _mark_of(
                normal(one, entries.get(name, []), raw=raw) for name, one in fields.items()
            )

        known = self.base.marks.get(key) if self.raw and self.base else None
        if known and (plain := mark(raw=False)) == known:
            return plain
        return mark(raw=self.raw)

    def parts_of(self, key) -> Parts:
        """Return the marks of each field of a row: of rich text, those of its paragraphs."""
        if self.base and key in self.base.parts and self.marks[key] == self.base.marks.get(key):
            return self.base.parts[key]
        row = self.rows[key]
        if row.is_named_only:
            return []
        fields = self.structure.rows[row.prefix]
        return [
            [
                _short_mark(richtext.as_before_editing(part))
                for part in self.paragraphs_of(row, name)
            ]
            if isinstance(one.widget, RichTextWidget)
            else [_short_mark("\x1f".join(normal(one, row.entries.get(name, []))))]
            for name, one in fields.items()
        ]

    def paragraphs_of(self, row, name) -> list[str]:
        """Cut a rich text into its paragraphs; a list or a quotation is one of them."""
        texts = [text for text in row.entries.get(name, []) if text]
        allowed = map(richtext.allowed, texts) if self.raw else texts
        return [part for text in allowed for part in elements(text)]

    def of_group(self, group) -> list[str]:
        """Return the keys of the rows that have an order among themselves."""
        return [key for key, row in self.rows.items() if self.structure.group(row.prefix) == group]


@dataclass(frozen=True)
class FormBase:
    """What a form was opened with: marks by key, and the rows in their order.

    Of a row that says itself where it stands, its place is known too.
    """

    marks: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int | None] = field(default_factory=dict)
    # Of each row, what its fields said: so that two people may change different paragraphs of it.
    parts: dict[str, Parts] = field(default_factory=dict)

    @classmethod
    def of(cls, form_data: FormData) -> "FormBase":
        rows = {key: row.ordering for key, row in form_data.rows.items()}
        return cls(form_data.marks, rows, {key: form_data.parts_of(key) for key in rows})

    @classmethod
    def of_saved(cls, form_data: FormData, made: dict[str, str]) -> "FormBase":
        """Return what a posted form has been opened with since it was saved.

        `made` are the numbers of the rows that came of it, by the keys that they had before.
        """
        marks, rows = {name: form_data.marks[name] for name in form_data.fields}, {}
        parts = {}
        for key, row in form_data.rows.items():
            pk = made.get(row_key(row.prefix, row.name), row.pk)
            if pk and not row.deleted and (saved := row_key(row.prefix, pk)) not in rows:
                marks[saved], rows[saved] = form_data.marks[key], row.ordering
                parts[saved] = form_data.parts_of(key)
        return cls(marks, rows, parts)

    @classmethod
    def read(cls, posted: str) -> "FormBase | None":
        """Return what a form was opened with, or None for what no form of ours says."""
        try:
            fields, rows = json.loads(posted)
            marks = {str(name): str(mark) for name, mark in fields.items()}
            places, parts = {}, {}
            for prefix, pk, mark, *more in rows:
                key = row_key(prefix, pk)
                marks[key], places[key] = str(mark), more[0] if more else None
                if len(more) > 1:
                    parts[key] = [[str(part) for part in one] for one in more[1]]
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None
        return cls(marks, places, parts)

    def without_parts(self, keys) -> "FormBase":
        """Return it as if nothing were known of what the fields of these rows said."""
        parts = {key: parts for key, parts in self.parts.items() if key not in keys}
        return FormBase(self.marks, self.rows, parts)

    def written(self) -> str:
        """Return it for the form."""
        fields = {key: mark for key, mark in self.marks.items() if key not in self.rows}
        rows = [
            [*key.split(":"), self.marks[key], place, self.parts.get(key, [])]
            for key, place in self.rows.items()
        ]
        return json.dumps([fields, rows], separators=(",", ":"))

    def unchanged(self, form_data: FormData) -> dict[str, set[int]]:
        """Return the numbers of the posted rows that say what they said, by their prefixes.

        To be asked where nobody has saved since: the base is what the database has.
        """
        numbers: dict[str, set[int]] = {}
        for key, row in form_data.rows.items():
            same = not row.deleted and form_data.marks[key] == self.marks.get(key)
            if same and row.pk and key in self.rows and row.ordering == self.rows[key]:
                numbers.setdefault(row.prefix, set()).add(row.number)
        return numbers


class FormStructure:
    """Which fields and rows the form of a piece has.

    Made of an unbound form and its formsets by prefix, or of their classes: these do for what is
    posted.
    """

    def __init__(self, names, form, formsets):
        self.form, self.formsets = form, formsets
        fields = form.base_fields if isinstance(form, type) else form.fields
        # A field that posts what it was opened with brings both sides together itself.
        self.fields = {
            name: fields[name]
            for name in names
            if name in fields and not fields[name].show_hidden_initial
        }
        self._blocks = {prefix for prefix, formset in formsets.items() if _of_blocks(formset)}
        self.rows = {
            prefix: {
                name: row_field
                for name, row_field in formset.form.base_fields.items()
                if name not in {formset.model._meta.pk.name, formset.fk.name}
                and not (name in PLACE and prefix in self._blocks)
            }
            for prefix, formset in self.formsets.items()
        }

    def group(self, prefix) -> str:
        """Return what the rows with this prefix are in order with: all blocks make one text."""
        return TEXT if prefix in self._blocks else prefix

    def saved(self) -> FormData:
        """Return what the database had when the form was made."""
        fields = {
            name: as_posted(one, self.form.initial.get(name)) for name, one in self.fields.items()
        }
        rows = []
        for prefix, formset in self.formsets.items():
            place = PLACE if prefix in self._blocks else ()
            for form in formset.initial_forms:
                entries = {
                    name: as_posted(one, form.initial.get(name))
                    for name, one in self.rows[prefix].items()
                }
                entries |= {name: [str(form.initial.get(name))] for name in place}
                pk = str(form.instance.pk)
                rows.append(FormRow(prefix, pk, entries | {formset.model._meta.pk.name: [pk]}))
        return FormData(self, fields, self._in_order(rows))

    def posted(self, data, base=None, named=()) -> FormData:
        """Return what `data` says. `base` is what the form was opened with, if that is known.

        `named` are rows that are not in `data`, since they say what `base` does.
        """
        fields = {name: data.getlist(name) for name in self.fields}
        rows = {}
        for name, values in data.lists():
            prefix, number, entry = split_name(name)
            if prefix in self.rows and number < total(data, prefix):
                rows.setdefault((prefix, number), {})[entry] = values
        sent = [
            self._form_row(prefix, number, rows[prefix, number]) for prefix, number in sorted(rows)
        ]
        return FormData(self, fields, self._in_order([*sent, *named]), raw=True, base=base)

    def _form_row(self, prefix, number, entries):
        name = entries.get(self.formsets[prefix].model._meta.pk.name, [""])[-1]
        return FormRow(prefix, name if is_key(name) else "", entries, name, number)

    def _in_order(self, rows) -> dict[str, FormRow]:
        """Return rows by their keys: the new ones have a name, and no two have the same."""
        prefixes = list(self.rows)

        def place(row):
            if self.group(row.prefix) != TEXT:
                return (0, prefixes.index(row.prefix), 0, 0)
            ordering = row.ordering
            return (1, ordering is None, ordering or 0, int(row.pk) if row.pk else 2**64)

        by_key = {}
        for row in sorted(rows, key=place):
            key = row_key(row.prefix, row.pk)
            if not row.pk or key in by_key:
                key = row_key(row.prefix, f"new{len(by_key)}")
            by_key[key] = row
        return by_key


def _of_blocks(formset):
    return issubclass(formset if isinstance(formset, type) else type(formset), BlockFormSet)


def row_key(prefix, pk) -> str:
    """Return the key of a row: “articles_prose_set:12”."""
    return f"{prefix}:{pk}"


_NAME_OF_ROW = re.compile(r"(\w+)-([0-9]{1,4})-(.+)", re.DOTALL)


def split_name(name) -> tuple[str, int, str]:
    """Split “articles_prose_set-3-html”; what is no field of a row has no prefix."""
    found = _NAME_OF_ROW.fullmatch(name)
    return (found[1], int(found[2]), found[3]) if found else ("", 0, name)


def total(data, prefix) -> int:
    """Return how many rows with `prefix` are posted."""
    return min(key_of(data.get(f"{prefix}-TOTAL_FORMS")) or 0, MOST_ROWS)


def mark_of_tags(names) -> str:
    """Return the mark that a form has which was opened with tags of these names."""
    return _mark_of([normal(TagsField(), names)])


def _mark_of(values) -> str:
    words = "\x1e".join("\x1f".join(words) for words in values)
    return blake2b(words.encode(errors="replace"), digest_size=8).hexdigest()


def _short_mark(words) -> str:
    # Most fields of most rows are empty, and all marks go along with each save.
    return words and blake2b(words.encode(errors="replace"), digest_size=5).hexdigest()


def as_posted(form_field, value) -> list[str]:
    """Return an initial value as the field's widget would post it."""
    value = form_field.prepare_value(value)
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]


def normal(form_field, values, *, raw=True) -> list[str]:
    """Return values so that those which mean the same are the same."""
    if isinstance(form_field.widget, RichTextWidget):
        cleaned = [richtext.allowed(value) if raw else value for value in values if value]
        return [richtext.as_before_editing(value) for value in cleaned]
    values = [value.replace("\r\n", "\n").replace("\r", "\n").strip() for value in values]
    values = [value for value in values if value]
    if isinstance(form_field, TagsField):
        return sorted({" ".join(value.split()).lower() for value in values})
    return values if isinstance(form_field, OrderedField) else sorted(values)
