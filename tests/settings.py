"""Settings for tests: the demo's, but for what is slow and for where files are kept."""

from demo.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "tests.storage.Folder", "OPTIONS": {"setting": "MEDIA_ROOT"}},
    "private": {
        "BACKEND": "tests.storage.Folder",
        "OPTIONS": {"setting": "PRIVATE_ROOT", "base_url": None},
    },
    # Found where they are written: a test must not depend on what was collected when.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = None
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# The edition that pages are kept under is counted at the commit, and most tests have none.
FRAGMENT_CACHE = False
