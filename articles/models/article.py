"""Article: the working draft of a piece. Readers never see it, they see versions."""

from content_editor.models import Region
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from espreso import languages
from espreso.broken_rules import CONTRADICTION

from .author import Author
from .headline_slug import HeadlineSlug
from .kind import KindHooks
from .language import LanguageField
from .photo import Photo
from .section import Section
from .tag import TaggedArticle
from .user import User


class Label(models.TextChoices):
    """What a reader sees before the headline. One is shown, or none."""

    NONE = "", _("No label")
    EXCLUSIVE = "exclusive", _("Exclusive")
    INTERVIEW = "interview", _("Interview")
    OPINION = "opinion", _("Opinion")
    UPDATED = "updated", _("Updated")


class Stage(models.TextChoices):
    """How far the draft is. Whether a piece is public is derived from its versions."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    READY = "ready", _("Ready")


class ArticleQuerySet(models.QuerySet):
    """Drafts, for the desk."""

    def with_state(self):
        """Annotate what `Article.state` says, at the cost of no further query a row."""
        versions = self.model._meta.apps.get_model("articles.Version").objects.filter(
            article=OuterRef("pk")
        )
        live = versions.filter(during__contains=Now())
        coming = versions.filter(during__startswith__gt=Now())
        past = versions.filter(during__endswith__lte=Now()).order_by("-during")
        return self.annotate(
            live_since=Subquery(live.values("published_at")[:1]),
            live_number=Subquery(live.values("number")[:1]),
            live_revision=Subquery(live.values("revision")[:1]),
            scheduled_for=Subquery(coming.values("during__startswith")[:1]),
            scheduled_revision=Subquery(coming.values("revision")[:1]),
            ended_at=Subquery(past.values("during__endswith")[:1]),
        )

    def with_saves(self):
        """Annotate `is_kept`: whether anything is kept of what the piece said at its saves."""
        snapshots = self.model._meta.apps.get_model("articles.DraftSnapshot").objects
        return self.annotate(is_kept=Exists(snapshots.filter(article=OuterRef("pk"))))

    def own(self, user):
        """Keep the pieces that `user` made, and those that carry their name."""
        return self.filter(pk__in=_created_by(user).union(_bylined(user)))

    def written_by(self, user):
        """Keep the pieces that `user` works on: their own, and those shared with them."""
        shared = Article.shared_with.through.objects.filter(user=user).values("article")
        return self.filter(pk__in=_created_by(user).union(_bylined(user), shared))

    def locked(self):
        """Lock the pieces until the transaction ends: whoever comes second waits.

        Who refers to them may save meanwhile. Join nothing: a row joined to one that was
        waited for is that from before the wait.
        """
        return self.select_for_update(no_key=True)

    def with_kind(self):
        """Join the tables of the kinds of piece, so that `specific` asks nothing more."""
        return self.select_related(*(link.name for link in self.model.subtypes()))


# Each of these is found by an index of its own. Asked for in one condition, joined by “or”, they
# would have every piece of the newsroom looked at.


def _created_by(user):
    return Article.objects.filter(created_by=user).order_by().values("pk")


def _bylined(user):
    return Byline.objects.filter(author__user=user).order_by().values("article")


class Article(KindHooks, HeadlineSlug):
    """A piece as its authors are writing it, with its blocks as rows."""

    regions = [Region(key="main", title=_("Text"))]

    headline = models.CharField(_("headline"), max_length=200)
    standfirst = models.TextField(
        _("standfirst"), max_length=600, blank=True, help_text=_("One or two sentences.")
    )
    label = models.CharField(
        _("label"), max_length=12, choices=Label.choices, blank=True, default=Label.NONE
    )
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, null=True, blank=True
    )
    authors = models.ManyToManyField(
        Author, through="Byline", verbose_name=_("byline"), related_name="articles"
    )
    lead_photo = models.ForeignKey(
        Photo,
        verbose_name=_("lead photo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
    )
    lead_caption = models.TextField(
        _("lead caption"),
        max_length=1000,
        blank=True,
        help_text=_("If empty, the photo’s own caption is used."),
    )
    tags = TaggableManager(_("tags"), through=TaggedArticle, blank=True)
    read_also = models.ManyToManyField(
        "self",
        verbose_name=_("related pieces"),
        symmetrical=False,
        blank=True,
        related_name="+",
        help_text=_(
            "Picked by hand. Empty positions are filled automatically with related pieces."
        ),
    )
    language = LanguageField(_("language"), default=languages.default)
    original = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        help_text=_("The same piece in its original language: readers can switch between the two."),
    )
    search_title = models.CharField(_("title for search engines"), max_length=120, blank=True)
    search_description = models.CharField(
        _("description for search engines"), max_length=320, blank=True
    )
    stage = models.CharField(
        _("stage"), max_length=8, choices=Stage.choices, default=Stage.DRAFT, editable=False
    )
    # Since when it is at this stage, and by whose hand: None before the first step.
    staged_at = models.DateTimeField(null=True, editable=False)
    staged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    shared_with = models.ManyToManyField(
        User,
        verbose_name=_("shared with"),
        blank=True,
        related_name="shared_articles",
        help_text=_("Colleagues who can also edit this piece."),
    )
    # Counts the saves. A form carries the number it was opened with; another one in the
    # database means that somebody saved in between.
    revision = models.PositiveIntegerField(default=1, editable=False)
    # The one of them with which the draft last came to say something else. Publishing, scheduling
    # and cancelling are news to open forms, and leave what the draft says alone.
    text_revision = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    modified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    modified_at = models.DateTimeField(_("changed"), auto_now=True)
    # Who counted the last revision, and when, whether or not it says something else: None before
    # the second one.
    acted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    acted_at = models.DateTimeField(null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-modified_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("edit_every_article", _("Can edit pieces of others")),
            ("publish_article", _("Can publish")),
            ("schedule_article", _("Can schedule and cancel")),
            ("withdraw_article", _("Can withdraw")),
        ]
        indexes = [
            models.Index(fields=["-modified_at", "-id"], name="article_changed_last_first"),
            models.Index(fields=["stage", "-modified_at"], name="article_stage"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(headline=""),
                name="article_has_a_headline",
                violation_error_message=_("Write a headline."),
            ),
            models.CheckConstraint(
                condition=~Q(slug=""),
                name="article_has_a_slug",
                violation_error_message=_("The public URL must not be empty."),
            ),
            models.CheckConstraint(
                condition=~Q(original=F("id")),
                name="article_is_no_translation_of_itself",
                violation_error_message=_("A piece cannot be a translation of itself."),
            ),
            models.UniqueConstraint(
                fields=["original", "language"],
                name="article_translated_once_into_a_language",
                violation_error_message=_(
                    "That piece already has a translation into this language."
                ),
            ),
            models.CheckConstraint(
                condition=Q(label__in=Label.values),
                name="article_label_is_known",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values),
                name="article_stage_is_known",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return self.headline

    def clean(self):
        if self.label == Label.UPDATED and not self.has_been_updated():
            raise ValidationError(
                {
                    "label": _(
                        "You cannot choose “Updated” yourself: it appears when you publish an "
                        "update with a note for readers."
                    )
                }
            )

    def has_been_updated(self):
        """Whether readers were ever told of an update of this piece."""
        return self.pk is not None and self.versions.filter(change="update").exists()

    @property
    def picks(self) -> list[int]:
        """The keys of what was picked to read also, in the order of picking."""
        through = Article.read_also.through.objects.filter(from_article=self.pk)
        return list(through.order_by("pk").values_list("to_article", flat=True))

    def pick(self, keys) -> None:
        """Make the pieces with these keys, in this order, what to read also."""
        through = Article.read_also.through
        through.objects.filter(from_article=self.pk).delete()
        through.objects.bulk_create(
            through(from_article_id=self.pk, to_article_id=key) for key in keys
        )

    def is_own(self, user) -> bool:
        """Whether the piece is `user`'s: made by them, or under their name; a new one is."""
        return self.pk is None or Article.objects.own(user).filter(pk=self.pk).exists()

    def bump(self, by, *, content_changed=True, signs_off=False, also=()) -> None:
        """Count one more change of the draft, by `by`; other people's open forms are stale.

        The fields named in `also` are saved with it.

        Without `content_changed` the draft says what it said before: it was published, for example.
        Otherwise what was ready is in review again, unless `by` signs it off themselves: an editor
        signed off other words.
        """
        changes = {"revision": F("revision") + 1, "acted_by": by, "acted_at": Now()}
        if content_changed:
            changes |= {"text_revision": F("revision") + 1}
            changes |= {"modified_by": by, "modified_at": Now()}
            if self.stage == Stage.READY and not signs_off:
                changes |= {"stage": Stage.REVIEW, "staged_by": by, "staged_at": Now()}
        for name, value in changes.items():
            setattr(self, name, value)
        # What the database counts comes back with the statement.
        self.save(update_fields=[*changes, *also])

    @classmethod
    def subtypes(cls):
        """Return the links from Article to its kinds."""
        return [
            link
            for link in Article._meta.related_objects
            if link.parent_link and issubclass(link.related_model, Article)
        ]

    @classmethod
    def kinds(cls) -> list[type["Article"]]:
        """Return the plain article, and every kind that an installed app defines."""
        return [Article, *(link.related_model for link in cls.subtypes())]

    def specific(self) -> "Article":
        """Return the piece as its own kind, whichever app defines it."""
        if type(self) is not Article:
            return self
        for link in self.subtypes():
            if kind := getattr(self, link.get_accessor_name(), None):
                return kind
        return self

    @property
    def kind(self) -> str:
        """The kind in one word, as versions keep it: "article" for the plain one."""
        return self._meta.model_name

    @classmethod
    def of_kind(cls, name: str) -> type["Article"]:
        """Return the kind that versions keep as `name`."""
        return {kind._meta.model_name: kind for kind in cls.kinds()}[name]


class Byline(models.Model):
    """A name under a piece, in its place."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="bylines"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("byline")
        verbose_name_plural = _("byline")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="byline_names_an_author_once",
                violation_error_message=_("This author is already in the byline."),
            )
        ]

    def __str__(self):
        return self.author.name
