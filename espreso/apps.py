from django.apps import AppConfig


class EspresoConfig(AppConfig):
    name = "espreso"
    verbose_name = "Espreso"
