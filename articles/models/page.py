"""Static pages: About, Contacts, Editorial policy, Privacy."""

from django.contrib.postgres.expressions import ArraySubquery
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import connections, models, router, transaction
from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espreso import languages, richtext, url_space
from espreso.broken_rules import CONTRADICTION

from .blocks import RichTextField
from .language import LanguageField
from .slug_history import Addressed, AddressedQuerySet, Former
from .user import User


def not_taken_by_the_site(slug: str) -> None:
    """Refuse a slug at which the site has pages of another kind, or may have them."""
    if slug.lower() in url_space.first_parts():
        raise ValidationError(
            _("/%(slug)s/ is used by the site itself. Choose another URL."),
            params={"slug": slug},
        )
    if slug.isdigit():
        raise ValidationError(_("A URL of digits only is reserved for years. Add a word."))


class PageQuerySet(AddressedQuerySet):
    """Pages."""

    def published(self):
        """Keep what readers may see."""
        return self.filter(published=True).fetch_mode(models.FETCH_RAISE)

    def with_languages(self):
        """Add the languages in which readers have a page of the same address (`spoken`)."""
        same = Page.objects.filter(slug=OuterRef("slug"), published=True).order_by("language")
        return self.annotate(spoken=ArraySubquery(same.values("language")))


class Page(Addressed):
    """A page of one language at /about/ or /uk/about/, with the words of today.

    The same slug in two languages is the same page in translation. What it said before is kept
    (`PageText`). `revision` grows with each save: whoever saves an older one is told.
    """

    beside = ("language",)

    language = LanguageField(_("language"), default=languages.default)
    slug = models.SlugField(
        _("public URL"),
        max_length=60,
        validators=[not_taken_by_the_site],
        help_text=_("“about” gives /about/. The same URL in two languages is a translation."),
    )
    title = models.CharField(_("title"), max_length=120)
    standfirst = models.TextField(_("standfirst"), max_length=300, blank=True)
    text = RichTextField(_("text"), blank=True)
    published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_("Readers can find the page only if this is ticked."),
    )
    first_published_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    modified_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    modified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, editable=False, verbose_name=_("changed by")
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "language"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                name="page_address_in_a_language",
                violation_error_message=_(
                    "There is already a page with this URL in this language."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(slug=""),
                name="page_has_a_title_and_a_slug",
                violation_error_message=_("A page needs a title and a URL."),
            ),
            models.CheckConstraint(
                condition=Q(published=False) | ~Q(text=""),
                name="published_page_says_something",
                violation_error_message=_("A page without text cannot be published."),
            ),
            models.CheckConstraint(
                condition=Q(published=False) | Q(first_published_at__isnull=False),
                name="published_page_says_since_when",
                violation_error_message=CONTRADICTION,
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def words(self):
        """All that readers read of it."""
        return self.title, self.standfirst, self.text

    @property
    def html(self):
        """Its text for a template."""
        return richtext.safe(self.text)

    def get_absolute_url(self):
        return languages.reverse_in(self.language, "articles:page", self.slug)

    def has_been_public(self):
        """Whether readers ever had it."""
        return self.first_published_at is not None

    def full_clean(self, exclude=None, validate_unique=True, validate_constraints=True):
        self._note_that_it_is_published()
        super().full_clean(exclude, validate_unique, validate_constraints)

    def _note_that_it_is_published(self):
        if self.published and self.first_published_at is None:
            self.first_published_at = timezone.now()

    @transaction.atomic
    def save(self, **kwargs):
        """Save, and keep what the page said until now when it says something else."""
        self.text = richtext.allowed(self.text)
        self._note_that_it_is_published()
        before = Page.objects.select_for_update().filter(pk=self.pk).first() if self.pk else None
        self.revision = before.revision + 1 if before else 1
        super().save(**kwargs)
        if before and before.words != self.words:
            self.texts.create(
                **dict(zip(PageText.WORDS, before.words, strict=True)),
                written_at=before.modified_at,
                written_by=before.modified_by,
            )

    def change(self, by: User) -> None:
        """Save as a change of `by`, of this moment."""
        self.modified_by, self.modified_at = by, timezone.now()
        self.save()

    def restore(self, former: "PageText", by: User) -> None:
        """Let the page say again what it said then. What it says now is kept."""
        self.title, self.standfirst, self.text = former.title, former.standfirst, former.text
        self.change(by)


@checks.register(checks.Tags.database)
def check_addresses(databases=None, **kwargs) -> list[checks.Warning]:
    """Name the pages at whose address the site has had one of its own since they were made."""
    ours = [each for each in databases or () if router.allow_migrate_model(each, Page)]
    # Not there yet when a new site is migrated, which asks this first.
    if not ours or Page._meta.db_table not in connections[ours[0]].introspection.table_names():
        return []
    taken = Page.objects.using(ours[0]).filter(slug__in=url_space.first_parts())
    return [
        checks.Warning(
            f"The page “{title}” ({language}) is hidden: the site itself answers at /{slug}/.",
            hint="Give the page another address in the desk.",
            id="articles.W001",
        )
        for title, language, slug in taken.values_list("title", "language", "slug")
    ]


class FormerPage(Former):
    """A former address of a page, in its language."""

    language = models.CharField(max_length=8)
    of = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="former")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="former_page_leads_once")
        ]


class PageText(models.Model):
    """What a page said until somebody changed it, and who had written that when."""

    WORDS = ("title", "standfirst", "text")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="texts")
    title = models.CharField(max_length=120)
    standfirst = models.TextField(blank=True)
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.title}, {self.written_at:%Y-%m-%d %H:%M}"

    @property
    def html(self):
        """The text for a template."""
        return richtext.safe(self.text)
