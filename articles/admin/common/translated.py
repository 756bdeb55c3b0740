"""Translated fields: the names of sections, authors and topics in every language of the site."""

from django import forms
from django.db import models
from django.utils.text import capfirst, format_lazy

from espreso import languages
from espreso.admin_values import LONGEST_TEXT


class TranslatedForm(forms.ModelForm):
    """A form with a field more for each word and further language. See `in_languages`."""

    # Names of the added fields: (code, name of the field of the model).
    added: dict[str, tuple[str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (code, field) in self.added.items():
            self.initial[name] = self.instance.in_other_languages.get(code, {}).get(field, "")

    def _post_clean(self):
        super()._post_clean()
        said = {}
        for name, (code, field) in self.added.items():
            if words := self.cleaned_data.get(name, ""):
                said.setdefault(code, {})[field] = words
        self.instance.in_other_languages = said


def translated_form(model, form=forms.ModelForm):
    """Return a form for `model`, which is `Translated`, based on `form`."""
    added, fields = {}, {}
    widgets = form.Meta.widgets if hasattr(form, "Meta") else {}
    for code, language in languages.others():
        for name in model.in_words:
            word = model._meta.get_field(name)
            label = format_lazy("{} ({})", capfirst(word.verbose_name), language)
            added[f"{name}_{code}"] = (code, name)
            asked = {"required": False, "label": label, "help_text": ""}
            if name in widgets:
                asked["widget"] = widgets[name]
            if isinstance(word, models.TextField):
                asked["max_length"] = word.max_length or LONGEST_TEXT
            fields[f"{name}_{code}"] = word.formfield(**asked)
    words = fields | {"added": added}
    return type(form)(f"{model.__name__}InLanguages", (TranslatedForm, form), words)
