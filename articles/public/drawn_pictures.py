"""Drawn pictures: cuts and share cards, drawn when somebody asks, and kept.

They are a cache, and their names are doomed from the beginning: each file goes when its time is
over, or with its photo. No address leads to them: who sends one has asked whether it may be seen.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError

from articles.models import DoomedFile
from articles.models.doomed_file import PRIVATE
from espreso import limited_process

KEPT_FOR = timedelta(days=7)
# Seconds. A reader waits no longer; machines ask again.
_PATIENCE = 2
_LAST_MARKER = b"\xff\xd9"

logger = logging.getLogger(__name__)


def drawn(name: str, draw: Callable[[], bytes]) -> bytes:
    """Return the JPEG of this name, and draw and keep it where it was not yet.

    Of several who ask at once one draws. Raises what `draw` does, and `Refusal` (`BUSY`) when its
    turn does not come.
    """
    if kept := _kept(name):
        return kept
    with limited_process.turn(_PATIENCE):
        if kept := _kept(name):
            return kept
        content = draw()
        _keep(name, content)
    return content


def _kept(name):
    try:
        with storages[PRIVATE].open(name) as file:
            content = file.read()
    except OSError:
        return None
    # Whoever was writing it may have been killed.
    return content if content.endswith(_LAST_MARKER) else None


def _keep(name, content):
    storage = storages[PRIVATE]
    try:
        DoomedFile.objects.announce([(PRIVATE, name)], due_in=KEPT_FOR)
        storage.delete(name)
        storage.save(name, ContentFile(content))
    except (OSError, DatabaseError) as error:
        # It is drawn again, which is slower and no less right.
        logger.warning("%s cannot be kept (%s).", name, error)
