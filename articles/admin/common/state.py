"""State: where a piece is on its way, in the words of the newsroom."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Figure, Stage, Version
from espreso import clock, languages

from .times import short_moment


@dataclass(frozen=True)
class State:
    """A piece that was read with `ArticleQuerySet.with_state`, for people."""

    article: Article

    @classmethod
    def of(cls, pk: int) -> "State":
        """Read the state of the piece `pk`, in one query."""
        live = Version.objects.live().filter(article=OuterRef("pk"))
        waiting = Figure.objects.filter(parent=OuterRef("pk"), photo=None).order_by()
        counted = waiting.values("parent").annotate(number=Count("pk")).values("number")
        pieces = Article.objects.with_state().annotate(
            live_path=Subquery(live.values("path")),
            live_language=Subquery(live.values("language")),
            captions_waiting=Coalesce(Subquery(counted), 0),
        )
        return cls(pieces.select_related("modified_by", "staged_by").get(pk=pk))

    @property
    def live(self) -> bool:
        return self.article.live_since is not None

    @property
    def address(self) -> str:
        """Where readers see it, for a live piece that was read with `of`."""
        return f"{languages.root(self.article.live_language)}{self.article.live_path}/"

    @property
    def waiting(self) -> int:
        """How many captions have no picture yet, of a piece that was read with `of`."""
        return self.article.captions_waiting

    @property
    def scheduled(self) -> bool:
        return self.article.scheduled_for is not None

    @property
    def withdrawn(self) -> bool:
        return self.article.ended_at is not None and not self.live and not self.scheduled

    @property
    def has_versions(self) -> bool:
        """Whether there is anything that readers saw, see or will see."""
        return self.live or self.scheduled or self.article.ended_at is not None

    @property
    def changed(self) -> bool:
        """Whether the draft says something else than what readers see."""
        return self.live and self.article.live_revision != self.article.text_revision

    @property
    def code(self) -> str:
        """The state in one word, for styles."""
        if self.live:
            return "live"
        if self.scheduled:
            return "scheduled"
        if self.withdrawn:
            return "withdrawn"
        return self.article.stage

    def in_words(self) -> str:
        """Return the state for the top of the form."""
        article = self.article
        sentences = []
        if self.live:
            sentences.append(
                _("Live since %(when)s, version %(number)d")
                % {
                    "when": clock.in_words(article.live_since, zone=True),
                    "number": article.live_number,
                }
            )
            if self.changed and not self.scheduled:
                sentences.append(_("the draft has changed since"))
        elif self.withdrawn:
            sentences.append(_("Withdrawn on %s") % clock.in_words(article.ended_at, zone=True))
        if self.scheduled:
            sentences.append(
                _("Scheduled for %s") % clock.in_words(article.scheduled_for, zone=not sentences)
            )
            if article.scheduled_revision != article.text_revision:
                sentences.append(
                    _("the draft has changed since, and those changes are not included")
                )
        if article.stage != Stage.DRAFT:
            sentences.append(_staged(article))
        if not sentences:
            sentences.append(_("Draft, never published"))
        return "; ".join(sentences)

    def in_short(self) -> str:
        """Return the state for a line of a list."""
        article = self.article
        if self.scheduled:
            words = _("scheduled for %s") % short_moment(article.scheduled_for)
            return _("live, next version %s") % words if self.live else words
        if self.live:
            since = _("live since %s") % short_moment(article.live_since)
            return _("%s, changed since") % since if self.changed else since
        if self.withdrawn:
            return _("withdrawn %s") % short_moment(article.ended_at)
        return {
            Stage.DRAFT: _("draft"),
            Stage.REVIEW: _("in review"),
            Stage.READY: _("ready"),
        }[article.stage]


def _staged(article):
    """Say how far the draft is, since when, and by whose hand: “In review since …, sent by …”."""
    review = article.stage == Stage.REVIEW
    words = _("In review") if review else _("Ready to publish")
    if article.staged_at is None:
        return words
    this_year = timezone.localtime(article.staged_at).year == timezone.localdate().year
    at = clock.in_words(article.staged_at, _("l j E, H:i") if this_year else _("l j E Y, H:i"))
    words = _("%(stage)s since %(when)s") % {"stage": words, "when": at}
    if article.staged_by is None:
        return words
    by = _("sent by %s") if review else _("marked by %s")
    return f"{words}, {by % article.staged_by.name}"
