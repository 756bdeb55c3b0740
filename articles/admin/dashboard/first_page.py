"""Dashboard: the first page of the desk: what one may begin, and what waits for whom."""

from django.contrib import admin

from articles import permissions
from articles.admin.common.urls import address
from articles.models import Arrangement, Article, Photo

from . import upkeep
from .boards import Boards


def overview(request, app_label=None) -> dict:
    """Return what the first page shows to whoever asks; nothing that the lists would not.

    The page of an app begins with the same buttons, and goes on with its models.
    """
    user = request.user
    begins = {
        "new": [
            {"words": desk.words_to_add, "address": address(desk, "add")}
            for desk in map(admin.site.get_model_admin, Article.kinds())
            if desk.has_add_permission(request)
        ],
        "may_see": permissions.may(user, "view", Article),
        "may_arrange": permissions.may(user, "change", Arrangement),
        "may_upload": permissions.may(user, "add", Photo),
    }
    if app_label or not begins["may_see"]:
        return begins
    return begins | {
        "columns": Boards(user).columns(),
        "upkeep": upkeep.boards(user),
        "begin": upkeep.beginning(user),
    }
