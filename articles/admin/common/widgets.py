"""Widgets: how the desk asks for people, topics, photos and rich text."""

import json

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext as _
from django_prose_editor.widgets import (
    AdminProseEditorWidget,
    prose_editor_admin_media,
    prose_editor_js,
)
from js_asset import JSON, Media, Script

from articles.models import TaggedArticle
from espreso.admin_values import CheckedChoice

from .photo_fields import card_of
from .posted import is_key


class _AutocompleteChoice(CheckedChoice):
    """A choice with a manner of its own: the script must come after the admin's."""

    @property
    def media(self):
        return super().media + forms.Media(
            js=["admin/js/autocomplete.js", "desk/common/choices.js"]
        )


class _AutocompleteSeveral(_AutocompleteChoice):
    def build_attrs(self, base_attrs, extra_attrs=None):
        # One cross that takes out all of them at once is pressed by mistake alone.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class OneSelect(_AutocompleteChoice, AutocompleteSelect):
    """A choice of one among many."""


class OrderedSelect(_AutocompleteSeveral, AutocompleteSelectMultiple):
    """A choice of several that keeps the order of choosing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.attrs["class"] = "desk-ordered"

    def optgroups(self, name, value, attr=None):
        [(label, options, index)] = super().optgroups(name, value, attr)
        options.sort(key=lambda option: value.index(str(option["value"])))
        return [(label, options, index)]


class TagsSelect(_AutocompleteSeveral, AutocompleteSelectMultiple):
    """Topics by name; what is typed and not found becomes a new one."""

    def __init__(self, attrs=None):
        super().__init__(
            TaggedArticle._meta.get_field("tag"), admin.site, attrs={"class": "desk-tags"}
        )

    def build_attrs(self, base_attrs, extra_attrs=None):
        # The script puts what was typed in the place of the %s.
        return super().build_attrs(base_attrs, extra_attrs) | {"data-add": _("Add “%s”")}

    def optgroups(self, name, value, attr=None):
        options = [
            self.create_option(name, tag, tag, True, index) for index, tag in enumerate(value)
        ]
        return [(None, options, 0)]


class NamesSelect(forms.SelectMultiple):
    """A choice of several among few: all of them stand in the page, and nothing is asked for."""

    def __init__(self, attrs=None):
        look = {"class": "admin-autocomplete desk-names", "data-theme": "admin-autocomplete"}
        super().__init__(attrs=look | (attrs or {}))

    @property
    def media(self):
        # Drawn by the same scripts as the other choices.
        return TagsSelect().media


_PHOTO_STYLES = ("focal_point", "field", "picker", "panel")


class PhotoSelect(forms.Select):
    """A photo from the library: seen, chosen, uploaded and described where it stands.

    Without scripts it stays as it was chosen, or goes.
    """

    template_name = "admin/desk/photos/select.html"

    def __init__(self, attrs=None):
        super().__init__((attrs or {}) | {"class": "desk-photo"})

    @property
    def media(self):
        return forms.Media(
            css={"all": [f"desk/photos/{name}.css" for name in _PHOTO_STYLES]},
            js=[Script("desk/photos/field.js", type="module")],
        )

    def optgroups(self, name, value, attr=None):
        """Offer what is chosen: the library is looked through in a dialog."""
        options = [self.create_option(name, "", "", False, 0)]
        photos = self.choices.queryset.filter(pk__in=filter(is_key, value))
        for photo in photos[:1]:
            card = card_of(photo)
            chosen = self.create_option(name, photo.pk, card["words"], True, 1)
            chosen["attrs"]["data-photo"] = json.dumps(card)
            options.append(chosen | {"photo": card})
        return [(None, options, 0)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        [(_group, options, _index)] = context["widget"]["optgroups"]
        return context | {"photo": options[-1].get("photo")}


class LineWidget(forms.Textarea):
    """One line of words that is seen as a whole: the box grows, and holds no line breaks."""

    def __init__(self, attrs=None):
        super().__init__((attrs or {}) | {"rows": 1, "class": "desk-grows", "data-one-line": ""})

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value and " ".join(line.strip() for line in value.splitlines()).strip()


class RichTextWidget(AdminProseEditorWidget):
    """The rich text editor, started when its block comes near the window.

    A long piece has hundreds of them, and an editor costs tens of milliseconds.
    """

    @property
    def media(self):
        return prose_editor_admin_media + Media(
            js=[
                prose_editor_js,
                # The same for all: once on the page, not once in each of hundreds of blocks.
                JSON(self.get_config(), id="desk-prose"),
                Script("desk/editor/prose.js", type="module"),
            ]
        )

    def get_config(self):
        config = super().get_config()
        words = {
            "title": _("Text in another language"),
            "language": _("Language"),
            "submit": _("Mark text"),
        }
        language_mark = config["extensions"]["LanguageMark"] | {"words": words}
        link = config["extensions"]["Link"] | {"dialog": self._link_dialog()}
        extensions = config["extensions"] | {"LanguageMark": language_mark, "Link": link}
        return config | {"extensions": extensions, "tools": self._tools()}

    def _link_dialog(self):
        return {
            "url": reverse("admin:articles_article_link"),
            "words": {
                "title": _("Link"),
                "label": _("Address, or words to find a piece, topic or author"),
                "nothing": _("Nothing found."),
                "remove": _("Remove the link"),
            },
        }

    def _tools(self):
        """Return what each tool of the editor is called, by its name there."""
        return {
            "blockType": _("Kind of paragraph"),
            "bold": _("Bold"),
            "italic": _("Italic"),
            "subscript": _("Subscript"),
            "superscript": _("Superscript"),
            "bulletList": _("Bulleted list"),
            "orderedList": _("Numbered list"),
            "blockquote": _("Quotation"),
            "hardBreak": _("Line break"),
            "languageMark": _("Text in another language"),
            "link": _("Link"),
            "unlink": _("Remove the link"),
            "history:undo": _("Undo"),
            "history:redo": _("Redo"),
            "paragraph": _("Paragraph"),
            "heading2": _("Sub-heading"),
            "heading3": _("Small sub-heading"),
            "orderedListProperties": _("Where the numbers begin"),
        }

    def get_context(self, name, value, attrs):
        context = forms.Textarea.get_context(self, name, value, attrs)
        context["widget"]["attrs"]["data-desk-prose"] = ""
        return context
