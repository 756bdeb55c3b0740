"""`make bench-history`: what it costs to keep every save of a long interview, and what stays."""

import random
import statistics
import time
from datetime import timedelta

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.models import F, Func, IntegerField, Sum
from django.test.utils import CaptureQueriesContext

from articles.content import saves
from articles.models import Article, DraftSnapshot, User
from demo.bench import loading
from demo.bench.words import VOCABULARY
from interviews.models import Interview, Interviewee, QuestionAnswer

NAME = "espreso_bench_history"
# Words of a question, and of each of the two paragraphs of its answer.
ASKED, ANSWERED = 15, 60


class Command(BaseCommand):
    help = (
        "Save an interview again and again, one answer changed each time, and say what keeping "
        "each save costs: milliseconds, queries, bytes; and what is left of it a day later."
    )

    def add_arguments(self, parser):
        parser.add_argument("--questions", type=int, default=150)
        parser.add_argument("--saves", type=int, default=100)

    def handle(self, *, questions, saves, **options):
        loading.use_database(NAME)
        call_command("migrate", interactive=False, verbosity=0)
        Interview.objects.all().delete()
        self.words = random.Random(1)  # noqa: S311 — the same every time
        by, _new = User.objects.get_or_create(username="bench-history")
        piece = self.interview(questions)
        took, queries = zip(*(self.saved(piece, by) for _save in range(saves)), strict=True)
        kept = DraftSnapshot.objects.filter(article=piece.pk)
        self.stdout.write(
            f"{saves} saves of an interview of {questions} questions, each kept whole:\n"
            f"  {statistics.median(took):.1f} ms a save (median; the slowest {max(took):.1f} ms), "
            f"{max(queries)} queries at most\n"
            f"  {_bytes(kept) / 1e6:.1f} MB, {_bytes(kept) / saves / 1e3:.0f} kB a save; as JSON "
            f"they are {_raw(kept) / 1e6:.1f} MB"
        )
        # Those of one day, ten minutes apart, and it is the day after.
        for place, row in enumerate(kept.order_by("-pk")):
            at = row.at - timedelta(days=1) - place * timedelta(minutes=10)
            DraftSnapshot.objects.filter(pk=row.pk).update(at=at)
        DraftSnapshot.objects.thin(piece.pk)
        self.stdout.write(f"  a day later: {kept.count()} of them, {_bytes(kept) / 1e6:.1f} MB")
        kept.update(at=F("at") - timedelta(days=7))
        DraftSnapshot.objects.thin(piece.pk)
        self.stdout.write(f"  a week later: {kept.count()} of them, {_bytes(kept) / 1e6:.1f} MB")

    def interview(self, questions):
        piece = Interview.objects.create(headline="Saved again and again", language="uk")
        Interviewee.objects.create(interview=piece, name="Орися Величко", role="енергетикиня")
        QuestionAnswer.objects.bulk_create(
            QuestionAnswer(
                parent=piece,
                region="main",
                ordering=number * 10,
                question=self.text(ASKED),
                answer=self.answer(),
            )
            for number in range(questions)
        )
        return piece

    def text(self, length):
        return VOCABULARY["uk"].text(self.words, length)

    def answer(self):
        return "".join(f"<p>{self.text(ANSWERED)}</p>" for _paragraph in range(2))

    def saved(self, piece, by):
        """Change one answer and keep the save; return its milliseconds and queries."""
        answers = QuestionAnswer.objects.filter(parent=piece)
        keys = list(answers.values_list("pk", flat=True))
        answers.filter(pk=self.words.choice(keys)).update(answer=self.answer())
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            held = Article.objects.locked().get(pk=piece.pk)
            held.bump(by)
            piece.refresh_from_db()
            others = len(queries)
            began = time.perf_counter()
            saves.keep(piece, by)
            took = 1000 * (time.perf_counter() - began)
        return took, len(queries) - others


def _bytes(rows):
    stored = Func("content", function="pg_column_size", output_field=IntegerField())
    return rows.aggregate(sum=Sum(stored))["sum"]


def _raw(rows):
    return sum(len(saves.as_text(row.content).encode()) for row in rows.iterator(10))
