"""Renditions: made of photos, and the queue of those whose larger ones are still to be made."""

import logging
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models.functions import Now

from articles.imaging import client
from espreso.refusal import BUSY

from .doomed_file import PUBLIC, Name

# Longer than making them may take: what was killed meanwhile is begun again after it.
_LEASE = timedelta(seconds=90)
# A machine that is too busy for it now is so no longer then.
_AFTER_A_REFUSAL = timedelta(minutes=10)

logger = logging.getLogger(__name__)


class RenderingQuerySet(models.QuerySet["Rendering"]):
    def take_next(self) -> "Rendering | None":
        """Return one that is due, and put it off for as long as making it may take."""
        with transaction.atomic():
            due = self.filter(due_at__lte=Now()).order_by("due_at")
            taken = due.select_for_update(skip_locked=True, of=["self"]).first()
            if taken:
                taken.put_off(_LEASE)
        return taken


class Rendering(models.Model):
    """A photo that waits for its larger renditions."""

    photo = models.OneToOneField("articles.Photo", on_delete=models.CASCADE, primary_key=True)
    due_at = models.DateTimeField(db_default=Now())

    objects = RenderingQuerySet.as_manager()

    def __str__(self):
        return f"{self.photo}"

    def put_off(self, delay: timedelta) -> None:
        type(self).objects.filter(pk=self.pk).update(due_at=Now() + delay)


def rendered(photo, original, **options) -> tuple[list[dict], dict[Name, ContentFile]]:
    """Return the entries of new renditions of a photo, the widest first, and their files.

    `options` are those of `imaging.client.renditions`, and so is what this raises.
    """
    made: dict[int, dict] = {}
    files = {}
    for rendition in client.renditions(
        original,
        credit=photo.credit,
        copyright=photo.copyright,
        licence=photo.licence,
        **options,
    ):
        extension = {"jpeg": "jpg"}.get(rendition.format, rendition.format)
        name = f"{secrets.token_urlsafe(16)}-{rendition.width}.{extension}"
        size = {"width": rendition.width, "height": rendition.height}
        made.setdefault(rendition.width, size)[rendition.format] = name
        files[PUBLIC, name] = ContentFile(rendition.content)
    return list(made.values()), files


def render_due() -> None:
    """Make the renditions of one photo that waits for them."""
    rendering = Rendering.objects.take_next()
    if rendering is None:
        return
    try:
        rendering.photo.finish_renditions()
    except ValidationError as refusal:
        # Those who wait for their upload go first.
        if refusal.code == BUSY:
            rendering.put_off(timedelta(0))
        else:
            rendering.put_off(_AFTER_A_REFUSAL)
            said = " ".join(refusal.messages)
            logger.warning("Photo %s keeps its smallest rendition alone: %s", rendering.pk, said)
