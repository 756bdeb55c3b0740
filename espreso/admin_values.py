"""Strange values: what no link and no form of the desk sends is refused, and is no error.

Django's admin trusts the numbers of rows that its own pages send back, and looks them up as they
are.
"""

from functools import wraps

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError, models
from django.utils.translation import gettext as _

from espreso.keys import key_of

LONGEST_TEXT = 10_000
"""Characters of a text of which its model says no bound: a biography is no book."""
MOST_ROWS = 1_000
"""That something is done to at once: each is looked at with all that hangs on it, and named."""


class CheckedChoice:
    """Before a widget that looks up what was chosen, to show it once more when it was refused."""

    def optgroups(self, name, value, attr=None):
        # Only numbers can be looked up.
        if keys := [chosen for chosen in value if key_of(chosen)]:
            return super().optgroups(name, keys, attr)
        nothing = [] if self.allow_multiple_selected else [("", "", False, 0)]
        return [(None, [self.create_option(name, *option) for option in nothing], 0)]


class CheckedSelect(CheckedChoice, AutocompleteSelect):
    """A choice of one among many."""


class CheckedValuesMixin:
    """For every admin of the desk, as `BoundedListMixin` is."""

    def get_object(self, request, object_id, from_field=None):
        """Look a row up by a field that has a name."""
        return super().get_object(request, object_id, from_field or None)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Make no other row of a form that has no button for that."""
        if not self.save_as and "_saveasnew" in request.POST:
            request.POST = request.POST.copy()
            del request.POST["_saveasnew"]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Bound a plain text. Rich text has bounds of its own."""
        if type(db_field) is models.TextField and db_field.max_length is None:
            kwargs.setdefault("max_length", LONGEST_TEXT)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Give what is chosen by its words a widget that bears what is no number."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CheckedSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def response_action(self, request, queryset, **kwargs):
        """Do it to the rows that are named by what can be their keys, and to no more than fit."""
        request.POST = request.POST.copy()
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        request.POST.setlist(ACTION_CHECKBOX_NAME, [key for key in chosen if self._is_key(key)])
        every = request.POST.get("select_across", "0") not in {"", "0"}
        if len(queryset[: MOST_ROWS + 1] if every else chosen) > MOST_ROWS:
            messages.error(request, _("Choose at most %d rows at a time.") % MOST_ROWS)
            return None
        return super().response_action(request, queryset, **kwargs)

    def _is_key(self, posted):
        try:
            self.model._meta.pk.clean(posted, None)
        except ValidationError:
            return False
        return "\0" not in posted


def refused(view):
    """Let a view answer “bad request” (400) to what no row can hold, whoever read it unchecked."""

    @wraps(view)
    def refusing(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (DataError, UnicodeEncodeError) as error:
            raise BadRequest(str(error)) from error

    return refusing
