"""Planning: the page on which a piece gets a day, a pitch, and somebody who writes it.

It goes its own way, beside the form: a plan is nothing that the piece says.
"""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import permissions
from articles.admin.common.urls import address, form_of, url_name
from articles.models import Article, Plan, User
from articles.notifications.comments import colleagues

from .colleagues import name_of


class PlanForm(forms.ModelForm):
    """When, what and who."""

    class Meta:
        model = Plan
        fields = ["day", "pitch", "writer"]
        widgets = {
            "day": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "pitch": forms.Textarea({"rows": 3, "class": "desk-grows"}),
        }

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["writer"]
            return
        keys = {person.pk for person in people} | {self.instance.writer_id}
        writer = self.fields["writer"]
        writer.queryset = User.objects.filter(pk__in=keys - {None}).order_by(
            "first_name", "last_name", "username"
        )
        writer.label_from_instance = name_of


class PlanningMixin:
    """Adds to the admin of a kind of piece the page of its plan."""

    def get_urls(self):
        page = path(
            "<int:object_id>/plan/",
            self.admin_site.admin_view(self.plan_view),
            name=url_name(self, "plan"),
        )
        return [page, *super().get_urls()]

    def plan_view(self, request, object_id):
        """Show the plan of a piece, and change it. Who decides who writes it may name somebody."""
        piece = self.piece_to_edit(request, object_id)
        with transaction.atomic():
            # Of two at once the second one changes what the first has made.
            Article.objects.locked().get(pk=piece.pk)
            plan = Plan.objects.filter(article=piece.pk).first() or Plan(article_id=piece.pk)
            people = colleagues(piece) if self.may_share(request, piece) else None
            form = PlanForm(request.POST or None, instance=plan, people=people)
            if request.method == "POST" and form.is_valid():
                self._plan(piece, form.save())
                self.log_change(request, piece, _("Planned."))
                self.message_user(request, _("The plan is saved."), messages.SUCCESS)
                return HttpResponseRedirect(form_of(piece))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Plan"),
            "piece": piece,
            "form": form,
            "back": form_of(piece),
        }
        return TemplateResponse(request, "admin/desk/editor/plan.html", context)

    def _plan(self, piece, plan):
        if not (plan.day or plan.pitch or plan.writer):
            plan.delete()
        elif plan.writer and not permissions.may_edit(plan.writer, piece):
            piece.shared_with.add(plan.writer)

    def extra_form_context(self, request, piece, form):
        context = super().extra_form_context(request, piece, form)
        if piece is None:
            return context
        plan = Plan.objects.filter(article=piece.pk).select_related("writer").first()
        return context | {
            "plan": plan,
            "plan_words": plan and in_words(plan),
            "plan_url": address(self, "plan", piece.pk),
        }


def in_words(plan: Plan) -> str:
    """Say when and who: “planned for Monday 7 December, Olena Vyshnevska”."""
    day = _("planned for %s") % date_format(plan.day, _("l j E")) if plan.day else ""
    writer = name_of(plan.writer) if plan.writer else ""
    return ", ".join(filter(None, (day, writer))) or _("planned")
