from django.http import HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from bench.feeds import Newest

urlpatterns = [
    path("healthz", lambda request: HttpResponse("alive\n")),
    path("admin/", include(wagtailadmin_urls)),
    path("rss.xml", Newest()),
    path("", include(wagtail_urls)),
]
