"""The settings of the site, with the demo added: `manage.py … --settings demo.settings`."""

from espreso.settings import *  # noqa: F403
from espreso.settings import INSTALLED_APPS

INSTALLED_APPS = ["demo", *INSTALLED_APPS]
