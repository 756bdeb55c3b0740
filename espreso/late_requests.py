"""Deadline: what nobody waits for any more is not begun.

A request stands in the queue of its worker while that one works. nginx gives up after
`proxy_read_timeout` and says so; carried out from the queue later, the work would be done although
its author was told that it failed.
"""

import re
import time

from django.shortcuts import render

from espreso import failures
from espreso.admin_site import is_of_the_desk

# Seconds, of the 60 that nginx waits at the desk and the 5 elsewhere (deploy/nginx.conf): what is
# begun has the others to be done.
_PATIENCE = {True: 30, False: 3}
# When nginx passed it on, by the clock of the same machine: seconds and milliseconds (`$msec`).
_MOMENT = re.compile(r"[0-9]{1,12}\.[0-9]{3}")


def refuse(get_response):
    """Answer 503 to what changes something and has waited too long, instead of doing it."""

    def middleware(request):
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return get_response(request)
        at_the_desk = is_of_the_desk(request.path)
        if waited(request) <= _PATIENCE[at_the_desk]:
            return get_response(request)
        if at_the_desk:
            return failures.too_late(request)
        return render(request, "500.html", status=503)

    return middleware


def waited(request) -> float:
    """Return for how many seconds it stood in the queue, where nginx says so."""
    sent = request.headers.get("X-Accel-Clock", "")
    return time.time() - float(sent) if _MOMENT.fullmatch(sent) else 0
