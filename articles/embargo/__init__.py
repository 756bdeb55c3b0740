"""Embargo check: that nothing unpublished is at any public address.

`canaries` are what is planted and looked for, `factory` writes them into rows of any kind,
`fixtures` makes pieces in every state, `url_patterns` and `url_values` know where readers can ask,
`staff_urls` what is shut to them, `crawler` asks, `scan` finds what leaked, `sandbox` sees to it
that nothing of all this stays, and `check` says what came of it.
"""

from .check import CannotProve, LeakReport, prove

__all__ = ["CannotProve", "LeakReport", "prove"]
