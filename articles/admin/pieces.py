"""Piece admin: what the forms of all kinds of piece share."""

import secrets
from typing import Any

from content_editor.admin import ContentEditor
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override

from articles import permissions
from articles.admin.coediting.autosave import AutosaveMixin
from articles.admin.coediting.idempotency import IdempotencyMixin
from articles.admin.coediting.merging import MergingMixin
from articles.admin.coediting.named_rows import EverythingNeeded
from articles.admin.common.csp import EDITOR_CSP
from articles.admin.common.photo_fields import picker_context
from articles.admin.common.posted import is_key
from articles.admin.common.state import State
from articles.admin.common.urls import address, form_of, url_name
from articles.admin.common.widgets import LineWidget, OneSelect, PhotoSelect
from articles.admin.editor.blocks import BLOCKS, BlockInline
from articles.admin.editor.changelist import ListMixin
from articles.admin.editor.colleagues import ColleaguesMixin
from articles.admin.editor.comments import CommentsMixin
from articles.admin.editor.deletion import DeletionMixin
from articles.admin.editor.duplication import DuplicationMixin
from articles.admin.editor.fast_blocks import BlocksOfAKind
from articles.admin.editor.form import PieceForm
from articles.admin.editor.language_warning import as_attributes as language_warning
from articles.admin.editor.new_piece import NewPieceMixin
from articles.admin.editor.planning import PlanningMixin
from articles.admin.editor.review import ReviewMixin
from articles.admin.editor.save_attempt import SaveAttempt
from articles.admin.editor.save_in_place import SaveInPlaceMixin
from articles.admin.editor.saving import SavingMixin
from articles.admin.editor.templates import SaveAsTemplateMixin
from articles.admin.editor.translation import TranslationMixin
from articles.admin.editor.typo_reports import TypoReportsMixin
from articles.admin.history.views import VersionsMixin
from articles.admin.publishing.fixes import FixesMixin
from articles.admin.publishing.preview import PreviewMixin
from articles.admin.publishing.shared_previews import SharingMixin
from articles.admin.publishing.views import PublishingMixin
from articles.content import render
from articles.content.freeze import freeze
from articles.models import Article, Photo


class PieceAdmin(
    ReviewMixin,
    ColleaguesMixin,
    CommentsMixin,
    TypoReportsMixin,
    TranslationMixin,
    DuplicationMixin,
    SaveAsTemplateMixin,
    PlanningMixin,
    NewPieceMixin,
    MergingMixin,
    AutosaveMixin,
    SharingMixin,
    FixesMixin,
    PublishingMixin,
    VersionsMixin,
    PreviewMixin,
    SaveInPlaceMixin,
    SavingMixin,
    DeletionMixin,
    ListMixin,
    ContentEditor,
):
    """A piece in the desk. A kind of piece adds its own inlines to it."""

    form = PieceForm
    inlines = BLOCKS
    change_form_template = "admin/desk/editor/form.html"
    change_list_template = "admin/desk/editor/changelist.html"
    fieldsets: list[tuple[Any, dict[str, Any]]] = [
        (
            None,
            {
                "fields": [
                    "headline",
                    "standfirst",
                    ("label", "section", "language"),
                    ("byline", "colleagues"),
                    ("lead_photo", "lead_caption"),
                    "tags",
                ]
            },
        ),
        (
            gettext_lazy("Related pieces, URL, translation, search engines"),
            {
                "classes": ["collapse"],
                "fields": [
                    "read_also",
                    ("slug", "original"),
                    "search_title",
                    "search_description",
                ],
            },
        ),
    ]
    save_as = False
    actions = None

    # What the button says that begins one: “Write an article”.
    words_to_add: str | Promise = ""

    # What a save does, in this order. Django's admin is the frame: beside each step stands its
    # method that takes it, and each step takes the `SaveAttempt`. Before all of them a new
    # page that has made its piece already is led to that one, in `IdempotencyMixin.add_view`.
    save_steps = (
        # What the browser posted becomes what the form takes.
        (ModelAdmin.changeform_view, IdempotencyMixin.recognise_resent),
        (ModelAdmin.changeform_view, MergingMixin.merge_posted),
        (ModelAdmin.changeform_view, ReviewMixin.drop_overtaken_stage),
        # Django validates: `PieceForm.clean`, and the forms of the blocks.
        (ModelAdmin.save_model, MergingMixin.save_replaced_milestone),
        (ModelAdmin.save_model, VersionsMixin.keep_beginning),
        (ModelAdmin.save_model, SavingMixin.save_fields),
        (ModelAdmin.save_related, SavingMixin.save_rows),
        (ModelAdmin.save_related, IdempotencyMixin.settle_autosave),
        (ModelAdmin.save_related, VersionsMixin.keep_saved),
        (ModelAdmin.save_related, ColleaguesMixin.save_colleagues),
        (ModelAdmin.save_related, ReviewMixin.save_signed_off_milestone),
        # Django writes down what was changed: `SavingMixin.log_change`.
        (ModelAdmin.response_change, ReviewMixin.move_on),
        (ModelAdmin.response_change, SavingMixin.say_saved),
        (ModelAdmin.response_change, SavingMixin.warn_of_links_left_out),
        (ModelAdmin.response_change, SavingMixin.warn_of_a_new_address),
        (ModelAdmin.response_change, MergingMixin.say_merged),
        # And on to what the pressed button asked for: publishing has its own pages.
    )

    # Who may do what.

    def has_view_permission(self, request, obj=None):
        may = super().has_view_permission(request, obj)
        return may and (obj is None or permissions.may_see(request.user, obj))

    def has_change_permission(self, request, obj=None):
        """Reporters change their own pieces, editors every one."""
        may = super().has_change_permission(request, obj)
        if obj is None or obj.pk is None or not may:
            return may
        asked = SaveAttempt.of(request).editable
        if obj.pk not in asked:
            asked[obj.pk] = permissions.may_edit(request.user, obj)
        return asked[obj.pk]

    def piece_to_see(self, request, object_id):
        """Return the piece of this kind, for somebody who may at least look at it."""
        piece = self.get_object(request, str(object_id))
        if piece is None or type(piece.specific()) is not self.model:
            raise Http404
        if not self.has_view_or_change_permission(request, piece):
            raise PermissionDenied
        return piece

    def piece_to_edit(self, request, object_id):
        """Return the piece of this kind, for somebody who may change it."""
        piece = self.piece_to_see(request, object_id)
        if not self.has_change_permission(request, piece):
            raise PermissionDenied
        return piece

    def content_types(self):
        """Return under which types the work on a piece of this kind was written down."""
        return [ContentType.objects.get_for_model(self.model)]

    # The form.

    def get_urls(self):
        thumbnail = path(
            "thumbnail/<int:photo>/",
            self.admin_site.admin_view(self.thumbnail_view),
            name=url_name(self, "thumbnail"),
        )
        return [thumbnail, *super().get_urls()]

    def thumbnail_view(self, request, photo):
        """Lead to a small rendition of a photo, or to the sign for one that is withdrawn."""
        if not permissions.may(request.user, "view", Photo):
            raise PermissionDenied
        photo = Photo.objects.filter(pk=photo).first()
        usable = photo is not None and photo.usable
        return HttpResponseRedirect(
            photo.thumbnail if usable else static("desk/common/no-picture.svg")
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.attempt = SaveAttempt.of(request)
        return form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "lead_photo":
            kwargs["widget"] = PhotoSelect()
        if db_field.name == "original":
            kwargs["widget"] = OneSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if db_field.name == "headline":
            field.widget = LineWidget({"maxlength": db_field.max_length})
        if db_field.name in {"standfirst", "lead_caption"}:
            field.widget.attrs |= {"rows": 2, "class": "desk-grows"}
        if db_field.name == "language":
            field.widget.attrs |= language_warning()
        if db_field.name == "section":
            # Sections are made elsewhere, and seldom.
            field.widget = field.widget.widget
        for name in ("can_change_related", "can_delete_related", "can_view_related"):
            setattr(field.widget, name, False)
        return field

    @admin.display(description=gettext_lazy("byline"))
    def byline(self, piece):
        """Say the byline where it is only read."""
        return ", ".join(piece.bylines.order_by("position").values_list("author__name", flat=True))

    def get_formsets_with_inlines(self, request, obj=None):
        """Leave the blocks out where they are only read: the text stands there as text."""
        pairs = super().get_formsets_with_inlines(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return pairs
        return [
            (formset, inline) for formset, inline in pairs if not isinstance(inline, BlockInline)
        ]

    def get_formset_kwargs(self, request, obj, inline, prefix):
        found = {"instance": obj, "prefix": prefix, "queryset": inline.get_queryset(request)}
        attempt = SaveAttempt.of(request)
        if attempt.data is not None:
            # The admin's own copies a thousand fields for each kind of block.
            found |= {"data": attempt.data, "files": request.FILES}
        if attempt.form_data is not None:
            left_out = attempt.unchanged.get(prefix, set())
            rows = attempt.form_data.rows.values()
            keys = [row.pk for row in rows if row.prefix == prefix and row.number not in left_out]
            found["queryset"] = found["queryset"].filter(pk__in=[pk for pk in keys if pk])
            found["left_out"] = left_out
        return found

    def get_inline_formsets(self, request, formsets, inline_instances, obj=None):
        inlines = super().get_inline_formsets(request, formsets, inline_instances, obj)
        return [
            BlocksOfAKind.of(inline) if isinstance(inline.opts, BlockInline) else inline
            for inline in inlines
        ]

    @method_decorator(csp_override(EDITOR_CSP))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # Every kind is an article too; what is none of another kind is not found there.
        of_any_kind = object_id and self.model is Article
        if of_any_kind and (elsewhere := self._form_of_another_kind(object_id)):
            return HttpResponseRedirect(elsewhere)
        attempt = SaveAttempt.of(request)
        if attempt.by_somebody_else:
            return self.answer_somebody_else(request)
        try:
            with transaction.atomic():
                self._take_posted(attempt, object_id)
                return super().changeform_view(request, object_id, form_url, extra_context)
        except EverythingNeeded:
            return self.answer_everything_needed(request)

    def _take_posted(self, attempt, object_id):
        if attempt.posted is None:
            return
        attempt.data, attempt.before = attempt.posted, None
        if object_id and is_key(object_id):
            # Of two who save at once, the second one is compared with what the first wrote.
            pieces = Article.objects.locked().with_saves()
            attempt.before = pieces.filter(pk=object_id).first()
        self.take_steps(ModelAdmin.changeform_view, attempt)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if elsewhere := self._form_of_another_kind(object_id):
            return HttpResponseRedirect(elsewhere)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def _form_of_another_kind(self, object_id):
        if not is_key(object_id):
            return None
        piece = Article.objects.with_kind().filter(pk=object_id).first()
        return form_of(piece) if piece and type(piece.specific()) is not self.model else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        attempt = SaveAttempt.of(request)
        if attempt.in_place and not attempt.unsaved:
            return self.answer_refused(attempt, context)
        if attempt.form_data is not None:
            # Not saved, and shown with all that was posted.
            attempt.form_data, attempt.unchanged = None, {}
            key = str(obj.pk) if obj else None
            return ModelAdmin._changeform_view(self, request, key, form_url, None)
        may_change = self.has_change_permission(request, obj) if obj else True
        context |= self.bar_context(request, obj, context["adminform"].form)
        state = context["state"]
        context |= {
            "may_change": may_change,
            "may_delete": bool(obj and self.has_delete_permission(request, obj)),
            "was_public": bool(state and state.has_versions),
            "preview": address(self, "preview", obj.pk) if obj else address(self, "add_preview"),
            "token_url": address(self, "signed_in"),
            "picker": picker_context(request.user),
            "window": attempt.window or secrets.token_hex(16),
        }
        context |= self.extra_form_context(request, obj, context["adminform"].form)
        if context["adminform"].form.undecided:
            # Said once, with what can be done about it; mistakes stand beside their fields.
            context["errors"] = []
        if may_change:
            return super().render_change_form(
                request, context, add=add, change=change, form_url=form_url, obj=obj
            )
        context["text"] = render.render(freeze(obj))
        # Without blocks there is nothing for the block editor to start on.
        return ModelAdmin.render_change_form(
            self, request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def bar_context(self, request, piece, form=None):
        user, draft = request.user, piece or self.model()
        places = ("change", "reschedule", "cancel", "withdraw", "history", "delete")
        urls = {what: address(self, what, piece.pk) for what in places} if piece else {}
        return super().bar_context(request, piece, form) | {
            "may_change": True,
            "state": State.of(piece.pk) if piece else None,
            "may_publish": permissions.may_publish(user, draft),
            "may_schedule": permissions.may_schedule(user, draft),
            "may_withdraw": permissions.may_withdraw(user, draft),
            "urls": urls,
            "buttons": self.buttons(piece),
        }

    def _content_editor_context(self, request, context):
        words = super()._content_editor_context(request, context)
        words["messages"]["empty"] = _("Nothing is written yet. Start with one of these:")
        return words

    def buttons(self, piece) -> list[dict]:
        """Return what buttons the kind adds to the form, each the way to one of its own pages.

        Each has `words` and an `address`, or else the `page` to which saving leads.
        """
        return []
