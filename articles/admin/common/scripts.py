"""Script modules: the import map of every form of a piece."""

from js_asset import ImportMap

# Of the desk's scripts, those that others import: by name, since their addresses are hashed.
SCRIPTS = ImportMap(
    {
        f"desk/{name}": f"desk/{name}.js"
        for name in (
            "coediting/autosave",
            "coediting/offers",
            "coediting/outbox",
            "coediting/typed_words",
            "coediting/windows",
            "common/keys",
            "common/palette",
            "common/send",
            "common/toolbar",
            "common/typography",
            "editor/alphabets",
            "editor/blocks",
            "editor/changed_rows",
            "editor/language",
            "editor/matches",
            "editor/mistakes",
            "editor/prose",
            "editor/reach",
            "editor/undo",
            "editor/words",
            "photos/field",
            "photos/focal_point",
            "photos/panel",
            "photos/picker",
            "photos/uploads",
        )
    }
)
