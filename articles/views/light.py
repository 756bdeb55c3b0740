"""Light pages: the pages for weak links, words alone, a few kilobytes, each at an address of its
own.
"""

from django.shortcuts import render

from articles.content import render as rendering
from articles.models import Version
from articles.public.front import arranged
from articles.public.page_cache import page
from articles.public.pagination import paged

from .pieces import moved_or_gone

LINES = 40


@page
def front(request, frame):
    """The front page as a list of headlines."""
    return render(request, "site/light/front.html", {"frame": frame, **arranged()})


@page
def news(request, frame):
    """The feed."""
    found = paged(Version.objects.live().in_language().for_lines(), request, LINES)
    context = {"frame": frame, "versions": found.versions, "before": found.before}
    return render(request, "site/light/news.html", context)


@page
def article(request, frame, year, month, day, slug):
    """A piece: all of its words, with pictures told in words."""
    path = f"{year}/{month}/{day}/{slug}"
    version = Version.objects.live().in_language().for_page().filter(path=path).first()
    if version is None:
        return moved_or_gone(request, path, "light/")
    context = {"frame": frame, "version": version, "body": rendering.body(version, light=True)}
    return render(request, "site/light/article.html", context)
