"""Failure pages: what the desk says when it could not do what it was asked.

Whether that was done, why not, and all that was typed, with a button that sends it again. They ask
the database for nothing.
"""

import errno
import sys
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espreso import retries, same_origin
from espreso.database_errors import Fault, fault_of

# Seconds.
_TRY_AGAIN_AFTER = 10
_FAULTS = {
    Fault.AWAY: gettext_lazy("The database cannot be reached."),
    Fault.LOST: gettext_lazy("The connection to the database broke."),
    Fault.TOO_MANY_CONNECTIONS: gettext_lazy("Too much is going on at once in the database."),
    Fault.READ_ONLY: gettext_lazy("The database can only be read at the moment."),
    Fault.DISK_FULL: gettext_lazy("The disk of the database is full. Tell whoever runs the site."),
    Fault.LOCKED: gettext_lazy("Someone else is changing the same thing, and is not finished."),
    Fault.CANCELLED: gettext_lazy("It took too long and was stopped."),
    Fault.COLLISION: gettext_lazy("Someone else changed the same thing at the same moment."),
}
# Without a connection nothing was asked.
_NOT_BEGUN = {Fault.AWAY, Fault.TOO_MANY_CONNECTIONS}
_OVERTAKEN = gettext_lazy(
    "Someone else changed or deleted something that belongs to it at the same moment."
)
LATE = gettext_lazy("It waited too long for its turn, so it was not begun.")
_STRANGE = gettext_lazy("The address or the form is not one of the desk’s, or it is too large.")
_NOT_THERE = gettext_lazy("It is not here, or not any more: someone may have deleted it.")
_BROKEN = gettext_lazy("Something broke on our side, and has been written down.")

_NOT_SAVED = gettext_lazy("Not saved")
_SAVED = gettext_lazy("Saved, but the answer cannot be shown")
_IN_DOUBT = gettext_lazy("Perhaps saved")

# What is typed has spaces or is long; numbers of rows and choices are neither.
_SHORTEST_LINE = 13


def page(request, why, *, status, begun=False, title="", first=None, onward=None, everything=False):
    """Answer that something failed, and `why`. `begun` is what may have been done all the same.

    `first` is the address and the words of what has to be done before it is sent again, `onward`
    those of where one goes on, as sending it again would be of no use. A `title` is for what needs
    no words of what was typed. With `everything` also what is short is shown of that.
    """
    outcome = "" if title else _outcome(request, begun=begun)
    # A script without the token of now asks for it, and has nothing to say.
    if _by_script(request) and status != 403:
        response = JsonResponse({"problem": f"{outcome}. {why}" if outcome else str(why)})
    else:
        kept, has_files = ([], False) if outcome == _SAVED or title else _posted(request)
        context = {
            "title": title,
            "outcome": outcome,
            "why": why,
            "is_saved": outcome == _SAVED,
            "in_doubt": outcome == _IN_DOUBT,
            "first": first,
            "onward": onward,
            "passes": status >= 500,
            # Of what was to be added: the list in which it would stand.
            "look": request.path.removesuffix("add/"),
            "written": [
                (_label(name), _plain(value))
                for name, value in _written(kept, short=has_files or everything)
            ],
            "has_files": has_files,
            # What is wrong with the form itself would be refused once more.
            "again": [] if has_files or onward or status in {400, 404} else kept,
        }
        response = render(request, "admin/desk/common/failure.html", context)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = str(_TRY_AGAIN_AFTER)
    return response


def server_error(request):
    """Answer for whatever broke, while it is being handled."""
    why = reason(sys.exception())
    return page(request, why or _BROKEN, status=503 if why else 500, begun=True)


def not_found(request):
    """Answer for a row that is not there."""
    return page(request, _NOT_THERE, status=404)


def bad_request(request):
    """Answer for what no link and no form of the desk sends."""
    return page(request, _STRANGE, status=400)


def too_late(request):
    """Answer for what is not begun, because nobody waits for it any more."""
    return page(request, LATE, status=503)


def has_secrets(request) -> bool:
    """Whether a password was posted, which no page keeps."""
    try:
        return any("password" in name for name in request.POST)
    except (SuspiciousOperation, UnreadablePostError):
        return False


def is_form(request) -> bool:
    """Whether somebody has sent a form of ours, and no script: what they typed is in it alone."""
    return not _by_script(request) and any(_posted(request))


def reason(error: BaseException | None) -> str:
    """Return why this error was raised, in words, or nothing for a mistake of ours."""
    if fault := fault_of(error):
        return str(_FAULTS[fault])
    if isinstance(error, OSError):
        return _file_in_words(error)
    return str(_OVERTAKEN) if isinstance(error, retries.OVERTAKEN) else ""


def _file_in_words(error):
    name = _name_of(error.filename)
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        words = _("The disk is full, so a file could not be written. Tell whoever runs the site.")
    elif error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        words = _("A file could not be written: its folder is closed. Tell whoever runs the site.")
    else:
        return ""
    return f"{words} ({name})" if name else words


def _name_of(path):
    # What was opened already has no name here.
    if not path:
        return ""
    for folder in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        if Path(path).is_relative_to(folder):
            return str(Path(path).relative_to(folder))
    return Path(path).name


def _outcome(request, *, begun):
    if request.method in {"GET", "HEAD"}:
        return ""
    if not begun:
        return _NOT_SAVED
    done, fault = retries.is_done(request), fault_of(sys.exception())
    if done:
        return _SAVED
    return _NOT_SAVED if done is False or fault in _NOT_BEGUN else _IN_DOUBT


def _posted(request):
    """Return the names and values that were posted, and whether there were files with them.

    Nothing of a form that another site sent: who presses the button would send it as their own.
    """
    try:
        if request.method != "POST" or not same_origin.is_own(request):
            return [], False
        return [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken" and "password" not in name
        ], bool(request.FILES)
    except (SuspiciousOperation, UnreadablePostError):
        return [], False


def _by_script(request):
    said = request.headers
    by_fetch = said.get("Sec-Fetch-Dest") == "empty" or "X-CSRFToken" in said
    return by_fetch or request.content_type == "application/json"


def _label(name):
    """Return what a field is called, or near to it: the forms that know are not asked."""
    said = name.rpartition("-")[2].strip("_").replace("_", " ")
    return capfirst(_("text") if said in {"", "html"} else _(said))


def _plain(value):
    """Return the words without tags, or what somebody wrote who meant none of these as a tag."""
    try:
        return strip_tags(value)
    except SuspiciousOperation:
        return value


def _written(posted, *, short):
    """Yield what somebody wrote: not what the form says of itself, nor what was chosen in it.

    What is `short` too, where it cannot be sent again by a press.
    """
    for name, value in posted:
        is_typed = not name.startswith("_") or name == "_why"
        is_line = len(value) >= _SHORTEST_LINE or " " in value.strip()
        if is_typed and value.strip() and (short or is_line):
            yield name, value
