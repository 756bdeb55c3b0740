"""Typo reports: the page on which a reader reports a mistake, anonymously."""

import re

from django import forms
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.models import TypoReport, Version
from articles.public.context import Frame
from articles.public.public_page import public_page
from espreso import rate_limits, same_origin
from espreso.forms import LinesField
from espreso.requests import wants_json

from .pieces import article

_QUOTE, _AROUND, _REMARK = (
    TypoReport._meta.get_field(name).max_length for name in ("quote", "before", "remark")
)
# Bytes: all that fits into the form, in letters that take six, and as much again.
_LARGEST = 16_000
# For one reader, for a network with many addresses and for all readers: so many in so many seconds.
_LIMITS = {
    "soon": (5, 600),
    "today": (20, 86_400),
    "around": (30, 3600),
    "everybody": (300, 3600),
}


class TypoReportForm(forms.Form):
    """The wrong words, the text around them, a reader's remark, and a honeypot."""

    quote = forms.CharField(
        max_length=_QUOTE,
        error_messages={
            "required": gettext_lazy("Copy or type the words that are wrong."),
            "max_length": gettext_lazy(
                "At most %(limit_value)d characters, and you entered %(show_value)d. Just the "
                "words that are wrong are enough."
            ),
        },
    )
    remark = LinesField(
        required=False,
        max_length=_REMARK,
        error_messages={
            "max_length": gettext_lazy(
                "A remark can have at most %(limit_value)d characters; this one has %(show_value)d."
            ),
        },
    )
    before = forms.CharField(required=False, strip=False)
    after = forms.CharField(required=False, strip=False)
    # The honeypot: no person sees it, and programs that fill in every form fill it in.
    website = forms.CharField(required=False)

    def clean_quote(self):
        return _one_line(self.cleaned_data["quote"])

    def clean_before(self):
        return _spaced(self.cleaned_data["before"])[-_AROUND:]

    def clean_after(self):
        return _spaced(self.cleaned_data["after"])[:_AROUND]


def _one_line(words):
    return " ".join(words.split())


def _spaced(words):
    """Return the words in one line, with the space at either end that tells words apart."""
    return re.sub(r"\s+", " ", words)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mistake(request, **place):
    """Show the form, or take what it sends. Without cookies: see `espreso.same_origin`."""
    return (_take if request.method == "POST" else _show_form)(request, **place)


@public_page(parameters=("sent",))
def _show_form(request, frame, **place):
    version = _live_version_at(place)
    if version is None:
        # The piece's own address says what became of it.
        return article(request, **place)
    context = {"frame": frame, "piece": version, "sent": "sent" in request.GET}
    return render(request, "site/typo_report.html", context)


def _take(request, **place):
    if int(request.META.get("CONTENT_LENGTH") or 0) > _LARGEST:
        return _refusal_response(
            request, None, 413, _("This is too long for a report of a mistake.")
        )
    if not same_origin.is_own(request):
        return _refusal_response(request, None, 403, _("This was not sent from one of our pages."))
    # Its address may have been changed while somebody typed.
    live = Version.objects.live().in_language().for_lines()
    version = _live_version_at(place) or live.at_address(_path_of(place)).first()
    if version is None:
        return _refusal_response(
            request, None, 404, _("There is no such piece, or it has been removed.")
        )
    form = TypoReportForm(request.POST)
    if not form.is_valid():
        return _refusal_response(request, version, 422, form=form)
    words = form.cleaned_data
    if words.pop("website"):
        return _thanks(request, version)
    if not rate_limits.within(request, "mistake", **_LIMITS):
        refused = _refusal_response(request, version, 429, str(_TOO_OFTEN), form=form)
        refused.headers["Retry-After"] = str(_LIMITS["soon"][1])
        return refused
    if TypoReport.objects.take(version, **words) is None:
        return _refusal_response(request, version, 409, str(_ENOUGH), form=form)
    return _thanks(request, version)


def _live_version_at(place):
    live = Version.objects.live().in_language().for_lines()
    return live.at_path(_path_of(place)).first()


def _path_of(place):
    return "{year}/{month}/{day}/{slug}".format(**place)


def _thanks(request, version):
    if wants_json(request):
        return _private(JsonResponse({"said": str(_THANKS)}))
    return _private(HttpResponseRedirect(f"{version.get_absolute_url()}mistake/?sent", status=303))


def _refusal_response(request, version, status, problem="", form=None):
    """Say what is in the way, with all that was typed."""
    if wants_json(request):
        problems = [said for several in form.errors.values() for said in several] if form else []
        words = " ".join(filter(None, [problem, *problems]))
        return _private(JsonResponse({"problem": words}, status=status))
    context = {"frame": Frame.now(), "piece": version, "form": form, "problem": problem}
    return _private(render(request, "site/typo_report.html", context, status=status))


def _private(response):
    response.headers["Cache-Control"] = "no-store"
    return response


_THANKS = gettext_lazy("Thank you. The newsroom will look at it.")
_TOO_OFTEN = gettext_lazy(
    "Too many reports were sent in a short time. Wait ten minutes, then send this again."
)
_ENOUGH = gettext_lazy(
    "Readers have reported so many mistakes in this piece that we are checking all of it. Thank "
    "you."
)
