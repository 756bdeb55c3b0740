"""Version: a publication, immutable, with the time range in which readers see it."""

from collections.abc import Mapping

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from espreso import languages
from espreso.broken_rules import CONTRADICTION
from espreso.scopes import depends_on

from .article import Article, Label, Stage
from .author import Author
from .change import ANNOUNCED, Announcement, Change
from .live_range import has_a_start, live_once
from .photo import Photo
from .section import Section
from .tag import TaggedVersion
from .user import User
from .version_queryset import CARD, FINDABLE, PART, VersionManager


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
    lead_copyright = models.CharField(max_length=200, blank=True, default="", db_default="")
    lead_licence = models.CharField(max_length=500, blank=True, default="", db_default="")
    # Two numbers; none for what was published before they were kept.
    lead_focal = ArrayField(models.FloatField(), null=True)
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
    # The slug that the draft asked for: another piece of that day may have it. Empty for what was
    # published before it got a number by itself.
    slug_before = models.SlugField(
        max_length=80, blank=True, default="", db_default="", db_index=False
    )
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
                condition=Q(label__in=Label.values),
                name="version_label_is_known",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=Q(change__in=Change.values),
                name="version_change_is_known",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=Q(stage_before__in=Stage.values, label_before__in=Label.values),
                name="version_state_before_is_known",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=Q(change=Change.FIRST, number=1)
                | (Q(number__gt=1) & ~Q(change=Change.FIRST)),
                name="version_first_is_first",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=~Q(label=Label.UPDATED, change=Change.FIRST),
                name="version_updated_is_earned",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=~Q(change__in=list(ANNOUNCED), note=""),
                name="version_change_is_explained",
                violation_error_message=_("Tell readers in a note what changed."),
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
                fields=["language", "-modified_at", "-article"],
                name="version_language_corrections",
                condition=Q(change=Change.CORRECTION),
            ),
            models.Index(Coalesce("original", "article"), "language", name="version_translations"),
            # Which state of each draft readers see, without a look at the versions themselves.
            models.Index(fields=["article", "revision"], include=["during"], name="version_state"),
            # When readers were last told of a change in a part of the sitemap.
            models.Index(PART, F("modified_at").desc(), name="version_sitemap"),
            # The newest moment at which anything changed by the clock alone.
            models.Index(Func("during", function="lower"), name="version_opens"),
            models.Index(Func("during", function="upper"), name="version_closes"),
            # Without a list of what is pending, which every search would read through.
            GinIndex(FINDABLE, name="version_findable", fastupdate=False),
        ]

    def __str__(self):
        return f"{self.headline} ({self.number})"

    def get_absolute_url(self):
        # What `reverse` would say, without a search through patterns for each line of a feed.
        return f"{languages.root(self.language)}{self.path}/"

    @classmethod
    def from_db(cls, db, field_names, values, *, fetch_mode=None):
        version = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        if "article_id" in (read := version.__dict__):
            what = "card" if CARD.issuperset(field_names) else "piece"
            depends_on(f"{what}:{version.article_id}")
            # Whoever reads of what it is a translation shows the others.
            if "original_id" in read:
                depends_on(f"translations:{version.original_id or version.article_id}")
        return version

    @property
    def addresses(self) -> dict[str, str]:
        """Where readers find the piece in each language in which it is live, its own included.

        Of a version that was read with its `translations`.
        """
        return {self.language: self.get_absolute_url()} | {
            other["language"]: f"{languages.root(other['language'])}{other['path']}/"
            for other in self.translations
        }

    @cached_property
    def lead(self) -> Mapping:
        """The record of its lead photo, see `Photo.recorded`. For cards, of what they show."""
        kept = {"alternative_text": self.lead_alternative_text, "focal": self.lead_focal}
        if "lead_copyright" in self.__dict__:
            kept |= {"copyright": self.lead_copyright, "licence": self.lead_licence}
        return self.lead_photo.recorded(kept) if self.lead_photo else kept

    @property
    def has_a_numbered_slug(self) -> bool:
        """Whether another piece had the address that the draft asked for."""
        return bool(self.slug_before) and self.slug != self.slug_before

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
    """A name under a published piece, with the time that orders the author's page.

    `language` is that of the version, as in `TaggedVersion`.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="published")
    position = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    language = models.CharField(max_length=8, default="", db_default="", editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "author"], name="version_names_an_author_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["author", "language", "-published_at", "-version"],
                name="author_language_newest_first",
            )
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
