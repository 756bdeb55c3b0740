"""Accounts: what is done about a colleague's account. Each action is one transaction.

Nobody is deleted: versions and history name people for ever. `by` is who does it. Whether they
may look after this person at all, the desk has asked before; what nobody may do to themselves,
or to the newsroom, is refused here.
"""

import re

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.actions import activity
from articles.exceptions import ActionRefused
from articles.models import Act, Article, SharedPreview, User
from articles.roles import ADMIN, EDITS_EVERY_PIECE, ROLES


@transaction.atomic
def invite(name: str, email: str, role: str, by) -> User:
    """Make an account that nobody can sign in to until its owner has chosen a password."""
    *first, last = name.split()
    person = User(email=email, is_staff=True)
    person.first_name, person.last_name = (" ".join(first), last) if first else (last, "")
    person.username = _free_username(email)
    person.set_unusable_password()
    person.full_clean()
    person.save()
    person.groups.add(Group.objects.get(name=role))
    activity.note(Act.INVITED, by, person, role)
    return person


def _free_username(email):
    wanted = re.sub(r"[^\w.+-]", "", email.partition("@")[0]).lower()[:140] or "colleague"
    name, number = wanted, 1
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{wanted}{number}"
    return name


@transaction.atomic
def give_role(person, role: str, by) -> None:
    """Make `role` the one role of `person`."""
    if person == by:
        raise ActionRefused(_("You cannot change your own role. Ask another admin."))
    if role not in ROLES:
        raise ActionRefused(_("There is no such role."))
    _hold(person)
    if role != ADMIN:
        _keep_somebody_in_charge(person)
    person.groups.remove(*person.groups.filter(name__in=ROLES))
    person.groups.add(Group.objects.get(name=role))
    end_previews_of_others_pieces(person, by)
    activity.note(Act.ROLE, by, person, role)


@transaction.atomic
def switch_off(person, by) -> None:
    """Let `person` sign in no more, and sign them out wherever they are.

    Every link and every sign-in that was begun before this is over for ever: whoever is switched
    on before they took their invitation is invited anew.
    """
    if person == by:
        raise ActionRefused(_("You cannot deactivate your own account. Ask another admin."))
    _hold(person)
    _keep_somebody_in_charge(person)
    person.is_active = False
    person.switched_off_at = timezone.now()
    person.save(update_fields=["is_active", "switched_off_at"])
    end_sessions(person)
    activity.note(Act.SWITCHED_OFF, by, person)


def end_previews_of_others_pieces(person, by) -> None:
    """End what `person` has shared and may not write any more, after they have lost a role."""
    if person.is_superuser or person.groups.filter(name__in=EDITS_EVERY_PIECE).exists():
        return
    # Revoked for good: they would open again with the role.
    shared = SharedPreview.objects.filter(by=person, revoked_at=None, expires_at__gt=Now())
    others = shared.exclude(article__in=Article.objects.written_by(person).values("pk"))
    others.update(revoked_at=timezone.now(), revoked_by=by)


@transaction.atomic
def switch_on(person, by) -> None:
    """Let `person` sign in again, in the role that they had."""
    User.objects.filter(pk=person.pk).update(is_active=True)
    person.is_active = True
    activity.note(Act.SWITCHED_ON, by, person)


def end_sessions(person, keep: str | None = None) -> int:
    """Sign `person` out everywhere, but in the session with the key `keep`; return how often."""
    sessions = UserSession.objects.filter(user=person)
    ended = 0
    for session in sessions.exclude(session_key=keep) if keep else sessions:
        ended += session.exists()
        session.end()
    return ended


@transaction.atomic
def take_away_second_factor(person, by) -> None:
    """Forget the keys, the app and the recovery codes of `person`, who sets up new ones.

    `by` is None where somebody does it on the server.
    """
    if person == by:
        raise ActionRefused(_("Change your own second factor under “Two-factor sign-in”."))
    found, _kinds = Authenticator.objects.filter(user=person).delete()
    if not found:
        raise ActionRefused(_("%s has no second factor.") % person.name)
    # Where one is required, the days in which to set up another begin anew.
    User.objects.filter(pk=person.pk).update(second_factor_asked_at=None)
    activity.note(Act.FACTOR, by, person)


def _hold(person):
    """Let nobody else change what `person` may do, nor who is in charge, until the commit."""
    # All at once and in one order: of two admins none waits for the other.
    concerned = Q(pk=person.pk) | Q(pk__in=User.objects.in_charge().values("pk"))
    list(User.objects.filter(concerned).order_by("pk").select_for_update(no_key=True).values("pk"))


def _keep_somebody_in_charge(person):
    # Of two admins who switch each other off at once, the second one finds the first gone: the
    # question is asked once the lock is held.
    if not User.objects.in_charge().exclude(pk=person.pk).exists():
        raise ActionRefused(
            _("%s is the last admin who can sign in. Make someone else an admin first.")
            % person.name
        )
