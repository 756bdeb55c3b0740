"""Partials: parts of readers' pages that are the same on every page, rendered once a process."""

from collections.abc import Hashable
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# A worker's memory: some kilobyte each.
_MOST = 2000


def render(name: str, **context: Hashable) -> SafeString:
    """Return the partial of this name, which sees nothing of its page but `context`.

    It is rendered once for equal contexts, so all that may change in it has to differ in them: of a
    version, which never changes, that is nothing but its photo.
    """
    return _rendered(name, get_language(), **context)


@lru_cache(maxsize=_MOST)
def _rendered(name, _language, **context):
    return get_template(f"site/includes/{name}.html").render(context)
