"""Changelist of layouts: the pages that can be arranged, and the pieces to place on them."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin.common.urls import address
from articles.models import FRONT, Arrangement, Layout, Section, Tag, Version, page_key, subjects_of
from articles.public import layout_document

# Topics are suggested from so many of the newest pieces.
_RECENT = 300


class ArrangedPagesMixin:
    """Adds the list of pages that can be arranged, in the place of the admin's list of rows."""

    def changelist_view(self, request, extra_context=None):
        """List the pages; `?topic=` leads to that of a topic."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        topic = " ".join(request.GET.get("topic", "").split())
        code = request.GET.get("language", settings.LANGUAGE_CODE)
        if topic and code in dict(settings.LANGUAGES):
            if tag := Tag.objects.filter(name__iexact=topic).first():
                return HttpResponseRedirect(address(self, "arrange", page_key(tag), code))
            messages.error(request, _("There is no topic “%s”.") % topic[:60])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Front page and leads"),
            "pages": self._pages(),
            "languages": settings.LANGUAGES,
            "topics": topic_names(),
            "topic": topic,
        }
        return TemplateResponse(request, "admin/desk/layouts/changelist.html", context)

    def _pages(self):
        """Return every page with its name, and since when and until when it is arranged how."""
        layouts = Layout.objects.filter(arrangement=OuterRef("pk"))
        kept = {
            (arrangement.page, arrangement.language): arrangement
            for arrangement in Arrangement.objects.annotate(
                live=Subquery(layouts.live().values("during__startswith")[:1]),
                coming=Subquery(layouts.coming().values("during__startswith")[:1]),
            ).defer("document")
        }
        topics = subjects_of({page for page, _code in kept if page.startswith("topic-")})
        rows = (*Section.objects.all(), *topics.values())
        named = [(FRONT, _("Front page")), *((page_key(row), row.said("name")) for row in rows)]
        return [
            {
                "name": name,
                "ways": [
                    {
                        "language": language,
                        "address": address(self, "arrange", page, code),
                        "kept": kept.get((page, code)),
                    }
                    for code, language in settings.LANGUAGES
                ],
            }
            for page, name in named
        ]


def as_it_is(page) -> layout_document.Document:
    """Return what a page shows that nobody has arranged: the front page has all its sections."""
    if page != FRONT:
        return layout_document.empty()
    sections = Section.objects.filter(in_navigation=True).values_list("pk", flat=True)
    blocks = [{"section": key, "title": "", "pieces": []} for key in sections]
    return layout_document.empty() | {"blocks": blocks[: layout_document.MOST_BLOCKS]}


def topic_names() -> list[str]:
    """Return the names of the topics that were written about last, to choose from."""
    recent = list(Version.objects.live().newest_first().values_list("pk", flat=True)[:_RECENT])
    tags = Tag.objects.filter(tagged_versions__content_object__in=recent).distinct()
    return list(tags.order_by("name").values_list("name", flat=True))
