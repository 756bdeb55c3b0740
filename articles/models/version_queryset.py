"""Version queryset: the only way from a public page to a story, and what a page depends on."""

from datetime import datetime

from django.db import connections, models
from django.db.models import F, Func, Q, Value, sql
from django.db.models.functions import Now
from django.utils.translation import get_language

from espreso.scopes import depends_on

from .article import Article
from .change import Change
from .live_range import live_in_sql
from .version_sql import BYLINE, CHANGES, TAGS, TRANSLATIONS

# What lines and cards show. A template that touches more fails, since nothing loads lazily.
_LINE = ("article", "path", "headline", "label", "language", "published_at")
_CARD = ("standfirst", "lead_alternative_text", "lead_focal", "section")
CARD = frozenset({"id", "article_id", *_LINE, *_CARD, "section_id", "lead_photo_id"})
"""The columns of a version that cards say, as `articles_card_scopes` compares them: who reads no
others depends on the card of a piece, and not on all that it says."""
_PICTURE = (
    *("width", "height", "focal_x", "focal_y", "alternative_text", "copyright", "licence"),
    *("former_record", "renditions", "withdrawn_at", "modified_at"),
)

SITEMAP_PART = 10_000
"""How many pieces have their place in a part of the sitemap, by their keys, live or not."""
PART = models.ExpressionWrapper(
    F("article_id") / Value(SITEMAP_PART), output_field=models.BigIntegerField()
)

# What the search looks into: the words, and in which language, when and where they came out.
FINDABLE = Func(
    *(F(name) for name in ("language", "published_at", "section_id", "label", "search")),
    function="articles_findable",
)


# The list of everything that is live.
_ALL = "pieces"


def _comes_later(key):
    """Whether an outer query says what it is, or whoever asks a compiled one."""
    return hasattr(key, "resolve_expression")


class VersionQuery(sql.Query):
    """A query that says, when it is compiled, on which list of pieces the page depends.

    That is the narrowest list that its methods name, for a subquery too. The names are those
    under which the database logs a change (articles_version_scopes). One that has no list
    depends on the pieces alone that it brings, see `Version.from_db`.
    """

    scope: str | None = None

    def get_compiler(self, *args, **kwargs):
        if self.scope:
            depends_on(self.scope)
        return super().get_compiler(*args, **kwargs)


class VersionQuerySet(models.QuerySet):
    """The only way from a public page to a story."""

    def __init__(self, model=None, query=None, using=None, hints=None):
        super().__init__(model, query or VersionQuery(model), using, hints)

    def live(self, at=None):
        """Keep what readers see at the moment `at` (an aware datetime; now without one).

        Nothing else decides what is public. The clock is the database's, which all
        servers of one site share. Lazy loading is off: a page states its queries.
        """
        live = self.filter(during__contains=at or Now()).fetch_mode(models.FETCH_RAISE)
        return live._listed(_ALL)

    def _listed(self, scope):
        self.query.scope = scope
        return self

    def _listed_under(self, name, row):
        """Narrow the list down to that of a row, where it is known which one it is."""
        key = getattr(row, "pk", row)
        return self if _comes_later(key) else self._listed(f"{name}:{key}")

    def in_language(self, language=None):
        """Keep what is written in `language`, or in the one that the page speaks."""
        language = language or get_language()
        found = self.filter(language=language)
        if found.query.scope != _ALL or _comes_later(language):
            return found
        return found._listed(f"language:{language}")

    def at_path(self, path):
        """Keep the piece at an address: its page depends on no list."""
        return self.filter(path=path)._listed(None)

    def suggested(self):
        """Bring what may stand on a page, but need not: a newer piece makes no page anew."""
        return self.all()._listed(None)

    def newest_first(self, by="published_at"):
        """Order as the feed does: by first publication, or by the time that `by` names.

        Of two that came out in one moment, the piece decides and not the version: a silent fix
        is a new version, and the piece keeps its place.
        """
        return self.order_by(f"-{self._ordering(by)}", "-article_id")

    def newest(self, size):
        """Return the first `size` of a list, found by its index before anything joins them."""
        keys = self.newest_first().values("pk")[:size]
        return self.model.objects.live()._listed(None).filter(pk__in=keys).newest_first()

    def after(self, place, by="published_at"):
        """Keep what comes after `place`, a (time, key of a piece), in `newest_first`."""
        (moment, article), by = place, self._ordering(by)
        return self.filter(
            Q(**{f"{by}__lt": moment}) | Q(**{by: moment, "article__lt": article}),
            **{f"{by}__lte": moment},
        )

    def _ordering(self, by):
        # By the index of the topic or the author, not through all that came out since.
        return "listed_at" if "listed_at" in self.query.annotations else by

    def exists(self):
        # Any piece of a topic would do, and the planner reads a whole table in the hope of meeting
        # one soon, also where the topic has none in this language. The newest has an index.
        if "listed_at" in self.query.annotations:
            return bool(self.newest_first().values_list("pk")[:1])
        return super().exists()

    def for_lines(self):
        """Bring what a line of the feed says, and nothing else."""
        return self.only(*_LINE)

    def for_cards(self):
        """Bring what a card says, its picture included, and nothing else."""
        photo = (f"lead_photo__{name}" for name in _PICTURE)
        return self.select_related("lead_photo").only(*_LINE, *_CARD, *photo)

    def in_part(self, number):
        """Keep the pieces that have their place in a part of the sitemap, counted from 0."""
        first = number * SITEMAP_PART
        found = self.filter(article_id__gte=first, article_id__lt=first + SITEMAP_PART)
        return found._listed_under("part", number)

    def in_section(self, section):
        """Keep what the page of a section lists; whoever names or counts such pieces asks here."""
        return self.filter(section=section)._listed_under("section", section)

    def on_topic(self, tag):
        """Keep what the page of a topic lists; whoever names or counts such pieces asks here."""
        return self._by_rows_of("tagged", tag=tag)._listed_under("topic", tag)

    def by_author(self, author):
        """Keep what the page of an author lists; whoever names or counts such pieces asks here."""
        return self._by_rows_of("bylines", author=author)._listed_under("author", author)

    def _by_rows_of(self, through, **of):
        rows = {f"{through}__{name}": value for name, value in of.items()}
        rows[f"{through}__language"] = F("language")
        return self.filter(**rows).alias(listed_at=F(f"{through}__published_at"))

    def of_kind(self, kind):
        """Keep the pieces of one kind, and bring what a card of it says (`Article.on_cards`)."""
        found = self.filter(kind=kind)._listed(f"kind:{kind}")
        return found.for_cards().annotate(**Article.of_kind(kind).on_cards)

    def with_label(self, label):
        """Keep what the page of a label lists."""
        return self.filter(label=label)._listed(f"label:{label}")

    def at_address(self, path):
        """Keep the versions of the piece that could once be read at `path`.

        An address that only a scheduled version will have is nobody's yet.
        """
        seen = self.model.objects.filter(path=path, during__startswith__lte=Now())
        return self.filter(article__in=seen.values("article"))

    def corrections(self):
        """Return what was said to be wrong in these pieces by now: the versions that said so."""
        return self.model.objects.filter(
            change=Change.CORRECTION, modified_at__lte=Now(), article__in=self.values("article")
        ).only("article", "note", "modified_at")

    def for_history(self):
        """Bring what the page about a piece's changes says: more than its card."""
        return self.only(*_LINE, "modified_at").annotate(told=CHANGES)

    def for_page(self):
        """Bring along all that a page says besides its body, in one query."""
        parts = {"tag_list": TAGS, "byline": BYLINE, "told": CHANGES, "translations": TRANSLATIONS}
        return self.select_related("section", "lead_photo").defer("text").annotate(**parts)


# One look at the index for each part: as a union of queries it took longer to plan than to answer.
_PARTS = f"""
SELECT part, changed.at
  FROM generate_series(0, (SELECT max(article_id) FROM articles_version) / {SITEMAP_PART}) AS part
 CROSS JOIN LATERAL (SELECT version.modified_at AS at FROM articles_version version
                      WHERE version.article_id / {SITEMAP_PART} = part AND {live_in_sql("version")}
                      ORDER BY version.modified_at DESC LIMIT 1) AS changed
 ORDER BY part
"""  # noqa: S608 — of constants


class VersionManager(models.Manager.from_queryset(VersionQuerySet)):
    """Versions without their words for search, which nothing but the search itself reads."""

    def get_queryset(self):
        return super().get_queryset().defer("search")

    def sitemap_parts(self) -> list[tuple[int, datetime]]:
        """Return the parts of the sitemap of which something is live, and when each changed."""
        depends_on(_ALL)
        with connections[self.db].cursor() as cursor:
            cursor.execute(_PARTS)
            return cursor.fetchall()
