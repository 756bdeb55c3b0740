"""Admin site: Django's admin as the desk, with a first page and an order of its own."""

from functools import cache, wraps

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.i18n import JavaScriptCatalog
from js_asset import Media

from espreso import broken_rules, failures, limited_process
from espreso.admin_deletion import LockedDeletionMixin
from espreso.admin_lists import BoundedListMixin, refused_search
from espreso.admin_values import CheckedValuesMixin, refused
from espreso.keys import key_of
from espreso.optimistic_locking import OptimisticLockingMixin, guarded
from espreso.retries import once_more


def is_of_the_desk(address: str) -> bool:
    """Whether the newsroom's door stands before this address."""
    return address.startswith(_doors())


def _kept(request, elsewhere):
    """Answer a form that came too late: the session has ended, or a door was closed."""
    if elsewhere:
        first = elsewhere, _("Set up a second factor")
        why = _("Set up a second factor first: without one the desk is closed.")
    else:
        first = reverse("account_login"), _("Sign in")
        why = _("You are signed out: sign in first.")
    return failures.page(request, why, status=401, first=first)


@cache
def _doors():
    # The folder of the sign-in: what is beside it belongs to it.
    return reverse("admin:index"), reverse("account_login").rsplit("/", 2)[0] + "/"


def _saying_what_is_wrong(view):
    """Say which rule of the database is broken, where that was tried twice and is no collision."""

    @wraps(view)
    def saying(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except IntegrityError as error:
            if why := broken_rules.in_words(error):
                return failures.page(request, why, status=409)
            raise

    return saying


class DeskConfig(AdminConfig):
    """Django's admin, with this site in the place of its own."""

    # Chosen in the settings by name, and never by itself.
    default = False
    default_site = "espreso.admin_site.DeskSite"


class DeskSite(AdminSite):
    """The admin. An app says what its overviews show, and in which order models come."""

    order: tuple[str, ...] = ()
    # The import map of its scripts. An app puts its own here.
    scripts: Media = Media()

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register as Django does, with what holds for every admin, but none of a package: it would
        open by itself what nobody here has weighed.
        """
        admin_class = admin_class or ModelAdmin
        if admin_class.__module__.partition(".")[0] not in settings.DESK_APPS:
            return
        mixins = BoundedListMixin, CheckedValuesMixin, OptimisticLockingMixin, LockedDeletionMixin
        says = {"__module__": admin_class.__module__, "__doc__": admin_class.__doc__}
        if getattr(admin_class, "guards_itself", False):
            says["guards_itself"] = True
        else:
            says["form"] = guarded(admin_class.form)
        ours = type(admin_class.__name__, (*mixins, admin_class), says)
        super().register(model_or_iterable, ours, **options)

    def autocomplete_view(self, request):
        """Look words up for a choice; say in its place that they are too many."""
        if said := refused_search(request.GET.get("term", "")):
            words = {"id": "", "text": said, "disabled": True}
            return JsonResponse({"results": [words], "pagination": {"more": False}})
        return super().autocomplete_view(request)

    def overview(self, request, app_label=None) -> dict:
        """Return the context of the first page, or of the page of one app. An app puts its own
        function here.
        """
        return {}

    def door(self, request) -> str:
        """Return the address to which somebody who is signed in is led instead, if there is one.
        An app puts its own function here.
        """
        return ""

    def admin_view(self, view, cacheable=False):
        """Guard a view as Django does, and try it again when somebody else got in its way.

        Whoever has to sign in or go through the `door` first is led there; a form keeps its words.
        """
        page = super().admin_view(_saying_what_is_wrong(refused(once_more(view))), cacheable)

        @wraps(page)
        def behind_the_door(request, *args, **kwargs):
            elsewhere = self.has_permission(request) and self.door(request)
            if (elsewhere or request.user.is_anonymous) and failures.is_form(request):
                return _kept(request, elsewhere)
            if elsewhere:
                return HttpResponseRedirect(elsewhere)
            with limited_process.asked_by(request.user.pk):
                return page(request, *args, **kwargs)

        return behind_the_door

    def index(self, request, extra_context=None):
        return super().index(request, {**self.overview(request), **(extra_context or {})})

    def app_index(self, request, app_label, extra_context=None):
        context = {**self.overview(request, app_label), **(extra_context or {})}
        return super().app_index(request, app_label, context)

    def get_app_list(self, request, app_label=None):
        """Return the apps and models in `order`, and what it does not name after that."""
        places = {label: place for place, label in enumerate(self.order)}
        apps = super().get_app_list(request, app_label)
        for app in apps:
            for model in app["models"]:
                model["place"] = places.get(model["model"]._meta.label, len(places))
            app["models"].sort(key=lambda model: model["place"])
        return sorted(apps, key=lambda app: min(model["place"] for model in app["models"]))

    def get_urls(self):
        """Put a door of ours before Django's shortcut to the page of anything at all."""
        route, name = "r/<path:content_type_id>/<path:object_id>/", "view_on_site"
        return [path(route, self.admin_view(self.view_on_site), name=name), *super().get_urls()]

    def view_on_site(self, request, content_type_id, object_id):
        """Lead to the page of what has one, and what whoever asks may see in the desk."""
        kind = get_object_or_404(
            apps.get_model("contenttypes.ContentType"), pk=key_of(content_type_id)
        )
        desk = self._registry.get(kind.model_class())
        found = desk and desk.get_object(request, object_id)
        if not found or not desk.has_view_permission(request, found):
            raise Http404
        if not desk.get_view_on_site_url(found):
            raise Http404
        return HttpResponseRedirect(found.get_absolute_url())

    def i18n_javascript(self, request, extra_context=None):
        """Say what scripts say: those of every app, where the admin's own would be alone."""
        return JavaScriptCatalog.as_view()(request)

    def password_change(self, request, extra_context=None):
        """Lead to the newsroom's own page: it knows the sessions of a person, and their rules."""
        return HttpResponseRedirect(reverse("account_change_password"))
