"""Activity log: each action that admins look up notes itself here, in its own transaction."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

from articles.models import Act, Activity, User

# A sign-in is kept for so long, and until then the database refuses to delete it.
SIGN_INS_KEPT = timedelta(days=365)
_AT_ONCE = 500


def note(act: Act, by: User | None, about: models.Model | None = None, detail: str = "") -> None:
    """Write down that `by` did this; None is whoever runs the server."""
    Activity.objects.create(
        act=act,
        by=by,
        name=by.name if by else "",
        model=_model_of(about)._meta.label_lower if about else "",
        key=about.pk if about else None,
        about=_words_of(about)[:300] if about else "",
        detail=detail,
    )


def _model_of(row) -> type[models.Model]:
    """Return what the row is whatever its kind: a piece of any kind is an article."""
    return (*row._meta.get_parent_list(), type(row))[0]


def _words_of(row) -> str:
    return getattr(row, "name", "") or str(row)


def note_sign_in(user, **_of_signal) -> None:
    """Write down that somebody signed in, whichever way they came."""
    note(Act.SIGNED_IN, user)


def thin_sign_ins() -> int:
    """Delete some of the sign-ins that are kept no longer; return how many."""
    old = Activity.objects.filter(act=Act.SIGNED_IN, at__lt=Now() - SIGN_INS_KEPT)
    keys = list(old.order_by("at").values_list("pk", flat=True)[:_AT_ONCE])
    if keys:
        Activity.objects.filter(pk__in=keys).delete()
    return len(keys)
