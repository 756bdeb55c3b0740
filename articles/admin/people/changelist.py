"""Changelist of people: invite, change a role, sign out, switch off and on, on one screen."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Now
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from articles import permissions
from articles.actions import accounts
from articles.admin.common.times import when
from articles.models import Author, User
from articles.notifications import invitations, mail
from articles.roles import ROLES

ROLE_NAMES = {
    "Reporter": gettext_lazy("Reporter"),
    "Editor": gettext_lazy("Editor"),
    "Admin": gettext_lazy("Admin"),
    "Superuser": gettext_lazy("Superuser"),
}
ROLES_IN_WORDS = {
    "Reporter": gettext_lazy("Reporter: writes, uploads photos, edits their own pieces"),
    "Editor": gettext_lazy("Editor: edits every piece, publishes, schedules, withdraws"),
    "Admin": gettext_lazy(
        "Admin: everything an editor can do, plus people, sections, tags and authors"
    ),
}


class InvitationForm(forms.Form):
    """Who is invited, and as what."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=pgettext_lazy("of a person", "Email address"), max_length=254)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[(name, ROLE_NAMES[name]) for name in ROLES]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(
            *args, auto_id="invited-%s", label_suffix="", use_required_attribute=False, **kwargs
        )
        for name in ("name", "email"):
            # Of somebody else than who sits here.
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_email(self):
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if person := User.objects.reached_at(email).first():
            words = _("%(name)s already has an account with this address.")
            if not person.is_active:
                words = _("%(name)s has an account with this address; it is inactive, see below.")
            raise ValidationError(words % {"name": person.name})
        return email


class AccountStateFilter(SimpleListFilter):
    """Who may sign in, who has not come yet, and whom nobody has seen for long."""

    title = gettext_lazy("status")
    parameter_name = "state"
    template = "admin/desk/editor/filter.html"

    def lookups(self, request, model_admin):
        return [
            ("active", _("Can sign in")),
            ("invited", _("Never signed in")),
            ("unused", _("Unused for 90 days")),
            ("off", _("Inactive")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "active":
                return queryset.filter(is_active=True)
            case "invited":
                return queryset.filter(is_active=True, last_login=None)
            case "unused":
                return queryset.unused()
            case "off":
                return queryset.filter(is_active=False)
        return queryset


class RoleFilter(SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "role"
    template = "admin/desk/editor/filter.html"

    def lookups(self, request, model_admin):
        return [(name, ROLE_NAMES[name]) for name in ROLES]

    def queryset(self, request, queryset):
        if self.value() in ROLES:
            return queryset.filter(groups__name=self.value())
        return queryset


class PeopleChangeList(ChangeList):
    """People with all that a line says, in a fixed number of queries."""

    def get_queryset(self, request, **kwargs):
        open_now = Session.objects.filter(expire_date__gt=Now()).values("session_key")
        sessions = (
            UserSession.objects.filter(user=OuterRef("pk"), session_key__in=open_now)
            .order_by()
            .values("user")
            .annotate(number=Count("pk"))
            .values("number")
        )
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        return (
            super()
            .get_queryset(request, **kwargs)
            .select_related("author")
            .prefetch_related("groups")
            .annotate(
                open_sessions=Coalesce(Subquery(sessions, output_field=IntegerField()), 0),
                second_factor=Exists(factors),
            )
        )

    def get_results(self, request):
        super().get_results(request)
        for person in self.result_list:
            person.role = role_of(person)
            person.role_name = ROLE_NAMES.get(person.role, "")
            person.in_words = state_of(person)
            person.last_here = when(person.last_login) if person.last_login else ""
            person.waits = person.is_active and not person.last_login
            person.may_be_changed = self.model_admin.has_change_permission(request, person)


def role_of(person) -> str:
    """Return the name of the highest role, of somebody whose groups were read."""
    if person.is_superuser:
        return "Superuser"
    names = {group.name for group in person.groups.all()}
    return next((name for name in reversed(ROLES) if name in names), "")


def state_of(person) -> str:
    """Return in words whether the account is in use."""
    if not person.is_active:
        return _("inactive")
    if person.last_login:
        return _("active")
    if person.has_usable_password():
        return _("never signed in")
    day = date_format(timezone.localtime(person.date_joined), _("j M"))
    return _("invited %s, never signed in") % day


class PeopleMixin:
    """Adds the screen to the admin of accounts."""

    change_list_template = "admin/articles/user/change_list.html"
    list_filter = [AccountStateFilter, RoleFilter]
    list_per_page = 100
    ordering = ["-is_active", "last_name", "first_name", "username"]
    actions = None

    def get_changelist(self, request, **kwargs):
        return PeopleChangeList

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("invite/", view(self.invite_view), name="articles_user_invite"),
            path("<int:pk>/do/<slug:act>/", view(self.act_view), name="articles_user_act"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": _("People"),
            "invitation": InvitationForm() if self.has_add_permission(request) else None,
            "roles": [(name, ROLES_IN_WORDS[name]) for name in ROLES],
            "sees_authors": permissions.may(request.user, "view", Author),
            # What is done leads back to the same part of the list.
            "query": _query(request),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def invite_view(self, request):
        """Make the account, and send its owner the way in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = InvitationForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.changelist_view(request, {"invitation": form})
        role = ROLE_NAMES[form.cleaned_data["role"]]
        try:
            with transaction.atomic():
                person = accounts.invite(**form.cleaned_data, by=request.user)
                self.log_addition(request, person, _("Invited as %s.") % role)
                self._send_invitation(request, person)
        except (IntegrityError, ValidationError):
            # Somebody was quicker by a moment.
            form.add_error("email", _("Someone has just created this account. Check the list."))
            return self.changelist_view(request, {"invitation": form})
        return self._back(request, person)

    def _send_invitation(self, request, person):
        link = invitations.link_for(request, person)
        mail.post([invitations.invitation(person, request.user, link)])
        words = {"name": person.name, "email": person.email, "until": invitations.ends()}
        if invitations.mail_stays_here():
            # Whoever may invite may set passwords too: the link gives them nothing new.
            said = _(
                "No mail server is set up, so nothing was sent to %(email)s. Give %(name)s this "
                "link yourself, and no one else. It works once, until %(until)s:"
            )
            messages.warning(request, format_html("{} <code>{}</code>", said % words, link))
        else:
            said = _(
                "The invitation to %(name)s, %(email)s, is on its way. Its link works until "
                "%(until)s."
            )
            messages.success(request, said % words)

    def act_view(self, request, pk, act):
        """Do something about one person; what is grave is asked first."""
        person = self.get_object(request, str(pk))
        if person is None or act not in ACTS:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if request.method != "POST":
            return self._confirm_view(request, person, act)
        try:
            with transaction.atomic():
                if said := getattr(self, f"_{act}")(request, person):
                    self.log_change(request, person, said)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            if said:
                messages.success(request, said)
        return self._back(request, person)

    def _confirm_view(self, request, person, act):
        if act not in QUESTIONS:
            return self._back(request, person)
        question = QUESTIONS[act]
        context = {
            **self.admin_site.each_context(request),
            **question,
            "title": question["title"] % {"name": person.name},
            "question": question["question"] % {"name": person.name},
            "person": person,
            "opts": self.opts,
            "back": self._page(request, person),
        }
        return TemplateResponse(request, "admin/articles/user/confirm.html", context)

    def _page(self, request, person):
        page = reverse("admin:articles_user_changelist")
        return f"{page}{_query(request)}#person-{person.pk}"

    def _back(self, request, person):
        return HttpResponseRedirect(self._page(request, person))

    # Each returns what was done, in words for the admin and for the person's history.

    def _role(self, request, person):
        role = request.POST.get("role", "")
        accounts.give_role(person, role, request.user)
        return _("%(name)s is now %(role)s.") % {"name": person.name, "role": ROLE_NAMES[role]}

    def _off(self, request, person):
        accounts.switch_off(person, request.user)
        return _("%s is now inactive, and signed out everywhere.") % person.name

    def _on(self, request, person):
        accounts.switch_on(person, request.user)
        return _("%s can sign in again.") % person.name

    def _sessions(self, request, person):
        own = person == request.user
        ended = accounts.end_sessions(person, keep=request.session.session_key if own else None)
        return ngettext(
            "%(name)s was signed out of %(number)d session.",
            "%(name)s was signed out of %(number)d sessions.",
            ended,
        ) % {"name": person.name, "number": ended}

    def _invitation(self, request, person):
        if not person.is_active or person.last_login or person.has_usable_password():
            raise ValidationError(_("%s already has a password.") % person.name)
        self.log_change(request, person, _("Invited again."))
        self._send_invitation(request, person)

    def _factor(self, request, person):
        accounts.take_away_second_factor(person, request.user)
        mail.post([invitations.second_factor_taken(person, request.user)])
        return (
            _("The second factor of %s has been removed: the password alone is enough.")
            % person.name
        )


def _query(request):
    return f"?{request.GET.urlencode()}" if request.GET else ""


ACTS = {"role", "off", "on", "sessions", "invitation", "factor"}
# What is grave is asked before it is done.
QUESTIONS = {
    "off": {
        "title": gettext_lazy("Deactivate %(name)s?"),
        "question": gettext_lazy(
            "They are signed out everywhere immediately and cannot sign in. Their pieces, photos "
            "and history stay, and so does their name in bylines. You can reactivate them later."
        ),
        "button": gettext_lazy("Deactivate"),
    },
    "factor": {
        "title": gettext_lazy("Remove the second factor of %(name)s?"),
        "question": gettext_lazy(
            "Make sure that the request really comes from that person: call them, or see them in "
            "person. After this, anyone who knows the password can sign in without the phone, the "
            "key or the codes. %(name)s is notified by email."
        ),
        "button": gettext_lazy("Remove second factor"),
    },
}
