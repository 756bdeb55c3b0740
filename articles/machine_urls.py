"""The addresses of programs, which are of no language. They are for life."""

from django.urls import path

from . import sitemaps

app_name = "found"

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="index"),
    path("sitemaps/lists.xml", sitemaps.lists, name="lists"),
    path("sitemaps/<int:part>.xml", sitemaps.part, name="part"),
    path("news-sitemap.xml", sitemaps.news, name="news"),
]
