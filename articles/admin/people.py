"""Who signs in, whose names stand in bylines, and the sections of the newspaper."""

from allauth.account.admin import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from articles.groups import ROLES
from articles.models import Article, Author, Section, User

from .lists import CappedPaginator
from .usage import ProtectedByUse

# Roles are defined in code and given to people on their pages.
admin.site.unregister(Group)
# The address of a person stands on the person's page.
admin.site.unregister(EmailAddress)


class RoleField(forms.ModelChoiceField):
    """One of the roles of the newsroom."""

    def __init__(self, **kwargs):
        super().__init__(
            Group.objects.filter(name__in=ROLES).order_by("pk"),
            label=_("Role"),
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={"required": _("Choose a role: it says what this person may do.")},
            **kwargs,
        )

    def label_from_instance(self, group):
        return _ROLES_IN_WORDS.get(group.name, group.name)


_ROLES_IN_WORDS = {
    "Reporter": _("Reporter: writes, uploads photos, edits their own pieces"),
    "Editor": _("Editor: edits every piece, publishes, schedules, withdraws"),
    "Admin": _("Admin: as an editor, and people, sections, tags and authors"),
}


class NewUserForm(UserCreationForm):
    """A new account: everybody who has one works in the desk, in one role."""

    role = RoleField()

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "first_name", "last_name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True


class UserForm(forms.ModelForm):
    """An account that exists. Whoever must not change something does not get its field."""

    role = RoleField(required=False)

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "is_active", "is_superuser"]
        labels = {"is_active": _("May sign in")}
        help_texts = {
            "is_active": _(
                "Switch this off when somebody leaves. Their pieces, photos and history stay."
            ),
            "is_superuser": _("May do everything, whatever the role. Keep such accounts few."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            self.fields["role"].initial = self.instance.groups.filter(name__in=ROLES).first()
            self.fields["role"].required = not self.instance.is_superuser


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Admins make and change accounts below superusers; nobody raises their own."""

    form = UserForm
    add_form = NewUserForm
    add_form_template = None
    list_display = ["username", "full_name", "email", "role", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name", "email"]
    filter_horizontal = []
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user):
        return user.get_full_name()

    @admin.display(description=_("role"))
    def role(self, user):
        if user.is_superuser:
            return _("Superuser")
        names = {group.name for group in user.groups.all()}
        return next((name for name in ROLES if name in names), "")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        person = ["username", "first_name", "last_name", "email"]
        if obj is None:
            return [(None, {"fields": [*person, "role", "password1", "password2"]})]
        sets = [(None, {"fields": person})]
        if obj != request.user and self.has_change_permission(request, obj):
            own = ["is_superuser"] if request.user.is_superuser else []
            sets.append((_("What they may do"), {"fields": ["role", "is_active", *own]}))
        return [*sets, (_("Dates"), {"fields": ["last_login", "date_joined"]})]

    def get_readonly_fields(self, request, obj=None):
        return ["last_login", "date_joined"]

    def get_form(self, request, obj=None, **kwargs):
        if obj == request.user:
            # A declared field is in every form, shown or not; None takes it out.
            kwargs["form"] = type("OwnAccountForm", (UserForm,), {"role": None})
        return super().get_form(request, obj, **kwargs)

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Nobody: versions and history name people for ever. Accounts are switched off."""
        return False

    def save_model(self, request, obj, form, change):
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if role := form.cleaned_data.get("role"):
            groups = form.instance.groups
            groups.remove(*groups.filter(name__in=ROLES).exclude(pk=role.pk))
            groups.add(role)


@admin.register(Author)
class AuthorAdmin(ProtectedByUse, admin.ModelAdmin):
    """Names in bylines."""

    list_display = ["name", "role", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "role"]
    search_help_text = _("Name or role")
    autocomplete_fields = ["user"]
    show_full_result_count = False
    paginator = CappedPaginator

    def get_fields(self, request, obj=None):
        # The account is found among the people, whom not everybody may look through.
        account = ["user"] if request.user.has_perm("articles.view_user") else []
        return ["name", "slug", "role", "biography", *account]

    def get_prepopulated_fields(self, request, obj=None):
        # An address that readers know is not changed by correcting a name.
        return {} if obj else {"slug": ["name"]}

    def uses_of(self, author):
        drafts = author.bylines.order_by().values("article")
        published = author.published.order_by().values("version__article")
        return Article.objects.filter(pk__in=drafts.union(published))


@admin.register(Section)
class SectionAdmin(ProtectedByUse, admin.ModelAdmin):
    """The parts of the newspaper, in the order of the navigation."""

    fields = ["name", "slug", "description", "position", "in_navigation"]
    list_display = ["name", "position", "in_navigation", "description"]
    list_editable = ["position", "in_navigation"]
    search_fields = ["name"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def uses_of(self, section):
        drafts = section.article_set.order_by().values("pk")
        published = section.versions.order_by().values("article")
        return Article.objects.filter(pk__in=drafts.union(published))
