"""Merge conflicts: what two people changed differently, both sides in the form, with a choice."""

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from articles.admin.common.posted import is_key
from articles.admin.common.widgets import PhotoSelect, RichTextWidget
from articles.diff.effort import Effort
from articles.diff.merge import Choice
from articles.diff.words import ADDED, REMOVED, SAME, changed_words, matching
from espreso import richtext
from espreso.forms import unix_lines

from .form_data import TEXT, normal
from .rebase import ASKED, CHOICE, ORDER, Rebase

# So many letters of what both say alike stand around each difference.
_AROUND = 90

Pieces = list[tuple[bool, str]]


@dataclass(frozen=True)
class FieldConflict:
    """What both sides say in one field: its words, and whether the other side has each."""

    label: str
    mine: Pieces
    theirs: Pieces
    # Addresses of the pictures, where the field is one.
    my_picture: str = ""
    their_picture: str = ""
    # Where both have the same words in another form: bold, a list, a link.
    their_form: str = ""
    my_form: str = ""


@dataclass(frozen=True)
class Conflict:
    """A field, a row or the order of the text that both sides have changed.

    `at` is where in the form it stands.
    """

    key: str
    at: str
    name: str
    said: list[FieldConflict]
    chosen: str
    missed: bool
    i_deleted: bool = False
    they_deleted: bool = False

    asked = ASKED

    @property
    def choice(self) -> str:
        """The name of the choice, as it is posted."""
        return CHOICE + self.key


def conflicts_of(rebase: Rebase) -> list[Conflict]:
    """Return what is to be decided, in the order of the form."""
    keys = [*rebase.structure.fields, ORDER, *rebase.places]
    order = {key: place for place, key in enumerate(keys)}
    effort = Effort()
    return [
        _conflict(rebase, key, effort)
        for key in sorted(rebase.merged.conflicts, key=order.__getitem__)
    ]


def _conflict(rebase, key, effort):
    if key == ORDER:
        return _new_conflict(rebase, key, at="", name=rebase.name_of(key), said=[_orders(rebase)])
    is_field = key in rebase.structure.fields
    mine, theirs = (_entries_of(form_data, key) for form_data in (rebase.mine, rebase.theirs))
    name = rebase.name_of(key) if is_field else _name_of_row(rebase, key, theirs or mine)
    if key in rebase.sides:
        mine, theirs = (rebase.sides[key][side].entries for side in Choice)
    return _new_conflict(
        rebase,
        key,
        at=f"field-{key}" if is_field else rebase.places[key],
        name=name,
        said=_both_sides(rebase, key, mine, theirs, effort) if mine and theirs else [],
        i_deleted=mine is None,
        they_deleted=theirs is None,
    )


def _new_conflict(rebase, key, **about):
    return Conflict(
        key=key,
        chosen=rebase.waiting.get(key, ""),
        missed=key in rebase.asked and key not in rebase.choices,
        **about,
    )


def _orders(rebase) -> FieldConflict:
    """Return in which order each side has the blocks, those marked that stand elsewhere."""
    mine, theirs = (
        [key for key in form_data.of_group(TEXT) if key in rebase.common]
        for form_data in (rebase.mine, rebase.theirs)
    )
    stay = {mine[place] for place, _there in matching(mine, theirs)}
    names = {key: _name_of_row(rebase, key, rebase.mine.rows[key].entries) for key in mine}
    sides = (
        _side([(SAME if key in stay else ADDED, f"{names[key]}\n") for key in keys], ADDED)
        for keys in (mine, theirs)
    )
    return FieldConflict("", *sides)


def _entries_of(form_data, key):
    """What a side says under `key`, or None when it has deleted it."""
    if key in form_data.fields:
        return {key: form_data.fields[key]}
    row = form_data.rows.get(key)
    return None if row is None or row.deleted else row.entries


def _fields_of(rebase, key):
    if key in rebase.structure.fields:
        return {key: rebase.structure.fields[key]}
    return rebase.structure.rows[key.partition(":")[0]]


def _name_of_row(rebase, key, entries):
    """Return what a row is, and how it begins: “Text: “The tram is full””."""
    kind = rebase.name_of(key)
    words = _opening_words(rebase, key, entries)
    return _("%(kind)s: “%(words)s”") % {"kind": kind, "words": words} if words else kind


def _opening_words(rebase, key, entries):
    for name, form_field in _fields_of(rebase, key).items():
        if words := _value_in_words(form_field, entries.get(name, [])):
            return Truncator(words.replace("\n", " ")).chars(60)
    return ""


def _both_sides(rebase, key, mine, theirs, effort):
    fields = _fields_of(rebase, key).items()
    return [
        _both(form_field, mine.get(name, []), theirs.get(name, []), effort.share())
        for name, form_field in fields
        if normal(form_field, mine.get(name, [])) != normal(form_field, theirs.get(name, []))
    ]


def _both(form_field, mine, theirs, effort):
    label = capfirst(form_field.label)
    words = (_value_in_words(form_field, values) for values in (theirs, mine))
    parts = changed_words(*words, effort)
    if isinstance(form_field.widget, RichTextWidget) and all(kind == SAME for kind, _w in parts):
        return FieldConflict(
            label,
            [],
            [],
            my_form=richtext.safe("".join(mine)),
            their_form=richtext.safe("".join(theirs)),
        )
    return FieldConflict(
        label,
        _side(parts, ADDED),
        _side(parts, REMOVED),
        *(_thumbnail_url(form_field, values) for values in (mine, theirs)),
    )


def _side(parts, own) -> Pieces:
    """What one side says: what only it says is marked, what both say is cut to what is near."""
    kept = [(kind == own, words) for kind, words in parts if kind in (SAME, own)]
    joined = [
        (marked, "".join(words for _marked, words in run))
        for marked, run in groupby(kept, key=lambda piece: piece[0])
    ]
    last = len(joined) - 1
    return [
        (marked, words if marked else _near(words, before=place > 0, after=place < last))
        for place, (marked, words) in enumerate(joined)
    ]


def _near(words, *, before, after):
    """Keep of `words` what stands next to a difference: at its beginning, its end, or both."""
    if len(words) <= _AROUND * (2.5 if before and after else 1.25):
        return words
    start = words[:_AROUND].rsplit(None, 1)[0] if before or not after else ""
    end = words[-_AROUND:].split(None, 1)[-1] if after else ""
    return f"{start} … {end}"


def _value_in_words(form_field, values) -> str:
    """Return posted values as somebody reads them."""
    values = [value for value in values if value]
    if isinstance(form_field.widget, RichTextWidget):
        return richtext.text_of(richtext.clean("".join(values)))
    if isinstance(form_field, forms.ModelMultipleChoiceField):
        keys = [value for value in values if is_key(value)]
        names = {str(row.pk): str(row) for row in form_field.queryset.filter(pk__in=keys)}
        return ", ".join(names[key] for key in keys if key in names)
    if isinstance(form_field, forms.ModelChoiceField):
        try:
            return str(form_field.to_python("".join(values)) or "")
        except ValidationError:
            return ""
    if isinstance(form_field, forms.ChoiceField):
        names = {str(value): str(name) for value, name in form_field.choices}
        return ", ".join(names.get(value, value) for value in values or [""])
    return ", ".join(unix_lines(value).strip() for value in values)


def _thumbnail_url(form_field, values):
    widget = getattr(form_field.widget, "widget", form_field.widget)
    if isinstance(widget, PhotoSelect) and values and is_key(values[0]):
        return reverse("admin:articles_article_thumbnail", args=[values[0]])
    return ""
