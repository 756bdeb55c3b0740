"""Dashboard: the first page of the desk, with what one may begin and what waits for whom."""

from django.contrib import admin

from articles import permissions
from articles.admin.common.urls import address
from articles.models import Arrangement, Article, Photo

from . import upkeep
from .boards import Boards


def first_page(request) -> dict:
    """Return what the first page shows to whoever asks; nothing that the lists would not."""
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
    if not begins["may_see"]:
        return begins
    return begins | {
        "columns": Boards(user).columns(),
        "upkeep": upkeep.boards(user),
        "begin": upkeep.beginning(user),
    }
