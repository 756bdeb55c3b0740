"""URLs of the readers' pages. They are for life: a change here needs redirects."""

from django.urls import path, re_path

from articles.feeds.formats import FORMATS
from articles.views.front import front

from .feeds import views as feeds
from .search import views as search_view
from .views import (
    authors,
    corrections,
    interviews,
    light,
    lists,
    newest,
    news,
    offline,
    pages,
    pieces,
    shared_previews,
    typo_reports,
)

app_name = "articles"
_DATE = r"(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})"

urlpatterns = [
    path("", front, name="front"),
    path("news/", news.news, name="news"),
    re_path(rf"^news/{_DATE}/$", news.day, name="day"),
    path("interviews/", interviews.interviews, name="interviews"),
    path("labels/<slug:label>/", lists.label, name="label"),
    path("sections/<slug:slug>/", lists.section, name="section"),
    path("tags/<str:slug>/", lists.tag, name="tag"),
    path("authors/<slug:slug>/", authors.author, name="author"),
    path("search/", search_view.search, name="search"),
    path("corrections/", corrections.corrections, name="corrections"),
    re_path(rf"^{_DATE}/(?P<slug>[-\w]+)/$", pieces.article, name="article"),
    re_path(rf"^{_DATE}/(?P<slug>[-\w]+)/history/$", pieces.history, name="history"),
    re_path(rf"^{_DATE}/(?P<slug>[-\w]+)/mistake/$", typo_reports.mistake, name="mistake"),
    path("light/", light.front, name="light_front"),
    path("news/light/", light.news, name="light_news"),
    re_path(rf"^{_DATE}/(?P<slug>[-\w]+)/light/$", light.article, name="light_article"),
    path("news/newest.json", newest.newest, name="newest"),
    path("offline/", offline.offline, name="offline"),
    path("site.webmanifest", offline.manifest, name="manifest"),
    re_path(
        r"^preview/(?P<token>[-\w]{1,40})/$",
        shared_previews.shared_preview,
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
urlpatterns.append(path("<slug:slug>/", pages.standing, name="page"))
