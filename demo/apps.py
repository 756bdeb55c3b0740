"""App config: the invented newsroom, installed under `demo.settings` alone."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "Demo newsroom"
