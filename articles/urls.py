"""The reader's addresses. They are for life: a change here needs redirects."""

from django.urls import path, re_path

from articles.feeds.formats import FORMATS
from articles.public.front import front

from . import (
    light_view,
    mistake_view,
    newest_view,
    offline_view,
    page_view,
    people_views,
    shared_preview_view,
    views,
)
from .feeds import views as feeds
from .search import views as search_view

app_name = "articles"
_DATE = r"(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})"

urlpatterns = [
    path("", front, name="front"),
    path("news/", views.news, name="news"),
    re_path(rf"^news/{_DATE}/$", views.day, name="day"),
    path("interviews/", people_views.interviews, name="interviews"),
    path("labels/<slug:label>/", views.label, name="label"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("tags/<str:slug>/", views.tag, name="tag"),
    path("authors/<slug:slug>/", people_views.author, name="author"),
    path("search/", search_view.search, name="search"),
    path("corrections/", views.corrections, name="corrections"),
    re_path(rf"^{_DATE}/(?P<slug>[-\w]+)/$", views.article, name="article"),
    re_path(rf"^{_DATE}/(?P<slug>[-\w]+)/history/$", views.history, name="history"),
    re_path(rf"^{_DATE}/(?P<slug>[-\w]+)/mistake/$", mistake_view.mistake, name="mistake"),
    path("light/", light_view.front, name="light_front"),
    path("news/light/", light_view.news, name="light_news"),
    re_path(rf"^{_DATE}/(?P<slug>[-\w]+)/light/$", light_view.article, name="light_article"),
    path("news/newest.json", newest_view.newest, name="newest"),
    path("offline/", offline_view.offline, name="offline"),
    path("site.webmanifest", offline_view.manifest, name="manifest"),
    re_path(
        r"^preview/(?P<token>[-\w]{1,40})/$",
        shared_preview_view.shared_preview,
        name="shared_preview",
    ),
]

# Each list has its feeds below its own address.
for written in FORMATS:
    as_written = {"written": written}
    urlpatterns += [
        path(written, feeds.everything, as_written),
        path(f"labels/<slug:label>/{written}", feeds.label, as_written),
        path(f"sections/<slug:slug>/{written}", feeds.section, as_written),
        path(f"tags/<str:slug>/{written}", feeds.tag, as_written),
        path(f"authors/<slug:slug>/{written}", feeds.author, as_written),
    ]

# The last one: whatever the site has at an address of its own goes before a page.
urlpatterns.append(path("<slug:slug>/", page_view.standing, name="page"))
