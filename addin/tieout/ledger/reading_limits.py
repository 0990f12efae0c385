"""How much memory and time may the reading of one workbook take: limits the user can raise."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from tieout.errors import TieoutError

MEGABYTES, SECONDS = 1000, 30.0
_BYTES_PER_CELL, _SECONDS_PER_CELL = 200, 6e-6
"""What a cell of a full sheet takes, measured at ten million of them with room to spare."""
_VARIABLES = {"megabytes": "TIEOUT_READ_MEGABYTES", "seconds": "TIEOUT_READ_SECONDS"}


@dataclass(frozen=True)
class ReadingLimits:
    """Memory in megabytes, and processor seconds, that opening one workbook may take."""

    megabytes: int = MEGABYTES
    seconds: float = SECONDS

    def of_cells(self, filled: int) -> "ReadingLimits":
        """The limits for so many cells that were counted; a limit that was set stays as it is.

        >>> ReadingLimits().of_cells(5_000_000), ReadingLimits().of_cells(20_000_000)
        (ReadingLimits(megabytes=1000, seconds=30.0), ReadingLimits(megabytes=4000, seconds=120.0))
        """
        most = self.megabytes, self.seconds
        if self.megabytes == MEGABYTES:
            most = max(MEGABYTES, filled * _BYTES_PER_CELL // 1_000_000), most[1]
        if self.seconds == SECONDS:
            most = most[0], max(SECONDS, filled * _SECONDS_PER_CELL)
        return ReadingLimits(*most)


_set: ContextVar[ReadingLimits | None] = ContextVar("reading_limits", default=None)


def reading_limits() -> ReadingLimits:
    """The limits that were set, else those the environment names, else the usual ones."""
    given = _set.get()
    if given is not None:
        return given
    return ReadingLimits(
        int(_from_environment("megabytes", MEGABYTES)), _from_environment("seconds", SECONDS)
    )


@contextmanager
def limits_of(limits: ReadingLimits) -> Iterator[None]:
    """Read within these limits for a while."""
    before = _set.set(limits)
    try:
        yield
    finally:
        _set.reset(before)


def positive(name: str, written: str) -> float:
    """A limit as it is written, refused where it is none."""
    try:
        limit = float(written)
    except ValueError:
        limit = 0.0
    if not 0 < limit < float("inf"):
        raise TieoutError("read.not_a_limit", name=name, found=written)
    return limit


def _from_environment(limit: str, usual: float) -> float:
    name = _VARIABLES[limit]
    written = os.environ.get(name, "")
    return positive(name, written) if written else usual
