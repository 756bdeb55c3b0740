"""Same-origin check: whether a form was sent from a page of ours, without a cookie.

Readers have no cookie, so Django's token, half of which is one, protects nothing of theirs.
Browsers say where a request comes from: Fetch Metadata (W3C, Sec-Fetch-Site), and in all that
are older the Origin header (RFC 6454) of whatever is posted.
"""

from django.conf import settings


def is_own(request) -> bool:
    """Return whether what is posted came from this site; what says nothing did not."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in {None, "same-origin"} or (site is None and origin is None):
        return False
    if origin is None or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    # Not its scheme: a proxy that ends TLS may not say so.
    return origin.partition("://")[2] == request.get_host()
