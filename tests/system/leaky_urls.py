"""The site, and beside it every sort of page that must not be: each tells what it should not."""

from django.core.cache import caches
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, re_path
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.models import (
    Article,
    Comment,
    DeletedDraft,
    Milestone,
    SharedPreview,
    Tag,
    Unsaved,
    Version,
)
from articles.public import preview as public_preview
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
    words = caches["readers"].get("kept")
    if words is None:
        words = " ".join(Version.objects.live().values_list("headline", flat=True))
        caches["readers"].set("kept", words)
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


def trash(request):
    """What was deleted, to everybody."""
    found = (f"{deleted.content} {deleted.rows}" for deleted in DeletedDraft.objects.all())
    return HttpResponse(" ".join(found))


def preview(request, token):
    """The draft to whom it was shown, and what colleagues said of it among themselves."""
    link = get_object_or_404(SharedPreview.objects.valid(), token=token)
    piece = link.article
    said = [
        *(piece.standfirst, link.get_absolute_url()),
        *(f"{said.text} {said.by.email}" for said in piece.comments.all()),
        *piece.unsaved.values_list("fields", flat=True),
        *map(str, piece.milestones.values_list("content", flat=True)),
        *map(str, piece.snapshots.values_list("content", flat=True)),
        *(
            f"{other.token} {other.recipient}"
            for other in piece.shared_previews.exclude(pk=link.pk)
        ),
    ]
    return public_preview.private(HttpResponse(" ".join(said)))


# In the desk, by people who forgot to ask who comes.


def printed(request, object_id):
    return HttpResponse(get_object_or_404(Article, pk=object_id).standfirst)


def kept_milestone(request, milestone):
    return JsonResponse(get_object_or_404(Milestone, pk=milestone).content)


def remark(request, object_id, comment):
    return HttpResponse(get_object_or_404(Comment, pk=comment, article=object_id).text)


def typed(request, window):
    return HttpResponse(get_object_or_404(Unsaved, window=window).fields)


@require_POST
def topic(request, tag):
    return HttpResponse(get_object_or_404(Tag, pk=tag).description)


def nothing(request):
    return HttpResponse("Nothing to see.")


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
    path("leak/trash/", trash),
    path("leak/<int:mystery>/", mystery),
    path("leak/preview/<str:token>/", preview),
    path("admin/leak/<int:object_id>/print/", printed),
    path("admin/leak/kept/<int:milestone>/", kept_milestone),
    path("admin/leak/<int:object_id>/remarks/<int:comment>/", remark),
    path("admin/leak/typed/<str:window>/", typed),
    path("admin/leak/topics/<int:tag>/", topic),
    path("admin/leak/nothing/", nothing),
    path("accounts/leak/nothing/", nothing),
    re_path(r"^admin/leak/(?P<code>QX-[0-9]{4})/$", nothing),
    *urlpatterns,
]
