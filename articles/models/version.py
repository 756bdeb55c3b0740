"""Version: a publication, immutable, with the time range in which readers see it."""

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from espreso import languages

from .article import Article, Label, Stage
from .author import Author
from .change import ANNOUNCED, Announcement, Change
from .live_range import has_a_start, live_once
from .photo import Photo
from .section import Section
from .tag import TaggedVersion
from .user import User
from .version_sql import BYLINE, CHANGES, PHOTOS, TAGS, TRANSLATIONS

# What lines and cards show. A template that touches more fails, since nothing loads lazily.
_LINE = ("article", "path", "headline", "label", "language", "published_at")
_CARD = ("standfirst", "lead_alternative_text", "section")
_PICTURE = (
    *("width", "height", "focal_x", "focal_y"),
    *("alternative_text", "renditions", "withdrawn_at"),
)

SITEMAP_PART = 10_000
"""How many pieces have their place in a part of the sitemap, by their keys, live or not."""
_PART = models.ExpressionWrapper(
    F("article_id") / Value(SITEMAP_PART), output_field=models.BigIntegerField()
)


class VersionQuerySet(models.QuerySet):
    """The only way from a public page to a story."""

    def live(self, at=None):
        """Keep what readers see at the moment `at` (an aware datetime; now without one).

        Nothing else decides what is public. The clock is the database's, which all
        servers of one site share. Lazy loading is off: a page states its queries.
        """
        return self.filter(during__contains=at or Now()).fetch_mode(models.FETCH_RAISE)

    def in_language(self, language=None):
        """Keep what is written in `language`, or in the one that the page speaks."""
        return self.filter(language=language or get_language())

    def newest_first(self, by="published_at"):
        """Order as the feed does: by first publication, or by the time that `by` names.

        Of two that came out in one moment, the piece decides and not the version: a silent fix
        is a new version, and the piece keeps its place.
        """
        return self.order_by(f"-{by}", "-article_id")

    def after(self, place, by="published_at"):
        """Keep what comes after `place`, a (time, key of a piece), in `newest_first`."""
        moment, article = place
        return self.filter(
            Q(**{f"{by}__lt": moment}) | Q(**{by: moment, "article__lt": article}),
            **{f"{by}__lte": moment},
        )

    def for_lines(self):
        """Bring what a line of the feed says, and nothing else."""
        return self.only(*_LINE)

    def for_cards(self):
        """Bring what a card says, its picture included, and nothing else."""
        photo = (f"lead_photo__{name}" for name in _PICTURE)
        return self.select_related("lead_photo").only(*_LINE, *_CARD, *photo)

    def in_part(self, number):
        """Keep the pieces that have their place in a part of the sitemap, counted from 0."""
        return self.alias(part=_PART).filter(part=number)

    def in_section(self, section):
        """Keep what the page of a section lists; whoever names or counts such pieces asks here."""
        return self.filter(section=section)

    def on_topic(self, tag):
        """Keep what the page of a topic lists; whoever names or counts such pieces asks here."""
        return self.filter(tagged__tag=tag)

    def by_author(self, author):
        """Keep what the page of an author lists; whoever names or counts such pieces asks here."""
        return self.filter(bylines__author=author)

    def of_kind(self, kind):
        """Keep the pieces of one kind, and bring what a card of it says (`Article.on_cards`)."""
        return self.filter(kind=kind).for_cards().annotate(**Article.of_kind(kind).on_cards)

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
        """Bring what the page about a piece's changes says."""
        return self.only(*_LINE).annotate(told=CHANGES)

    def for_page(self):
        """Bring along all that a page says besides its body, in one query."""
        parts = {"tag_list": TAGS, "byline": BYLINE, "told": CHANGES, "photos_state": PHOTOS}
        parts |= {"translations": TRANSLATIONS}
        return self.select_related("section", "lead_photo").defer("text").annotate(**parts)


class VersionManager(models.Manager.from_queryset(VersionQuerySet)):
    """Versions without their words for search, which nothing but the search itself reads."""

    def get_queryset(self):
        return super().get_queryset().defer("search")


class Version(models.Model):
    """A publication of a piece.

    `published_at` is the first publication of the piece: the time that feeds show and that
    the address carries. `modified_at` is the last change that readers were told about; a
    silent fix leaves it alone.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    during = DateTimeRangeField(_("live"))
    published_at = models.DateTimeField(_("published"))
    modified_at = models.DateTimeField(_("updated"))
    change = models.CharField(_("change"), max_length=10, choices=Change.choices)
    note = models.TextField(_("note for readers"), max_length=600, blank=True)
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=150, db_index=True)
    headline = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(max_length=80)
    standfirst = models.TextField(_("standfirst"), blank=True)
    label = models.CharField(_("label"), max_length=12, choices=Label.choices, blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="versions")
    authors = models.ManyToManyField(
        Author, through="VersionByline", related_name="versions", verbose_name=_("byline")
    )
    language = models.CharField(max_length=8)
    # The piece that this one is a translation of, as its draft said.
    original = models.ForeignKey(
        Article, on_delete=models.PROTECT, null=True, related_name="translated_versions"
    )
    lead_photo = models.ForeignKey(
        Photo, on_delete=models.PROTECT, null=True, related_name="led_versions"
    )
    lead_caption = models.TextField(blank=True)
    lead_caption_of_photo = models.BooleanField(default=True)
    lead_credit = models.CharField(max_length=200, blank=True)
    lead_alternative_text = models.CharField(max_length=500, blank=True)
    tags = TaggableManager(through=TaggedVersion)
    # Articles picked by hand, in their order.
    read_also = ArrayField(models.BigIntegerField(), default=list)
    search_title = models.CharField(max_length=120, blank=True)
    search_description = models.CharField(max_length=320, blank=True)
    document = models.JSONField()
    text = models.TextField()
    photos = models.ManyToManyField(Photo, through="VersionPhoto", related_name="versions")
    # Which state of the draft was published (its `text_revision`), and what the publication
    # changed of it: cancelled, it leaves the draft as it was.
    revision = models.PositiveIntegerField()
    stage_before = models.CharField(max_length=8, choices=Stage.choices, default=Stage.READY)
    staged_at_before = models.DateTimeField(null=True)
    label_before = models.CharField(max_length=12, choices=Label.choices, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="published_versions"
    )
    # When somebody decided it, which another time for it does not change.
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Stems with their places; those of the headline weigh A, of the standfirst B, of the text D.
    search = models.GeneratedField(
        expression=Func(
            "language", "headline", "standfirst", "text", function="articles_searchable"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = VersionManager()

    class Meta:
        # By the column: by the relation, every look-up would join the articles to sort by them.
        ordering = ["article_id", "number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            live_once("article", name="version_live_once_at_a_time"),
            models.UniqueConstraint(fields=["article", "number"], name="version_number_unique"),
            has_a_start(name="version_range_has_a_start"),
            models.CheckConstraint(
                condition=Q(label__in=Label.values), name="version_label_is_known"
            ),
            models.CheckConstraint(
                condition=Q(change__in=Change.values), name="version_change_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage_before__in=Stage.values, label_before__in=Label.values),
                name="version_state_before_is_known",
            ),
            models.CheckConstraint(
                condition=Q(change=Change.FIRST, number=1)
                | (Q(number__gt=1) & ~Q(change=Change.FIRST)),
                name="version_first_is_first",
            ),
            models.CheckConstraint(
                condition=~Q(label=Label.UPDATED, change=Change.FIRST),
                name="version_updated_is_earned",
            ),
            models.CheckConstraint(
                condition=~Q(change__in=list(ANNOUNCED), note=""),
                name="version_change_is_explained",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-article"], name="version_newest_first"),
            *(
                models.Index(
                    fields=["language", *within, "-published_at", "-article"],
                    name="_".join(("version_language", *within)),
                )
                for within in ([], ["section"], ["label"], ["kind"])
            ),
            models.Index(
                fields=["-modified_at", "-article"],
                name="version_corrections",
                condition=Q(change=Change.CORRECTION),
            ),
            models.Index(Coalesce("original", "article"), "language", name="version_translations"),
            # Which state of each draft readers see, without a look at the versions themselves.
            models.Index(fields=["article", "revision"], include=["during"], name="version_state"),
            # When readers were last told of a change in a part of the sitemap.
            models.Index(_PART, F("modified_at").desc(), name="version_sitemap"),
            # The newest moment at which anything changed by the clock alone.
            models.Index(Func("during", function="lower"), name="version_opens"),
            # Without a list of what is pending, which every search would read through.
            GinIndex(fields=["search"], name="version_search", fastupdate=False),
        ]

    def __str__(self):
        return f"{self.headline} ({self.number})"

    def get_absolute_url(self):
        # What `reverse` would say, without a search through patterns for each line of a feed.
        return f"{languages.root(self.language)}{self.path}/"

    @property
    def addresses(self) -> dict[str, str]:
        """Where readers find the piece in each language in which it is live, its own included.

        Of a version that was read with its `translations`.
        """
        return {self.language: self.get_absolute_url()} | {
            other["language"]: f"{languages.root(other['language'])}{other['path']}/"
            for other in self.translations
        }

    @property
    def history_address(self):
        """Where readers find what changed in the piece."""
        return f"{self.get_absolute_url()}history/"

    @property
    def light_address(self):
        """Where the words of the piece stand alone, for weak links."""
        return f"{self.get_absolute_url()}light/"

    @property
    def contents_title(self):
        """What the list of contents of such a piece is headed with."""
        return Article.of_kind(self.kind).contents_title

    @cached_property
    def changes(self) -> list[Announcement]:
        """What readers were told since the first publication, the last first.

        Of a version that was read with `for_page` or `for_history`.
        """
        return [Announcement.of(kept) for kept in self.told or ()]

    @property
    def corrections(self) -> list[Announcement]:
        """Those of the `changes` that say what was wrong."""
        return [told for told in self.changes if told.change == Change.CORRECTION]


class VersionByline(models.Model):
    """A name under a published piece, with the time that orders the author's page."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="published")
    position = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "author"], name="version_names_an_author_once"
            )
        ]
        indexes = [
            models.Index(fields=["author", "-published_at", "-version"], name="author_newest_first")
        ]

    def __str__(self):
        return str(self.author)


class VersionPhoto(models.Model):
    """A photo that a published piece uses, as its lead or in the text."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "photo"], name="version_has_a_photo_once")
        ]

    def __str__(self):
        return str(self.photo)
