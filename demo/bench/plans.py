"""Query plans: what the database does for each query of a page, and what of it grows with N."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from django.db import connection
from django.test import Client
from psycopg import sql
from psycopg.adapt import PyFormat, Transformer

from articles.models.version_queryset import FINDABLE
from articles.search.ranking import RANKED

# A table with so many rows is large: looked through, it makes a page slower with each piece.
LARGE = 1_000
# So many rows may be looked at for a query, and three beside each that it returns: former versions,
# and those of a join.
MOST, BESIDE = 1_000, 3
# A search looks at what matches in a period, until that is more than it ranks.
MOST_OF_A_SEARCH = 8 * RANKED
_EXPLAIN = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)"


@dataclass
class Plan:
    """What the database did for a query, once: `cost` is what it had expected, `address` whose."""

    address: str
    root: dict

    @property
    def cost(self) -> float:
        return self.root["Total Cost"]

    def complaints(self, large: Container[str], most: int) -> Iterator[str]:
        """Yield what grows with the number of pieces, by the names of the tables that are large.

        `most` rows may be looked at whatever is returned.
        """
        most += int(BESIDE * self.root["Actual Rows"])
        for node in _nodes(self.root):
            kind, table = node["Node Type"], node.get("Relation Name", "")
            if kind == "Seq Scan" and table in large:
                yield f"all of {table} is read"
            elif table in large and _looked_at(node) > most:
                yield f"{_looked_at(node):,.0f} rows of {table} are looked at"
            elif kind == "Sort" and (rows := sum(map(_rows, node["Plans"]))) > most:
                yield f"{rows:,.0f} rows are sorted by {', '.join(node['Sort Key'])}"


class Query:
    """A statement that pages ask, by one text with whatever parameters."""

    def __init__(self, text: str):
        self.text = text
        self.custom: list[Plan] = []
        self.generic: list[Plan] = []

    def explain(self, params: tuple, address: str) -> None:
        """Have it answered for these parameters, planned for them and planned for any."""
        with connection.cursor() as cursor:
            cursor.execute(f"{_EXPLAIN} {self.text}", params or None)
            self.custom.append(Plan(address, cursor.fetchone()[0][0]["Plan"]))
            if params:
                cursor.execute("SET plan_cache_mode = force_generic_plan")
                cursor.execute(
                    f"PREPARE asked ({_types(cursor, params)}) AS {_numbered(self.text)}"
                )
                values = sql.SQL(", ").join(map(sql.Literal, params))
                cursor.execute(sql.SQL(f"{_EXPLAIN} EXECUTE asked ({{}})").format(values))
                self.generic.append(Plan(address, cursor.fetchone()[0][0]["Plan"]))
                cursor.execute("DEALLOCATE asked")
                cursor.execute("RESET plan_cache_mode")

    def plans(self) -> Iterator[Plan]:
        """Yield the plans that the server may take.

        What a connection asks again and again is prepared there (`prepare_threshold`), and planned
        for any parameters as soon as that seems no dearer than what was planned for some of them.
        """
        yield from self.custom
        dearest = max(plan.cost for plan in self.custom)
        yield from (plan for plan in self.generic if plan.cost <= dearest)

    def complaints(self, large: Container[str]) -> Iterator[str]:
        """Yield what is wrong with its plans: the address, what it is, and the statement."""
        most = MOST_OF_A_SEARCH if FINDABLE.extra["function"] in self.text else MOST
        for plan in self.plans():
            for words in plan.complaints(large, most):
                yield f"{plan.address}: {words} ({' '.join(self.text.split())[:200]} …)"


def queries(addresses: Iterable[str]) -> list[Query]:
    """Return all queries that these pages ask, explained."""
    client, seen = Client(headers={"host": "127.0.0.1"}), set()
    found: dict[str, Query] = {}
    for address in addresses:
        for text, params in _asked(client, address):
            # Not all parameters can be compared.
            if (key := (text, repr(params))) not in seen:
                seen.add(key)
                found.setdefault(text, Query(text)).explain(params, address)
    return list(found.values())


def large_tables() -> set[str]:
    """Return the names of the tables that have many rows, by what was last counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= %s", [LARGE]
        )
        return {name for (name,) in cursor.fetchall()}


def _asked(client, address):
    """Return the statements of a page and their parameters, as Django sends them."""
    found = []

    def note(execute, text, params, many, context):
        if re.match(r"[\s(]*(SELECT|WITH)\b", text):
            found.append((text, tuple(params or ())))
        return execute(text, params, many, context)

    with connection.execute_wrapper(note):
        client.get(address)
    return found


def _types(cursor, params):
    """Return the types with which parameters are bound, as PREPARE takes them."""
    transformer = Transformer(connection.connection)
    transformer.dump_sequence(params, [PyFormat.AUTO] * len(params))
    cursor.execute(
        "SELECT string_agg(CASE WHEN oid = 0 THEN 'unknown' ELSE format_type(oid, NULL) END, ', '"
        " ORDER BY place) FROM unnest(%s::oid[]) WITH ORDINALITY AS of (oid, place)",
        [list(transformer.types)],
    )
    return cursor.fetchone()[0]


def _numbered(text):
    number = count(1)
    return re.sub("%[s%]", lambda sign: f"${next(number)}" if sign[0] == "%s" else "%", text)


def _nodes(node):
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def _rows(node):
    return node["Actual Rows"] * node["Actual Loops"]


def _looked_at(node):
    removed = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    rows = node["Actual Rows"] + sum(node.get(name, 0) for name in removed)
    return rows * node["Actual Loops"]
