"""Pagination of the desk's lists, with a count that is capped."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

# Nobody turns a hundred pages; they search. Counting stops here, however many there are.
MOST_COUNTED = 2000


class CappedPaginator(Paginator):
    """Pages without counting everything: `count` is at most `MOST_COUNTED`."""

    @cached_property
    def count(self):
        some = self.object_list.order_by().values("pk")[: MOST_COUNTED + 1]
        return min(some.count(), MOST_COUNTED)
