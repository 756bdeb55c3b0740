"""Sign-in for the newsroom: accounts are made by an admin, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignup(DefaultAccountAdapter):
    """Nobody opens an account from outside."""

    def is_open_for_signup(self, request):
        return False
