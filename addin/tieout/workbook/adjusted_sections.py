"""What adjusts each side's balance on the sheet 余额调节表: lines of a status, in three sections a side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tieout.matching.causes import CAUSES, IN_PAIRS, OPEN_CAUSES, Cause
from tieout.statements.account import mixing_of
from tieout.workbook.marks import MarkedSheet
from tieout.workbook.report import Report
from tieout.workbook.status import cause_status
from tieout.workbook.sums import StatusSum, sum_part

Sums = Mapping[str, StatusSum]
Side = Literal["ours", "theirs"]
BOOKED_ONCE: list[Cause] = [c for c in OPEN_CAUSES if CAUSES[c].turn in ("other", "nobody")]
"""One side booked it rightly: the other side's balance is adjusted."""
OWN_ERRORS: list[Cause] = [
    c for c in OPEN_CAUSES if CAUSES[c].turn == "holder" and c != Cause.OTHER_CUSTOMER
]
"""The side that booked it corrects it; a customer mixed up is put right by the side that has several."""
THEIR_CORRECTIONS: list[Cause] = [c for c in OPEN_CAUSES if CAUSES[c].turn == "theirs"]
"""Theirs to correct, whoever booked it."""
OUR_WRITE_OFFS: list[Cause] = [c for c in IN_PAIRS if CAUSES[c].turn == "ours"]
"""Differences that we take."""


def _corrected_by(report: Report, side: Side) -> list[Cause]:
    """What one side corrects on both ledgers, whoever booked it."""
    own = OUR_WRITE_OFFS if side == "ours" else THEIR_CORRECTIONS
    return [*own, *([Cause.OTHER_CUSTOMER] if mixing_of(report.result) == side else [])]


def unsettled(report: Report) -> list[Cause]:
    """Whoever is wrong is not known yet: no balance is adjusted, and the statement does not agree."""
    known: list[Cause] = [*BOOKED_ONCE, *OWN_ERRORS]
    known += [*_corrected_by(report, "ours"), *_corrected_by(report, "theirs")]
    return [cause for cause in Cause if cause not in known]


@dataclass(frozen=True)
class Line:
    """A status, what the lines under it add to a section, and the formula of it by the label's cell."""

    status: str
    cents: int
    formula: Callable[[str], str]


@dataclass(frozen=True)
class Section:
    """Lines of one side that are added to its balance, or taken from it."""

    weight: int
    heading: str
    lines: Sequence[Line]


def sections(report: Report, currency: str, sums: Sums, side: Side) -> list[Section]:
    """What the other side booked rightly, up and down, and what this side has to correct.

    A difference is ours − theirs, so that on our side each counts with its sign turned.
    """
    is_ours = side == "ours"
    sign, weight = ("-", -1) if is_ours else ("", 1)
    own, other = (report.ours, report.theirs) if is_ours else (report.theirs, report.ours)
    turned = "" if is_ours else "-"

    def part(sheet: MarkedSheet, before: str, only: str = "") -> Callable[[str], str]:
        return lambda status: f"{before}{sum_part(report, sheet, status, currency, only)}"

    def both(status: str) -> str:
        parts = "+".join(sum_part(report, sheet, status, currency) for _, sheet in report.sides)
        return f"{sign}({parts})"

    def line(cause: Cause, cents: int, formula: Callable[[str], str]) -> Line:
        return Line(cause_status(cause, report.language), cents, formula)

    found = {cause: sums.get(cause_status(cause, report.language), StatusSum()) for cause in Cause}
    rises = {c: f.their_minus if is_ours else f.our_plus for c, f in found.items()}
    falls = {c: f.their_plus if is_ours else f.our_minus for c, f in found.items()}
    errors = {c: f.ours if is_ours else f.theirs for c, f in found.items()}
    up, down = ("<0", ">0") if is_ours else (">0", "<0")
    return [
        Section(
            1,
            report.say(f"adjusted.plus_{side}"),
            [line(c, weight * rises[c], part(other, sign, up)) for c in BOOKED_ONCE],
        ),
        Section(
            -1,
            report.say(f"adjusted.minus_{side}"),
            [line(c, -weight * falls[c], part(other, turned, down)) for c in BOOKED_ONCE],
        ),
        Section(
            1,
            report.say(f"adjusted.errors_{side}"),
            [line(c, weight * errors[c], part(own, sign)) for c in OWN_ERRORS]
            + [line(c, weight * found[c].difference, both) for c in _corrected_by(report, side)],
        ),
    ]
