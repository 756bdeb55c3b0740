"""What state a piece is in, in the words of the newsroom."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Article, Stage


def moment(at: datetime, *, zone: bool = False) -> str:
    """Return `at` on the newsroom's clock: “Monday 23 November 2026, 09:00”."""
    words = date_format(timezone.localtime(at), "l j F Y, H:i")
    return f"{words} ({timezone.get_current_timezone_name()})" if zone else words


def short_moment(at: datetime) -> str:
    """Return `at` for a list: “23 Nov, 09:00”, with the year unless it is this one."""
    local = timezone.localtime(at)
    this_year = local.year == timezone.localdate().year
    return date_format(local, "j M, H:i" if this_year else "j M Y, H:i")


@dataclass(frozen=True)
class State:
    """A piece that was read with `ArticleQuerySet.with_state`, for people."""

    article: Article

    @classmethod
    def of(cls, pk: int) -> "State":
        """Read the state of the piece `pk`, in one query."""
        return cls(Article.objects.with_state().select_related("modified_by").get(pk=pk))

    @property
    def live(self) -> bool:
        return self.article.live_since is not None

    @property
    def scheduled(self) -> bool:
        return self.article.scheduled_for is not None

    @property
    def withdrawn(self) -> bool:
        return self.article.ended_at is not None and not self.live and not self.scheduled

    @property
    def changed(self) -> bool:
        """Whether the draft says something else than what readers see."""
        return self.live and self.article.live_revision != self.article.revision

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
                % {"when": moment(article.live_since), "number": article.live_number}
            )
            if self.changed and not self.scheduled:
                sentences.append(_("the draft has changed since"))
        elif self.withdrawn:
            sentences.append(_("Withdrawn on %s") % moment(article.ended_at))
        if self.scheduled:
            sentences.append(_("Scheduled for %s") % moment(article.scheduled_for, zone=True))
        if article.stage != Stage.DRAFT:
            sentences.append(_STAGES[article.stage]())
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


_STAGES = {
    Stage.REVIEW: lambda: _("In review"),
    Stage.READY: lambda: _("Ready to publish"),
}
