"""Named rows: a save sends the rows that changed, and only names those that say what they said."""

import re

from .form_data import FormBase, FormRow, row_key

# By prefix, number, key and place: “articles_prose_set-3:12:40 people-0:7:null”.
UNCHANGED = "_unchanged"
_ROW = re.compile(r"(\w+)-([0-9]{1,4}):([0-9]{1,18}):(-?[0-9]{1,18}|null)")


class EverythingNeeded(Exception):
    """A save names rows that it does not send, and they are not known to be what they were."""


def named_rows(data, base: FormBase) -> list[FormRow]:
    """Return the rows that are named in `data`.

    Raises `EverythingNeeded` where `base`, which the form was opened with, has not each of them, in
    the place that it is said to have.
    """
    return [_row(name, base) for name in data.get(UNCHANGED, "").split()]


def _row(name, base):
    found = _ROW.fullmatch(name)
    if not found or row_key(found[1], found[3]) not in base.rows:
        raise EverythingNeeded
    prefix, number, pk, place = found.groups()
    known = base.rows[row_key(prefix, pk)]
    if place != ("null" if known is None else str(known)):
        raise EverythingNeeded
    entries = {} if known is None else {"ordering": [place]}
    return FormRow(prefix, pk, entries, pk, int(number), is_named_only=True)
