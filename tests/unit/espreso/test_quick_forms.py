"""Fields written without templates are those that Django's templates write."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from espreso.forms import QuickRenderer

HOSTILE = "<b>\"&'</b>"


class Everything(forms.Form):
    text = forms.CharField(label=HOSTILE, help_text="help", max_length=9)
    number = forms.IntegerField(label=gettext_lazy("Headline"), min_value=1, required=False)
    hidden = forms.CharField(widget=forms.HiddenInput(attrs={"data-x": HOSTILE}))
    long = forms.CharField(widget=forms.Textarea(attrs={"hidden": True, "wrap": False, "rows": 2}))
    ticked = forms.BooleanField(required=False)
    mail = forms.EmailField(required=False)
    choice = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", HOSTILE), ("b", "B")])
    one = forms.ChoiceField(choices=[("", "None"), (HOSTILE, HOSTILE), (1, "B")], required=False)
    several = forms.MultipleChoiceField(choices=[("a", "A"), (HOSTILE, [("b", "B"), ("c", "C")])])


DATA = [
    None,
    {},
    {"text": HOSTILE, "number": "0", "hidden": "x", "long": "\n" + HOSTILE, "ticked": "on"},
    {"text": "", "number": "12345", "long": "", "mail": HOSTILE, "choice": "b"},
    {"one": HOSTILE, "several": ["a", "c"]},
]


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("initial", [{}, {"text": mark_safe("<i>"), "number": 1000, "long": 0}])
def test_the_html_is_that_of_the_templates(data, initial):
    quick, slow = (
        Everything(data, initial=initial, renderer=renderer())
        for renderer in (QuickRenderer, TemplatesSetting)
    )
    assert quick.as_p() == slow.as_p()
    assert quick.as_table() == slow.as_table()
    for name in quick.fields:
        assert quick[name].label_tag() == slow[name].label_tag()
        assert str(quick[name].errors) == str(slow[name].errors)
