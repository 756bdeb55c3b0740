"""`manage.py prove_embargo`: prove that no public address reveals anything unpublished."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from articles.embargo import CannotProve, LeakReport, prove

# How many addresses are named for a leak that is on many pages.
_NAMED = 3


class Command(BaseCommand):
    help = (
        "Plant secret words in everything unpublished (drafts, scheduled and former versions, "
        "captions, tags, comments, photo files, previews), request every public address, and fail "
        "if any of them reveals one, naming each that does. All of this happens in a transaction "
        "that is rolled back, with files and caches of its own: readers and colleagues see none "
        "of it, and nothing is left behind. Do not migrate the database while it runs."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--at-most",
            type=int,
            metavar="N",
            help="follow links to at most N addresses, starting with those nearest the front page",
        )
        parser.add_argument(
            "--verbose", action="store_true", help="list everything that was planted and requested"
        )

    def handle(self, *, at_most, verbose, **options):
        try:
            report = prove(at_most=at_most, tell=self.stderr.write)
        except CannotProve as error:
            raise CommandError(str(error)) from error
        if verbose:
            self._list(report)
        self.stdout.write(_summary(report))
        for sentence in _leaks(report, named=None if verbose else _NAMED):
            self.stdout.write(sentence)
        for problem in report.problems:
            self.stdout.write(problem)
        if not report.clean:
            raise CommandError("The embargo is not proven.")
        self.stdout.write("Nothing unpublished was found.")

    def _list(self, report):
        self.stdout.write("Planted:")
        for what, times in sorted(report.planted.items()):
            self.stdout.write(f"  {what}" + (f", {times} times" if times > 1 else ""))
        self.stdout.write("Requested:")
        for address, status in sorted(report.asked.items()):
            self.stdout.write(f"  {status} {address}")


def _summary(report: LeakReport) -> str:
    statuses = Counter(report.asked.values())
    answers = ", ".join(f"{times:,} × {status}" for status, times in sorted(statuses.items()))
    words = (
        f"Planted {report.words:,} secrets in {sum(report.planted.values()):,} rows and made "
        f"{report.questions:,} requests to {len(report.asked):,} addresses ({answers})."
    )
    if report.stopped_at:
        words += f" Followed links to only {report.stopped_at:,} addresses."
    return words


def _leaks(report: LeakReport, *, named: int | None):
    by_word = {}
    for leak in report.leaks:
        by_word.setdefault(leak.word, {}).setdefault((leak.address, leak.place), leak)
    for word, leaks in by_word.items():
        yield f"LEAK: {word}"
        for leak in list(leaks.values())[:named]:
            yield f"  {leak.method} {leak.address} ({leak.round}), {leak.place}: {leak.excerpt}"
        if named and len(leaks) > named:
            yield f"  … and in {len(leaks) - named} more places."
