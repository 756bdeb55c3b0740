"""Boards: the lists of the dashboard, by what waits for whom.

Each list asks for the keys of its few rows first, and all pieces are then read at once: the
page costs the same number of queries whatever the newsroom holds.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    F,
    Func,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Now
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import permissions
from articles.admin.common.state import State
from articles.admin.common.times import when
from articles.admin.common.urls import form_of
from articles.admin.editor.changelist import in_state
from articles.models import (
    Article,
    Change,
    Comment,
    CommentNotification,
    Reason,
    Stage,
    TypoReport,
    Unsaved,
    User,
    Version,
)
from espreso import clock

from .board import SHOWN, Board, BoardLine

# Corrections of so many days, today among them.
A_WEEK = 7
# What was changed longer ago is old news on a first page, and stays in its list.
LATELY = timedelta(days=90)


class Boards:
    """The lists of one person, with the pieces of all of them read together."""

    def __init__(self, user):
        self.user = user
        self.signs_off = permissions.signs_off_every_piece(user)
        self.mine = Article.objects.written_by(user)
        # What a list can only say once its pieces are there.
        self._later: list[tuple[Board, list, Callable]] = []
        self._wanted = set()

    def columns(self) -> list[list[Board]]:
        """Return what waits for this person, and what happens around them."""
        back, to_me = self.sent_back(), self.said_to_me()
        if self.signs_off:
            # Who signs off seldom gets something back, and must not miss it then.
            waiting = [*([back] if back.total else []), self.review(), self.ready()]
        else:
            waiting = [back]
        if to_me.total:
            waiting = [to_me, *waiting]
        columns = [
            [*waiting, self.drafts()],
            [
                *(self.scheduled(), self.changed(), self.comments()),
                *(self.mistakes(), self.corrections()),
            ],
        ]
        pieces = (
            Article.objects.with_kind()
            .with_state()
            .select_related("staged_by", "modified_by", *_kinds())
            .in_bulk(self._wanted)
        )
        for board, rows, line in self._later:
            # Somebody may have deleted a piece since its key was found.
            there = [row for row in rows if row["piece"] is None or row["piece"] in pieces]
            board.lines = [line(row, pieces.get(row["piece"])) for row in there]
        return columns

    def _fill(self, board, rows, line):
        """Have `board` say `line(row, piece)` of each row, and how many there are."""
        rows = list(rows)
        board.total = rows[-1].get("total", 0) if rows else 0
        self._wanted |= {row["piece"] for row in rows if row["piece"]}
        self._later.append((board, rows, line))
        return board

    # What waits for whom.

    def review(self):
        board = Board(
            name="review",
            title=_("Waiting for you: in review"),
            empty=_("Nothing is waiting for review."),
            address=_list(state="review"),
        )
        rows = _rows(in_state(Article.objects.all(), Stage.REVIEW).order_by("staged_at", "pk"))
        return self._fill(board, rows, self._staged)

    def ready(self):
        board = Board(
            name="ready",
            title=_("Ready to publish"),
            empty=_("Nothing is marked as ready."),
            address=_list(state="ready"),
        )
        rows = _rows(in_state(Article.objects.all(), Stage.READY).order_by("staged_at", "pk"))
        return self._fill(board, rows, self._staged)

    def _staged(self, row, piece):
        at = when(piece.staged_at or piece.modified_at)
        if piece.staged_by:
            return _board_line(
                piece, _("by %(who)s, %(when)s") % {"who": piece.staged_by.name, "when": at}
            )
        return _board_line(piece, _("since %s") % at)

    def sent_back(self):
        """The pieces that came back with a comment, until they are sent on or published."""
        board = Board(
            name="back",
            title=_("Waiting for you: sent back"),
            empty=_("Nothing was sent back to you."),
        )
        comments = Comment.objects.sending_back().filter(article__in=self.mine.values("pk"))
        comments = comments.exclude(by=self.user).order_by("-at", "-pk")
        rows = _rows(comments, piece=F("article"), said=F("text"))
        return self._fill(board, rows, self._sent_back)

    def _sent_back(self, row, piece):
        line = self._staged(row, piece)
        line.quote = _beginning_of(row["said"])
        return line

    # One's own.

    def drafts(self):
        board = Board(
            name="drafts",
            title=_("My drafts"),
            empty=_("You have no drafts. What you write appears here until it is published."),
            address=_list(whose="mine", state="in_work"),
        )
        unsaved = list(
            Unsaved.objects.waiting()
            .filter(user=self.user)
            .annotate(
                piece=F("article"),
                # The whole form: needed for the headline of what has no piece yet, only.
                typed=Case(
                    When(article=None, then=F("fields")),
                    default=Value(""),
                    output_field=TextField(),
                ),
            )
            .order_by("-typed_at")
            .values("piece", "kind", "typed", "words", "typed_at")[:SHOWN]
        )
        kept = {row["piece"]: row for row in reversed(unsaved)}
        drafts = list(_rows(in_state(self.mine, "in_work").order_by("-modified_at", "-pk")))
        listed = {row["piece"] for row in drafts}
        first = [row for row in unsaved if row["piece"] is None]
        first += [{"piece": piece} for piece in kept if piece and piece not in listed]

        def say(row, piece):
            if piece is None:
                return self._new(row)
            if piece.pk in kept:
                line = _board_line(piece, State(piece).in_short())
                return _unsaved(line, kept[piece.pk])
            changed = _("changed %s") % when(piece.modified_at)
            return _board_line(piece, State(piece).in_short(), changed)

        return self._fill(board, first + drafts, say)

    def _new(self, row):
        kinds = {kind._meta.model_name: kind for kind in Article.kinds()}
        options = kinds.get(row["kind"], Article)._meta
        typed = QueryDict(row["typed"])
        line = BoardLine(
            words=typed.get("headline", "").strip() or _("No headline"),
            address=reverse(f"admin:{options.app_label}_{options.model_name}_add"),
            facts=[_("new")],
            state="draft",
            language=typed.get("language", ""),
        )
        return _unsaved(line, row)

    # What readers will see, and what they do not see yet.

    def scheduled(self):
        board = Board(
            name="scheduled",
            title=_("Scheduled next"),
            empty=_("Nothing is scheduled."),
            address=_list(state="scheduled"),
            note=_("Time zone: %s") % timezone.get_current_timezone_name(),
        )
        versions = (
            Version.objects.annotate(opens=_OPENS).filter(opens__gt=Now()).order_by("opens", "pk")
        )
        rows = _rows(versions, piece=F("article"), at=F("opens"), name=F("headline"))
        return self._fill(board, rows, self._scheduled)

    def _scheduled(self, row, piece):
        line = _board_line(piece, clock.in_words(row["at"], _("l j M, H:i")))
        line.words, line.state = row["name"], "scheduled"
        return line

    def changed(self):
        since = clock.midnight(timezone.localdate() - LATELY)
        whose = {} if self.signs_off else {"whose": "mine"}
        board = Board(
            name="changed",
            title=_("Live, and changed since"),
            empty=_("Nothing changed in the last 90 days is waiting to be published again."),
            address=_list(state="changed", modified_at__gte=since.isoformat(), **whose),
        )
        pieces = Article.objects.all() if self.signs_off else self.mine
        rows = _rows(
            in_state(pieces.filter(modified_at__gte=since), "changed").order_by(
                "-modified_at", "-pk"
            )
        )
        return self._fill(board, rows, self._changed)

    def _changed(self, row, piece):
        at = when(piece.modified_at)
        if piece.modified_by:
            who = {"who": piece.modified_by.name, "when": at}
            return _board_line(piece, _("changed by %(who)s, %(when)s") % who)
        return _board_line(piece, _("changed %s") % at)

    # What was said.

    def said_to_me(self):
        """The comments that mention this person or reply to them, until they open the piece."""
        board = Board(name="said-to-me", title=_("Comments for you"), empty="")
        said = CommentNotification.objects.unread_by(self.user)
        rows = _rows(
            said.order_by("-comment__at", "-pk"),
            piece=F("comment__article"),
            thread=Coalesce("comment__answers_to", "comment"),
            why=F("reason"),
            **_said("comment__"),
        )
        return self._fill(board, rows, self._said_to_me)

    def _said_to_me(self, row, piece):
        line = self._comment(row, piece)
        line.facts.append(Reason(row["why"]).label)
        return line

    def comments(self):
        board = Board(
            name="comments",
            title=_("Unresolved comments"),
            empty=_("No comments are waiting for a reply."),
        )
        comments = Comment.objects.open()
        if not self.signs_off:
            comments = comments.filter(article__in=self.mine.values("pk"))
        rows = _rows(
            comments.order_by("-at", "-pk"),
            piece=F("article"),
            thread=F("pk"),
            **_said(),
        )
        return self._fill(board, rows, self._comment)

    def _comment(self, row, piece):
        by = User(first_name=row["first"], last_name=row["last"], username=row["username"])
        line = _board_line(piece, f"{by.name}, {when(row['moment'])}")
        line.address += f"#comment-{row['thread']}"
        line.quote = _beginning_of(row["said"])
        return line

    def mistakes(self):
        board = Board(
            name="mistakes",
            title=_("Mistakes reported by readers"),
            empty=_("Readers have reported no mistakes."),
        )
        reports = TypoReport.objects.open()
        if not self.signs_off:
            reports = reports.filter(article__in=self.mine.values("pk"))
        reports = reports.order_by("-reported_at", "-pk")
        rows = _rows(
            reports,
            piece=F("article"),
            said=F("quote"),
            meant=F("replacement"),
            suggested=F("suggested_by"),
            at=F("reported_at"),
        )
        return self._fill(board, rows, self._mistake)

    def _mistake(self, row, piece):
        line = _board_line(piece, when(row["at"]))
        line.address += "#mistakes"
        line.quote = _beginning_of(row["said"])
        if row["suggested"]:
            line.quote += f" → {_beginning_of(row['meant']) or '–'}"
        return line

    def corrections(self):
        board = Board(
            name="corrections",
            title=_("Corrections this week"),
            empty=_("Nothing has needed correcting in the last seven days."),
            address=_reverse_or_empty("articles:corrections"),
        )
        since = clock.midnight(timezone.localdate() - timedelta(days=A_WEEK - 1))
        versions = Version.objects.annotate(opens=_OPENS).filter(
            change=Change.CORRECTION, opens__gte=since, opens__lte=Now()
        )
        rows = _rows(
            versions.order_by("-opens", "-pk"),
            piece=F("article"),
            at=F("opens"),
            name=F("headline"),
            said=F("note"),
        )
        return self._fill(board, rows, self._correction)

    def _correction(self, row, piece):
        line = _board_line(piece, when(row["at"]))
        line.words, line.quote = row["name"], _beginning_of(row["said"])
        return line


# As its index has it.
_OPENS = Func("during", function="lower", output_field=DateTimeField())


def _rows(queryset, **values):
    """Return the first few rows, as their piece and `values`, with how many there are in all."""
    values.setdefault("piece", F("pk"))
    return queryset.annotate(total=Window(Count("*"))).values("total", **values)[:SHOWN]


def _said(comment=""):
    """Return what a line says of a comment, which `comment` leads to."""
    fields = {
        "said": "text",
        "moment": "at",
        "first": "by__first_name",
        "last": "by__last_name",
        "username": "by__username",
    }
    return {name: F(comment + field) for name, field in fields.items()}


def _kinds():
    return [link.name for link in Article.subtypes()]


def _board_line(piece, *facts):
    return BoardLine(
        words=piece.headline,
        address=form_of(piece),
        facts=list(facts),
        state=State(piece).code,
        language=piece.language,
    )


def _list(**query):
    return reverse("admin:articles_article_changelist", query=query)


def _reverse_or_empty(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _unsaved(line, row):
    """Let a line say that something of its piece is not saved, and what it is."""
    line.warning = _("not saved: autosaved at %s") % when(row["typed_at"])
    if not line.words.startswith(row["words"]):
        line.quote = _beginning_of(row["words"])
    return line


def _beginning_of(text):
    return Truncator(" ".join(text.split())).chars(140)
