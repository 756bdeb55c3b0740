#!/usr/bin/env python
"""Espreso's command line: `manage.py help` lists what it can do."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "espreso.settings")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        # As a shell counts it. A command that has something to tidy up listens by itself.
        sys.exit(130)
