"""Budget of a comparison: how much of two texts is looked at before the rest counts as changed.

No algorithm finds the least difference of two texts in the time that reading them takes, and
whoever writes a text may make it as hard as can be. So what looks at words, pairs or tags
counts them here first. Where nothing is left, what was found so far holds, and what was not
looked at is shown as replaced.
"""

from dataclasses import dataclass, field

# Of one text, and of all texts of a page together: a tenth of a second, and a second. A piece
# of 10,000 words of which every other was replaced takes less than a fifth of it.
OF_A_TEXT, OF_A_PAGE = 1_000_000, 10_000_000


@dataclass
class Effort:
    """What may still be looked at. A share of it takes from the whole, too."""

    most: int = OF_A_PAGE
    whole: "Effort | None" = None
    spent: int = field(default=0, init=False)
    # Whether something was not looked at.
    exhausted: bool = field(default=False, init=False)

    def spend(self, steps: int) -> bool:
        """Take that many steps, and say whether they may be made."""
        if self.spent + steps > self.most or (self.whole and not self.whole.spend(steps)):
            self.exhausted = True
            if self.whole:
                self.whole.exhausted = True
            return False
        self.spent += steps
        return True

    def share(self) -> "Effort":
        """Return what one text may take of it, so that one leaves something for the others."""
        return Effort(OF_A_TEXT, self)
