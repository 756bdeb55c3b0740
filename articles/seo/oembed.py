"""oEmbed 1.0 (https://oembed.com/): our pieces on other sites, as static words with a link.

No frame of ours is shown elsewhere (see SECURE_CSP), and no script of ours runs there.
"""

import re
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.utils.translation import get_language

from articles.models import Version
from articles.public.image_urls import cuts
from articles.public.public_page import public_page
from espreso import languages

WIDTH, HEIGHT = 600, 240
_PATH = re.compile(r"(?P<path>\d{4}/\d{2}/\d{2}/[-\w]+)/?")


@public_page(free=("url", "format", "maxwidth", "maxheight"))
def oembed(request, frame):
    """What to show of the piece at `?url=`, also at a former address of it; of the paper without.

    Only JSON: another `format` gets the 501 that the specification has for it.
    """
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)
    absolute = request.build_absolute_uri
    said = {"version": "1.0", "provider_name": settings.SITE_NAME, "cache_age": 3600}
    said["provider_url"] = absolute(languages.root(settings.LANGUAGE_CODE))
    path = _asked_path(request)
    if path in {languages.root(code) for code, _name in settings.LANGUAGES}:
        return JsonResponse(said | {"type": "link", "title": settings.SITE_NAME})
    version = _live_version_at(path)
    return JsonResponse(said | _rich_response(version, request, absolute))


def _asked_path(request):
    """Return the path that `?url=` names on this site."""
    asked = request.GET.get("url", languages.root(get_language()))
    try:
        parts = urlsplit(asked)
    except ValueError:
        raise Http404 from None
    if parts.netloc not in ("", request.get_host()) or "\0" in asked:
        raise Http404
    return unquote(parts.path)


def _live_version_at(path):
    for code, _name in (*languages.others(), (settings.LANGUAGE_CODE, "")):
        if path.startswith(languages.root(code)):
            found = _PATH.fullmatch(path.removeprefix(languages.root(code)))
            live = Version.objects.live().at_address(found["path"]) if found else None
            version = live and live.for_page().defer("document", "text").first()
            if version:
                return version
            break
    raise Http404


def _rich_response(version, request, absolute):
    address = absolute(version.get_absolute_url())
    standfirst = format_html("<p>{}</p>", version.standfirst) if version.standfirst else ""
    said = {
        "type": "rich",
        "title": version.headline,
        "width": min(WIDTH, _bound(request, "maxwidth")),
        "height": min(HEIGHT, _bound(request, "maxheight")),
        "html": format_html(
            '<blockquote cite="{0}" lang="{1}"><p><a href="{0}">{2}</a></p>{3}'
            "<footer>{4}</footer></blockquote>",
            *(address, version.language, version.headline, standfirst, settings.SITE_NAME),
        ),
    }
    if version.byline:
        page = languages.reverse_in(version.language, "articles:author", version.byline[0]["slug"])
        said["author_name"] = ", ".join(author["name"] for author in version.byline)
        said["author_url"] = absolute(page)
    if (photo := version.lead_photo) and photo.usable:
        cut = cuts(photo, version.lead["focal"])[0]
        fits = (_bound(request, "maxwidth"), _bound(request, "maxheight"))
        if cut.width <= fits[0] and cut.height <= fits[1]:
            said["thumbnail_url"] = absolute(cut.address)
            said |= {"thumbnail_width": cut.width, "thumbnail_height": cut.height}
    return said


def _bound(request, name):
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 10**5
