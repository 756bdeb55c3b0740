"""Permissions: who may do what, and with which piece. Each rule is here, and nowhere else.

`roles.py` says what each role is granted; a function here says what that means for one piece, and
may look at it. Whoever acts on a piece may edit it besides: the desk asks both. Models and actions
ask nobody: who calls them has asked, and says what they need to know.
"""

from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.db.models import Q

from articles.models import Article, DeletedDraft, Tag, User


def may(user, action: str, what) -> bool:
    """Whether `user` is granted Django's own "view", "add", "change" or "delete" on a model."""
    return user.has_perm(f"{what._meta.app_label}.{get_permission_codename(action, what._meta)}")


# Pieces.


def may_see(user, piece) -> bool:
    """Whether `user` may read `piece` in the desk, whatever its state."""
    return may(user, "view", piece) or may(user, "change", piece)


def who_may_see(piece):
    """Return the accounts that may read `piece` in the desk, whether or not they can sign in."""
    options = piece._meta
    granted = (
        User.objects.with_perm(
            f"{options.app_label}.{get_permission_codename(action, options)}",
            backend="django.contrib.auth.backends.ModelBackend",
        )
        for action in ("view", "change")
    )
    return User.objects.filter(
        Q(*(Q(pk__in=some.values("pk")) for some in granted), _connector=Q.OR)
    )


def may_edit(user, piece) -> bool:
    """Whether `user` may change what `piece` says: a reporter where they work on it."""
    if not (may(user, "change", piece) and may(user, "change", Article)):
        return False
    if piece.pk is None or edits_every_piece(user):
        return True
    return Article.objects.written_by(user).filter(pk=piece.pk).exists()


def edits_every_piece(user) -> bool:
    """Whether the pieces of others are open to `user` like their own."""
    return user.has_perm("articles.edit_every_article")


def may_share(user, piece) -> bool:
    """Whether `user` decides who writes `piece`: who was let in lets nobody in."""
    return edits_every_piece(user) or piece.is_own(user)


def may_sign_off(user, piece) -> bool:
    """Whether `user` decides if `piece` is ready, and sends it back when it is not."""
    return signs_off_every_piece(user)


def signs_off_every_piece(user) -> bool:
    """Whether `user` is one of those whom a draft is sent to."""
    return user.has_perm("articles.publish_article")


def may_keep_templates(user) -> bool:
    """Whether `user` decides which templates there are; whoever writes may begin with one."""
    return signs_off_every_piece(user)


def who_may_sign_off(piece):
    """Return the accounts that may sign off `piece`, whether or not they can sign in."""
    return User.objects.with_perm(
        "articles.publish_article", backend="django.contrib.auth.backends.ModelBackend"
    )


def may_publish(user, piece) -> bool:
    """Whether `user` may let readers see what `piece` says now.

    Letting more people publish some pieces changes this alone: who is asked to sign off, by mail
    and on the dashboard, are still those who may sign off every piece.
    """
    return user.has_perm("articles.publish_article")


def may_schedule(user, piece) -> bool:
    """Whether `user` may say from when readers see `piece`, and take that back."""
    return user.has_perm("articles.schedule_article")


def may_withdraw(user, piece) -> bool:
    """Whether `user` may take `piece` off every page of the site."""
    return user.has_perm("articles.withdraw_article")


def deleted_drafts(user):
    """Return the deleted drafts that `user` may put back: editors any, a reporter their own."""
    drafts = DeletedDraft.objects.waiting()
    if may(user, "delete", Article):
        return drafts
    return drafts.own(user) if may(user, "change", Article) else drafts.none()


# What pieces are made of.


def may_withdraw_photos(user) -> bool:
    """Whether `user` may take a photo off every page, and bring it back."""
    return user.has_perm("articles.withdraw_photo")


def may_change_record(user, photo) -> bool:
    """Whether `user` may change what files say of `photo`, how it is cropped, and its portrait.

    Readers see that at once, where it shows: in a piece that is live, or with an author.
    """
    return user.has_perm("articles.publish_article") or not photo.is_shown


def needs_second_factor(user) -> bool:
    """Whether `user` may do so much that the newsroom asks them for a second factor."""
    if settings.SECOND_FACTOR_DAYS is None:
        return False
    return signs_off_every_piece(user) or may(user, "change", User)


def may_merge_tags(user) -> bool:
    """Whether `user` may merge a tag into another: it removes one, like deleting."""
    return may(user, "delete", Tag)
