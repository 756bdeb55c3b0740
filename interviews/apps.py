from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from espreso import document


class InterviewsConfig(AppConfig):
    name = "interviews"
    verbose_name = _("Interviews")

    def ready(self):
        document.register("interviewees", "site/blocks/interviewees.html")
