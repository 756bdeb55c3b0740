"""Static pages: About, Contacts, Privacy, each at an address of its own."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from articles.models import Page
from articles.public.public_page import public_page


@public_page
def standing(request, frame, slug):
    """A published page. A former address leads to the one of today."""
    pages = Page.objects.published().with_languages().filter(language=get_language())
    found = pages.at_address(slug).first()
    if found is None:
        raise Http404
    if found.slug != slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return render(request, "site/page.html", {"frame": frame, "page": found})
