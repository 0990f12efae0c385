"""How far apart may the dates of two entries be: days from ours to theirs, perhaps within one month."""

from dataclasses import dataclass

import numpy as np

from tieout.matching.coded import Bools, Ints
from tieout.matching.rows import NO_DAY, Rows


@dataclass(frozen=True)
class Window:
    """Their date may be from `earliest` to `latest` days after ours; a missing date fits anywhere."""

    earliest: int
    latest: int
    within_month: bool = False

    @classmethod
    def either_way(cls, days: int) -> "Window":
        """So many days before or after."""
        return cls(-days, days)

    @property
    def widest(self) -> int:
        """The greatest distance it allows, in days."""
        return max(abs(self.earliest), abs(self.latest))

    def holds(self, rows: Rows, ours: Ints, theirs: Ints) -> Bools:
        """Which pairs of rows are near enough."""
        return self.holds_days(rows.day[ours], rows.day[theirs])

    def holds_days(self, our_day: Ints, their_day: Ints) -> Bools:
        """Which pairs of days are near enough."""
        days = their_day - our_day
        near = (days >= self.earliest) & (days <= self.latest)
        if self.within_month:
            near &= month(our_day) == month(their_day)
        return near | (our_day == NO_DAY) | (their_day == NO_DAY)


def month(day: Ints) -> Ints:
    """The calendar month of days since 1970, counted from January 1970."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
