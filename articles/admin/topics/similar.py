"""Duplicate tags: those that look like one topic, to be merged or remembered as different."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from articles.models import DifferentTags, Tag, TaggedVersion, Version
from espreso import languages
from espreso.keys import key_of

# Somebody who has settled so many looks again.
MOST_SHOWN = 100


class SimilarTagsMixin:
    """Adds the page to the admin of tags, for those who may merge."""

    def get_urls(self):
        alike = self.admin_site.admin_view(self.alike_view)
        return [path("alike/", alike, name="articles_tag_alike"), *super().get_urls()]

    def alike_view(self, request):
        """Show the groups of tags that look alike; do what is asked about the ticked ones."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._settle(request)
        found = Tag.alike()
        groups = found[:MOST_SHOWN]
        counts = live_counts([tag.pk for group in groups for tag in group])
        for group in groups:
            for tag in group:
                tag.live_count = counts.get(tag.pk, 0)
            # What most pieces carry is what the newsroom calls it.
            group.sort(key=lambda tag: -tag.live_count)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Similar tags"),
            "opts": self.opts,
            "media": self.media,
            "groups": groups,
            "more": len(found) - len(groups),
        }
        return TemplateResponse(request, "admin/articles/tag/alike.html", context)

    def _settle(self, request):
        ticked = set(map(key_of, request.POST.getlist("tag"))) - {None}
        tags = list(Tag.objects.filter(pk__in=ticked))
        if len(ticked) < 2:
            messages.error(request, _("Tick at least two of the topics."))
        elif len(tags) < 2:
            messages.error(request, _("One of these tags no longer exists."))
        elif "merge" in request.POST:
            counts = live_counts(ticked)
            most = max(tags, key=lambda tag: counts.get(tag.pk, 0))
            return HttpResponseRedirect(merging(tags, into=most))
        else:
            self._declare_different(request, tags)
        return HttpResponseRedirect(reverse("admin:articles_tag_alike"))

    def _declare_different(self, request, tags):
        DifferentTags.declare(tags)
        names = languages.quoted(tag.name for tag in tags)
        for tag in tags:
            self.log_change(request, tag, _("Different topics: %s") % names)
        messages.success(request, _("%s are different topics, and will stay separate.") % names)


def live_counts(keys) -> dict[int, int]:
    """Return how many live pieces carry each of the tags with these keys, in one query."""
    return dict(
        TaggedVersion.objects.filter(
            tag__in=keys, content_object__in=Version.objects.live().values("pk")
        )
        .order_by()
        .values_list("tag")
        .annotate(Count("pk"))
    )


def merging(tags, into=None) -> str:
    """Return the address that asks where the pieces of `tags` go; `into` is its proposal."""
    query = {"tag": [tag.pk for tag in tags], **({"into": into.pk} if into else {})}
    return reverse("admin:articles_tag_merge", query=query)
