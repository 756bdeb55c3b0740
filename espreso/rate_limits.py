"""Rate limits: how often one reader may send something. Nothing is stored of who they are."""

import hmac
import ipaddress

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.utils import timezone

# Bits of IPv6. Who has one address of these has all of them: a household, and whoever rents a line.
_HOUSEHOLD, _LINE = 64, 48


def within(request, what: str, **limits: tuple[int, int]) -> bool:
    """Count one more `what`; return whether it is within every limit, each (times, seconds).

    Readers are told apart by a keyed hash of their network and the day. It is in the cache only,
    the address is nowhere, and tomorrow nobody can tell that it is the same reader. A limit named
    `around` counts the wider network, and one named `everybody` what all of them send. What one
    limit refuses is not counted in those after it: the narrow ones come first, and what one network
    may send is far below what everybody may.
    """
    network, around = networks_of(request)
    who = {"around": _name_of_today(around), "everybody": ""}
    reader = _name_of_today(network)
    return all(
        _count(f"{what}-{name}-{who.get(name, reader)}", seconds) <= times
        for name, (times, seconds) in limits.items()
    )


def networks_of(request) -> tuple[str, str]:
    """Return the network that a request came from, and the wider one around it.

    Of IPv6 they are what a household has, and all that one line has; of IPv4 an address, twice.
    """
    try:
        # Knows how many proxies of ours stand in front.
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        address = ""
    return _network(address, _HOUSEHOLD), _network(address, _LINE)


def _name_of_today(network):
    said = f"{timezone.localdate()} {network}"
    return hmac.digest(settings.SECRET_KEY.encode(), said.encode(), "sha256").hex()


def _network(address, bits):
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    # As a socket for both kinds writes it: all of IPv4 would be one household.
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/{bits}", strict=False))
    return str(parsed)


def _count(key, seconds):
    cache = caches["readers"]
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:
        # It ended between the two.
        cache.set(key, 1, seconds)
        return 1
