"""Expired sessions: deleted in the background, a few at a time."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

_AT_ONCE = 500


def delete_some() -> int:
    """Delete the oldest of those that are over, and what lists them; return how many."""
    # By the clock that says when they are over.
    over = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date")
    keys = list(over.values_list("session_key", flat=True)[:_AT_ONCE])
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
