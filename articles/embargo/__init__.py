"""The proof of the embargo: that nothing unpublished is at any public address.

`words` are what is planted and looked for, `filling` writes them into rows of any kind,
`planting` makes pieces in every state, `addresses` knows where readers can ask, `doors` what
is shut to them, `walking` asks, `apart` sees to it that nothing of all this stays, and `proof`
says what came of it.
"""

from .check import CannotProve, Report, prove

__all__ = ["CannotProve", "Report", "prove"]
