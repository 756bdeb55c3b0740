"""Service unavailable (503): what is answered where the database is away, crowded or too slow.

Whoever only reads is asked for once more, if it was only their connection that was lost.
"""

import time
from http import HTTPStatus

from django.http import HttpResponse
from django.template.loader import render_to_string

from espreso.admin_site import is_of_the_desk
from espreso.database_errors import Fault
from espreso.postgresql.connection import DESK, READER, set_patience

SAFE = {"GET", "HEAD"}
# Seconds.
_RETRY_AFTER = 5
_AT_ONCE = 1


class Unavailable(HttpResponse):
    """The page that says it, which needs neither database nor static files."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self, request, fault: Fault):
        super().__init__(render_to_string("503.html", request=request))
        self.fault = fault
        self.headers["Retry-After"] = _RETRY_AFTER
        self.headers["Cache-Control"] = "no-store"


class Patient:
    """A WSGI application that waits for the database as long as who asks does, and asks
    `application` once more where nothing was lost but a connection."""

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        safe = environ["REQUEST_METHOD"] in SAFE
        # Until the next request: what closes the answer asks the database too.
        set_patience(READER if safe and not is_of_the_desk(environ["PATH_INFO"]) else DESK)
        if not safe:
            return self._application(environ, start_response)
        said, began = [], time.monotonic()
        response = self._application(environ, lambda *answer: said.append(answer))
        lost = getattr(response, "fault", None) is Fault.LOST
        if lost and time.monotonic() - began < _AT_ONCE:
            response.close()
            response = self._application(environ, lambda *answer: said.append(answer))
        start_response(*said[-1])
        return response
