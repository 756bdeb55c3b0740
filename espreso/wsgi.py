"""WSGI entry point: `granian --interface wsgi espreso.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from espreso import background, database
from espreso.page_cache import in_front_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "espreso.settings")

application = get_wsgi_application()
database.serve(connection.settings_dict)
application = in_front_of(application)
background.start()
