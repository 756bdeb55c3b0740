"""Health checks: liveness and readiness, for whoever starts processes and sends readers to them.

They stand before Django, so that they answer by any name and without what proxies add.
"""

from http import HTTPStatus

from django.db import Error, connection
from django.http import HttpResponse

from espreso.postgresql.connection import Patience, set_patience

_PATIENCE = Patience(connection=2, statement=2)
# Refused where nothing may be written, and writes nothing. Each site has this table.
_WRITE = "UPDATE django_migrations SET name = name WHERE false"


class Health:
    """A WSGI application that answers at two addresses, and leaves the others to `application`.

    Alive is a process that answers. Ready is one that can make pages: its database answers. What
    the desk needs is asked apart (`/readyz?writing`), since readers are well without it.
    """

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        answer = _ANSWERS.get(environ["PATH_INFO"])
        if answer is None:
            return self._application(environ, start_response)
        well, words = answer(environ["QUERY_STRING"])
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        body = f"{words}\n".encode()
        headers = [
            ("Content-Type", "text/plain"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def reserved(request):
    """Hold an address at which `Health` answers before Django, so that no page can have it."""
    return HttpResponse("answered before Django\n", content_type="text/plain")


def _readiness(query):
    set_patience(_PATIENCE)
    try:
        if not _answers("SELECT 1"):
            return False, "no database"
        if query == "writing" and not _answers(_WRITE):
            return False, "the database can be read, and not written"
    finally:
        connection.close()
    return True, "ready"


_ANSWERS = {"/healthz": lambda _query: (True, "alive"), "/readyz": _readiness}


def _answers(statement):
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except Error:
        return False
    return True
