"""A storage whose folder is a setting's, asked each time: every test has one of its own."""

import os

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class Folder(FileSystemStorage):
    def __init__(self, setting, **options):
        super().__init__(**options)
        self._setting = setting

    @property
    def base_location(self):
        return getattr(settings, self._setting)

    @property
    def location(self):
        return os.path.abspath(self.base_location)
