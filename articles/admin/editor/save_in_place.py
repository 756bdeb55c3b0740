"""Save in place: the page stays as it is, and its script hears what the save has made.

The script asks for JSON where a browser would ask for a page. It keeps caret, undo and whatever is
typed meanwhile; what it cannot show by itself it sends once more as a browser would.
"""

import secrets

from django.contrib import messages
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from articles.admin.common.urls import address

from .save_attempt import SaveAttempt, somebody_else


class SaveInPlaceMixin:
    """Adds saving from a page that stays to the admin of a kind of piece."""

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        attempt = SaveAttempt.of(request)
        return self._saved(attempt, response.url) if attempt.in_place else response

    def answer_somebody_else(self, request):
        """Answer the script of a page that another user has opened: nothing is saved."""
        return JsonResponse({"problem": somebody_else(request.user)}, status=409)

    def answer_everything_needed(self, request):
        """Answer the script of a page that sent what changed alone: it has to send all of it."""
        return JsonResponse({"needsAll": True, "token": get_token(request)})

    def answer_refused(self, attempt, context):
        """Answer the script of a page that stays: nothing is saved, and why."""
        request, form = attempt.request, context["adminform"].form
        if not form.is_bound or attempt.rebase or attempt.not_saved:
            # There is more to show than mistakes.
            words = attempt.not_saved or _(
                "Not saved yet: a colleague has changed the same place. Nothing is lost."
            )
            token = get_token(request)
            return JsonResponse({"needsPage": True, "words": words, "token": token})
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        return JsonResponse(
            {
                "words": _("Not saved yet: see below what needs fixing."),
                "mistakes": _mistakes(form, formsets),
                "token": get_token(request),
            }
        )

    def _saved(self, attempt, leads_to):
        request, piece = attempt.request, attempt.piece
        change = address(self, "change", piece.pk)
        # The page does not show what others changed. As one that was opened before that it has it
        # combined again with its next save, and knows by what it says itself what is theirs.
        rebase = attempt.rebase
        brings = bool(rebase and (rebase.brings or rebase.asked))
        revision = attempt.posted.get("revision", "") if brings else str(piece.revision)
        saved, bar = attempt.saved, self.bar_context(request, piece)
        # As `typed_slug` says it, at no further query.
        is_kept = piece.slug_by_hand or bar["state"].has_versions
        context = {"original": piece, "opts": self.opts, **bar}
        return JsonResponse(
            {
                "token": get_token(request),
                "change": change,
                "here": address(self, "here", piece.pk),
                "preview": address(self, "preview", piece.pk),
                "fields": {
                    "revision": revision,
                    "_base": saved.base if saved else "",
                    # What is sent from now on knows of this save.
                    "_page": secrets.token_hex(8),
                    "_stage_shown": piece.stage,
                },
                "slug": {"typed": piece.slug if is_kept else "", "made": piece.slug},
                "made": saved.made if saved else {},
                "brings": brings,
                "to": leads_to if leads_to != change else "",
                "deadLinks": attempt.dead_links,
                "code": context["state"].code,
                "state": render_to_string("admin/desk/editor/state.html", context, request),
                "by": render_to_string("admin/desk/coediting/changed_by.html", context, request),
                "next": render_to_string("admin/desk/editor/next_steps.html", context, request),
                "missing": bar["missing"]
                and render_to_string("admin/desk/common/missing.html", context, request),
                "messages": [
                    {"tags": message.tags, "words": str(message)}
                    for message in messages.get_messages(request)
                ],
            }
        )


def _mistakes(form, formsets) -> list[dict]:
    """Return what is wrong with which field, by the name that it is posted with.

    What is wrong with a row as a whole has the row's name: “articles_prose_set-3”, and what is
    wrong with the form none.
    """
    found = [("", form.non_field_errors()), *_by_field(form)]
    for formset in formsets:
        found.append(("", formset.non_form_errors()))
        for row in formset.forms:
            found += [(row.prefix, row.non_field_errors()), *_by_field(row)]
    return [{"name": name, "words": list(words)} for name, words in found if words]


def _by_field(form):
    return [
        (form.add_prefix(name), words) for name, words in form.errors.items() if name != "__all__"
    ]
