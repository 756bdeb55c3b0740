"""Known sessions: what nginx asks before it takes more from somebody than from a stranger.

That a request has a cookie says nothing, since anybody can make one up. nginx keeps a yes for a
minute and counts what it asks for as of strangers (deploy/nginx.conf).
"""

from http import HTTPStatus

from django.contrib import admin
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from espreso.postgresql.connection import Patience, patience, set_patience

# Shorter than nginx waits: it goes by what it heard before.
_PATIENCE = Patience(connection=2, statement=2)


@never_cache
@require_safe
def known(request):
    """Answer 204 to whoever may open the desk, and 403 to everybody else."""
    before = patience()
    set_patience(_PATIENCE)
    try:
        is_known = admin.site.has_permission(request)
    finally:
        set_patience(before)
    return HttpResponse(status=HTTPStatus.NO_CONTENT if is_known else HTTPStatus.FORBIDDEN)
