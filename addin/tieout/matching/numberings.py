"""Do two numberings number the same documents: told by the amounts that stand under equal numbers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tieout.matching.coded import Bools, Coded, Ints
from tieout.matching.document_numbers import DocumentNumbers
from tieout.matching.grouping import group_by, labels, one_each

TOLD_BY_MIN = 3
"""Equal numbers from which on amounts tell that two numberings have nothing to do with each other."""
SHARED_MIN, UNRELATED_MAX = 0.5, 0.3

Letters = tuple[str, str]
"""What stands before the numbers of ours, and of theirs."""


@dataclass(frozen=True)
class Numberings:
    """Of the numbers that stand once on each side: how many there are, and how many for one amount."""

    same: Mapping[Letters, int] = field(default_factory=dict)
    equal: Mapping[Letters, int] = field(default_factory=dict)

    def unrelated(self, letters: Coded, ours: Ints, theirs: Ints) -> Bools:
        """Equal numbers stand for other amounts: each side numbers its own vouchers."""
        same, equal = self._counts(letters, ours, theirs)
        return (same >= TOLD_BY_MIN) & (equal < UNRELATED_MAX * same)

    def shared(self, letters: Coded, ours: Ints, theirs: Ints) -> Bools:
        """Equal numbers mostly stand for equal amounts: both sides quote one numbering."""
        same, equal = self._counts(letters, ours, theirs)
        return (same > 0) & (equal >= SHARED_MIN * same)

    def times(self, share: int) -> "Numberings":
        """What so many times as many rows would tell."""
        return Numberings(
            {kind: share * count for kind, count in self.same.items()},
            {kind: share * count for kind, count in self.equal.items()},
        )

    def _counts(self, letters: Coded, ours: Ints, theirs: Ints) -> tuple[Ints, Ints]:
        pair, kinds = _kinds(letters, ours, theirs)
        same = np.array([self.same.get(kind, 0) for kind in kinds], dtype=np.int64)
        equal = np.array([self.equal.get(kind, 0) for kind in kinds], dtype=np.int64)
        return same[pair], equal[pair]


NO_NUMBERINGS = Numberings()


def numberings_of(
    place: Ints, theirs: Bools, digits: DocumentNumbers, letters: Coded, amount: Ints
) -> Numberings:
    """What the numbers of some rows tell; `place` keeps accounts and signs apart."""
    row = np.flatnonzero(digits.given)
    if not len(row):
        return NO_NUMBERINGS
    mine, other = one_each(group_by(place[row], digits.codes[row]), theirs[row])
    mine, other = row[mine], row[other]
    equal = amount[mine] == amount[other]
    return Numberings(_counted(letters, mine, other), _counted(letters, mine[equal], other[equal]))


def together(*told: Numberings) -> Numberings:
    """What several sets of rows tell."""
    return Numberings(
        sum((Counter(some.same) for some in told), Counter()),
        sum((Counter(some.equal) for some in told), Counter()),
    )


def _counted(letters: Coded, ours: Ints, theirs: Ints) -> Mapping[Letters, int]:
    pair, kinds = _kinds(letters, ours, theirs)
    return dict(zip(kinds, np.bincount(pair, minlength=len(kinds)).tolist(), strict=True))


def _kinds(letters: Coded, ours: Ints, theirs: Ints) -> tuple[Ints, list[Letters]]:
    """The kind of each pair, and the letters of each kind."""
    if not len(ours):
        return ours, []
    mine, other = letters.codes[ours], letters.codes[theirs]
    pair = labels(mine, other)
    _, first = np.unique(pair, return_index=True)
    texts = (letters.take_texts(side[first]).to_pylist() for side in (mine, other))
    return pair, list(zip(*texts, strict=True))
