"""The desk (Django admin), a package a screen. Importing it registers them all."""

from django.conf import settings
from django.contrib import admin
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from articles.models import Article

from . import articles
from .common.scripts import SCRIPTS
from .dashboard.first_page import overview
from .layouts import admin as layouts
from .people import activity, authors, outgoing_mail
from .people import admin as people
from .people.second_factor import door
from .photos import admin as photos
from .site import menus, pages, redirects, sections
from .topics import admin as topics

__all__ = [
    "activity",
    "articles",
    "authors",
    "layouts",
    "menus",
    "outgoing_mail",
    "pages",
    "people",
    "photos",
    "redirects",
    "sections",
    "topics",
]

admin.site.site_header = format_lazy("{} · {}", settings.SITE_NAME, _("the desk"))
admin.site.site_title = admin.site.site_header
admin.site.index_title = _("Dashboard")
admin.site.overview = overview
admin.site.door = door  # type: ignore[attr-defined]
admin.site.scripts = Media(importmap=SCRIPTS)  # type: ignore[attr-defined]
admin.site.order = (
    *(kind._meta.label for kind in Article.kinds()),
    "articles.Arrangement",
    "articles.Photo",
    "articles.Tag",
    "articles.Author",
    "articles.Section",
    "articles.Page",
    "articles.MenuItem",
    "articles.Redirect",
    "articles.User",
    "articles.Activity",
    "articles.OutgoingMail",
)
