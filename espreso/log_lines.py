"""Log lines: no address that opens something by itself stands in one."""

import logging
import re

# Links to choose a password or to confirm an address, and shared previews: the nginx of deploy/
# leaves the same ones out.
_SECRET = re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/|/preview/)[^\s\"'?>]+")


class LogLine(logging.Formatter):
    """A line, or a traceback, without what is secret of an address."""

    def format(self, record):
        return _SECRET.sub(r"\1…", super().format(record))
