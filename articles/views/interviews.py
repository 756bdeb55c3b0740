"""Interviews page: who speaks."""

from django.utils.translation import gettext as _

from articles.models import Version
from articles.public import lists
from articles.public.public_page import paginated_page


@paginated_page
def interviews(request, frame):
    """All interviews, by who speaks and in a sentence of theirs."""
    versions = Version.objects.live().in_language().of_kind("interview")
    context = {"title": _("Interviews"), "template": "site/interviews.html"}
    return lists.render_list(request, frame, versions, **context)
