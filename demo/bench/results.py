"""What was measured of both sites, as a table, and whether it is enough."""

from collections.abc import Iterator

from demo.bench.client import ACTS, Times

# How many times as fast as Wagtail the desk is to be: with a form of so many questions, and lists.
AIM, AIM_QUESTIONS = 3.0, 8
MINE, OTHER = "Espreso", "Wagtail"
_LINE = "{:<25}{:>16}{:>19}{:>19}{:>15}"


class Results:
    """The times of each act and list, by how much there was of it and by site.

    `left_out` says why Wagtail has none.
    """

    def __init__(self):
        self._times: dict[tuple[str, int, str], Times] = {}
        self.left_out = ""

    def of(self, what: str, size: int, who: str) -> Times:
        """Return the times of `what`, with `size` questions or over as many articles."""
        return self._times.setdefault((what, size, who), Times())

    def table(self) -> Iterator[str]:
        """Yield the lines of the table."""
        yield _LINE.format("what", "how much", MINE, OTHER, "times faster")
        for what, size, mine, other in self._pairs():
            yield _LINE.format(
                what,
                _how_much(what, size),
                _in_figures(mine),
                _in_figures(other) if other else "–",
                _faster(mine, other) if other else "–",
            )

    def against_the_aim(self, articles: list[int]) -> Iterator[str]:
        """Yield whether each act at one size, and the list at each of `articles`, is quick."""
        pairs = {(what, size): (mine, other) for what, size, mine, other in self._pairs()}
        for what, size in [(act, AIM_QUESTIONS) for act in ACTS] + [("list", n) for n in articles]:
            mine, other = pairs.get((what, size), (None, None))
            yield f"{what}, {_how_much(what, size)}: {self._verdict(mine, other)}."

    def _verdict(self, mine, other):
        if not mine:
            return "not measured: so many were not asked for"
        if not other:
            return f"not measured beside {OTHER}: {self.left_out}"
        times = other.median / mine.median
        reached = "reached" if times >= AIM else "missed"
        return f"{times:.1f} times as fast as {OTHER}, the aim of {AIM:.0f} is {reached}"

    def _pairs(self):
        for (what, size, who), mine in self._times.items():
            if who == MINE:
                other = self._times.get((what, size, OTHER))
                yield what, size, mine, other if other and other.rounds else None


def _how_much(what, size):
    return f"{size:,} " + ("questions" if what in ACTS else "articles")


def _in_figures(times):
    queries = "" if times.queries is None else f" ({times.queries})"
    return f"{times.median:,.0f} / {times.mean_work:,.0f}{queries}"


def _faster(times, other):
    work = f" / {other.mean_work / times.mean_work:.1f}" if times.mean_work else ""
    return f"{other.median / times.median:.1f}{work}"
