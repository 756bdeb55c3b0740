"""Search page: results, filters, and suggestions where nothing was found."""

import re
from urllib.parse import unquote

from django.db.models import Count
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.models import Tag, Version
from articles.public.pagination import paginate
from articles.public.public_page import public_page

from . import ranking
from .forms import SearchForm

_TOPICS, _AUTHORS, _NEWEST = 12, 6, 8


@public_page(free=(*SearchForm.base_fields, "after", "before"))
def search(request, frame):
    """What is live and says what somebody asks; with filters alone, the newest of it first."""
    form = SearchForm(request.GET, frame.sections)
    context = {"frame": frame, "form": form, "searched": False}
    if form.is_valid():
        words, filters = form.cleaned_data["q"], form.filters()
        context |= {"words": words, "filters": filters, "unfiltered": form.without_filters()}
        versions = form.narrow(Version.objects.live().in_language())
        if words:
            context |= _results_context(versions, form, request.GET.get("after", ""))
        elif filters:
            found = paginate(versions.for_cards(), request, ranking.SIZE)
            context |= {"searched": True, "versions": found.versions, "before": found.before}
    if not (context.get("hits") or context.get("versions")):
        context |= _instead()
    return render(request, "site/search.html", context)


def _results_context(versions, form, after):
    question = ranking.Question.of(form.cleaned_data["q"])
    if question.empty:
        return {"trouble": _("Type at least one word to search for.")}
    if question.endless:
        return {"trouble": _("Type what to search for as well, not only what to leave out.")}
    try:
        found = ranking.search(versions, question, after, form.cleaned_data["until"], form.places())
    except ranking.SearchTimeout:
        words = _("This search takes too long. Add a more specific word, or some dates.")
        return {"trouble": words}
    context = {"searched": True, "found": found, "hits": found.hits}
    if found.capped and not found.after:
        context["older"] = form.address(until=found.oldest)
    if not after:
        wanted = question.alternatives
        context["topics"] = ranking.topics_named(wanted)[:_TOPICS]
        context["authors"] = ranking.authors_named(wanted)[:_AUTHORS]
    return context


def _instead():
    """What one can read when nothing was asked, or nothing was found."""
    live = Version.objects.live().in_language()
    newest = live.newest_first().values("pk")[:60]
    topics = Tag.objects.filter(tagged_versions__content_object__in=newest)
    return {
        "newest": live.for_lines().newest_first()[:_NEWEST],
        "recent_topics": topics.annotate(pieces=Count("pk")).order_by("-pieces", "name")[:_TOPICS],
    }


def guessed(path: str) -> str:
    """Return the words that the last part of an address says, for a field to search with."""
    parts = [part for part in unquote(path).split("/") if re.search(r"[^\W\d]", part)]
    if not parts:
        return ""
    last = re.sub(r"\.\w{1,5}$", "", parts[-1])
    return " ".join(re.findall(r"\w+", last.replace("_", " ")))[:80]
