"""`manage.py ping_hub`: tell the hub of scheduled pieces that have come out."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.notifications import websub


class Command(BaseCommand):
    help = (
        "Tell the hub of WEBSUB_HUB which feeds have a piece that came out as scheduled since the "
        "last time. Let a timer run it every minute. What somebody publishes is told at once."
    )

    def handle(self, **options):
        if not settings.WEBSUB_HUB:
            raise CommandError("There is no hub: set WEBSUB_HUB.")
        told = websub.ping_what_the_clock_brought()
        if told is None:
            raise CommandError("The hub was not told; the log says why. The next run tells it.")
        self.stdout.write(f"Told the hub of {told}.")
