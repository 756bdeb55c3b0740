"""Corrections page: the public log of corrections."""

from django.shortcuts import render

from articles.models import Version
from articles.public.pagination import paginate
from articles.public.public_page import paginated_page
from articles.seo import json_ld

CORRECTIONS_SIZE = 40


@paginated_page
def corrections(request, frame):
    """What we had wrong, in all pieces that are live."""
    live = Version.objects.live().in_language()
    found = paginate(live.corrections().in_language(), request, CORRECTIONS_SIZE, by="modified_at")
    pieces = live.for_lines().filter(article__in={told.article_id for told in found.versions})
    by_article = {piece.article_id: piece for piece in pieces}
    # What was withdrawn between the two questions is not shown.
    told = [
        (by_article[correction.article_id], correction)
        for correction in found.versions
        if correction.article_id in by_article
    ]
    address = request.build_absolute_uri
    context = {
        "frame": frame,
        "told": told,
        "before": found.before,
        "structured": json_ld.corrections(told, address),
    }
    return render(request, "site/corrections.html", context)
