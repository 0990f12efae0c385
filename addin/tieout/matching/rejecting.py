"""How is a rejected match kept from coming back: it is dropped, and its rows look for others."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import Findings, joined, only, placed
from tieout.matching.passes import Pass
from tieout.matching.rows import Rows
from tieout.matching.rules import Rules


@dataclass(frozen=True)
class Rejections:
    """Sets of rows, by their place, that no one match may hold all of."""

    sets: tuple[Ints, ...] = ()

    def respected(self, step: Pass, rows: Rows, rules: Rules) -> Findings:
        """What a pass finds without the rejected; the rows of those are tried again apart.

        Where a pair was rejected, each of its rows looks for another partner while the other waits.
        """
        found = rules.found(step, rows)
        if not self.sets:
            return found
        kept, refused = self._kept(found, rows)
        found = only(found, kept)
        for side in (False, True):
            for alone in refused:
                found = self._again(step, rows, rules, found, alone[rows.theirs[alone] == side])
        return found

    def _kept(self, found: Findings, rows: Rows) -> tuple[Bools, list[Ints]]:
        """Which matches are not rejected, and the rows of each that is."""
        place = np.full(int(rows.position.max(initial=-1)) + 2, -1, dtype=np.int64)
        place[rows.position] = np.arange(len(rows))
        match = np.full(len(rows) + 1, -1, dtype=np.int64)
        match[found.row] = found.group
        kept = np.ones(found.count, dtype=bool)
        refused = []
        for rejected in self.sets:
            row = place[np.minimum(rejected, len(place) - 1)]
            together = match[row]
            if (row < 0).any() or together[0] < 0 or (together != together[0]).any():
                continue
            kept[together[0]] = False
            refused.append(found.row[found.group == together[0]])
        return kept, refused

    def _again(
        self, step: Pass, rows: Rows, rules: Rules, found: Findings, waiting: Ints
    ) -> Findings:
        free = np.isin(rows.account, rows.account[waiting])
        free[found.row] = False
        free[waiting] = False
        index = np.flatnonzero(free)
        more = placed(rules.found(step, rows.take(index)), index)
        kept, _ = self._kept(more, rows)
        return joined([found, only(more, kept)])
