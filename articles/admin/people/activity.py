"""Activity page: who did what, when: for admins, to be read and filtered, and by nobody changed."""

from collections import defaultdict
from datetime import datetime

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.common.paginator import CappedPaginator
from articles.admin.common.times import short_moment, when
from articles.models import Act, Activity

from .changelist import ROLE_NAMES

_SCHEDULING = {Act.SCHEDULED, Act.RESCHEDULED}


class ActivityChangeList(ChangeList):
    """Activity, with what each line is about where it is still there: a query for each model."""

    def get_results(self, request):
        super().get_results(request)
        wanted = defaultdict(set)
        for line in self.result_list:
            if line.model:
                wanted[line.model].add(line.key)
        there = {
            (name, key)
            for name, keys in wanted.items()
            for key in apps.get_model(name).objects.filter(pk__in=keys).values_list("pk", flat=True)
        }
        for line in self.result_list:
            line.is_there = (line.model, line.key) in there


@admin.register(Activity)
class ActivityAdmin(admin.ModelAdmin):
    """What was done, the newest first."""

    fields = ["at", "name", "act", "about"]
    list_display = ["moment", "who", "act", "what_about", "more"]
    list_display_links = None
    list_filter = ["act", "at", "by"]
    search_fields = ["about", "name"]
    search_help_text = gettext_lazy("Headlines and names")
    ordering = ["-at", "-pk"]
    sortable_by = ()
    list_per_page = 100
    paginator = CappedPaginator
    show_full_result_count = False
    actions = None

    def get_changelist(self, request, **kwargs):
        return ActivityChangeList

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Activity"), **(extra_context or {})})

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("when"))
    def moment(self, line):
        return when(line.at)

    @admin.display(description=gettext_lazy("who"))
    def who(self, line):
        return line.name or _("on the server")

    @admin.display(description=gettext_lazy("about"))
    def what_about(self, line):
        if not line.is_there:
            return line.about
        try:
            page = reverse(f"admin:{line.model.replace('.', '_')}_change", args=[line.key])
        except NoReverseMatch:
            return line.about
        return format_html('<a href="{}">{}</a>', page, line.about)

    @admin.display(description=gettext_lazy("details"))
    def more(self, line):
        """Say for when it was scheduled, or which role was given."""
        if line.act in _SCHEDULING:
            return short_moment(datetime.fromisoformat(line.detail))
        return ROLE_NAMES.get(line.detail, line.detail)
