"""Do two numberings number the same documents: told by the amounts that stand under equal numbers."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TypeAlias

import numpy as np
import pandas as pd

from tieout.matching.coded import Bools, Coded, Ints
from tieout.matching.document_numbers import DocumentNumbers
from tieout.matching.grouping import group_by, one_each

TOLD_BY_MIN = 3
"""Equal numbers from which on amounts tell that two numberings have nothing to do with each other."""
SHARED_MIN, NEAR_SHARED_MIN, UNRELATED_MAX = 0.5, 0.6, 0.3
NEAR_PERCENT = 10
"""Amounts no further apart may be of one document: a fee was kept back, or tax added."""
SEEN_MIN = 0.05
"""Share of the numbers of a side that the other must have, so that it is no accident that it has any."""

Letters: TypeAlias = tuple[str, str]
"""What stands before the numbers of ours, and of theirs."""
Counts: TypeAlias = Mapping[object, int]


@dataclass(frozen=True)
class Numberings:
    """What is known of the numberings of both sides, by the letters before their numbers.

    Of the numbers that stand once on each side: how many there are, how many for one amount, how many
    for amounts near each other. `ours` and `theirs` count all entries with a number.
    """

    same: Counts = field(default_factory=dict)
    equal: Counts = field(default_factory=dict)
    near: Counts = field(default_factory=dict)
    ours: Counts = field(default_factory=dict)
    theirs: Counts = field(default_factory=dict)

    def unrelated(self, letters: Coded, ours: Ints, theirs: Ints) -> Bools:
        """Equal numbers stand for other amounts: each side numbers its own vouchers."""
        return _told(self._is_unrelated, letters, ours, theirs)

    def shared(self, letters: Coded, ours: Ints, theirs: Ints) -> Bools:
        """Equal numbers mostly stand for one amount: both sides quote one numbering."""
        return _told(self._is_shared, letters, ours, theirs)

    def times(self, share: int) -> "Numberings":
        """What so many times as many rows would tell."""
        return Numberings(
            *({key: share * count for key, count in counts.items()} for counts in _counts(self))
        )

    def _is_unrelated(self, kind: Letters) -> bool:
        same = self.same.get(kind, 0)
        return same >= TOLD_BY_MIN and self.near.get(kind, 0) < UNRELATED_MAX * same

    def _is_shared(self, kind: Letters) -> bool:
        same = self.same.get(kind, 0)
        fewer = min(self.ours.get(kind[0], 0), self.theirs.get(kind[1], 0))
        if not same or same < SEEN_MIN * fewer:
            return False
        near = same >= TOLD_BY_MIN and self.near.get(kind, 0) >= NEAR_SHARED_MIN * same
        return near or self.equal.get(kind, 0) >= SHARED_MIN * same


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
    size = np.abs(amount[mine]), np.abs(amount[other])
    equal = amount[mine] == amount[other]
    near = np.abs(size[0] - size[1]) * 100 <= NEAR_PERCENT * np.maximum(*size)
    return Numberings(
        _by_kind(letters, mine, other),
        _by_kind(letters, mine[equal], other[equal]),
        _by_kind(letters, mine[near], other[near]),
        _by_letters(letters, row[~theirs[row]]),
        _by_letters(letters, row[theirs[row]]),
    )


def together(*told: Numberings) -> Numberings:
    """What several sets of rows tell."""
    columns = zip(*map(_counts, told), strict=True)
    return Numberings(*(sum(map(Counter, column), Counter()) for column in columns))


def _counts(numberings: Numberings) -> list[Counts]:
    return [getattr(numberings, column.name) for column in fields(Numberings)]


def _told(tells: Callable[[Letters], bool], letters: Coded, ours: Ints, theirs: Ints) -> Bools:
    """What is told of the kind of each pair."""
    pair, kinds = _kinds(letters, ours, theirs)
    return np.array([tells(kind) for kind in kinds], dtype=bool)[pair]


def _by_kind(letters: Coded, ours: Ints, theirs: Ints) -> Counts:
    pair, kinds = _kinds(letters, ours, theirs)
    return dict(zip(kinds, np.bincount(pair, minlength=len(kinds)).tolist(), strict=True))


def _by_letters(letters: Coded, row: Ints) -> Counts:
    code, count = np.unique(letters.codes[row], return_counts=True)
    return dict(zip(letters.take_texts(code).to_pylist(), count.tolist(), strict=True))


def _kinds(letters: Coded, ours: Ints, theirs: Ints) -> tuple[Ints, list[Letters]]:
    """The kind of each pair, and the letters of each kind."""
    if not len(ours):
        return ours, []
    several = len(letters.texts)
    pair, kinds = pd.factorize(letters.codes[ours] * several + letters.codes[theirs])
    texts = (letters.take_texts(side).to_pylist() for side in np.divmod(kinds, several))
    return pair, list(zip(*texts, strict=True))
