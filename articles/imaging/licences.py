"""Licences: the places where terms of use can be read that a picture may name by itself.

Anybody can write a link into a file. One that leads elsewhere is for a person to look at first.
"""

from urllib.parse import urlsplit

_PLACES = {
    "creativecommons.org": ("/licenses/", "/publicdomain/"),
    "commons.wikimedia.org": ("/wiki/",),
    "data.europa.eu": ("/eli/dec_impl/2011/833/",),
    "opendatacommons.org": ("/licenses/",),
    "rightsstatements.org": ("/page/", "/vocab/"),
    "www.gnu.org": ("/licenses/",),
    "www.nationalarchives.gov.uk": ("/doc/open-government-licence/",),
}
"""Hosts, each with how the paths of its licences begin."""


def is_known(address: str) -> bool:
    """Whether `address` is that of a licence at one of the places that everybody knows."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        plain = parts.scheme in {"http", "https"} and parts.netloc.lower() == host
    except ValueError:
        return False
    return plain and ".." not in parts.path and parts.path.startswith(_PLACES.get(host, ()))
