"""Which number has each match: the one it had in the last run, where its entries are the same."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from tieout.matching.coded import Ints
from tieout.matching.reconciliation import Reconciliation

NUMBERS = "numbers"
"""The key of the hidden sheet."""
GIVEN_UP_MAX = 1000
SIDES = ("ours", "theirs")


@dataclass(frozen=True)
class Numbers:
    """The numbers given so far (勾对号): people write them on paper, so none means another match later.

    `of_entry` is what each entry had, by `side:fingerprint`; `last` the highest ever given; `given_up`
    the numbers of matches that are no more, by a digest of their entries: one that comes back has it again.
    """

    of_entry: pd.Series = field(default_factory=lambda: pd.Series(dtype=np.int64))
    last: int = 0
    given_up: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> str:
        """As they lie on the hidden sheet, which has those of the entries in its snapshot."""
        return json.dumps({"last": self.last, "given_up": dict(self.given_up)}, sort_keys=True)


def numbers_from(written: str) -> Numbers:
    """From the hidden sheet, without those of the entries."""
    values = json.loads(written)
    last, *given_up = _NUMBERS.validate_python([values["last"], *values["given_up"].values()])
    return Numbers(last=last, given_up=dict(zip(values["given_up"], given_up, strict=True)))


_NUMBERS = TypeAdapter(list[int])


def numbers_now(
    result: Reconciliation,
    marks: tuple[Sequence[str], Sequence[str]],
    before: Numbers,
    written: Mapping[str, int],
) -> tuple[Ints, Numbers]:
    """The number of each match, and the numbers given so far with them.

    `marks` are the fingerprints of both sides; `written` are numbers that people wrote beside entries.
    """
    entries = pd.Index([f"{side}:{one}" for side, m in zip(SIDES, marks, strict=True) for one in m])
    had = before.of_entry.reindex(entries).fillna(0).to_numpy(np.int64)
    for entry, number in written.items():
        had[entries.get_loc(entry)] = number
    numbers = _kept(result.match_of_row, had, len(result.found))
    given_up = {d: n for d, n in before.given_up.items() if n not in set(written.values())}
    grown = np.zeros(len(numbers) + 1, dtype=bool)
    grown[result.match_of_row[had == 0]] = True
    came_back, free = _came_back(result, entries, (numbers == 0) | grown[1:], given_up)
    numbers = np.where(came_back > 0, came_back, numbers)
    last = max(before.last, int(numbers.max(initial=0)))
    new = np.flatnonzero(numbers == 0)
    numbers[new] = last + 1 + np.arange(len(new))
    gone = before.of_entry[~before.of_entry.isin(numbers)]
    free = {**free, **{_digest(some.index): int(number) for number, some in gone.groupby(gone)}}
    kept = dict(list(free.items())[-GIVEN_UP_MAX:])
    return numbers, Numbers(before.of_entry, max(last, int(numbers.max(initial=0))), kept)


def _kept(match: Ints, had: Ints, count: int) -> Ints:
    """The number a match had, where it has all entries of that number and none of another; else 0."""
    pairs = pd.DataFrame({"match": match, "had": had})[had > 0].drop_duplicates()
    alone = ~pairs["had"].duplicated(keep=False) & ~pairs["match"].duplicated(keep=False)
    pairs = pairs[alone & (pairs["match"] > 0)]
    numbers = np.zeros(count, dtype=np.int64)
    numbers[pairs["match"].to_numpy() - 1] = pairs["had"].to_numpy()
    return numbers


def _came_back(
    result: Reconciliation, entries: pd.Index, changed: np.ndarray, given_up: Mapping[str, int]
) -> tuple[Ints, dict[str, int]]:
    """The numbers of matches that were once taken apart and are there again, and those still free.

    `changed` are those that are not what they were in the last run.
    """
    found, free = np.zeros(len(changed), dtype=np.int64), dict(given_up)
    if not free:
        return found, free
    new = np.flatnonzero(np.isin(result.match_of_row, np.flatnonzero(changed) + 1))
    for match, rows in pd.Series(new).groupby(result.match_of_row[new]):
        found[int(match) - 1] = free.pop(_digest(entries[rows.to_numpy()]), 0)  # type: ignore[call-overload]
    return found, free


def _digest(entries: Iterable[str]) -> str:
    return blake2b("\n".join(sorted(entries)).encode(), digest_size=8).hexdigest()
