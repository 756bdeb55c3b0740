"""Requests: what no link and no form of ours sends is refused, before anything reads it."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.http import Http404


@register(Tags.security)
def check_hosts(app_configs=None, **kwargs) -> list[Error]:
    """Refuse to answer to every name: mailed links lead to the one that was asked by."""
    if "*" not in settings.ALLOWED_HOSTS or settings.DEBUG:
        return []
    return [
        Error(
            "ALLOWED_HOSTS lets the site answer to any host name, so that a stranger decides where "
            "invitations and links to choose a password lead.",
            hint="Name the hosts: ALLOWED_HOSTS=news.example",
            id="espreso.E004",
        )
    ]


def no_null_characters(get_response):
    """Answer “not found” to an address with a null character.

    PostgreSQL has no text with one, so nothing can be there. Fields refuse those in forms.
    """

    def middleware(request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return get_response(request)

    return middleware


def wants_json(request) -> bool:
    """Whether a script of ours asks, whose page stays, where a browser would ask for a page."""
    return request.headers.get("Accept") == "application/json"
