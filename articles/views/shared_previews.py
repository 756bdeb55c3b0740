"""Shared previews: the draft behind a shared link. No page of the public site."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import SharedPreview
from articles.public import preview
from articles.public.context import Frame


@require_safe
def shared_preview(request, token):
    """Show the draft as it is saved now, or say that the link has ended.

    Who opens it is asked for nothing and gets no cookie. What has ended is told apart from
    what never was without a look at the piece.
    """
    link = SharedPreview.objects.with_validity().filter(token=token).first()
    if link is None:
        raise Http404
    if not link.is_valid:
        context = {"frame": Frame.now()}
        return preview.private(render(request, "site/preview_ended.html", context, status=410))
    version = preview.version_of_draft(link.article.specific())
    return preview.preview_response(request, version, shared=link)
