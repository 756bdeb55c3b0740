"""Roles: what each role of the newsroom is granted, as groups made after every `migrate`."""

from django.contrib.auth.models import Group, Permission

# What each role may do beyond the one before it: actions on models, by app.
_REPORTER = {
    "articles": {
        "article": "view add change",
        "prose figure pullquote embed byline taggedarticle": "view add change delete",
        "photo": "view add change",
        "tag": "view add",
        "author section version": "view",
    },
    "interviews": {
        "interview": "view add change",
        "interviewee questionanswer": "view add change delete",
    },
}
_EDITOR = {
    "articles": {
        "article": "edit_every publish schedule withdraw delete",
        "photo": "withdraw delete",
        "tag": "change",
        "author": "add change",
        "arrangement": "view change",
    },
    "interviews": {"interview": "delete"},
}
_ADMIN = {
    "articles": {
        "tag section author": "add change delete",
        "user": "view add change",
        "outgoingmail": "view delete",
        "activity": "view",
        "page menuitem redirect": "view add change delete",
    },
}
ROLES = {
    "Reporter": [_REPORTER],
    "Editor": [_REPORTER, _EDITOR],
    "Admin": [_REPORTER, _EDITOR, _ADMIN],
}
# Whoever has it looks after the accounts of the others.
ADMIN = "Admin"


def permissions_of(role: str) -> set[str]:
    """Return what `role` may do, as `app.codename`."""
    return {
        f"{app}.{action}_{model}"
        for table in ROLES[role]
        for app, grants in table.items()
        for models, actions in grants.items()
        for model in models.split()
        for action in actions.split()
    }


_EDIT_EVERY_PIECE = "articles.edit_every_article"
EDITS_EVERY_PIECE = [role for role in ROLES if _EDIT_EVERY_PIECE in permissions_of(role)]
"""The roles in which one writes the pieces of others too."""


def editing_every_piece(people):
    """Return, of these accounts, those that write the pieces of others, by whatever grants it."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return people.with_perm(_EDIT_EVERY_PIECE, backend=backend)


def ensure_groups(**kwargs) -> None:
    """Create the groups that are missing and grant what their role may do.

    Runs after every `migrate`, since permissions come into being there. Only ever adds:
    what an admin granted to a group beyond this stays.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.add(*(known[name] for name in permissions_of(role) if name in known))
