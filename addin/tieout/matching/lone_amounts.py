"""Which entries alone have their amount on each side: a sample that tells how both sides write their numbers."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Ints, Texts
from tieout.matching.grouping import group_by, one_each, one_in
from tieout.matching.rows import Rows

SAMPLE_ROWS = 20_000


@dataclass(frozen=True)
class LoneAmounts:
    """Entries with a number, chosen by their amounts, and the pairs that alone have theirs: places in `rows`.

    `share` is one in how many was chosen.
    """

    rows: Rows
    ours: Ints
    theirs: Ints
    share: int

    @classmethod
    def of(cls, rows: Rows) -> "LoneAmounts":
        """About SAMPLE_ROWS of all entries; both sides choose alike, whatever their order and sign."""
        share = max(1, len(rows) // SAMPLE_ROWS)
        some = rows.take(np.flatnonzero(one_in(share, rows.amount) & (rows.amount != 0)))
        some = some.take(np.flatnonzero(some.digits.given))
        if not len(some):
            return cls(some, some.position, some.position, share)
        return cls(some, *one_each(group_by(some.account, some.amount), some.theirs), share)

    def references(self, most: int) -> Texts:
        """The different references of about so many of the entries, or of all if they are fewer."""
        share = self.share * max(1, len(self.rows) // most)
        return self.rows.take(np.flatnonzero(one_in(share, self.rows.amount))).reference.unique()

    def differing(self) -> tuple[Rows, Ints, Ints]:
        """The entries, and those of the pairs that have two numbers."""
        code = self.rows.digits.codes
        other = code[self.ours] != code[self.theirs]
        return self.rows, self.ours[other], self.theirs[other]
