"""Protected deletion: says where something is used before it is deleted, in place of Django's list
of rows.
"""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .urls import form_of

SHOWN = 20


def pieces_in_words(articles) -> list[str]:
    """Return a line for each of the first pieces, linked where the desk can open it."""
    found = list(articles.with_kind().with_state()[: SHOWN + 1])
    lines = [
        format_html(
            "{} <span class='quiet'>{}</span>",
            _link_to_form(article),
            _state_in_words(article),
        )
        for article in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        lines.append(_("… and other pieces"))
    return lines


def _link_to_form(article):
    if not admin.site.is_registered(type(article.specific())):
        return article.headline
    return format_html("<a href='{}'>{}</a>", form_of(article), article.headline)


def _state_in_words(article):
    if article.live_since:
        return _("live since %s") % date_format(localtime(article.live_since), "j E Y")
    if article.scheduled_for:
        return _("scheduled for %s") % date_format(localtime(article.scheduled_for), "j E Y, H:i")
    if article.ended_at:
        return _("withdrawn")
    return _("draft")


class ProtectedByUse:
    """For an admin of something that pieces use: what is used cannot be deleted.

    The admin says with `uses_of` which pieces those are.
    """

    delete_confirmation_template = "admin/articles/in_use/delete_confirmation.html"
    delete_selected_confirmation_template = (
        "admin/articles/in_use/delete_selected_confirmation.html"
    )

    def uses_of(self, obj):
        """Return the pieces that use `obj`, as a queryset."""
        raise NotImplementedError

    def other_uses_of(self, obj) -> list[str]:
        """Return in words what uses `obj` and is no piece."""
        return []

    def get_deleted_objects(self, objs, request):
        """Return what Django's pages of deletion show, with pieces for the protected rows."""
        objs = list(objs)
        used = [(obj, lines) for obj in objs if (lines := self._used_in(obj))]
        if len(objs) == 1:
            protected = [line for _obj, lines in used for line in lines]
        else:
            named = [(format_html("<strong>{}</strong>", obj), lines) for obj, lines in used]
            protected = [part for pair in named for part in pair]
        if protected:
            return [], {}, set(), protected
        lacking = {
            str(self.opts.verbose_name)
            for obj in objs
            if not self.has_delete_permission(request, obj)
        }
        names = [str(obj) for obj in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, lacking, []

    def _used_in(self, obj):
        return [*pieces_in_words(self.uses_of(obj)), *self.other_uses_of(obj)]

    def render_delete_form(self, request, context):
        return super().render_delete_form(request, context | self.extra_on_deletion(context))

    def extra_on_deletion(self, context) -> dict:
        """Return what the page of deletion says besides."""
        return {}
