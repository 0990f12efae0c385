"""What adds up by status: live formulas over the ledgers' difference columns, and what they give now."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieout.ledger.currency import decimals
from tieout.ledger.ledger import Ledger
from tieout.matching.causes import Cause
from tieout.workbook.layout import Formula, quoted
from tieout.workbook.marks import MarkedSheet
from tieout.workbook.report import Report
from tieout.workbook.status import SIGNS, cause_status, statuses


@dataclass(frozen=True)
class StatusSum:
    """Entries of a status in one currency: how many a side, and their differences by sign, cents."""

    our_count: int = 0
    their_count: int = 0
    our_plus: int = 0
    our_minus: int = 0
    their_plus: int = 0
    their_minus: int = 0

    @property
    def ours(self) -> int:
        """The differences on our lines."""
        return self.our_plus + self.our_minus

    @property
    def theirs(self) -> int:
        """The differences on their lines."""
        return self.their_plus + self.their_minus

    @property
    def difference(self) -> int:
        """Of both sides together."""
        return self.ours + self.theirs


def status_sums(report: Report, currency: str) -> dict[str, StatusSum]:
    """The sums of each status that occurs."""
    sides = [_side(report, side, currency) for side in ("ours", "theirs")]
    found = pd.concat(
        [sides[0].add_suffix("_ours"), sides[1].add_suffix("_theirs")], axis=1
    ).fillna(0)
    columns = [f"{name}_{side}" for side in ("ours", "theirs") for name in _SUMMED]
    counted = found[columns].astype(np.int64)
    return {
        str(status): StatusSum(row[0], row[3], row[1], row[2], row[4], row[5])
        for status, row in zip(counted.index, counted.to_numpy().tolist(), strict=True)
    }


_SUMMED = ("count", "plus", "minus")


def _of_side(report: Report, side: str) -> tuple[Ledger, pd.DataFrame]:
    """A ledger, and what was found of its entries."""
    result = report.result
    if side == "ours":
        return result.our_ledger, result.ours
    return result.their_ledger, result.theirs


def _side(report: Report, side: str, currency: str) -> pd.DataFrame:
    ledger, found = _of_side(report, side)
    mine = (ledger.entries["currency"] == currency).to_numpy()
    difference = found["difference"].to_numpy(np.int64)[mine]
    frame = pd.DataFrame(
        {
            "status": pd.Series(statuses(found, report.language)[mine], dtype=object),
            "count": np.ones(len(difference), dtype=np.int64),
            "plus": np.maximum(difference, 0),
            "minus": np.minimum(difference, 0),
        }
    )
    return frame.groupby("status").sum()


@dataclass(frozen=True)
class Settled:
    """Entries of a side whose difference is accepted: by a person for a reason, or within the tolerance."""

    by_people: int = 0
    by_tolerance: int = 0

    @property
    def count(self) -> int:
        """How many in all."""
        return self.by_people + self.by_tolerance


def settled(report: Report, side: str, currency: str) -> Settled:
    """The entries of a side that differ and about which nothing is to be done any more."""
    ledger, found = _of_side(report, side)
    mine = (ledger.entries["currency"] == currency).to_numpy()
    differing = (found["state"] == "confirmed").to_numpy() & (found["cause"] != "").to_numpy()
    people = report.result.decided_rows[report.result.rows.theirs == (side == "theirs")]
    count = int((mine & differing).sum())
    by_people = int((mine & differing & people).sum())
    return Settled(by_people, count - by_people)


def settled_formula(report: Report, sheet: MarkedSheet, currency: str, found: Settled) -> Formula:
    """How many lines of a side are settled so; live, as far as their status and reason tell."""
    word = report.say("causes.decided")
    more = _in_currency(report, sheet, currency)
    status, reason = sheet.lines("status"), sheet.lines("reason")
    differs = quoted(f"{SIGNS['differs']}*")
    counted = f"COUNTIFS({status},{differs},{reason},{quoted(f'*{word}*')}{more})"
    if found.by_tolerance:
        rounding = quoted(cause_status(Cause.ROUNDING, report.language))
        others = f"COUNTIFS({status},{rounding},{reason},{quoted(f'<>*{word}*')}{more})"
        counted += f"+MIN({found.by_tolerance},{others})"
    return Formula(f"={counted}", found.count, elsewhere=True)


def count_formula(
    report: Report, sheet: MarkedSheet, status_cell: str, currency: str, value: int
) -> Formula:
    """How many lines of a side have the status that stands in a cell."""
    criteria = f"{sheet.lines('status')},{status_cell}{_in_currency(report, sheet, currency)}"
    return Formula(f"=COUNTIFS({criteria})", value, elsewhere=True)


def difference_formula(report: Report, status_cell: str, currency: str, cents: int) -> Formula:
    """The differences of both sides under the status that stands in a cell."""
    places = decimals(currency)
    parts = "+".join(sum_part(report, sheet, status_cell, currency) for _, sheet in report.sides)
    return Formula(f"=ROUND({parts},{places})", cents / 10**places, elsewhere=True)


def sum_part(
    report: Report, sheet: MarkedSheet, status_cell: str, currency: str, sign: str = ""
) -> str:
    """The sum of a side's differences under a status, of one sign where `sign` is >0 or <0."""
    difference = sheet.lines("difference")
    only = f",{difference},{quoted(sign)}" if sign else ""
    return (
        f"SUMIFS({difference},{sheet.lines('status')},{status_cell}{only}"
        f"{_in_currency(report, sheet, currency)})"
    )


def _in_currency(report: Report, sheet: MarkedSheet, currency: str) -> str:
    if not report.several_currencies:
        return ""
    return f",{sheet.lines('currency')},{quoted(currency)}"
