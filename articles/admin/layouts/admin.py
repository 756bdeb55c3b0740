"""Layout editor: arranging a page: its places, a preview, and what readers see when."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from js_asset import Media

from articles.actions import layouts
from articles.admin.common.posted import is_key
from articles.admin.common.schedule_form import LayoutForm
from articles.admin.common.scripts import SCRIPTS
from articles.admin.common.urls import address, url_name
from articles.exceptions import ActionRefused, StaleDraft
from articles.models import FRONT, Arrangement, Layout, Section
from articles.public import front, layout_document, lists, preview
from articles.public.context import Frame
from espreso import clock
from espreso.admin_lists import asked_for, refused_search
from espreso.keys import key_of

from .candidates import pieces, to_place
from .changelist import ArrangedPagesMixin, as_it_is, topic_names
from .form import PagePlan, one_line

_IN_SIGHT = 20


@admin.register(Arrangement)
class ArrangementAdmin(ArrangedPagesMixin, admin.ModelAdmin):
    """Editors arrange; what they publish is a layout, which never changes."""

    # As a whole: who comes second is shown both, and saves again.
    guards_itself = True

    def get_urls(self):
        pages = {
            "": self.arrange_view,
            "preview/": self.preview_view,
            "pieces/": self.pieces_view,
            "filling/": self.filling_view,
            "schedule/": self.schedule_view,
        }
        own = [
            path(
                f"<slug:page>/<slug:language>/{rest}",
                self.admin_site.admin_view(view),
                name=url_name(self, rest.strip("/") or "arrange"),
            )
            for rest, view in pages.items()
        ]
        overview = self.admin_site.admin_view(self.changelist_view)
        return [path("", overview, name=url_name(self, "changelist")), *own]

    def arrange_view(self, request, page, language):
        """Show the places of a page; save, publish, and take back what is scheduled."""
        arrangement = self._to_arrange(request, page, language)
        if request.method != "POST":
            # Brought back from an earlier layout, it stands in the form and is not saved.
            layout = self._layout(arrangement, request.GET.get("from"))
            document = layout.document if layout else arrangement.document
            return self._show(
                request, arrangement, PagePlan.opened(arrangement, document), opened=layout
            )
        if "_cancel" in request.POST:
            return self._cancel(request, arrangement)
        plan = PagePlan.posted(arrangement, request.POST)
        seen = key_of(request.POST.get("revision")) or 0
        # A name that was typed and not added yet is meant too; it stays typed when it is wrong.
        adding = one_line(request.POST.get("add"))
        if adding and "_find" not in request.POST and plan.add(adding):
            adding = ""
        if "_add" in request.POST or "_find" in request.POST:
            return self._show(request, arrangement, plan, seen, adding=adding)
        return self._save(request, arrangement, plan, seen, adding)

    def _to_arrange(self, request, page, language) -> Arrangement:
        """Return the arrangement of a page, a new one when nobody has arranged it yet."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        kept = Arrangement.objects.filter(page=page, language=language).first()
        arrangement = kept or Arrangement(page=page, language=language, document=as_it_is(page))
        arrangement.about = arrangement.subject()
        if language not in dict(settings.LANGUAGES) or not (page == FRONT or arrangement.about):
            raise Http404
        return arrangement

    def _layout(self, arrangement, number) -> Layout | None:
        if number is None:
            return None
        if not is_key(number) or arrangement.pk is None:
            raise Http404
        return get_object_or_404(arrangement.layouts, number=number)

    def _save(self, request, arrangement, plan, seen, adding):
        goes_live = "_publish" in request.POST
        if not plan.trouble:
            try:
                with transaction.atomic():
                    saved = layouts.save(arrangement, request.user, plan.document, revision=seen)
                    if goes_live:
                        layouts.publish(saved, request.user, revision=saved.revision)
                    done = _("Published.") if goes_live else _("Saved.")
                    self.log_change(request, saved, done)
            except ValidationError as refusal:
                plan.trouble += refusal.messages
                if isinstance(refusal, StaleDraft):
                    # Read once, what is saved may be replaced.
                    saved = self._to_arrange(request, arrangement.page, arrangement.language)
                    return self._show(request, saved, plan, stale=True)
        if plan.trouble:
            return self._show(request, arrangement, plan, seen, adding=adding)
        if "_schedule" in request.POST:
            return HttpResponseRedirect(self._address(arrangement, "schedule"))
        words = _("Saved. Readers will not see it until you publish it.")
        if goes_live:
            words = _("Published. Readers will see it when they next load a page.")
        messages.success(request, words)
        return HttpResponseRedirect(self._address(arrangement))

    def _cancel(self, request, arrangement):
        # By its key: the number of one that was cancelled is given to the next.
        key = request.POST["_cancel"]
        own = Layout.objects.filter(arrangement=arrangement.pk)
        layout = own.filter(pk=key).first() if is_key(key) else None
        try:
            if layout is None:
                raise ActionRefused(layouts.TOO_LATE)
            with transaction.atomic():
                layouts.cancel(layout, request.user)
                self.log_change(request, arrangement, _("Cancelled the schedule."))
            messages.success(request, _("Schedule cancelled."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(self._address(arrangement))

    def _show(self, request, arrangement, plan, seen=None, *, adding="", stale=False, opened=None):
        """Show the form; `seen` is the revision that it was opened with, when it was earlier."""
        asked = one_line(request.POST.get("find"))
        context = {
            **self.admin_site.each_context(request),
            **_layouts_of(arrangement),
            "opts": self.opts,
            "media": Media(importmap=SCRIPTS),
            "title": arrangement.name,
            "language": dict(settings.LANGUAGES)[arrangement.language],
            # The plan needs the room.
            "is_nav_sidebar_enabled": False,
            "arrangement": arrangement,
            "revision": arrangement.revision if seen is None else seen,
            "stale": stale,
            "plan": plan,
            "opened": opened,
            # Leaving it would lose something.
            "unsaved": request.method == "POST" or opened,
            "adding": adding,
            "found": to_place(arrangement.language, arrangement.about, asked),
            "asked": asked,
            "refused": refused_search(asked),
            "sections": Section.objects.all(),
            "topics": topic_names() if arrangement.is_front else [],
            "urls": {
                what: self._address(arrangement, what)
                for what in ("arrange", "preview", "pieces", "filling", "schedule")
            },
        }
        status = 409 if plan.trouble else 200
        return TemplateResponse(request, "admin/desk/layouts/form.html", context, status=status)

    def _address(self, arrangement, what="arrange"):
        return address(self, what, arrangement.page, arrangement.language)

    # What stands beside the form.

    def preview_view(self, request, page, language):
        """Show the page as readers would see it: as posted, as saved, or as a layout had it.

        What is scheduled is in it: it is the page of the moment at which all of it is live.
        """
        arrangement = self._to_arrange(request, page, language)
        plan, at = PagePlan(arrangement, arrangement.document), None
        if request.method == "POST":
            plan = PagePlan.posted(arrangement, request.POST)
        elif layout := self._layout(arrangement, request.GET.get("layout")):
            plan, at = PagePlan(arrangement, layout.document), layout.during.lower
        if at is None or at <= clock.now():
            at = plan.comes_out()
        with translation.override(language):
            context, about = {"preview": True, "frame": Frame.now()}, arrangement.about
            context["preview_at"] = at and clock.in_words(at)
            if about is None:
                response = render(
                    request, "site/front.html", context | front.front_context(plan.document, at)
                )
            else:
                versions, words = lists.listing_for(about, at)
                context |= {"versions": versions, "document": plan.document} | words
                response = lists.render_list(request, **context)
        return preview.private(response)

    def pieces_view(self, request, page, language):
        """Return the pieces whose headline holds the words of `?q=`, or the newest."""
        arrangement = self._to_arrange(request, page, language)
        asked = asked_for(request)
        found = to_place(language, arrangement.about, asked)
        context = {"found": found, "refused": refused_search(asked)}
        response = TemplateResponse(request, "admin/desk/layouts/candidates.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    def filling_view(self, request, page, language):
        """Return what fills the places of the posted form that hold no live piece."""
        arrangement = self._to_arrange(request, page, language)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        response = JsonResponse(PagePlan.posted(arrangement, request.POST).instead())
        response.headers["Cache-Control"] = "no-store"
        return response

    def schedule_view(self, request, page, language):
        """Ask when, on the newsroom's clock, and schedule what is saved."""
        arrangement = self._to_arrange(request, page, language)
        if arrangement.pk is None:
            raise Http404
        placed = pieces(layout_document.picks(arrangement.document), language).values()
        waiting = [piece.version for piece in placed if piece.version and piece.version.opens]
        waiting.sort(key=lambda version: version.opens)
        form = LayoutForm(
            request.POST or None,
            initial={"revision": arrangement.revision},
            at=waiting[-1].opens if waiting else None,
        )
        if request.method == "POST" and form.is_valid():
            at, revision = form.cleaned_data["at"], key_of(form.cleaned_data["revision"]) or 0
            try:
                with transaction.atomic():
                    layouts.schedule(arrangement, request.user, at, revision=revision)
                    self.log_change(request, arrangement, _("Scheduled."))
            except StaleDraft:
                form = self._again(form, arrangement)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                words = _("Scheduled for %s.") % clock.in_words(at, zone=True)
                messages.success(request, words)
                return HttpResponseRedirect(self._address(arrangement))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": Media(importmap=SCRIPTS),
            "title": arrangement.name,
            "language": dict(settings.LANGUAGES)[language],
            "form": form,
            "waiting": waiting,
            "back": self._address(arrangement),
            "preview": self._address(arrangement, "preview"),
        }
        status = 409 if form.non_field_errors() else 200
        return TemplateResponse(request, "admin/desk/layouts/schedule.html", context, status=status)

    def _again(self, form, arrangement):
        """Return the form once more, about what is saved by now."""
        words = _(
            "%(who)s saved this page on %(when)s, after you opened this one, so nothing is "
            "scheduled yet. Check what is saved now, then press the button again: that is what "
            "will be published."
        )
        stale = StaleDraft.since(
            arrangement.modified_by, arrangement.modified_at, None, theirs=words, yours=words
        )
        data = form.data.copy()
        data["revision"] = str(arrangement.revision)
        again = LayoutForm(data)
        again.is_valid()
        again.add_error(None, stale)
        return again


def _layouts_of(arrangement) -> dict:
    """Return what readers see of a page when: what is live, coming and past, and how it differs."""
    now, of = clock.now(), Layout.objects.filter(arrangement=arrangement.pk)
    of = of.select_related("published_by").order_by("-during")
    coming = list(of.filter(during__startswith__gt=now))[::-1]
    past = list(of.filter(during__startswith__lte=now)[: _IN_SIGHT + 1])
    for layout in (*coming, *past):
        layout.begins, layout.ends = (
            at and clock.in_words(at) for at in (layout.during.lower, layout.during.upper)
        )
    live = past.pop(0) if past and now in past[0].during else None
    changed = arrangement.pk and live and live.document != arrangement.document
    return {"live": live, "coming": coming, "past": past, "changed": changed}
