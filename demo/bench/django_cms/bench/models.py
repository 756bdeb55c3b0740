"""What a piece has beside its text, and the plugins of which the text is made."""

from cms.extensions import PageExtension
from cms.extensions.extension_pool import extension_pool
from cms.models import CMSPlugin
from django.db import models
from filer.fields.image import FilerImageField


class Named(models.Model):
    name = models.CharField(max_length=120)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class Section(Named):
    slug = models.SlugField()


class Author(Named):
    pass


class Topic(Named):
    pass


@extension_pool.register
class Piece(PageExtension):
    """An extension of the page."""

    headline = models.CharField(max_length=200)
    standfirst = models.TextField(blank=True)
    section = models.ForeignKey(Section, models.PROTECT)
    author = models.ForeignKey(Author, models.PROTECT)
    topics = models.ManyToManyField(Topic)
    lead_photo = FilerImageField(null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lead_caption = models.TextField(blank=True)
    published_at = models.DateTimeField(db_index=True)

    @classmethod
    def newest(cls):
        """Return the pieces that are published, with what a card shows of them."""
        published = cls.objects.filter(
            extended_object__pagecontent_set__versions__state="published"
        )
        return published.select_related("section", "lead_photo", "extended_object").order_by(
            "-published_at"
        )

    def related(self):
        same = Piece.newest().filter(section=self.section).exclude(pk=self.pk)
        return same[:4]


class Figure(CMSPlugin):
    """A picture in the text."""

    photo = FilerImageField(on_delete=models.PROTECT, related_name="+")
    caption = models.TextField(blank=True)


class QuestionAnswer(CMSPlugin):
    """A question with its answer."""

    question = models.TextField()
    answer = models.TextField()


class NewestPieces(CMSPlugin):
    """The newest pieces of a section, or of all."""

    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True)

    def pieces(self):
        pieces = Piece.newest().select_related("author")
        return (pieces.filter(section=self.section) if self.section_id else pieces)[:24]
