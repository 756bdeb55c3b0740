"""Tags, or topics: renaming and merging leave redirects behind."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from articles import permissions
from articles.admin.common.posted import is_key
from articles.admin.common.protected_delete import ProtectedByUse
from articles.admin.common.translated import translated_form
from articles.models import Tag, TaggedArticle
from espreso import languages
from espreso.admin_values import CheckedSelect

from .similar import SimilarTagsMixin, live_counts, merging


class TagForm(forms.ModelForm):
    class Meta:
        model = Tag
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        other = Tag.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(
                _(
                    "There is already a tag “%(name)s”; capital letters make no difference. Use "
                    "that one, or ask an admin to merge the two."
                ),
                code="taken",
                params={"name": other.name},
            )
        return name

    def validate_unique(self):
        """`clean_name` has said it in better words; the database holds the rule."""

    def validate_constraints(self):
        """The same."""


class MergeForm(forms.Form):
    """Where the pieces of the merged tags go."""

    target = forms.ModelChoiceField(
        Tag.objects.all(),
        label=gettext_lazy("merge into"),
        widget=CheckedSelect(TaggedArticle._meta.get_field("tag"), admin.site),
    )

    def __init__(self, *args, merged, **kwargs):
        super().__init__(*args, **kwargs)
        self.merged = merged

    def clean_target(self):
        target = self.cleaned_data["target"]
        if all(tag == target for tag in self.merged):
            raise ValidationError(_("A tag cannot be merged into itself. Choose another one."))
        return target


@admin.register(Tag)
class TagAdmin(SimilarTagsMixin, ProtectedByUse, admin.ModelAdmin):
    """Reporters add, editors change and rename, admins merge and delete."""

    form = translated_form(Tag, TagForm)
    list_display = ["name", "live"]
    search_fields = ["name", "in_other_languages"]
    search_help_text = pgettext_lazy("of a thing", "Name")
    show_full_result_count = False
    actions = ["merge"]

    @admin.display(description=gettext_lazy("live pieces"))
    def live(self, tag):
        return tag.live_count

    def get_changelist_instance(self, request):
        """Count the live pieces of the tags on this page of the list, and of no others."""
        found = super().get_changelist_instance(request)
        counts = live_counts([tag.pk for tag in found.result_list])
        for tag in found.result_list:
            tag.live_count = counts.get(tag.pk, 0)
        return found

    def get_fields(self, request, obj=None):
        words = ["name", "description", *self.form.added]
        return [*words, *(["address", "former_addresses"] if obj else [])]

    def get_readonly_fields(self, request, obj=None):
        return ["address", "former_addresses"] if obj else []

    @admin.display(description=gettext_lazy("public URL"))
    def address(self, tag):
        return format_html_join(
            "", "<a href='{0}'>{0}</a>", [(tag.get_absolute_url(),)] if tag.slug else []
        )

    @admin.display(description=gettext_lazy("previous URLs"))
    def former_addresses(self, tag):
        former = tag.former.order_by("slug").values_list("slug", flat=True)
        addresses = [(reverse("articles:tag", args=[slug]),) for slug in former]
        return format_html_join(", ", "{}", addresses) or _("none")

    def save_model(self, request, obj, form, change):
        if change and "name" in form.changed_data:
            obj.rename(obj.name)
        else:
            super().save_model(request, obj, form, change)

    def uses_of(self, tag):
        return tag.uses()

    def extra_on_deletion(self, context):
        tag = context["object"]
        return {
            "instead": _(
                "Or merge it into another tag: its pieces move there, and its URL redirects there."
            ),
            "instead_address": merging([tag]),
            "instead_label": _("Merge this tag…"),
        }

    def has_merge_permission(self, request):
        return permissions.may_merge_tags(request.user)

    def changelist_view(self, request, extra_context=None):
        context = {"may_merge": self.has_merge_permission(request)} | (extra_context or {})
        return super().changelist_view(request, context)

    @admin.action(
        description=gettext_lazy("Merge the selected tags into another…"), permissions=["merge"]
    )
    def merge(self, request, queryset):
        return HttpResponseRedirect(merging(queryset))

    def get_urls(self):
        merge = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", merge, name="articles_tag_merge"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and self.has_merge_permission(request):
            context["merging"] = merging([obj])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def merge_view(self, request):
        """Choose the tag that takes over, and merge."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        chosen = [pk for pk in request.GET.getlist("tag") if is_key(pk)]
        tags = list(Tag.objects.filter(pk__in=chosen))
        if not tags:
            messages.error(request, _("First choose the tags to merge in the list."))
            return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))
        proposed = next((tag for tag in tags if str(tag.pk) == request.GET.get("into")), None)
        form = MergeForm(request.POST or None, merged=tags, initial={"target": proposed})
        if request.method == "POST" and form.is_valid():
            try:
                return self._merge(request, tags, form.cleaned_data["target"])
            except ValidationError as refusal:
                form.add_error("target", refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge tags"),
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
            "tags": tags,
        }
        return TemplateResponse(request, "admin/articles/tag/merge.html", context)

    @transaction.atomic
    def _merge(self, request, tags, target):
        merged = [tag for tag in tags if tag != target]
        names = languages.quoted(tag.name for tag in merged)
        moved = sum(tag.merge_into(target) for tag in merged)
        said = ngettext(
            "%(names)s merged into “%(target)s”: %(count)d piece moved.",
            "%(names)s merged into “%(target)s”: %(count)d pieces moved.",
            moved,
        ) % {"names": names, "target": target.name, "count": moved}
        self.log_change(request, target, said)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:articles_tag_change", args=[target.pk]))
