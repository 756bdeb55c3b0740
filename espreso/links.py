"""Links: the address of one as readers can follow it, or why they cannot.

The same for rich text and for each field in which an address is typed. What is stored stays.
"""

import ipaddress
import re
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from espreso import plain_text

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PORT = re.compile(r":\d{1,5}(?:[/?#]|$)")
_MAIL = re.compile(r"[^\s@/:?#,;<>]+@(?:[\w-]+\.)+[^\W\d_]{2,}(?:\?\S*)?")
_PHONE = re.compile(r"\+[\d\s().-]{6,24}")
_HOST = re.compile(r"(?:\w(?:[\w-]*\w)?\.)+(?:[^\W\d_]{2,}|xn--[\w-]+)\.?", re.IGNORECASE)
# Whole names of files, where a host could stand.
_FILE = re.compile(
    r"[^/?#]*\.(?:html?|php|aspx?|pdf|docx?|xlsx?|pptx?|rtf|txt|jpe?g|png|gif|svg|webp|mp[34]|zip)",
    re.IGNORECASE,
)
# What a browser asks in an office and at home, and nobody else.
_NEAR = {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa"}
# The newsroom's own doors and previews, in any language.
_DESK = re.compile(r"/+(?:[a-z]{2}(?:-[a-z]+)?/+)?(?:admin|accounts|preview)(?:/|$)", re.IGNORECASE)
# Pages that send on whoever comes: the end of their host, their path, the part of their query.
_WRAPPERS = [
    (re.compile(host), re.compile(path), names.split())
    for host, path, names in (
        (r"(?:.+\.)?google\.[a-z.]+", r"/url", "q url"),
        (r"(?:.+\.)?(?:facebook|instagram|messenger)\.com", r"/(?:l\.php)?", "u"),
        (r".+\.safelinks\.protection\.outlook\.com", r"/.*", "url"),
        (r"(?:.+\.)?youtube\.com", r"/redirect", "q"),
        (r"(?:.+\.)?linkedin\.com", r"/(?:redir/redirect|safety/go)", "url"),
        (r"(?:.+\.)?vk\.com", r"/away\.php", "to"),
        (r"(?:.+\.)?reddit\.com", r"/(?:link)?", "url"),
        (r"t\.umblr\.com", r"/redirect", "z"),
        (r"slack-redir\.net", r"/link", "url"),
        (r"(?:.+\.)?duckduckgo\.com", r"/l/", "uddg"),
        (r"(?:.+\.)?bing\.com", r"/search/redirect", "url"),
    )
]
_PROOFPOINT = re.compile(r"https?://urldefense\.(?:proofpoint\.)?com/v3/__(.+?)__;", re.IGNORECASE)
# A wrapped one may be wrapped again.
_MOST_WRAPPED = 5
_NO_ADDRESS = _(
    "“%(address)s” is no address of a page, a mailbox or a telephone: https://example.org/page, "
    "name@example.org or +380441234567."
)
_ELSEWHERE = _("“%(address)s” leads to a place in the document from which it was copied.")
_NOT_REACHED = _("“%(address)s” leads to a computer that readers cannot reach.")
_OF_THE_DESK = _("“%(address)s” leads to the desk, which readers cannot open.")


class BadLink(ValidationError):
    """An address that leads readers nowhere, and why, in words."""

    def __init__(self, why, address):
        shown = address if len(address) <= 100 else f"{address[:99]}…"
        code = "no_address" if why is _NO_ADDRESS else "not_for_readers"
        super().__init__(why, code=code, params={"address": shown})


def completed(address: str) -> str:
    """Return `address` as readers can follow it. Raises `BadLink`.

    What is missing is added (https, mailto, tel), and what networks and mail programs wrap around
    an address is taken off. Idempotent.
    """
    typed = plain_text.one_line(address)
    found = unwrapped(_with_scheme(typed))
    if found.startswith(("mailto:", "tel:")):
        return found
    if found.startswith("/"):
        if _DESK.match(unquote(found)):
            raise BadLink(_OF_THE_DESK, typed)
        return found
    _check_host(found, typed)
    return found


def _with_scheme(typed):
    if typed.startswith("#"):
        raise BadLink(_ELSEWHERE, typed)
    if _MAIL.fullmatch(typed):
        return f"mailto:{typed}"
    if _PHONE.fullmatch(typed):
        return _telephone(typed)
    address = typed.replace(" ", "%20")
    if address.startswith("//"):
        return f"https:{address}"
    if address.startswith("/") and not address.startswith("/\\"):
        return address
    scheme = _SCHEME.match(address)
    if scheme and not _PORT.match(address, scheme.end() - 1):
        return _of_scheme(scheme[1].lower(), address[scheme.end() :], typed)
    host = re.split("[/?#:]", address, maxsplit=1)[0]
    if _HOST.fullmatch(host) and not _FILE.fullmatch(address):
        return f"https://{address}"
    raise BadLink(_NOT_REACHED if scheme or host == "localhost" else _NO_ADDRESS, typed)


def _of_scheme(scheme, rest, typed):
    if scheme in {"http", "https"} and rest.startswith("//"):
        return f"{scheme}:{rest}"
    if scheme == "mailto" and _MAIL.fullmatch(unquote(rest.strip("%20"))):
        return f"mailto:{rest}"
    if scheme == "tel" and re.search(r"\d", rest):
        return _telephone(unquote(rest))
    raise BadLink(_NOT_REACHED if scheme == "file" or len(scheme) == 1 else _NO_ADDRESS, typed)


def _telephone(number):
    return f"tel:{re.sub(r'[^\d+;=*#]', '', number)}"


def unwrapped(address: str) -> str:
    """Return the address to which a page of a network or a mail program would send on."""
    for _time in range(_MOST_WRAPPED):
        target = _wrapped_in(address)
        if not target or not target.lower().startswith(("http://", "https://")):
            break
        address = plain_text.one_line(target).replace(" ", "%20")
    return address


def _wrapped_in(address):
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        query = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return ""
    if found := _PROOFPOINT.match(address):
        return re.sub("^(https?:)/(?!/)", r"\1//", found[1])
    if host == "urldefense.proofpoint.com" and "u" in query:
        return unquote(query["u"][0].replace("-", "%").replace("_", "/"))
    for known, path, names in _WRAPPERS:
        if known.fullmatch(host) and path.fullmatch(parts.path):
            return next((query[name][0] for name in names if name in query), "")
    return ""


def _check_host(address, typed):
    try:
        parts = urlsplit(address)
        host, _port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise BadLink(_NO_ADDRESS, typed) from None
    if not host or "\\" in parts.netloc:
        raise BadLink(_NO_ADDRESS, typed)
    if not _is_reached(host):
        raise BadLink(_NOT_REACHED, typed)
    if is_ours(host) and _DESK.match(unquote(parts.path)):
        raise BadLink(_OF_THE_DESK, typed)


def _is_reached(host):
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        # “127.1” and “0x7f.1” are numbers for a browser, too.
        last = host.rpartition(".")[2]
        return "." in host and last not in _NEAR and not re.match(r"\d|0x", last)


def is_ours(host: str) -> bool:
    """Whether the site answers under this name."""
    named = {name.lower() for name in settings.ALLOWED_HOSTS}
    below = tuple(name for name in named if name.startswith("."))
    return host in named or f".{host}".endswith(below)


def path_here(address: str) -> str:
    """Return the path of an address of this site, or nothing for one of another."""
    parts = urlsplit(address)
    here = not parts.netloc or is_ours(parts.hostname or "")
    return parts.path if here and parts.scheme in {"", "http", "https"} else ""
