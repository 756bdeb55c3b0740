"""WSGI entry point: `granian --interface wsgi espreso.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from espreso import background, database, startup_checks
from espreso.health import Health
from espreso.page_cache import in_front_of
from espreso.unavailable import Patient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "espreso.settings")

_django = get_wsgi_application()
database.serve(connection.settings_dict)
startup_checks.run()
application = Health(in_front_of(Patient(_django)))
background.start()
