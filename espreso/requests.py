"""What no link and no form of ours sends, answered before anything reads it."""

from django.http import Http404


def no_null_characters(get_response):
    """Answer “not found” to an address with a null character.

    PostgreSQL has no text with one, so nothing can be there. Fields refuse those in forms.
    """

    def middleware(request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return get_response(request)

    return middleware
