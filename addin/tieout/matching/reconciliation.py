"""What did a reconciliation find: every entry in exactly one match or one open item."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from tieout.ledger.ledger import Ledger
from tieout.matching.causes import CAUSES, Cause
from tieout.matching.coded import Bools, Ints
from tieout.matching.findings import CAUSES_BY_CODE, STATES
from tieout.matching.policy import Policy
from tieout.matching.rows import Rows

KINDS = ("one_to_one", "one_to_many", "many_to_one", "many_to_many", "reversal")


@dataclass(frozen=True)
class Totals:
    """Sums of the entries in one currency, minor units; `unexplained` is always 0."""

    ours: int
    theirs: int
    explained: int

    @property
    def difference(self) -> int:
        """Ours − theirs."""
        return self.ours - self.theirs

    @property
    def unexplained(self) -> int:
        """What the listed differences leave over."""
        return self.difference - self.explained

    def __getitem__(self, name: str) -> int:
        return int(getattr(self, name))


@dataclass(frozen=True)
class SignFinding:
    """Whether their books mirror ours: `sign` is −1 where they do; the sentences say why."""

    sign: int
    reason_zh: str
    reason_en: str


@dataclass(frozen=True)
class Reconciliation:
    """The result: both ledgers in our perspective, and where each entry went.

    All amounts are int64 minor units, in our perspective; `ours` and `theirs` have the entries in
    input order. Frames and sentences are made when first asked for.
    """

    our_ledger: Ledger
    their_ledger: Ledger
    policy: Policy
    their_sign: SignFinding
    rows: Rows
    match_of_row: Ints
    found: pd.DataFrame
    open_cause: Ints

    @cached_property
    def matches(self) -> pd.DataFrame:
        """One line a match.

        match, kind, state, pass, ours (lines), theirs (lines), difference, cause ("" = none),
        alternatives, confidence, currency, reason_zh, reason_en.
        """
        our, their = self._lines(~self.rows.theirs), self._lines(self.rows.theirs)
        return pd.DataFrame(
            {
                "match": np.arange(1, len(self.found) + 1),
                "kind": pd.Categorical.from_codes(self._kinds, KINDS).astype(str),
                "state": [STATES[code] for code in self.found["state"]],
                "pass": self.found["pass"].astype(str),
                "ours": our,
                "theirs": their,
                "difference": self._match_difference,
                "cause": [str(CAUSES_BY_CODE[code] or "") for code in self.found["cause"]],
                "alternatives": self.found["alternatives"],
                "confidence": self.found["confidence"],
                "currency": self._match_currency,
                "reason_zh": "",
                "reason_en": "",
            }
        )

    @cached_property
    def ours(self) -> pd.DataFrame:
        """Our entries: line, match (0 = none), state, cause, difference, reason_zh, reason_en."""
        return self._side(self.our_ledger, ~self.rows.theirs)

    @cached_property
    def theirs(self) -> pd.DataFrame:
        """Their entries: line, match (0 = none), state, cause, difference, reason_zh, reason_en."""
        return self._side(self.their_ledger, self.rows.theirs)

    @cached_property
    def open_items(self) -> pd.DataFrame:
        """What is in no match, ours first.

        side, line, date, reference, memo, customer, currency, amount, cause, nature, turn (ours,
        theirs, both or nobody), comment_needed, carried_forward, nearest (mapping or None),
        reason_zh, reason_en.
        """
        mine = self.match_of_row == 0
        entries = pd.concat(
            [
                self.our_ledger.entries.assign(side="ours"),
                self.their_ledger.entries.assign(side="theirs"),
            ],
            ignore_index=True,
        )[mine].reset_index(drop=True)
        causes = [CAUSES_BY_CODE[code] or Cause.UNEXPLAINED for code in self.open_cause]
        columns = ["side", "line", "date", "reference", "memo", "customer", "currency", "amount"]
        return entries[columns].assign(
            cause=[str(cause) for cause in causes],
            nature=[CAUSES[cause].nature for cause in causes],
            turn=[_turn(cause, side) for cause, side in zip(causes, entries["side"], strict=True)],
            comment_needed=[CAUSES[cause].comment_needed for cause in causes],
            carried_forward=[CAUSES[cause].carried_forward for cause in causes],
            nearest=None,
            reason_zh="",
            reason_en="",
        )

    @cached_property
    def totals(self) -> Totals:
        """Sums over all entries; over several currencies they mean nothing but still add up."""
        every = self.totals_by_currency.values()
        return Totals(
            sum(total.ours for total in every),
            sum(total.theirs for total in every),
            sum(total.explained for total in every),
        )

    @cached_property
    def totals_by_currency(self) -> Mapping[str, Totals]:
        """Sums by currency, of the currencies that occur."""
        difference = self._row_difference
        return {
            currency: Totals(
                int(self.rows.amount[(self._currency == currency) & ~self.rows.theirs].sum()),
                int(self.rows.amount[(self._currency == currency) & self.rows.theirs].sum()),
                int(difference[self._currency == currency].sum()),
            )
            for currency in sorted(set(self._currency))
        }

    @cached_property
    def _currency(self) -> np.ndarray:
        sides = (self.our_ledger.entries["currency"], self.their_ledger.entries["currency"])
        return np.concatenate([side.to_numpy(dtype=object) for side in sides])

    @cached_property
    def _signed(self) -> Ints:
        return np.where(self.rows.theirs, -self.rows.amount, self.rows.amount)

    @cached_property
    def _match_difference(self) -> Ints:
        difference = np.zeros(len(self.found) + 1, dtype=np.int64)
        np.add.at(difference, self.match_of_row, self._signed)
        return difference[1:]

    @cached_property
    def _first_row(self) -> Ints:
        """The row that carries the difference of each match: our first, or theirs where none is ours."""
        first = np.zeros(len(self.found) + 1, dtype=np.int64)
        backwards = np.arange(len(self.rows))[::-1]
        first[self.match_of_row[backwards]] = backwards
        return first[1:]

    @cached_property
    def _match_currency(self) -> np.ndarray:
        return self._currency[self._first_row]

    @cached_property
    def _row_difference(self) -> Ints:
        difference = np.where(self.match_of_row == 0, self._signed, 0)
        difference[self._first_row] = self._match_difference
        return difference

    @cached_property
    def _kinds(self) -> Ints:
        count = len(self.found) + 1
        ours = np.bincount(self.match_of_row[~self.rows.theirs], minlength=count)[1:]
        theirs = np.bincount(self.match_of_row[self.rows.theirs], minlength=count)[1:]
        return np.select(
            [(ours == 0) | (theirs == 0), (ours == 1) & (theirs == 1), ours == 1, theirs == 1],
            [4, 0, 1, 2],
            3,
        )

    def _lines(self, side: Bools) -> list[list[int]]:
        """The lines of one side by match."""
        line = np.concatenate(
            [
                ledger.entries["line"].to_numpy(np.int64)
                for ledger in (self.our_ledger, self.their_ledger)
            ]
        )
        rows = np.flatnonzero(side & (self.match_of_row > 0))
        rows = rows[np.lexsort((line[rows], self.match_of_row[rows]))]
        ends = np.searchsorted(self.match_of_row[rows], np.arange(1, len(self.found) + 2))
        lines = line[rows].tolist()
        return [lines[a:b] for a, b in zip(ends[:-1], ends[1:], strict=True)]

    def _side(self, ledger: Ledger, side: Bools) -> pd.DataFrame:
        match = self.match_of_row[side]
        state = np.append(-1, self.found["state"].to_numpy())[match]
        cause = np.zeros(len(self.rows), dtype=np.int64)
        cause[self.match_of_row == 0] = self.open_cause
        matched = np.append(0, self.found["cause"].to_numpy())
        return pd.DataFrame(
            {
                "line": ledger.entries["line"].to_numpy(np.int64),
                "match": match,
                "state": np.array([*STATES, "open"], dtype=object)[state],
                "cause": np.array([str(c or "") for c in CAUSES_BY_CODE], dtype=object)[
                    np.where(match == 0, cause[side], matched[match])
                ],
                "difference": self._row_difference[side],
                "reason_zh": "",
                "reason_en": "",
            }
        )


def _turn(cause: Cause, side: str) -> str:
    turn = CAUSES[cause].turn
    other = "theirs" if side == "ours" else "ours"
    return {"holder": side, "other": other}.get(turn, turn)
