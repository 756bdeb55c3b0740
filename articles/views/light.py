"""Light pages for weak links: text alone, a few kilobytes, each at an address of its own."""

from django.shortcuts import render

from articles.content import fragments
from articles.content import render as rendering
from articles.models import Variant, Version
from articles.public.front import front_context
from articles.public.pagination import paginate
from articles.public.public_page import PIECES_FOR, paginated_page, public_page

from .pieces import moved_or_gone

LINES = 40


@public_page
def front(request, frame):
    """The front page as a list of headlines."""
    return render(request, "site/light/front.html", {"frame": frame, **front_context()})


@paginated_page
def news(request, frame):
    """The feed."""
    found = paginate(Version.objects.live().in_language().for_lines(), request, LINES)
    context = {"frame": frame, "versions": found.versions, "before": found.before}
    return render(request, "site/light/news.html", context)


@public_page(stale_for=PIECES_FOR)
def article(request, frame, year, month, day, slug):
    """A piece: all of its words, with pictures told in words."""
    path = f"{year}/{month}/{day}/{slug}"
    live = Version.objects.live().in_language().for_page().at_path(path)
    version = fragments.bring(live, Variant.LIGHT, fragments.code()).first()
    if version is None:
        return moved_or_gone(request, path, "light/")
    body = rendering.body(version, Variant.LIGHT).html
    context = {"frame": frame, "version": version, "body": body}
    return render(request, "site/light/article.html", context)
