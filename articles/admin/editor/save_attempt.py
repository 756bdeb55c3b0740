"""Save attempt: what one request does with the form of a piece, handed on from step to step.

Django's admin is the frame: it makes the form, validates, saves and answers, and gives each of
its methods the request. The attempt goes along as `request.attempt`, the only thing that the desk
hangs there. To open a form is an attempt too: one in which nothing is posted.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from articles.admin.common.posted import window_of
from articles.models import Article, Unsaved
from espreso.requests import wants_json


@dataclass
class SaveAttempt:
    """What is known of an attempt so far: each step finds here what those before it left."""

    request: HttpRequest

    # What was typed before and is shown as if it had been posted just now, saving nothing.
    unsaved: Unsaved | None = None
    # Why it cannot be saved as it was meant, in words.
    not_saved: str = ""
    # Where its author can put back the piece that was deleted meanwhile.
    way_back: str = ""
    # Saved for a look at it, in a transaction that is never committed.
    is_preview: bool = False

    # The piece as it was, locked until the save is done; None for a new one.
    before: Article | None = None
    # What the form takes as posted; None for a form that is opened.
    data: QueryDict | None = None
    # What the window said with its last save (`LastSave`, as it is stored).
    last_save: dict = field(default_factory=dict)
    # How both come together (`Rebase`), when somebody saved since the form was opened.
    rebase: Any = None
    # What was posted, as plain values (`FormData`), and by prefix the numbers of those rows in it
    # that say what the database has.
    form_data: Any = None
    unchanged: dict[str, set[int]] = field(default_factory=dict)
    # Who moved the piece on, in words, so that a step pressed before that is not taken.
    overtaken: str = ""
    # Whether the piece was the user's own before they saved it.
    was_own: bool = False
    # What Django made of the data and found valid.
    form: ModelForm | None = None
    formsets: list[BaseFormSet] = field(default_factory=list)
    is_new: bool = False
    # Addresses of links that the save has left out of the texts.
    dead_links: list[str] = field(default_factory=list)
    # What the window shall know of this save (`LastSave`).
    saved: Any = None
    # What its author reads then, when there is more to say than that it is saved.
    after_save_message: str = ""

    # What the admin asks some twenty times for one form, by the keys of pieces.
    editable: dict[int, bool] = field(default_factory=dict)
    own: dict[int, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, request) -> "SaveAttempt":
        """Return the attempt that this request is: made when it is first asked for."""
        if not hasattr(request, "attempt"):
            request.attempt = cls(request)
        return request.attempt

    @cached_property
    def posted(self) -> QueryDict | None:
        """What stands in the form as the browser has it, before any step."""
        return self.request.POST if self.request.method == "POST" else None

    @property
    def in_place(self) -> bool:
        """Whether the page stays as it is, and its script hears what comes of the save."""
        return self.request.method == "POST" and wants_json(self.request)

    @property
    def by_somebody_else(self) -> bool:
        """Whether the page was opened by another user than the one who is signed in by now."""
        opened_by = self.request.POST.get("_user") if self.in_place else None
        return opened_by is not None and opened_by != str(self.request.user.pk)

    @property
    def piece(self) -> Article:
        """The piece that is saved."""
        return self.form.instance

    @property
    def window(self) -> str:
        """The window of the browser that the form is in, if it says so."""
        return window_of(self.data or {})


def somebody_else(user) -> str:
    """Say to whoever has opened a page as another user that `user` is signed in by now."""
    words = _("This browser is now signed in as %s. Sign in as yourself in another tab.")
    return words % user.name
