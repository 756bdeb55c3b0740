"""A page in the desk as editors arrange it: its places, a preview, and what readers see when."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _

from articles import arranging, clock, front, lists, previewing
from articles.frame import Frame
from articles.models import FRONT, Arrangement, Layout, Section
from articles.publishing import StaleDraft

from .arranged_pages import ArrangedPagesMixin, as_it_is, live_pieces, topic_names
from .moments import LayoutForm
from .names import address, is_key, url_name
from .plan import Plan

_IN_SIGHT = 20


@admin.register(Arrangement)
class ArrangementAdmin(ArrangedPagesMixin, admin.ModelAdmin):
    """Editors arrange; what they publish is a layout, which never changes."""

    def get_urls(self):
        pages = {
            "": self.arrange_view,
            "preview/": self.preview_view,
            "pieces/": self.pieces_view,
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
            plan = Plan(arrangement, layout.document if layout else arrangement.document)
            return self._show(request, arrangement, plan, opened=layout)
        if "_cancel" in request.POST:
            return self._cancel(request, arrangement)
        plan = Plan.posted(arrangement, request.POST)
        seen = request.POST.get("revision", "")
        seen = int(seen) if seen.isdecimal() else -1
        if "_add" in request.POST:
            plan.add(request.POST.get("add", ""))
        if "_add" in request.POST or "_find" in request.POST:
            return self._show(request, arrangement, plan, seen)
        return self._save(request, arrangement, plan, seen)

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

    def _save(self, request, arrangement, plan, seen):
        goes_live = "_publish" in request.POST
        if not plan.trouble:
            try:
                with transaction.atomic():
                    saved = arranging.save(arrangement, request.user, plan.document, revision=seen)
                    if goes_live:
                        arranging.publish(saved, request.user, revision=saved.revision)
                    said = _("Published.") if goes_live else _("Saved.")
                    self.log_change(request, saved, said)
            except ValidationError as refusal:
                plan.trouble += refusal.messages
                if isinstance(refusal, StaleDraft):
                    # Read once, what is saved may be replaced.
                    arrangement.refresh_from_db()
                    return self._show(request, arrangement, plan, stale=True)
        if plan.trouble:
            return self._show(request, arrangement, plan, seen)
        if "_schedule" in request.POST:
            return HttpResponseRedirect(self._address(arrangement, "schedule"))
        words = _("Saved. Readers see nothing of it until you publish it.")
        if goes_live:
            words = _("Published. Readers see it with their next page.")
        messages.success(request, words)
        return HttpResponseRedirect(self._address(arrangement))

    def _cancel(self, request, arrangement):
        layout = self._layout(arrangement, request.POST["_cancel"])
        try:
            with transaction.atomic():
                arranging.cancel(layout, request.user)
                self.log_change(request, arrangement, _("Cancelled the schedule."))
            messages.success(request, _("The schedule is cancelled."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(self._address(arrangement))

    def _show(self, request, arrangement, plan, seen=None, *, stale=False, opened=None):
        """Show the form; `seen` is the revision that it was opened with, when it was earlier."""
        now = clock.now()
        layouts = Layout.objects.filter(arrangement=arrangement.pk).select_related("published_by")
        layouts = list(layouts.order_by("-during")[:_IN_SIGHT])
        for layout in layouts:
            layout.begins, layout.ends = (
                at and clock.in_words(at) for at in (layout.during.lower, layout.during.upper)
            )
        live = next((layout for layout in layouts if now in layout.during), None)
        asked = request.POST.get("find", "")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _name_of(arrangement),
            "language": dict(settings.LANGUAGES)[arrangement.language],
            # The plan needs the room.
            "is_nav_sidebar_enabled": False,
            "arrangement": arrangement,
            "revision": arrangement.revision if seen is None else seen,
            "stale": stale,
            "plan": plan,
            "live": live,
            "coming": [layout for layout in layouts if layout.during.lower > now][::-1],
            "past": [one for one in layouts if one.during.upper and one.during.upper <= now],
            "changed": bool(arrangement.pk and live and live.document != arrangement.document),
            "opened": opened,
            "found": live_pieces(arrangement.language, arrangement.about, asked),
            "asked": asked,
            "sections": Section.objects.all(),
            "topics": topic_names() if arrangement.is_front else [],
            "urls": {
                what: self._address(arrangement, what)
                for what in ("arrange", "preview", "pieces", "schedule")
            },
        }
        status = 409 if plan.trouble else 200
        return TemplateResponse(request, "admin/desk/arrange.html", context, status=status)

    def _address(self, arrangement, what="arrange"):
        return address(self, what, arrangement.page, arrangement.language)

    # What stands beside the form.

    def preview_view(self, request, page, language):
        """Show the page as readers would see it: as posted, as saved, or as a layout had it."""
        arrangement = self._to_arrange(request, page, language)
        document = arrangement.document
        if request.method == "POST":
            document = Plan.posted(arrangement, request.POST).document
        elif layout := self._layout(arrangement, request.GET.get("layout")):
            document = layout.document
        with translation.override(language):
            context, about = {"preview": True, "frame": Frame.now()}, arrangement.about
            if about is None:
                response = render(request, "front.html", context | front.arranged(document))
            else:
                is_section = isinstance(about, Section)
                versions, said = (lists.of_section if is_section else lists.of_topic)(about)
                context |= {"versions": versions, "document": document} | said
                response = lists.page_of(request, **context)
        return previewing.private(response)

    def pieces_view(self, request, page, language):
        """Return the live pieces whose headline holds the words of `?q=`, or the newest."""
        arrangement = self._to_arrange(request, page, language)
        asked = request.GET.get("q", "")[:200]
        found = live_pieces(language, arrangement.about, asked)
        response = TemplateResponse(request, "admin/desk/arrange_found.html", {"found": found})
        response.headers["Cache-Control"] = "no-store"
        return response

    def schedule_view(self, request, page, language):
        """Ask when, on the newsroom's clock, and schedule what is saved."""
        arrangement = self._to_arrange(request, page, language)
        if arrangement.pk is None:
            raise Http404
        form = LayoutForm(request.POST or None, initial={"revision": arrangement.revision})
        if request.method == "POST" and form.is_valid():
            at, revision = form.cleaned_data["at"], form.cleaned_data["revision"]
            try:
                with transaction.atomic():
                    arranging.schedule(arrangement, request.user, at, revision=revision)
                    self.log_change(request, arrangement, _("Scheduled."))
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                said = _("Scheduled for %s.") % clock.in_words(at, zone=True)
                messages.success(request, said)
                return HttpResponseRedirect(self._address(arrangement))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _name_of(arrangement),
            "form": form,
            "live": Layout.objects.live().filter(arrangement=arrangement).exists(),
            "back": self._address(arrangement),
            "preview": self._address(arrangement, "preview"),
        }
        status = 409 if form.non_field_errors() else 200
        return TemplateResponse(request, "admin/desk/arrange_schedule.html", context, status=status)


def _name_of(arrangement) -> str:
    return arrangement.about.said("name") if arrangement.about else _("Front page")
