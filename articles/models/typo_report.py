"""Typo reports: words that a reader marked as wrong, or for which a colleague suggests others.

Nothing tells who a reader is; a colleague signs.
"""

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espreso.broken_rules import CONTRADICTION

from .article import Article
from .user import User
from .version import Version

# So many wait for one piece, or a few more that come at once: who looks at these looks at the
# whole text.
MOST_OPEN = 30
# The words themselves, and what is kept of those before and after them, in characters.
LONGEST_QUOTE, LONGEST_AROUND = 300, 200
# All remarks on the same words together, in characters.
LONGEST_REMARKS = 2000


class TypoReportQuerySet(models.QuerySet):
    """Reports, for the desk."""

    def open(self):
        """Keep what nobody has settled."""
        return self.filter(settled_at=None)

    def settle(self, by) -> None:
        """Mark those that are open as done by `by`."""
        self.open().update(settled_at=timezone.now(), settled_by=by)

    def take(self, version, *, quote, before="", after="", remark="") -> "TypoReport | None":
        """Take what a reader of `version` reports, or return None when the piece has enough.

        The same words of one piece are one report, however many readers marked them; what
        they remark is added to it.
        """
        about = self.open().filter(article=version.article_id)
        if about.count() >= MOST_OPEN and not about.filter(quote=quote).exists():
            return None
        with transaction.atomic():
            report, is_new = self.select_for_update().get_or_create(
                article_id=version.article_id,
                quote=quote,
                settled_at=None,
                defaults={
                    "version": version,
                    "before": before,
                    "after": after,
                    "remark": remark,
                },
            )
            if not is_new:
                report.join(remark)
        return report

    def suggest(self, version, by, *, quote, before, after, replacement) -> "TypoReport | None":
        """Take what `by` would write in place of words of `version`.

        Readers may have marked the same words: then it is one report. Returns None when the piece
        has enough of them, or when somebody has suggested something for these words already.
        """
        report = self.take(version, quote=quote, before=before, after=after)
        if report is None or report.suggests:
            return None
        report.before, report.after, report.version = before, after, version
        report.replacement, report.suggested_by = replacement, by
        report.save(update_fields=["before", "after", "version", "replacement", "suggested_by"])
        return report


class TypoReport(models.Model):
    """Words of a piece that readers take for a mistake, until somebody of the newsroom settles it.

    `before` and `after` are what stood around the words; `times` counts the readers who marked
    them.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="typo_reports")
    # Which one was read. One that nobody can have read is deleted at times.
    version = models.ForeignKey(Version, on_delete=models.SET_NULL, null=True, related_name="+")
    quote = models.CharField(_("quoted text"), max_length=LONGEST_QUOTE)
    before = models.CharField(max_length=LONGEST_AROUND, blank=True)
    after = models.CharField(max_length=LONGEST_AROUND, blank=True)
    remark = models.TextField(_("remark"), max_length=500, blank=True)
    # What a colleague would write in place of the quoted text: nothing is a suggestion too.
    replacement = models.CharField(max_length=LONGEST_QUOTE, blank=True, default="", db_default="")
    suggested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    times = models.PositiveIntegerField(default=1)
    reported_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TypoReportQuerySet.as_manager()

    class Meta:
        ordering = ["reported_at", "pk"]
        verbose_name = _("mistake reported by readers")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "quote"],
                condition=Q(settled_at=None),
                name="typo_report_open_once",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=~Q(quote=""),
                name="typo_report_quotes_something",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=Q(times__gte=1),
                name="typo_report_came_from_somebody",
                violation_error_message=CONTRADICTION,
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="typo_report_is_settled_by_somebody",
                violation_error_message=CONTRADICTION,
            ),
        ]
        indexes = [
            models.Index(
                fields=["-reported_at", "-id"],
                condition=Q(settled_at=None),
                name="typo_report_newest_first",
            )
        ]

    def __str__(self):
        return self.quote

    @property
    def suggests(self) -> bool:
        """Whether somebody has said what should stand there."""
        return self.suggested_by_id is not None

    def join(self, remark: str) -> None:
        """Count one more reader, and keep what they remark unless it is there or too much."""
        self.times = F("times") + 1
        said = self.remark.split("\n\n")
        if remark and remark not in said and len(self.remark) + len(remark) < LONGEST_REMARKS:
            self.remark = "\n\n".join(filter(None, [self.remark, remark]))
        self.save(update_fields=["times", "remark"])
