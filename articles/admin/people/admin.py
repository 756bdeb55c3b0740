"""Account admin: who signs in, and in which role."""

from functools import wraps

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from articles.actions import accounts, activity
from articles.models import Act, User
from articles.roles import ROLES
from espreso.account_mail import tell_owner
from espreso.reauthentication import password_again

from .changelist import ROLES_IN_WORDS, PeopleMixin, role_of
from .in_words import said_of
from .notifications import notifications_view


class RoleField(forms.ModelChoiceField):
    """One of the roles of the newsroom."""

    def __init__(self, **kwargs):
        super().__init__(
            Group.objects.filter(name__in=ROLES).order_by("pk"),
            label=_("Role"),
            widget=forms.RadioSelect,
            empty_label=None,
            error_messages={"required": _("Choose a role: it sets what this person can do.")},
            **kwargs,
        )

    def label_from_instance(self, group):
        return ROLES_IN_WORDS.get(group.name, group.name)


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
    """An account that exists: who it is. What they may do is said on the screen of the people."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "is_superuser"]
        help_texts = {
            "is_superuser": _(
                "Can do everything, whatever the role. Keep such accounts to a minimum."
            ),
        }


class PasswordForm(AdminPasswordChangeForm):
    """Another password for somebody."""

    # Django puts its own together before it knows in which language.
    usable_password_help_text = _(
        "Without a password no one can sign in to this account, and the current one is lost."
    )


@admin.register(User)
class UserAdmin(PeopleMixin, DjangoUserAdmin):
    """Admins make and change accounts below superusers; nobody raises their own."""

    form = UserForm
    add_form = NewUserForm
    add_form_template = None
    change_password_form = PasswordForm
    list_display = ["username"]
    search_fields = ["username", "first_name", "last_name", "email"]
    filter_horizontal = []
    show_full_result_count = False

    def get_fieldsets(self, request, obj=None):
        person = ["username", "first_name", "last_name", "email"]
        if obj is None:
            return [(None, {"fields": [*person, "role", "password1", "password2"]})]
        sets = [(None, {"fields": person})]
        if request.user.is_superuser and obj != request.user:
            sets.append((_("What they can do"), {"fields": ["is_superuser"]}))
        return [*sets, (_("Dates"), {"fields": ["last_login", "date_joined"]})]

    def get_readonly_fields(self, request, obj=None):
        return ["last_login", "date_joined"]

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Nobody: versions and history name people for ever. Accounts are switched off."""
        return False

    def get_urls(self):
        for page in (urls := super().get_urls()):
            page.callback = self._asking_again(page.callback, page.name)
        # Of one's own account, and nothing that opens it.
        own = self.admin_site.admin_view(self.notifications_view)
        return [path("notifications/", own, name="articles_user_notifications"), *urls]

    def notifications_view(self, request):
        return notifications_view(request, self.admin_site.each_context(request))

    def _asking_again(self, view, name):
        """Ask whoever changes accounts for their password: nobody gets one by a desk left open."""
        has_password = name in {"articles_user_add", "auth_user_password_change"}

        def in_words(request, pk="", object_id="", act="", **_others):
            return said_of(self, name, request, pk or object_id, act)

        asking = password_again(view, before_it_opens=has_password, in_words=in_words)

        @wraps(view)
        def asked(request, *args, **kwargs):
            # Who may not anyway is told so at once.
            chosen = asking if self.has_change_permission(request) else view
            return chosen(request, *args, **kwargs)

        return asked

    def save_model(self, request, obj, form, change):
        obj.is_staff = True
        super().save_model(request, obj, form, change)
        if "is_superuser" in form.changed_data:
            accounts.end_previews_of_others_pieces(obj, request.user)
            activity.note(Act.ROLE, request.user, obj, role_of(obj))
        if change and "email" in form.changed_data:
            # A former address opens no door: not by a link that was sent there, nor by a new one.
            EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()
            words = _("The email address is %s now.") % obj.email
            tell_owner(request, obj, words, to=form.initial["email"], by=request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if role := form.cleaned_data.get("role"):
            form.instance.groups.add(role)
            activity.note(Act.INVITED, request.user, form.instance, role.name)

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 — Django's name
        """Set a password for somebody else, which ends their sessions; one's own is elsewhere."""
        if self.get_object(request, unquote(id)) == request.user:
            return HttpResponseRedirect(reverse("account_change_password"))
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            person = self.get_object(request, unquote(id))
            accounts.end_sessions(person)
            activity.note(Act.PASSWORD, request.user, person)
            tell_owner(request, person, _("The password was changed."), by=request.user)
            # The admin's own session has another key since.
            UserSession.objects.create_from_request(request)
        return response
