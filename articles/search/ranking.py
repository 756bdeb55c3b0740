"""Search ranking: which live pieces answer a query, in what order, with which excerpts.

How words are understood is the database's (see the migration and docs/decisions/0011-search.md):
it keeps what each version says, and reads what somebody asks, by the same functions.
"""

import math
import re
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db import OperationalError, connection, transaction
from django.db.models import (
    BooleanField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Extract, Greatest, Ln
from django.http import Http404
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from psycopg.errors import QueryCanceled

from articles.models import Author, Tag, Version
from articles.models.translated import said_as
from articles.models.version_queryset import FINDABLE

SIZE = 20
# So many of the newest pieces that match are ranked, and hardly any others are looked at: a word
# that stands in all pieces of twenty years costs what a rare one does.
RANKED = 1000
# Of the text, the (unused) C, the standfirst, the headline: once in the headline is worth more
# than any number of times in the standfirst, and that more than any number in the text.
_WEIGHTS = [0.1, 0.2, 0.4, 1.0]
# Divided by one plus the logarithm of the length ("normalization" in PostgreSQL's ts_rank).
_BY_LENGTH = 1
# What it adds that the words stand near each other. Alone, ts_rank looks at that and at nothing
# else when several words must be there, and a piece with one of them in its headline and the other
# far below comes last.
_NEARNESS = 0.25
# A piece that is so much older, in seconds, is worth half. The order of two pieces does not
# depend on when one asks, so that the second page goes on where the first one ended.
_HALVED_IN = 365 * 24 * 3600
# Milliseconds. A phrase, or an exclusion, of words that stand in most of a hundred thousand pieces
# has to look into each of them.
PATIENCE = 3000
# As tsquery writes that one word follows another: at once, or after so many places.
_PHRASE = re.compile(r"<(?:-|\d+)>")
_EXCERPT = "MaxFragments=2, MaxWords=24, MinWords=10, ShortWord=2, FragmentDelimiter=' … '"
_WHOLE = "HighlightAll=true"
_MARKED = "\ue000"
_MARKS = {_MARKED: "<mark>", "\ue001": "</mark>"}


class SearchTimeout(Exception):
    """The question was given up: nobody waits for it, and others do."""


@dataclass(frozen=True)
class Question:
    """What somebody typed, as the database understood it (`query`, a tsquery).

    `empty` has nothing to look for: signs, or words that stand in every piece. `endless` says
    only what to leave out, which nearly all pieces do.
    """

    words: str
    query: str
    empty: bool
    endless: bool

    @classmethod
    def of(cls, words: str) -> "Question":
        """Read `words` in the language of the page, in one query. Any text will do."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT query::text, numnode(query), querytree(query)"
                " FROM articles_query(%s, %s) AS query",
                [get_language(), words],
            )
            query, nodes, indexed = cursor.fetchone()
        return cls(words, query, empty=not nodes, endless=indexed == "T")

    @property
    def expression(self):
        return Cast(Value(self.query), SearchQueryField())

    @property
    def is_phrase(self) -> bool:
        return bool(_PHRASE.search(self.query)) and "!" not in self.query

    def within(self, period: Iterable[str], places: Iterable[str] = ()):
        """The same, in what `articles_findable` calls by one of the names of a period, and by all
        of those of a place.

        Of a phrase its words: the index does not know their places, and `articles_findable` would
        be computed anew for each version that has them.
        """
        asked = _PHRASE.sub("&", self.query) if self.is_phrase else self.query
        names = " | ".join(f"'{name}'" for name in period)
        within = "".join(f" & '{name}'" for name in places)
        return Cast(Value(f"({asked}) & ({names}){within}"), SearchQueryField())

    @property
    def apart(self):
        """The same words, each for itself: what they weigh where they stand."""
        return Cast(Value(self.query.replace(" & ", " | ")), SearchQueryField())

    @property
    def alternatives(self) -> list[str]:
        """The words to look for, without signs and without those to leave out."""
        wanted = re.sub(r"(?:^|\s)-(?:\"[^\"]*\"|\S+)", " ", self.words)
        return list(dict.fromkeys(re.findall(r"\w+(?:['’ʼ]\w+)*", wanted)))[:8]


@dataclass(frozen=True)
class SearchHit:
    """A piece that was found, and what was asked for marked in its words."""

    version: Version
    headline: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class SearchResults:
    """A page of what was found, the best first, and the place (`after`) where the next one begins.

    `count` is of all pages. `capped` is whether there are more, older ones that were not
    ranked; `oldest` is the day of the oldest one that was.
    """

    hits: list[SearchHit]
    after: str
    count: int
    capped: bool = False
    oldest: date | None = None
    # What was looked for in the end, when nothing says all that was asked.
    loosely: Question | None = None


def search(
    versions: QuerySet[Version],
    question: Question,
    after: str = "",
    until: date | None = None,
    places: Iterable[str] = (),
) -> SearchResults:
    """Return those of `versions` that answer the question; else, some of the words of it.

    `versions` are of the language of the page, and none of them is of a later day than `until`.
    `places` narrow them down to what `articles_findable` calls by all of these names.
    Raises `SearchTimeout`, and `Http404` for an `after` that no link of ours names.
    """
    found = _find(versions, question, after, until, places)
    # What somebody left out stays out.
    if found.count or len(question.alternatives) < 2 or "!" in question.query:
        return found
    loosely = Question.of(" or ".join(question.alternatives))
    if loosely.empty:
        return found
    return replace(_find(versions, loosely, after, until, places), loosely=loosely)


def _find(versions, question, after, until, places):
    with _at_most(PATIENCE):
        for period in _periods(until):
            ranked = list(_newest(versions, question, period, places))
            if len(ranked) > RANKED:
                break
    rows = sorted(ranked, key=lambda row: row[3], reverse=True)
    capped, rows = len(rows) > RANKED, rows[:RANKED]
    oldest = timezone.localdate(rows[-1][3]) if rows else None
    count, place = len(rows), _parse_place(after) if after else None
    rows = sorted((row for row in rows if place is None or row[:2] < place), reverse=True)
    hits = _hits([pk for _score, _article, pk, _published in rows[:SIZE]], question)
    onward = f"{rows[SIZE - 1][0]!r}_{rows[SIZE - 1][1]}" if len(rows) > SIZE else ""
    return SearchResults(hits, onward, count, capped, oldest)


def _periods(until):
    """Yield what `articles_findable` calls the last months, the last years, and all of time.

    What stands in more than enough of the newest pieces is not looked for in the others.
    """
    language, end = get_language(), (until or timezone.now().date()) + timedelta(days=2)
    months = [divmod(end.year * 12 + end.month - 1 - back, 12) for back in range(3)]
    yield [f"={language}{year}-{month + 1}" for year, month in months]
    for years in (2, 5, 15):
        yield [f"={language}{end.year - back}" for back in range(years)]
    yield [f"={language}"]


def _newest(versions, question, period, places):
    """Return what is ranked of a period: score, piece, version and time of the newest matches."""
    age = Extract("published_at", "epoch")
    # In an order that no index has: else all versions would be read in theirs, for the sake of a
    # word that seems to stand in many of them, and is one of another language.
    newest = versions.filter(_matches(FINDABLE, question.within(period, places))).order_by(
        age.desc()
    )
    if question.is_phrase:
        newest = newest.filter(_matches(F("search"), question.expression))
    rank = _rank(question.apart)
    if " & " in question.query:
        rank += _rank(question.expression) * Value(_NEARNESS)
    return (
        Version.objects.live()
        .filter(pk__in=newest.values("pk")[: RANKED + 1])
        .annotate(score=Ln(Greatest(rank, Value(1e-9))) + age * Value(math.log(2) / _HALVED_IN))
        .order_by()
        .values_list("score", "article_id", "pk", "published_at")
    )


def _rank(query):
    return SearchRank(F("search"), query, weights=Value(_WEIGHTS), normalization=Value(_BY_LENGTH))


@contextmanager
def _at_most(milliseconds):
    """Let the database work no longer on each of these statements: else `SearchTimeout`."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            limit = "SELECT set_config('statement_timeout', %s, true)"
            cursor.execute(limit, [str(milliseconds)])
            yield
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise SearchTimeout from error
        raise


def _parse_place(after):
    try:
        score, article = after.split("_")
        place = float(score), int(article)
    except ValueError:
        raise Http404 from None
    if not math.isfinite(place[0]):
        raise Http404
    return place


def _hits(keys, question):
    shown = (
        Version.objects.live()
        .for_cards()
        .annotate(
            marked_headline=_marked("headline", question, _WHOLE),
            marked_standfirst=_marked("standfirst", question, _WHOLE),
            excerpt=_marked("text", question, _EXCERPT),
        )
    )
    found = shown.in_bulk(keys)
    # What was withdrawn between the two questions is not shown.
    return [_hit(found[key]) for key in keys if key in found]


def _hit(version):
    # An excerpt without a mark is only how the text begins, and the standfirst says more.
    if _MARKED in version.excerpt or not version.standfirst:
        says = _broken_off(version.excerpt)
    else:
        says = version.marked_standfirst
    return SearchHit(version, marked(version.marked_headline), marked(says))


def _broken_off(excerpt):
    """Show where an excerpt begins or ends inside a sentence."""
    before = "… " if excerpt.lstrip("".join(_MARKS))[:1].islower() else ""
    after = "" if excerpt.rstrip("".join(_MARKS)).endswith((*".!?…»”",)) else " …"
    return f"{before}{excerpt}{after}" if excerpt else ""


def _marked(field, question, options):
    return Func(
        F("language"), F(field), question.expression, Value(options),
        function="articles_marked", output_field=TextField(),
    )  # fmt: skip


def marked(text: str) -> SafeString:
    """Return an excerpt for the page: the marks are elements, all else is text."""
    safe = conditional_escape(text)
    for sign, element in _MARKS.items():
        safe = safe.replace(sign, element)
    return mark_safe(safe)  # noqa: S308 — escaped above; the marks are ours


def _matches(words, query):
    return Func(
        words, query,
        template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField(),
    )  # fmt: skip


def authors_named(words: list[str], *, all_of_them=False):
    """Return the authors of something live whose names have these words, in any case of them."""
    signed = _live_here().by_author(OuterRef("pk"))
    return _rows_named(Author.objects.filter(Exists(signed)), words, all_of_them)


def topics_named(words: list[str]):
    """Return the topics of something live whose names have one of these words."""
    tagged = _live_here().on_topic(OuterRef("pk"))
    return _rows_named(Tag.objects.filter(Exists(tagged)), words)


def _live_here():
    return Version.objects.live().in_language()


def _rows_named(rows, words, all_of_them=False):
    """Keep the rows whose names, as the page speaks, say one of the words, or all of them."""
    language = get_language()
    query = (" " if all_of_them else " or ").join(words)
    # A few letters leave few names, and only those are stemmed.
    begins = Q(pk=None)
    for word in words:
        begins |= Q(called__icontains=word[:3])
    return (
        rows.annotate(called=said_as("name", language))
        .filter(begins)
        .filter(
            _matches(
                Func(Value(language), F("called"), function="articles_words"),
                Func(Value(language), Value(query), function="articles_query"),
            )
        )
        .order_by("called")
    )
