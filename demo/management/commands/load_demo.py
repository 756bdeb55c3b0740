"""Fill an empty newsroom with the invented one."""

from django.core.management.base import BaseCommand

from demo import loader


class Command(BaseCommand):
    help = "Load the demo newsroom, once: a newsroom that has articles is left as it is."

    def handle(self, *, verbosity, **options):
        loader.load(progress=verbosity > 0)
