"""Changelist bounds: what the address of a list of the desk may ask of the database.

Django lets it ask by any field in any way: `?standfirst__regex=` with a pattern that never ends is
a link that stops a worker for as long as the database lets it.
"""

import re

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.exceptions import DisallowedModelAdminLookup, DisallowedModelAdminToField
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ERROR_FLAG, ORDER_VAR, PAGE_VAR
from django.http import HttpResponseRedirect
from django.utils.text import smart_split
from django.utils.translation import gettext as _

from espreso.keys import key_of

# A keyboard has one of them, and print another.
_APOSTROPHES = "'’ʼ"
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
MOST_WORDS = 10
LONGEST_SEARCH = 200
# Columns by their places, as the heads of a list write them: “2.-5”.
_ORDER = re.compile(r"(-?\d{1,2}(\.-?\d{1,2}){0,9})?")
_OF_FILTERS = ("", "__exact", "__isnull", "__gte", "__lt", "__isempty")


class BoundedListMixin:
    """For every admin of the desk, which puts it before all that an admin says itself."""

    # They count the rows of each choice of each filter.
    show_facets = ShowFacets.NEVER

    def lookup_allowed(self, lookup, value, request):
        """Allow what the list's own filters write, and nothing else."""
        return any(lookup in self._lookups_of(listed) for listed in self.get_list_filter(request))

    def _lookups_of(self, listed):
        if isinstance(listed, type):
            return [listed.parameter_name]
        path = listed if isinstance(listed, str) else listed[0]
        endings = [*_OF_FILTERS]
        if related := get_fields_from_path(self.model, path)[-1].related_model:
            endings.append(f"__{related._meta.pk.name}__exact")
        return [path + ending for ending in endings]

    def get_changelist_instance(self, request):
        """Return the list; what cannot be asked of it leads to all of it, and says so."""
        try:
            _refuse_strange(request.GET)
            return super().get_changelist_instance(request)
        except (
            DisallowedModelAdminLookup,
            DisallowedModelAdminToField,
            IncorrectLookupParameters,
        ) as refused:
            _say_whole(request)
            raise IncorrectLookupParameters from refused

    def changelist_view(self, request, extra_context=None):
        """Show the list. Django takes the second refusal in a row for a broken database."""
        if ERROR_FLAG in request.GET and len(request.GET) > 1:
            _say_whole(request)
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request, queryset, search_term):
        """Find nothing for more words than anybody types, and say how many there may be."""
        if refused := refused_search(search_term):
            messages.error(request, refused)
            return queryset.none(), False
        found, duplicates = super().get_search_results(request, queryset, search_term)
        for sign in _APOSTROPHES if _APOSTROPHE.search(search_term) else "":
            other = _APOSTROPHE.sub(sign, search_term)
            more, more_duplicates = super().get_search_results(request, queryset, other)
            found, duplicates = found | more, duplicates or more_duplicates
        return found, duplicates


def asked_for(request) -> str:
    """Return what somebody typed or pasted to be searched for."""
    return request.GET.get("q", "").replace("\0", "").strip()


def refused_search(words: str) -> str:
    """Return why the desk does not search for these words, or nothing."""
    if len(words) <= LONGEST_SEARCH and len(list(smart_split(words))) <= MOST_WORDS:
        return ""
    return _("Search for at most %(words)d words, with %(letters)d characters in all.") % {
        "words": MOST_WORDS,
        "letters": LONGEST_SEARCH,
    }


def _say_whole(request):
    messages.error(request, _("This list cannot be filtered like that. Here is all of it."))


def _refuse_strange(query):
    if not _ORDER.fullmatch(query.get(ORDER_VAR, "")) or not key_of(query.get(PAGE_VAR, "1")):
        raise IncorrectLookupParameters
