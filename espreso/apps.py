"""App config: the site, under all other apps; registers the check of its host names."""

from django.apps import AppConfig

from . import requests  # noqa: F401 — registers its check


class EspresoConfig(AppConfig):
    name = "espreso"
    verbose_name = "Espreso"
