"""The site, and beside it every sort of page that must not be: each tells what it should not."""

from django.core.cache import caches
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path
from django.utils import timezone

from articles.models import Article, Comment, SharedPreview, Tag, Unsaved, Version
from espreso.urls import handler404, handler500, urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]


def drafts(request):
    return HttpResponse("".join(f"<p>{piece.standfirst}</p>" for piece in Article.objects.all()))


def topics(request):
    return JsonResponse({"topics": list(Tag.objects.values_list("name", flat=True))})


def header(request):
    newest = Comment.objects.order_by("-pk").first()
    return HttpResponse("Nothing to see.", headers={"X-Said": newest.text if newest else ""})


def moved(request):
    coming = Version.objects.filter(during__startswith__gt=timezone.now()).order_by("pk").first()
    return HttpResponseRedirect(coming.get_absolute_url() if coming else "/")


def kept(request):
    """Live words alone, but kept without asking whether they are live still."""
    words = caches["fragments"].get("kept")
    if words is None:
        words = " ".join(Version.objects.live().values_list("headline", flat=True))
        caches["fragments"].set("kept", words)
    return HttpResponse(words)


def links(request):
    """Live pages alone, and a link to a preview that somebody shared."""
    preview = SharedPreview.objects.valid().first()
    return HttpResponse(f"<a href='{preview.get_absolute_url()}'>Look</a>" if preview else "")


def is_there(request, slug):
    """Says nothing but that it is there."""
    if Article.objects.filter(slug=slug).exists():
        return HttpResponse("Yes.")
    raise Http404


def whispers(request):
    """Says nothing to a browser, and what nobody saved to a program that looks first."""
    typed = Unsaved.objects.order_by("-pk").first()
    words = typed.fields if typed and request.method == "HEAD" else ""
    return HttpResponse("Nothing.", headers={"X-Typed": words})


def broken(request):
    raise RuntimeError("nobody can see what this page says")


def mystery(request, mystery):
    return HttpResponse("Nobody said what may be asked here.")


urlpatterns = [
    path("leak/drafts/", drafts),
    path("leak/topics.json", topics),
    path("leak/header/", header),
    path("leak/moved/", moved),
    path("leak/kept/", kept),
    path("leak/links/", links),
    path("leak/is-there/<slug:slug>/", is_there),
    path("leak/whispers/", whispers),
    path("leak/broken/", broken),
    path("leak/<int:mystery>/", mystery),
    *urlpatterns,
]
