"""How is a rejected match kept from coming back: it is dropped, and its rows look for others."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import Findings, joined, only, placed
from tieout.matching.grouping import each_once, labels
from tieout.matching.passes import Pass
from tieout.matching.passes.candidates import crossing
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
        kept = self._kept(found, rows)
        refused = np.flatnonzero(~kept[found.group])
        row, match = found.row[refused], found.group[refused]
        found = only(found, kept)
        refused_in = -1 - np.arange(len(rows))
        refused_in[row] = match
        for waiting in _turns(rows, row, match):
            found = self._again(step, rows, rules, found, waiting, refused_in)
        return found

    def _kept(self, found: Findings, rows: Rows) -> Bools:
        """Which matches are not rejected."""
        match = np.full(int(rows.position.max(initial=-1)) + 2, -1, dtype=np.int64)
        match[rows.position[found.row]] = found.group
        every, start = self._end_to_end
        of_row = match[np.minimum(every, len(match) - 1)]
        first, last = np.minimum.reduceat(of_row, start), np.maximum.reduceat(of_row, start)
        kept = np.ones(found.count, dtype=bool)
        kept[first[(first == last) & (first >= 0)]] = False
        return kept

    @cached_property
    def _end_to_end(self) -> tuple[Ints, Ints]:
        """The rows of all sets, and where each set starts."""
        return np.concatenate(self.sets), np.cumsum([0, *map(len, self.sets[:-1])])

    def _again(
        self,
        step: Pass,
        rows: Rows,
        rules: Rules,
        found: Findings,
        waiting: Ints,
        refused_in: Ints,
    ) -> Findings:
        """With what the pass finds while some rows wait, but for what one of these could be as well."""
        free = np.isin(rows.account, rows.account[waiting])
        free[found.row] = False
        free[waiting] = False
        index = np.flatnonzero(free)
        more = placed(rules.found(step, rows.take(index)), index)
        kept = self._kept(more, rows)
        kept[more.group[_wanted_elsewhere(rows, more.row, waiting, refused_in)]] = False
        return joined([found, only(more, kept)])


def _turns(rows: Rows, row: Ints, match: Ints) -> Iterator[Ints]:
    """The rows that wait while the others look; of each refused match one side always does.

    Our rows, then theirs. Then, as a row of one may belong to one of another, half of the matches
    against the other half, in so many ways that every two of them stand against each other.
    """
    if not len(row):
        return
    theirs = rows.theirs[row]
    yield from (row[~theirs], row[theirs])
    rivals = _rivals(rows, row, match)
    number = np.zeros(int(match.max()) + 1, dtype=np.int64)
    number[rivals] = np.arange(len(rivals))
    near = np.isin(rows.account[row], rows.account[row[np.isin(match, rivals)]])
    for bit in range(max(len(rivals) - 1, 0).bit_length()):
        for half in (0, 1):
            yield row[near & (theirs == (number[match] >> bit & 1 == half))]


def _rivals(rows: Rows, row: Ints, match: Ints) -> Ints:
    """Refused matches of which a row has its amount or number in common with one of another, across the sides."""
    some = rows.take(row)
    numbered = np.flatnonzero(some.digits.given)
    found = [match[:0]]
    for index, key in ((np.arange(len(row)), some.amount), (numbered, some.digits.codes)):
        ours, theirs = crossing(some.theirs[index], some.account[index], key[index])
        mine, other = match[index[ours]], match[index[theirs]]
        found += [mine[mine != other], other[mine != other]]
    return each_once(np.concatenate(found))


def _wanted_elsewhere(rows: Rows, row: Ints, waiting: Ints, refused_in: Ints) -> Bools:
    """Rows with the amount or number of a row of the other side that waits, if not of their own refused match."""
    both = np.concatenate([row, waiting])
    some, own = rows.take(both), refused_in[both]
    waits = np.arange(len(both)) >= len(row)
    side = some.account * 2 + (some.theirs == waits)
    number = np.where(some.digits.given, some.digits.codes, own)
    wanted = np.zeros(len(row), dtype=bool)
    for key in (some.amount, number):
        alike = labels(side, key)
        theirs = labels(alike, own)
        wanted |= _times(alike, waits) > _times(theirs, waits)
    return wanted


def _times(label: Ints, waits: Bools) -> Ints:
    """How many rows that wait have the label of each that does not."""
    return np.bincount(label[waits], minlength=len(label))[label[~waits]]
