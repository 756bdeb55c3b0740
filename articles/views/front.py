"""Front page."""

from django.shortcuts import render
from django.utils.translation import get_language

from articles.public.front import front_context
from articles.public.public_page import public_page
from articles.seo import json_ld, open_graph


@public_page
def front(request, frame):
    """The newspaper at a glance: lead, top stories, the latest lines, blocks."""
    absolute, shown = request.build_absolute_uri, front_context()
    context = {
        "structured": json_ld.front_page(absolute),
        "social": open_graph.of_front_page(shown["lead"], get_language(), absolute),
    }
    return render(request, "site/front.html", {"frame": frame, **context, **shown})
