"""`manage.py import_redirects`: take in redirects from a table of old and new addresses."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from articles.actions import redirects


class Command(BaseCommand):
    """`manage.py import_redirects file.csv`: all of its lines, or none."""

    help = "Import redirects: lines of “old address,new address”, or “old address,gone”."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            with file.open("rb") as table:
                lines = redirects.read_csv(table, redirects.MOST_LINES_OF_THE_COMMAND)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        report = redirects.bring_in(lines)
        for refused in report.refused:
            self.stderr.write(f"{refused.line}: {refused.old} → {refused.new}: {refused.why}")
        if report.refused:
            raise CommandError(report.in_words())
        self.stdout.write(report.in_words())
