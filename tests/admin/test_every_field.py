"""Every field of every form takes words without the signs that nobody sees."""

import inspect

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from articles.admin.common.widgets import RichTextWidget
from articles.models import Article, Tag
from tests import factories
from tests.desk_client import form_of, words_of

NOBODY_SEES = "\u200b\u2060\u00ad"
# A file of text, read by a parser that cleans the words of its paragraphs.
OF_THEIR_OWN = {"WholeText", "RichTextFormField"}


def _forms(base=forms.BaseForm):
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)


def _fields(request):
    for model_admin in admin.site._registry.values():
        if model_admin.model._meta.app_label in {"articles", "interviews"}:
            inlines = [type(one) for one in model_admin.get_inline_instances(request)]
            made = [inline(model_admin.model, admin.site) for inline in inlines]
            for each in made:
                for name, field in each.get_formset(request).form.base_fields.items():
                    yield each, name, field
            if model_admin.model is not Article and hasattr(model_admin.form, "base_fields"):
                for db_field in model_admin.model._meta.fields:
                    if db_field.editable and (
                        field := model_admin.formfield_for_dbfield(db_field, request)
                    ):
                        yield model_admin, db_field.name, field
    for form in _forms():
        if form.__module__.startswith(("articles.", "interviews.", "espreso.", "allauth.")):
            for name, field in getattr(form, "base_fields", {}).items():
                yield form, name, field


@pytest.mark.django_db
def test_no_field_of_text_can_forget_to_clean_what_is_typed(rf):
    request = rf.get("/admin/")
    request.user = factories.person("Admin", is_superuser=True)
    seen = 0
    for of, name, field in _fields(request):
        if not isinstance(field, forms.CharField) or isinstance(field, forms.JSONField):
            continue
        if isinstance(field.widget, forms.PasswordInput) or type(field).__name__ in OF_THEIR_OWN:
            continue
        seen += 1
        where = (of, name)
        assert inspect.getattr_static(type(field), "as_typed", None) is None, where
        assert forms.CharField.to_python(field, "Ки\u00adї\u202eв e\u0301") == "Київ é", where
        if field.required:
            with pytest.raises(ValidationError):
                field.clean(NOBODY_SEES)
    assert seen > 60


@pytest.mark.django_db
def test_a_headline_that_nobody_sees_is_none(signed_in):
    desk = signed_in("Editor")
    add = "/admin/articles/article/add/"
    refused = desk.post(add, form_of(desk.get(add)) | {"headline": NOBODY_SEES})
    assert refused.status_code == 200
    assert "This field is required" in words_of(refused)
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_word_that_was_pasted_is_found_by_whoever_types_it(signed_in, client):
    desk = signed_in("Editor")
    add = "/admin/articles/article/add/"
    typed = {"headline": "Ки\u00adїв: міст", "tags": ["Мі\u200bст", unicode_twin("Їжак"), "Їжак"]}
    assert desk.post(add, form_of(desk.get(add)) | typed).status_code == 302
    piece = Article.objects.get()
    assert (piece.headline, piece.slug) == ("Київ: міст", "kyiv-mist")
    assert {tag.name for tag in piece.tags.all()} == {"Міст", "Їжак"}
    assert Tag.objects.count() == 2


def unicode_twin(word):
    return word.replace("Ї", "І\u0308")


@pytest.mark.parametrize("typed", ["<p>\u200b</p>", "<p></p>", "<p>&shy;<br></p>", "\u2060"])
def test_rich_text_that_nobody_sees_is_none(typed):
    from_form = factories.Prose._meta.get_field("html").formfield(widget=RichTextWidget)
    with pytest.raises(ValidationError, match="required"):
        from_form.clean(typed)


def test_a_password_is_what_was_typed():
    field = forms.CharField(widget=forms.PasswordInput, strip=False)
    assert field.clean(" Пароль\u200be\u0301 ") == " Пароль\u200be\u0301 "
