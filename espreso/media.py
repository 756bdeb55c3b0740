"""Media files: public renditions of pictures, where no web server in front hands them out."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404


def rendition(request, name):
    """Send one public file. Its name cannot be guessed; a withdrawn one is gone."""
    try:
        response = FileResponse(default_storage.open(name))
    except FileNotFoundError:
        raise Http404 from None
    # Shared caches ask again soon, so that a withdrawal reaches everybody within a minute.
    response["Cache-Control"] = "public, max-age=86400, s-maxage=60"
    return response
