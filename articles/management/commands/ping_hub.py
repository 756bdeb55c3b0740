"""`manage.py ping_hub`: notify the hub of scheduled pieces that have been published."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.notifications import websub


class Command(BaseCommand):
    help = (
        "Notify the hub in WEBSUB_HUB of the feeds in which a scheduled piece has appeared since "
        "the last run. Have a timer run it every minute. The hub is notified immediately of "
        "pieces that someone publishes by hand."
    )

    def handle(self, **options):
        if not settings.WEBSUB_HUB:
            raise CommandError("No hub: set WEBSUB_HUB.")
        announced = websub.ping_what_the_clock_brought()
        if announced is None:
            raise CommandError(
                "The hub was not notified; the log says why. The next run tries again."
            )
        self.stdout.write(f"Scheduled pieces announced to the hub: {announced}.")
