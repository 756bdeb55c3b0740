"""Compiled queries: the SQL of a queryset is made once a process and language, and asked with other
values from then on.

Django makes it anew each time, which takes longer than PostgreSQL takes to answer.
"""

from collections.abc import Callable
from functools import cache, update_wrapper

from django.db import connections, models
from django.db.models.query import get_related_populators
from django.utils.translation import get_language

from espreso.scopes import collecting, depends_on


class Parameter(models.Expression):
    """Stands in a queryset that is compiled for a value that comes when it is asked."""

    def __init__(self, place: int):
        super().__init__()
        self.place = place

    def as_sql(self, compiler, connection):
        return "%s", (self,)


class compiled_query:
    """Make a function that returns a queryset return the list of its rows.

    The function is called once for each language that is spoken. Its arguments are expressions
    then, which stand where a value can (`RawSQL` takes them among its own too), so that it cannot
    decide anything by them. An argument that is None stays None, and is compiled apart.
    """

    def __init__(self, queryset: Callable[..., models.QuerySet]):
        self._compiled = cache(lambda _language, *given: _Compiled(queryset, given))
        _all.append(self)
        update_wrapper(self, queryset)

    def __call__(self, *values) -> list:
        given = (value is not None for value in values)
        return self._compiled(get_language(), *given).rows(values)


_all: list[compiled_query] = []


def forget() -> None:
    """Compile everything anew: what a queryset method does was changed, as tests do."""
    for query in _all:
        query._compiled.cache_clear()


class _Compiled:
    def __init__(self, build, given):
        arguments = (Parameter(place) if there else None for place, there in enumerate(given))
        # What the page shows is said when a query is compiled: here again, each time it is asked.
        with collecting() as said:
            queryset = build(*arguments)
            self._compile(queryset)
        self._scopes = said.scopes

    def _compile(self, queryset):
        self._alias, self._fetch_mode = queryset.db, queryset._fetch_mode
        self._compiler = queryset.query.get_compiler(using=queryset.db)
        # Also finds out which column is what.
        self._sql, self._parameters = self._compiler.as_sql()
        select, classes = self._compiler.select, self._compiler.klass_info
        self._converters = self._compiler.get_converters([column for column, *_rest in select])
        self._model = classes["model"]
        self._own = slice(classes["select_fields"][0], classes["select_fields"][-1] + 1)
        self._names = [column.target.attname for column, *_rest in select[self._own]]
        self._related = get_related_populators(classes, select, self._alias, self._fetch_mode)
        self._annotations = [*self._compiler.annotation_col_map.items()]

    def rows(self, values):
        """As Django's `ModelIterable` makes them."""
        depends_on(*self._scopes)
        parameters = [
            values[each.place] if isinstance(each, Parameter) else each for each in self._parameters
        ]
        with connections[self._alias].cursor() as cursor:
            cursor.execute(self._sql, parameters)
            found = cursor.fetchall()
        return [
            self._object(row) for row in self._compiler.apply_converters(found, self._converters)
        ]

    def _object(self, row):
        values = row[self._own]
        made = self._model.from_db(self._alias, self._names, values, fetch_mode=self._fetch_mode)
        for related in self._related:
            related.populate(row, made)
        for name, place in self._annotations:
            setattr(made, name, row[place])
        return made
