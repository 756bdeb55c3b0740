"""An interview as one would write it in Wagtail, with what an interview has in Espreso."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Orderable, Page
from wagtail.snippets.models import register_snippet


@register_snippet
class Section(models.Model):
    name = models.CharField(max_length=60)

    def __str__(self):
        return self.name


@register_snippet
class Author(models.Model):
    name = models.CharField(max_length=120)

    def __str__(self):
        return self.name


class Tagged(TaggedItemBase):
    content_object = ParentalKey("InterviewPage", related_name="tagged_items")


class InterviewPage(Page):
    """Questions and answers."""

    template = "bench/interview_page.html"

    standfirst = models.TextField(blank=True)
    label = models.CharField(
        max_length=12, blank=True, choices=[("exclusive", "Exclusive"), ("interview", "Interview")]
    )
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True)
    lead_photo = models.ForeignKey(
        "wagtailimages.Image", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_caption = models.TextField(blank=True)
    tags = ClusterTaggableManager(through=Tagged, blank=True)
    body = StreamField(
        [
            ("prose", blocks.RichTextBlock()),
            (
                "figure",
                blocks.StructBlock(
                    [
                        ("photo", ImageChooserBlock()),
                        ("caption", blocks.TextBlock(required=False)),
                    ],
                    template="bench/blocks/figure.html",
                ),
            ),
            (
                "pull_quote",
                blocks.StructBlock(
                    [("quote", blocks.TextBlock()), ("attribution", blocks.CharBlock())]
                ),
            ),
            (
                "embed",
                blocks.StructBlock([("url", blocks.URLBlock()), ("title", blocks.CharBlock())]),
            ),
            (
                "question_answer",
                blocks.StructBlock(
                    [
                        ("question", blocks.TextBlock()),
                        ("asker", blocks.CharBlock(required=False)),
                        ("answer", blocks.RichTextBlock()),
                        ("respondent", blocks.CharBlock(required=False)),
                    ],
                    template="bench/blocks/question_answer.html",
                ),
            ),
        ]
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("label"),
        FieldPanel("section"),
        InlinePanel("bylines"),
        FieldPanel("lead_photo"),
        FieldPanel("lead_caption"),
        FieldPanel("tags"),
        InlinePanel("interviewees"),
        FieldPanel("body"),
        InlinePanel("read_also"),
    ]

    def contents(self):
        return [
            (block.id, block.value["question"])
            for block in self.body
            if block.block_type == "question_answer"
        ]

    def related(self):
        same = self.cards().exclude(pk=self.pk).filter(section_id=self.section_id)
        return same.order_by("-first_published_at")[:4]

    @classmethod
    def cards(cls):
        """What is live, with all that a card shows of it."""
        return cls.objects.live().public().select_related("section", "lead_photo")


class ListPage(Page):
    """The newest of a section, or of all of them."""

    template = "bench/list_page.html"

    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("section")]

    def pieces(self):
        pieces = InterviewPage.cards().prefetch_related("bylines__author")
        if self.section_id:
            pieces = pieces.filter(section_id=self.section_id)
        return pieces.order_by("-first_published_at")[:24]


class Byline(Orderable):
    page = ParentalKey(InterviewPage, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT)
    panels = [FieldPanel("author")]


class Interviewee(Orderable):
    page = ParentalKey(InterviewPage, related_name="interviewees")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=200, blank=True)


class ReadAlso(Orderable):
    page = ParentalKey(InterviewPage, related_name="read_also")
    other = models.ForeignKey(Page, models.CASCADE, related_name="+")
    panels = [PageChooserPanel("other")]
