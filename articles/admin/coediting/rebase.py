"""Rebase: a form that was opened before somebody else saved, brought up to what they saved. This is
optimistic locking that loses nothing.
"""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.common.widgets import RichTextWidget
from articles.diff.merge import UNKNOWN, Choice, merge, merged_order, merged_parts, order_mark
from articles.models import Article
from espreso.keys import key_of

from .form_data import TEXT, FormBase, FormData, FormRow, FormStructure, split_name

# A conflict that was shown, and the choice that was made about it.
ASKED, CHOICE = "_conflict", "_choice:"
# The order of the blocks, which can be changed by itself as a field can.
ORDER = "_order"
# That a state of theirs goes when this is saved: a choice says so once, and mistakes elsewhere
# in the form can keep it from being saved at once.
REPLACES = "_replaces"


@dataclass
class Rebase:
    """What comes of a posted form, and of the draft as it is now.

    `data` is what the form shall take as posted: mine, and theirs where they alone changed
    something. While there are conflicts, their places hold what was typed.
    """

    piece: Article
    structure: FormStructure
    posted: QueryDict
    theirs: FormData = field(init=False)
    mine: FormData = field(init=False)

    def __post_init__(self):
        self.theirs = self.structure.saved()
        known = FormBase.read(self.posted.get("_base", ""))
        self.asked = self.posted.getlist(ASKED)
        # What was asked about has the marks of theirs by now, and the parts that both began with.
        self.began = known.parts if known else {}
        known = known and known.without_parts(self.asked)
        self.mine = self.structure.posted(self.posted, known)
        self.base = known or self._unknown()
        self.choices = {
            key: Choice(chosen)
            for key in self.asked
            if (chosen := self.posted.get(CHOICE + key)) in set(Choice)
        }
        base, theirs, marks = map(dict, (self.base.marks, self.theirs.marks, self.mine.marks))
        for key in self.theirs.rows:
            # A browser posts every row that it was given, also those to be deleted.
            if key not in self.mine.rows and key in self.base.marks:
                marks[key] = self.base.marks[key]
        orders = self.base.rows, self.mine.of_group(TEXT), self.theirs.of_group(TEXT)
        # The blocks that stand in an order on both sides.
        self.common = self.mine.marks.keys() & orders[-1]
        for side, order in zip((base, marks, theirs), orders, strict=True):
            side[ORDER] = order_mark(order, self.common)
        # Blocks that both changed, each in other paragraphs or fields.
        self.combined = {
            key: row
            for key in marks.keys() & theirs.keys() & self.base.parts.keys()
            if key in self.theirs.rows and key not in self.asked
            if len({base.get(key), marks[key], theirs[key]}) == 3
            if (row := self._combined(key))
        }
        for key in self.combined:
            marks[key] = theirs[key]
        self.merged = merge(base, marks, theirs, self.asked, self.choices)
        self.waiting = {}
        if self.merged.conflicts:
            # Nothing is decided before everything is.
            for keys in (self.merged.chosen, self.merged.replaced):
                self.waiting |= {key: self.choices[key] for key in keys}
                self.merged.conflicts += keys
                keys.clear()
        # Of a row, only the paragraphs and fields that both changed are a question: both answers.
        asked = [*self.merged.conflicts, *self.merged.chosen, *self.merged.replaced]
        self.sides = {
            key: sides
            for key in asked
            if key in self.began and key in marks and key in self.theirs.rows
            if None not in (sides := {side: self._combined(key, side) for side in Choice}).values()
        }
        # Where each row stands in the form, and why a button did not do what it says.
        self.places, self.held_back = {}, ""
        self.data = self._written()

    def _combined(self, key, preferred=None) -> FormRow | None:
        """Return a row with what each side changed in it.

        What both changed is as the preferred side has it; without one, None is returned.
        """
        mine, theirs = self.mine.rows[key], self.theirs.rows[key]
        fields = self.structure.rows[mine.prefix]
        sides = self.began[key], self.mine.parts_of(key), self.theirs.parts_of(key)
        if any(len(side) != len(fields) for side in sides):
            return None
        entries = dict(mine.entries)
        for name, began, one, other in zip(fields, *sides, strict=True):
            if one == began:
                entries[name] = theirs.entries.get(name, [])
            elif other not in (began, one):
                said = self._both_in(key, name, (began, one, other), preferred)
                if said is None:
                    return None
                entries[name] = said
        return FormRow(mine.prefix, mine.pk, entries, mine.name, mine.number)

    def _both_in(
        self, key, name, sides: tuple[list[str], list[str], list[str]], preferred: Choice | None
    ) -> list[str] | None:
        """Return what a field says that both have changed, or None where nobody can tell."""
        mine, theirs = self.mine.rows[key], self.theirs.rows[key]
        if isinstance(self.structure.rows[mine.prefix][name].widget, RichTextWidget):
            order = merged_parts(*sides, preferred)
            if order is not None:
                texts = {
                    Choice.MINE: self.mine.paragraphs_of(mine, name),
                    Choice.THEIRS: self.theirs.paragraphs_of(theirs, name),
                }
                return ["".join(texts[side][place] for side, place in order)]
        if preferred is None:
            return None
        return (mine if preferred == Choice.MINE else theirs).entries.get(name, [])

    def _unknown(self):
        old = [key for key, row in self.mine.rows.items() if row.pk]
        keys = [*self.mine.fields, *old, *self.theirs.rows]
        return FormBase(dict.fromkeys(keys, UNKNOWN))

    @property
    def since(self) -> int | None:
        """The revision that the form was opened with."""
        return key_of(self.posted.get("revision"))

    @property
    def no_save(self) -> bool:
        """Whether nobody has saved the piece: what it points to was changed elsewhere."""
        return self.since == self.piece.revision and not self.asked

    @property
    def one_save(self) -> bool:
        """Whether one save, and no more, lies between."""
        return self.since == self.piece.revision - 1

    @property
    def replaces(self) -> bool:
        """Whether something that they saved goes with this save, because it was decided so."""
        return bool(self.merged.replaced) or REPLACES in self.posted

    @property
    def not_taken(self) -> list[str]:
        """The keys under which I wrote something, and theirs is taken."""
        rows = self.mine.rows
        return [
            key
            for key in self.merged.chosen
            if key in self.structure.fields or (key in rows and not rows[key].deleted)
        ]

    @property
    def brings(self) -> bool:
        """Whether there is something of theirs in it that nobody has seen in this form."""
        return bool(self.merged.taken or self.combined)

    # The posted form, written anew.

    def _written(self):
        data = self.posted.copy()
        for name in self.posted:
            if split_name(name)[0] in self.structure.rows or name.startswith((ASKED, CHOICE)):
                del data[name]
        for name in self.theirs.fields:
            if name in self.merged.theirs:
                data.setlist(name, self.theirs.fields[name])
        rows = self._rows()
        for prefix in self.structure.rows:
            own = {key: row for key, row in rows.items() if row.prefix == prefix}
            self._write_rows(data, prefix, own)
        data["revision"] = str(self.piece.revision)
        base = FormBase.of(self.theirs)
        base.parts.update(
            (key, self.began[key]) for key in self.merged.conflicts if key in self.sides
        )
        data["_base"] = base.written()
        if self.replaces:
            data[REPLACES] = "1"
        return data

    def _rows(self) -> dict[str, FormRow]:
        """Return the rows that there shall be, in their order."""
        rows = {}
        for group in dict.fromkeys(map(self.structure.group, self.structure.rows)):
            sides = self.mine.of_group(group), self.theirs.of_group(group)
            # Only blocks are moved in the form; of others there is a field that says the place.
            if group != TEXT or ORDER in self.merged.theirs:
                sides = reversed(sides)
            ordered = {key: row for key in merged_order(*sides) if (row := self._merged_row(key))}
            rows |= self._numbered(ordered)
        return rows

    def _merged_row(self, key) -> FormRow | None:
        if key in self.combined:
            return self.combined[key]
        if sides := self.sides.get(key):
            return sides[Choice.THEIRS if key in self.merged.theirs else Choice.MINE]
        one, other = self.mine.rows.get(key), self.theirs.rows.get(key)
        if one is None or key in self.merged.theirs:
            return other
        if other is None:
            return None if one.deleted else one
        if one.deleted and key in self.merged.conflicts:
            # What is still to be decided is seen: theirs, with the mark that I deleted it.
            return FormRow(other.prefix, other.pk, other.entries | {"DELETE": ["on"]})
        return one

    def _numbered(self, rows):
        """Give blocks their places. As long as they are in theirs, nothing is moved."""
        blocks = {key: row for key, row in rows.items() if "ordering" in row.entries}
        theirs = [self.theirs.rows[key].ordering for key in blocks if key in self.theirs.rows]
        if len(theirs) < len(blocks) or theirs != sorted(set(theirs)):
            theirs = [10 * place for place in range(1, len(blocks) + 1)]
        for row, place in zip(blocks.values(), theirs, strict=True):
            row.entries = row.entries | {"ordering": [str(place)]}
        return rows

    def _write_rows(self, data, prefix, rows):
        # Django looks for existing rows among the first ones only.
        keys = sorted(rows, key=lambda key: key not in self.theirs.rows)
        for number, key in enumerate(keys):
            self.places[key] = f"{prefix}-{number}"
            for entry, values in rows[key].entries.items():
                data.setlist(f"{prefix}-{number}-{entry}", values or [""])
        if f"{prefix}-TOTAL_FORMS" in self.posted:
            data[f"{prefix}-TOTAL_FORMS"] = str(len(keys))
            known = sum(key in self.theirs.rows for key in keys)
            data[f"{prefix}-INITIAL_FORMS"] = str(known)

    # In words.

    def brought(self) -> str:
        """Return what came from theirs: “headline, 2 blocks”."""
        words = [
            _inside_a_sentence(str(self.structure.fields[key].label))
            for key in self.merged.taken
            if key in self.structure.fields
        ]
        rows = [
            (self.theirs.rows.get(key) or self.mine.rows[key]).prefix
            for key in [*self.merged.taken, *self.combined]
            if key not in self.structure.fields and key != ORDER
        ]
        for group in dict.fromkeys(map(self.structure.group, rows)):
            number = sum(self.structure.group(prefix) == group for prefix in rows)
            words.append(self._counted(group, number))
        if ORDER in self.merged.taken:
            words.append(_("the order of the text"))
        return ", ".join(words)

    def _counted(self, group, number):
        if group == TEXT:
            return ngettext("%d block", "%d blocks", number) % number
        names = self.structure.formsets[group].model._meta
        return f"{number} {names.verbose_name if number == 1 else names.verbose_name_plural}"

    def name_of(self, key) -> str:
        """Return how somebody calls a field, or a row by its kind."""
        if key in self.structure.fields:
            return capfirst(self.structure.fields[key].label)
        if key == ORDER:
            return capfirst(_("the order of the text"))
        prefix = (self.theirs.rows.get(key) or self.mine.rows[key]).prefix
        return capfirst(self.structure.formsets[prefix].model._meta.verbose_name)


def _inside_a_sentence(label):
    # “Public URL” keeps its capitals, as an abbreviation that begins a label does.
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
