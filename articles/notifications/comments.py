"""Notifications of comments: who hears of one, and by which of their choices."""

import re
from collections import defaultdict

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import Comment, CommentNotification, Reason, User

from . import outbox
from .mail import Letter, indented
from .review import people_of

# What is said of a comment on somebody's piece: it waits in their lists of comments anyway.
_OF_PIECE = ""
# Whoever wants no mail of one kind may get it of the next one.
_CHOICES = {
    Reason.MENTION: "mail_mentions",
    Reason.REPLY: "mail_replies",
    _OF_PIECE: "mail_comments",
}


def colleagues(piece) -> list[User]:
    """Return who can read `piece` in the desk, by name: nobody else hears of its comments."""
    there = permissions.who_may_see(piece).filter(is_active=True, is_staff=True)
    return sorted(there, key=lambda person: (person.name.casefold(), person.pk))


def mention_of(person, people) -> str:
    """Return what names `person` among `people`: the name, unless somebody else has it too."""
    alike = sum(one.name.casefold() == person.name.casefold() for one in people)
    return person.username if alike > 1 else person.name


def mentioned(text, people) -> set[int]:
    """Return the keys of those whom `text` names with an @. Of a name that two have, both."""
    called = defaultdict(set)
    for person in people:
        for name in (person.name, person.username):
            called[name.casefold()].add(person.pk)
    # A longer name before one that it begins with.
    names = "|".join(re.escape(name) for name in sorted(called, key=len, reverse=True))
    found = re.findall(rf"(?<![\w@])@({names})(?!\w)", " ".join(text.split()).casefold())
    return set().union(*(called[name] for name in found))


def tell(comment: Comment, piece, *, link: str, choices: str) -> None:
    """Tell those whom `comment` concerns; `link` leads to it, `choices` to what they get by mail.

    The comments on a piece that come within some minutes are one mail.
    """
    people = [person for person in colleagues(piece) if person.pk != comment.by_id]
    reasons = {
        Reason.MENTION: mentioned(comment.text, people) if "@" in comment.text else set(),
        Reason.REPLY: _thread_of(comment),
        _OF_PIECE: set(people_of(piece).values_list("pk", flat=True)),
    }
    told = []
    for person in people:
        why = [reason for reason, keys in reasons.items() if person.pk in keys]
        if why and why[0] != _OF_PIECE:
            told.append(CommentNotification(comment=comment, to=person, reason=why[0]))
        wanted = [reason for reason in why if getattr(person, _CHOICES[reason])]
        if wanted and person.email:
            _write(person, wanted[0], comment, piece, link, choices)
    CommentNotification.objects.bulk_create(told)


def _thread_of(comment) -> set[int]:
    if comment.answers_to_id is None:
        return set()
    thread = Q(pk=comment.answers_to_id) | Q(answers_to=comment.answers_to_id)
    return set(Comment.objects.filter(thread).values_list("by", flat=True))


def _write(person, reason, comment, piece, link, choices):
    words = {"who": comment.by.name, "headline": piece.headline, "site": settings.SITE_NAME}
    said = {
        Reason.MENTION: _("%(who)s mentioned you in a comment on “%(headline)s”:"),
        Reason.REPLY: _("%(who)s replied to you on “%(headline)s”:"),
        _OF_PIECE: _("%(who)s commented on “%(headline)s”:"),
    }[reason]
    end = _(
        "You received this email because you work at %(site)s. Choose what you get by email:\n\n"
        "%(choices)s\n"
    )
    subject = _("Comments on: %(headline)s") % words
    body = "\n\n".join((said % words, indented(comment.text), link)) + "\n\n"
    outbox.gather(Letter(person, subject, body), end % (words | {"choices": choices}))
