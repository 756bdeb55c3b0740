"""Repetition: which of endlessly many names come again and again, told from the last of them."""

import threading
from collections import OrderedDict
from collections.abc import Hashable


class Repetition:
    """Tells a name that has come `times` times from those that came once: a stranger makes up as
    many as somebody likes. Of no more than `most` names it knows how often, those that came last.
    """

    def __init__(self, times: int, most: int):
        self._times, self._most = times, most
        self._counts: OrderedDict[int, int] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, name: Hashable) -> bool:
        """Count it once more; return whether it comes again and again."""
        # However long a name is, it takes the room of a number.
        key = hash(name)
        with self._lock:
            count = self._counts.pop(key, 0) + 1
            self._counts[key] = min(count, self._times)
            if len(self._counts) > self._most:
                self._counts.popitem(last=False)
        return count >= self._times
