"""The table of what was measured, as Markdown."""

import statistics
from collections.abc import Iterator

from demo.bench.peers.peer import PAGES
from demo.bench.peers.rounds import Measured, Site

PEER = Site("Wagtail", "plain")
LIMIT = Site("nginx", "static, gzip_static")


def table(measured: Measured) -> Iterator[str]:
    """Yield the lines: a row a page and site, a column each for workers and encoding."""
    columns = sorted({key[2:] for key in measured.rates}, key=lambda one: (one[0], not one[1]))
    heads = [f"{_workers(n)}, {'gzip' if packed else 'not'}" for n, packed in columns]
    yield f"| {' | '.join(['page', 'site', 'kB sent, gzip / not', *heads])} |"
    yield f"|---|---|{'---:|' * (len(heads) + 1)}"
    for page in PAGES:
        for site in dict.fromkeys(key[0] for key in measured.rates if key[1] == page):
            sent = [measured.sent[site, page, packed] / 1000 for packed in (True, False)]
            cells = [cell(measured, site, page, *column) for column in columns]
            first = [page, f"{site.name}, {site.state}", " / ".join(f"{size:.1f}" for size in sent)]
            yield f"| {' | '.join([*first, *cells])} |"


def cell(measured: Measured, site: Site, page: str, workers: int, packed: bool) -> str:
    """Return median, least and most, and the ratios to the peer and to the limit."""
    rates = measured.rates.get((site, page, workers, packed))
    if not rates:
        return "–"
    median = statistics.median(rates)
    words = [f"{_figure(median)} ({_figure(min(rates))}–{_figure(max(rates))})"]
    if other := measured.rates.get((PEER, page, workers, packed)):
        words.append(f"×{_ratio(median / statistics.median(other))}")
    if limit := measured.rates.get((LIMIT, page, workers, packed)):
        words.append(_share(median / statistics.median(limit)))
    return ", ".join(words)


def legend() -> Iterator[str]:
    """Yield what the figures are."""
    yield (
        "Requests a second: the median (least–most); × is times "
        f"{PEER.name} ({PEER.state}), the last figure the share of nginx with the same page as "
        "a file (compressed beforehand where gzip is asked for). Only ratios of one run count."
    )


def _workers(number):
    return "1 worker" if number == 1 else f"{number} workers"


def _figure(rate):
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"


def _ratio(times):
    return f"{times:,.0f}" if times >= 100 else f"{times:.2f}" if times < 1 else f"{times:.1f}"


def _share(part):
    return f"{part:.2f}" if part >= 0.1 else f"1/{1 / part:,.0f}"
