"""Refusal: why a file or a request is not taken, as a code and what belongs into its words.

It crosses from a process that has no words (`espreso.limited_process`) to one that has.
"""

TOO_MUCH = "too_much"
"""It takes more memory or time than it may."""
BUSY = "busy"
"""Others were before it for too long."""
FAILED = "failed"
"""A mistake of ours; the log has it."""


class Refusal(Exception):
    """`code` says why, in a word that a program can read."""

    def __init__(self, code: str, **parameters: object):
        super().__init__(code, parameters)
        self.code, self.parameters = code, parameters
