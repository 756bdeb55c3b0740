"""The service worker: one for all languages, at the root, since it answers for what is below it."""

from django.urls import path

from . import offline_view

urlpatterns = [path("sw.js", offline_view.worker, name="service_worker")]
