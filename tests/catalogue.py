"""The catalogues of words in locale/: `python -m tests.catalogue` reads the code and updates them.
`python -m tests.catalogue pl` begins those of a further language, with nothing translated.

It needs no GNU gettext. Words that are gone leave the catalogue, new ones come in empty, and
tests/unit/test_catalogue.py fails until they are translated. Names of files, and no lines, are kept
with each message, so that a catalogue changes only with its words. A message whose place is
“library/…” is used by a package that does not translate it itself, or not as we would; it stays.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

import django
from babel.messages import Catalog, mofile, pofile
from babel.messages.extract import extract
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from tests.paths import APPS, ROOT

LOCALE = ROOT / "locale"
BORROWED = "library/"
# Which arguments are words: the first; a singular and its plural; "c" marks a context.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def used() -> Catalog:
    """Return every message that the code and the templates name, without translations."""
    found = Catalog()
    for path in _sources():
        text = path.read_text()
        # Django turns a template into calls of gettext between masks. That is no Python that could
        # be tokenized, for its lines are indented at will, but strings and calls are JavaScript's.
        if path.suffix != ".py":
            text = re.sub(r"\bu(?=['\"])", "", templatize(text))
        method = "python" if path.suffix == ".py" else "javascript"
        place = (path.relative_to(ROOT).as_posix(), None)
        for _line, message, _comments, context in extract(
            method, BytesIO(text.encode()), keywords=KEYWORDS
        ):
            found.add(message, locations=[place], context=context)
    return found


def read(path: Path) -> Catalog:
    """Return the catalogue kept in the file `path`, a .po or a compiled .mo."""
    with path.open("rb") as file:
        return pofile.read_po(file) if path.suffix == ".po" else mofile.read_mo(file)


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the messages that lack words in one of their forms, or whose words are a guess."""
    return [
        forms(message.id)[0]
        for message in catalogue
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ]


def update(path: Path) -> Catalog:
    """Bring the catalogue `path` and its compiled form up to what the code names; return it."""
    kept = read(path)
    # The words of scripts are all borrowed: ours get theirs from the page.
    wanted = used() if path.stem == "django" else Catalog()
    for message in kept:
        if any(place.startswith(BORROWED) for place, _line in message.locations):
            wanted.add(message.id, locations=message.locations, context=message.context)
    kept.update(wanted, no_fuzzy_matching=True)
    kept.obsolete.clear()
    written = BytesIO()
    pofile.write_po(written, kept, width=0, include_lineno=False)
    # Without dates and versions, two branches that translate do not conflict in them.
    dated = rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By): .*\n'
    path.write_bytes(re.sub(dated, b"", written.getvalue()))
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or words(read(compiled)) != words(kept):
        with compiled.open("wb") as file:
            mofile.write_mo(file, kept)
    return kept


def words(catalogue: Catalog) -> dict:
    """Return what a catalogue says: its context and forms in the code, to those translated."""
    return {
        (_context(message), *forms(message.id)): forms(message.string)
        for message in catalogue
        if message.id and all(forms(message.string))
    }


def _context(message):
    # Babel leaves that of a compiled catalogue as it finds it.
    return message.context.decode() if isinstance(message.context, bytes) else message.context


def forms(words) -> tuple[str, ...]:
    """Return the singular and the plurals of a message, which may have none."""
    return tuple(words) if isinstance(words, (list, tuple)) else (words or "",)


def _sources():
    for app in APPS:
        yield from sorted((ROOT / app).rglob("*.py"))
    yield from sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def begin(language: str) -> None:
    """Begin the catalogues of a language, as those of Ukrainian without a word translated.

    Its plurals are Django's: one whose plurals are others is read as a language apart.
    """
    folder = Path(to_locale(language), "LC_MESSAGES")
    django_says = read(Path(django.__file__).parent / "conf" / "locale" / folder / "django.po")
    for path in sorted(LOCALE.glob("uk/LC_MESSAGES/*.po")):
        new = LOCALE / folder / path.name
        if new.exists():
            continue
        catalogue = Catalog(locale=to_locale(language))
        catalogue.mime_headers = [("Plural-Forms", django_says.plural_forms)]
        for message in read(path):
            catalogue.add(message.id, locations=message.locations, context=message.context)
        new.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            pofile.write_po(file, catalogue, width=0)


def main():
    for language in sys.argv[1:]:
        begin(language)
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        open_ = untranslated(update(path))
        print(f"{path.relative_to(ROOT)}: {len(open_)} to translate", file=sys.stderr)  # noqa: T201
        for message in open_:
            print(f"  {message}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
