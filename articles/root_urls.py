"""URLs at the root: addresses for programs, in no language. They are for life."""

from django.urls import path, re_path

from .seo import oembed, sitemaps
from .views import images, offline

app_name = "root"

urlpatterns = [
    # At the root, since it answers for what is below it.
    path("sw.js", offline.worker, name="service_worker"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="index"),
    path("sitemaps/lists.xml", sitemaps.lists, name="lists"),
    # As it is written by us, and not 00 or 007: each would be an address of the same part.
    re_path(r"^sitemaps/(?P<part>0|[1-9][0-9]{0,8})\.xml$", sitemaps.part, name="part"),
    path("news-sitemap.xml", sitemaps.news, name="news"),
    path("oembed", oembed.oembed, name="oembed"),
    re_path(r"^cuts/(?P<cut>[-\w]{1,80})\.jpg$", images.cut, name="cut"),
    re_path(r"^share/(?P<share>[-\w]{1,80})\.jpg$", images.share, name="share"),
]
