"""WSGI entry point: `granian --interface wsgi espreso.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from espreso import background
from espreso.page_cache import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "espreso.settings")

application = in_front_of(get_wsgi_application())
background.start()
