"""Retry: what the desk was asked, once more, when somebody else got in its way.

Two people who change the same at the same moment are both right until one of them commits. The
other one's work breaks where it stands: a row has gone, a rule of the database is broken, or the
two waited for each other (deadlock). All of it is undone, and done again on what the first one
left. There the forms say what is wrong in their own words, as they do for whoever comes later.
"""

from functools import wraps

from django.contrib.messages.storage import default_storage
from django.core.exceptions import ObjectDoesNotExist, ObjectNotUpdated
from django.db import DatabaseError, IntegrityError, transaction
from django.template.response import SimpleTemplateResponse

from espreso.database_errors import Fault, fault_of

OVERTAKEN = (IntegrityError, ObjectDoesNotExist, ObjectNotUpdated)
"""What breaks where somebody else changed or deleted a row meanwhile."""
# Beside what the server says of a request: what has become of it.
_DONE, _COMMITTED = "espreso.done", "espreso.committed"


def once_more(view):
    """Let a view of the desk be one transaction, tried again when it ran into another one.

    With uploaded files it is neither: reading them is long, and they can be read once.
    """

    @wraps(view)
    def tried(request, *args, **kwargs):
        changes = request.method not in {"GET", "HEAD"}
        if changes and request.FILES:
            return view(request, *args, **kwargs)
        known = set(vars(request))
        try:
            return _whole(changes, view, request, *args, **kwargs)
        except Exception as error:
            if request.META.get(_COMMITTED) or not _was_overtaken(error):
                raise
        _forget_first_try(request, known)
        return _whole(changes, view, request, *args, **kwargs)

    return tried


def is_done(request) -> bool | None:
    """Whether all that the request asked for is done, even when its answer fails.

    None where that cannot be told: for what is not one transaction, so that a part of it may be
    done, and where a page was the answer, such as a form that was refused.
    """
    return request.META.get(_DONE)


def _whole(changes, view, request, *args, **kwargs):
    if not changes:
        return view(request, *args, **kwargs)
    request.META[_DONE] = False
    try:
        with transaction.atomic():
            # Before all else that waits for the commit: what fails there is done all the same.
            transaction.on_commit(lambda: _note_done(request, response))
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                # What breaks in it undoes all.
                response.render()
            request.META[_DONE] = None
    except DatabaseError as error:
        # The commit: what the server refuses is undone; where it is silent, nobody knows.
        if not request.META.get(_COMMITTED) and fault_of(error) is not Fault.LOST:
            request.META[_DONE] = False
        raise
    _note_done(request, response)
    return response


def _note_done(request, response):
    # Who did it is led on, or a script is told.
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    is_success = response.status_code < 400 and not (is_page and response.status_code == 200)
    request.META[_DONE] = True if is_success else None
    request.META[_COMMITTED] = True


def _was_overtaken(error) -> bool:
    return isinstance(error, OVERTAKEN) or fault_of(error) is Fault.COLLISION


def _forget_first_try(request, known):
    for name in vars(request).keys() - known:
        # Django's own begin so: what has been read of the body cannot be read again.
        if not name.startswith("_"):
            delattr(request, name)
    # What was to be said was of work that is undone.
    request._messages = default_storage(request)
