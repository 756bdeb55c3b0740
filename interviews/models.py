"""Interviews: a piece whose text is questions and answers, and who gave them."""

import secrets
from functools import cache

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Block, Label
from articles.models.blocks import RichTextField, words_of
from articles.models.finding import Finding
from espreso import richtext

from .version_sql import PULL_LINE, SPEAKERS


def new_anchor() -> str:
    """Return an anchor for a new answer. It never changes, so that links to it live on."""
    return f"q-{secrets.token_hex(4)}"


class Interview(Article):
    """A piece in questions and answers. It has all that an article has, and interviewees."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, parent_link=True, primary_key=True
    )

    pull_line = models.CharField(
        _("pull line"),
        max_length=300,
        blank=True,
        help_text=_(
            "In the speaker’s own words, for the list of interviews. If empty, the first quote in "
            "the text is used."
        ),
    )

    contents_title = _("In this interview")
    front_kind = "interviewees"
    front_rows = ("interviewees",)
    on_cards = {"speakers": SPEAKERS, "pull_line": PULL_LINE}

    class Meta:
        ordering = ["-modified_at", "-pk"]
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")

    def save(self, **kwargs):
        if self._state.adding and not self.label:
            self.label = Label.INTERVIEW
        super().save(**kwargs)

    def front_matter(self):
        people = [{"name": person.name, "role": person.role} for person in self.interviewees.all()]
        # Left out where it is empty: what was frozen before there was one says the same.
        line = {"pull_line": self.pull_line} if self.pull_line else {}
        return [{"kind": self.front_kind, "people": people, **line}] if people or line else []

    def findings(self):
        if self.interviewees.exists():
            return []
        return [Finding("interviewees", str(_("No interviewee.")), "interviewees")]

    def restore_front_matter(self, document):
        lines = (block["pull_line"] for block in document if "pull_line" in block)
        self.pull_line = next(lines, "")
        self.save(update_fields=["pull_line"])
        self.interviewees.all().delete()
        people = [
            person
            for block in document
            if block["kind"] == self.front_kind
            for person in block["people"]
        ]
        Interviewee.objects.bulk_create(
            Interviewee(interview=self, position=position, **person)
            for position, person in enumerate(people)
        )

    @classmethod
    def upgraded_front_matter(cls, block):
        people = block.get("people", ())
        return block | {
            "people": [{name: one.get(name, "") for name in ("name", "role")} for one in people]
        }

    @classmethod
    def facts(cls, block):
        people = [
            ", ".join(filter(None, (person["name"], person["role"])))
            for person in block.get("people", ())
        ]
        return [
            ("interviewees", _("Interviewees"), people),
            (
                "pull_line",
                _("Pull line"),
                [block["pull_line"]] if "pull_line" in block else [],
            ),
        ]


class Interviewee(models.Model):
    """Somebody who answers."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="interviewees")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(
        _("role"), max_length=200, blank=True, help_text=_("What qualifies them to speak on this.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("interviewee")
        verbose_name_plural = _("interviewees")

    def __str__(self):
        return self.name


class QuestionAnswer(Block):
    """A question and its answer, with an address of its own on the page."""

    kind = "question_answer"
    template = "site/blocks/question_answer.html"
    frozen = ("question", "asker", "answer", "respondent", "anchor")
    rich = ("answer",)
    identity = "anchor"
    words = words_of("question", "answer")

    question = models.TextField(_("question"), max_length=2000)
    asker = models.CharField(
        _("who asks"), max_length=120, blank=True, help_text=_("Only if several people ask.")
    )
    answer = RichTextField(_("answer"), blank=True)
    respondent = models.CharField(
        _("who answers"),
        max_length=120,
        blank=True,
        help_text=_("Only if several people answer."),
    )
    anchor = models.SlugField(max_length=40, default=new_anchor, editable=False)

    class Meta(Block.Meta):
        app_label = "interviews"
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "anchor"], name="question_anchor_unique_in_its_interview"
            ),
            models.CheckConstraint(
                condition=~models.Q(question=""),
                name="question_is_asked",
                violation_error_message=_("Write the question."),
            ),
        ]
        indexes = [GinIndex(words_of("question", "answer"), name="question_answer_words")]

    @classmethod
    @cache
    def blank(cls):
        # No two have the same anchor.
        return {name: said for name, said in super().blank().items() if name != "anchor"}

    @classmethod
    def contents_entries(cls, data, number):
        return [{"anchor": data["anchor"], "text": data["question"]}] if data.get("anchor") else []

    def text(self, language=None):
        return f"{self.question}\n{richtext.text_of(self.answer)}".strip()

    def findings(self, number, language):
        if self.answer:
            return []
        words = _("The question “%s” has no answer yet.") % Truncator(self.question).chars(200)
        return [Finding("answer", words, self.block_key, stops=True)]
