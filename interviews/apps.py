"""App config: interviews; registers how their interviewees are rendered."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from espreso import document


class InterviewsConfig(AppConfig):
    name = "interviews"
    verbose_name = _("Interviews")

    def ready(self):
        # Models can only be imported once all apps are there.
        from interviews.models import Interview

        document.register(Interview.front_kind, "site/blocks/interviewees.html")
