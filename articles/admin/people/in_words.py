"""What a form of the people's screens does, in words: read before the password is given for it."""

from django.contrib.admin.utils import unquote
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .changelist import ROLE_NAMES

_ACTS = {
    "role": gettext_lazy("Give %(name)s the role %(role)s."),
    "off": gettext_lazy("Deactivate %(name)s."),
    "on": gettext_lazy("Reactivate %(name)s."),
    "sessions": gettext_lazy("End all sessions of %(name)s."),
    "invitation": gettext_lazy("Send the invitation of %(name)s again, to %(email)s."),
    "factor": gettext_lazy("Remove the second factor of %(name)s."),
}


def said_of(model_admin, page, request, key="", act="") -> str:
    """Return what the form that was posted to this page does, or nothing for one that is not kept.

    `key` is whom the page is about.
    """
    typed = {name: request.POST.get(name, "") for name in ("name", "username", "email", "role")}
    typed["role"] = str(ROLE_NAMES.get(typed["role"], typed["role"]))
    if page == "articles_user_invite":
        return _("Invite %(name)s, %(email)s, as %(role)s.") % typed
    person = key and model_admin.get_object(request, unquote(str(key)))
    if person and page == "articles_user_act" and act in _ACTS:
        known = {"name": person.name, "email": person.email, "role": typed["role"]}
        return str(_ACTS[act]) % known
    if person and page == "articles_user_change":
        full = " ".join(request.POST.get(name, "") for name in ("first_name", "last_name"))
        words = {**typed, "was": person.name, "name": full}
        said = _(
            "Save the account of %(was)s: name %(name)s, user name %(username)s, email address "
            "%(email)s."
        )
        superuser = _("As a superuser they can do everything.")
        said %= words
        return f"{said} {superuser}" if "is_superuser" in request.POST else said
    return ""
