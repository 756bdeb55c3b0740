"""List pages of a label, a section and a topic."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from articles.models import Label, Layout, Section, Tag, Version
from articles.public import lists
from articles.public.public_page import paginated_page


@paginated_page
def label(request, frame, label):
    """All pieces with one label."""
    if label not in Label.values or not label:
        raise Http404
    versions = Version.objects.live().in_language().for_cards().with_label(label)
    context = {"title": Label(label).label, "kicker": _("Label")}
    return lists.render_list(request, frame, versions, **context)


@paginated_page
def section(request, frame, slug):
    """All pieces of one section, after those that lead it. A former address leads to today's."""
    with_layout = Section.objects.annotate(layout=Layout.objects.documents_for(Section))
    section = lists.get_by_slug_or_former(with_layout, slug)
    versions, context = lists.section_listing(section)
    if section.slug != slug and (section.in_navigation or versions.exists()):
        return redirect(section, permanent=True)
    return lists.render_list(request, frame, versions, document=section.layout, **context)


@paginated_page
def tag(request, frame, slug):
    """All pieces on one topic, after those that lead it. A former name leads to today's."""
    with_layout = Tag.objects.annotate(layout=Layout.objects.documents_for(Tag))
    tag = lists.get_by_slug_or_former(with_layout, slug)
    versions, context = lists.topic_listing(tag)
    if tag.slug != slug and versions.exists():
        return redirect(tag, permanent=True)
    return lists.render_list(request, frame, versions, document=tag.layout, **context)
