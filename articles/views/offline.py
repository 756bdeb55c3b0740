"""Offline reading: the service worker, the files that it needs, and the page that it shows."""

import json

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles.public.public_page import PIECES_FOR, public_page
from espreso import document, languages

# What a page needs to look and to work as it does, beside its words and pictures.
ASSETS = (
    *("site/site.css", "site/lists.css", "site/story.css", "site/light.css", "icons/mark.svg"),
    *("site/site.js", "site/story.js", "site/feed.js", "site/offline.js"),
)
_DESK = ("admin", "accounts", "healthz", "readyz")


@require_safe
def worker(request):
    """Return the service worker: what differs between releases, and the script that uses it.

    A browser takes the new one when a byte differs (Service Workers, “Soft Update”): the names of
    the files carry their contents, and the fingerprint that of the templates.
    """
    codes = [language for language, _name in settings.LANGUAGES]
    site = {
        "release": document.fingerprint(),
        "assets": [static(name) for name in ASSETS],
        # The longest first: each page falls back to the one of its language.
        "offline": {
            languages.root(code): languages.reverse_in(code, "articles:offline")
            for code in sorted(codes, key=lambda code: code == settings.LANGUAGE_CODE)
        },
        "media": settings.MEDIA_URL,
        "never": [f"{languages.root(settings.LANGUAGE_CODE)}{name}" for name in _DESK]
        + [f"{languages.root(code)}preview/" for code in codes],
    }
    worker = json.dumps(static("site/worker.js"))
    script = f"const SITE = {json.dumps(site)};\nimportScripts({worker});\n"
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(script, content_type="text/javascript", headers=headers)


@require_safe
def manifest(request):
    """Return what a phone needs to keep the site among its programs (W3C, Web App Manifest)."""
    front = reverse("articles:front")
    said = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12],
        "description": settings.SITE_TAGLINE,
        "lang": get_language(),
        "id": front,
        "start_url": front,
        "scope": languages.root(settings.LANGUAGE_CODE),
        "display": "minimal-ui",
        "background_color": "#fffdf9",
        "theme_color": "#fffdf9",
        "icons": [
            _icon("icons/mark.svg", "any", "image/svg+xml"),
            _icon("icons/app-192.png", "192x192", "image/png"),
            _icon("icons/app-512.png", "512x512", "image/png"),
            _icon("icons/app-512.png", "512x512", "image/png") | {"purpose": "maskable"},
        ],
    }
    headers = {"Cache-Control": "public, max-age=3600"}
    kind = "application/manifest+json"
    return JsonResponse(said, content_type=kind, headers=headers)


def _icon(name, sizes, kind):
    return {"src": static(name), "sizes": sizes, "type": kind}


@public_page(stale_for=PIECES_FOR)
def offline(request, frame):
    """The page for readers without a connection; a script lists what is kept in their browser."""
    return render(request, "site/offline.html", {"frame": frame})
