"""WSGI entry point: `granian --interface wsgi espreso.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "espreso.settings")

application = get_wsgi_application()
