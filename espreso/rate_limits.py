"""Rate limits: how often one reader may send something. Nothing is stored of who they are."""

import hmac
import ipaddress

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.utils import timezone

# Who has one address of these has all of them: a household's.
_OF_A_HOUSEHOLD = 64


def within(request, what: str, **limits: tuple[int, int]) -> bool:
    """Count one more `what`; return whether it is within every limit, each (times, seconds).

    Readers are told apart by a keyed hash of their network address and the day. It is in the
    cache only, the address is nowhere, and tomorrow nobody can tell that it is the same reader.
    A limit named `everybody` counts what all of them send, and what another one refused is not
    counted there: it comes last.
    """
    reader = _name_of_today(request)
    return all(
        _count(f"{what}-{name}-{'' if name == 'everybody' else reader}", seconds) <= times
        for name, (times, seconds) in limits.items()
    )


def network_of(request) -> str:
    """Return the network that a request came from: an address, or what a household has of IPv6."""
    try:
        # Knows how many proxies of ours stand in front.
        address = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        address = ""
    return str(_network(address))


def _name_of_today(request):
    said = f"{timezone.localdate()} {network_of(request)}"
    return hmac.digest(settings.SECRET_KEY.encode(), said.encode(), "sha256").hex()


def _network(address):
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    # As a socket for both kinds writes it: all of IPv4 would be one household.
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    if parsed.version == 6:
        return ipaddress.ip_network(f"{parsed}/{_OF_A_HOUSEHOLD}", strict=False)
    return parsed


def _count(key, seconds):
    cache = caches["readers"]
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:
        # It ended between the two.
        cache.set(key, 1, seconds)
        return 1
