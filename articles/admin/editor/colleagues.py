"""Collaborators: who may write a piece besides those whose piece it is."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.admin.common.widgets import NamesSelect
from articles.models import User
from espreso.keys import key_of

from .save_attempt import SaveAttempt


class ColleaguesField(forms.ModelMultipleChoiceField):
    """Colleagues by name.

    The form carries whom the field showed when it was opened: what is saved is who was put in
    and who was taken out, so that a form opened yesterday undoes nobody's choice of today.
    """

    def __init__(self, **kwargs):
        super().__init__(
            User.objects.none(),
            required=False,
            label=gettext_lazy("Collaborators"),
            widget=NamesSelect,
            show_hidden_initial=True,
            **kwargs,
        )

    def offer(self, chosen) -> None:
        """Offer who works here, and who was chosen already."""
        people = User.objects.filter(Q(is_active=True, is_staff=True) | Q(pk__in=chosen))
        self.queryset = people.order_by("first_name", "last_name", "username")

    def label_from_instance(self, user):
        name = name_of(user)
        return name if user.is_active else _("%s (inactive)") % name


def name_of(user) -> str:
    """Return the name of a colleague; a user name may be an e-mail address, which is no name."""
    return user.get_full_name() or user.username.partition("@")[0]


class ColleaguesMixin:
    """Adds to the admin of a kind of piece who else may write it.

    Those whose piece it is and editors share it. Who was let in writes, and lets nobody in:
    neither as a colleague nor through the byline.
    """

    def may_share(self, request, piece) -> bool:
        """Whether this user decides who writes the piece."""
        if piece is None:
            return True
        asked = SaveAttempt.of(request).own
        if piece.pk not in asked:
            asked[piece.pk] = permissions.may_share(request.user, piece)
        return asked[piece.pk]

    def get_readonly_fields(self, request, obj=None):
        fields = list(super().get_readonly_fields(request, obj))
        return fields if self.may_share(request, obj) else [*fields, "byline", "colleagues"]

    @admin.display(description=gettext_lazy("Collaborators"), empty_value="–")
    def colleagues(self, piece):
        """Say them where they are only read."""
        people = piece.shared_with.order_by("first_name", "last_name", "username")
        return ", ".join(name_of(user) for user in people) or None

    def save_colleagues(self, attempt):
        """Let in who was put in, and out who was taken out."""
        form = attempt.form
        if "colleagues" in form.changed_data:
            chosen = {user.pk for user in form.cleaned_data["colleagues"]}
            posted = form.data.getlist(form.add_initial_prefix("colleagues"))
            opened = set(map(key_of, posted)) - {None}
            form.instance.shared_with.add(*(chosen - opened))
            form.instance.shared_with.remove(*(opened - chosen))
