"""`manage.py remove_second_factor`: the way in for an admin who has lost phone, keys and codes."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles.actions import accounts
from articles.exceptions import ActionRefused
from articles.models import User
from articles.notifications import invitations, mail


class Command(BaseCommand):
    help = (
        "Remove the second factor of an account: its authenticator app, keys and recovery codes. "
        "The password alone is enough then; changepassword sets another one. The owner is "
        "notified by email. For the only admin: others ask an admin in the desk."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", help="the user name, or the email address")

    @transaction.atomic
    def handle(self, *, username, **options):
        named = User.objects.filter(username__iexact=username)
        person = named.first() or User.objects.reached_at(username).first()
        if person is None:
            raise CommandError(f"There is no account with the user name or address {username}.")
        try:
            accounts.take_away_second_factor(person, by=None)
        except ActionRefused as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        mail.post([invitations.second_factor_taken(person, by=None)])
        self.stdout.write(f"The second factor of {person.name} has been removed.")
