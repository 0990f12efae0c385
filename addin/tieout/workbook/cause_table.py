"""What stands in the table of causes: every status with its live sum, adding up to the difference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tieout.ledger.currency import decimals, number_format
from tieout.matching.causes import CAUSES, Cause
from tieout.texts import text
from tieout.workbook.balances import Balances
from tieout.workbook.drawing import COUNT, HEADING, TEXT, Drawing
from tieout.workbook.layout import INK, MUTED, Chart, Formula, Style, area, cell, quoted
from tieout.workbook.report import Report
from tieout.workbook.status import STATES, cause_status, state_status
from tieout.workbook.sums import (
    Settled,
    StatusSum,
    count_formula,
    difference_formula,
    settled,
    settled_formula,
    status_sums,
)

CHART_PIXELS_A_ROW, CHART_WIDTH = 20, 940


@dataclass(frozen=True)
class CauseTable:
    """Where the table's results stand: what is unexplained, how many entries are to be dealt with.

    Those are all but the confirmed ones and those whose difference a person has accepted; `settled`
    says whether there are any of these, and nothing else differs.
    """

    unexplained: str
    open_count: str
    left: int
    open_now: int
    settled: bool
    charts: tuple[Chart, ...]


@dataclass(frozen=True)
class _Line:
    status: str
    nature: str
    action: str
    sums: StatusSum
    difference: int
    is_opening: bool = False


def draw_causes(page: Drawing, report: Report, balances: Balances, basis: str) -> CauseTable:
    """Draw the table; statuses that do not occur stand muted below, so that a change still adds up."""
    money = Style(
        border="all", number_format=number_format(balances.currency), align="right", indent=1
    )
    lines = _lines(report, balances)
    names = ("status", "nature", "ours", "theirs", "difference", "action")
    page.line([report.say(f"causes.{name}") for name in names], HEADING)
    first = page.row
    for line in lines:
        _draw_line(page, report, line, balances, money)
    total_row = _draw_total(page, report, lines, balances, first)
    found = [settled(report, side, balances.currency) for side in ("ours", "theirs")]
    settled_now = sum(one.count for one in found)
    if settled_now:
        _draw_settled(page, report, found, balances)
    unexplained = _draw_unexplained(page, report, lines, balances, basis, total_row)
    confirmed = state_status("confirmed", report.language)
    confirmed_row = first + [line.status for line in lines].index(confirmed)
    charted = sum(line.difference != 0 for line in lines)
    dealt_with = [confirmed_row, *([total_row + 1] if settled_now else [])]
    return CauseTable(
        unexplained=unexplained,
        open_count="("
        + f"{cell(total_row, 3)}+{cell(total_row, 4)}"
        + "".join(f"-{cell(row, 3)}-{cell(row, 4)}" for row in dealt_with)
        + ")",
        left=balances.difference - sum(line.difference for line in lines),
        open_now=sum(
            line.sums.our_count + line.sums.their_count
            for line in lines
            if line.status != confirmed
        )
        - settled_now,
        settled=bool(settled_now) and not balances.opening_difference,
        charts=_charts(page, report, balances, first, charted),
    )


def _lines(report: Report, balances: Balances) -> list[_Line]:
    """The causes by size, then what does not differ, then what does not occur."""
    sums = status_sums(report, balances.currency)
    language = report.language
    lines = [
        _Line(
            status,
            report.say("causes.matched"),
            report.say(f"causes.{state}"),
            found,
            found.difference,
        )
        for state in STATES
        for status in [state_status(state, language)]
        for found in [sums.get(status, StatusSum())]
    ] + [
        _Line(
            status,
            text(f"nature.{CAUSES[cause].nature}", language),
            cause.action(language),
            found,
            found.difference,
        )
        for cause in Cause
        if cause != Cause.OPENING
        for status in [cause_status(cause, language)]
        for found in [sums.get(status, StatusSum())]
    ]
    lines.append(
        _Line(
            cause_status(Cause.OPENING, language),
            text(f"nature.{CAUSES[Cause.OPENING].nature}", language),
            Cause.OPENING.action(language),
            StatusSum(),
            balances.opening_difference or 0,
            is_opening=True,
        )
    )
    return sorted(lines, key=lambda line: (-abs(line.difference), line.sums == StatusSum()))


def _draw_line(
    page: Drawing, report: Report, line: _Line, balances: Balances, money: Style
) -> None:
    currency = balances.currency
    occurs = line.difference != 0 or line.sums != StatusSum()
    color = INK if occurs else MUTED
    status = f"${cell(page.row, 1)}"
    counts: list[object] = [
        count_formula(report, sheet, status, currency, count)
        for (_, sheet), count in zip(
            report.sides, (line.sums.our_count, line.sums.their_count), strict=True
        )
    ]
    difference: object = difference_formula(report, status, currency, line.difference)
    if line.is_opening:
        counts, difference = [None, None], _opening(report, balances)
    page.line(
        [line.status, line.nature, *counts, difference, line.action if occurs else None],
        [replace(style, color=color) for style in (TEXT, TEXT, COUNT, COUNT, money, TEXT)],
    )


def _opening(report: Report, balances: Balances) -> object:
    """The opening difference is a number of the ledgers, not of their lines."""
    if balances.opening_difference is None:
        return report.say("not_stated")
    return balances.opening_difference / 10 ** decimals(balances.currency)


def _draw_total(
    page: Drawing, report: Report, lines: list[_Line], balances: Balances, first: int
) -> int:
    places, last = decimals(balances.currency), page.row - 1
    label = Style(bold=True, border="total", indent=1)
    count = replace(COUNT, bold=True, border="total")
    money = replace(label, number_format=number_format(balances.currency), align="right")
    counts = (
        sum(line.sums.our_count for line in lines),
        sum(line.sums.their_count for line in lines),
    )
    summed = [
        Formula(f"=SUM({cell(first, column)}:{cell(last, column)})", value)
        for column, value in zip((3, 4), counts, strict=True)
    ]
    difference = Formula(
        f"=ROUND(SUM({cell(first, 5)}:{cell(last, 5)}),{places})",
        sum(line.difference for line in lines) / 10**places,
    )
    return page.line(
        [report.say("causes.total"), None, *summed, difference, None],
        [label, label, count, count, money, label],
    )


def _draw_settled(
    page: Drawing, report: Report, found: Sequence[Settled], balances: Balances
) -> None:
    """How many of the total need nothing more, though their sides differ."""
    counts = [
        settled_formula(report, sheet, balances.currency, one)
        for (_, sheet), one in zip(report.sides, found, strict=True)
    ]
    page.line(
        [report.say("causes.settled"), None, *counts, None, report.say("causes.settled_action")],
        [TEXT, TEXT, COUNT, COUNT, TEXT, TEXT],
    )


def _draw_unexplained(
    page: Drawing,
    report: Report,
    lines: list[_Line],
    balances: Balances,
    basis: str,
    total_row: int,
) -> str:
    """What the causes leave over of the difference: must be nothing."""
    places = decimals(balances.currency)
    money = Style(
        border="all", number_format=number_format(balances.currency), align="right", indent=1
    )
    difference = Formula(f"={basis}", balances.difference / 10**places)
    basis_row = page.line(
        [report.say("causes.basis"), None, None, None, difference, None],
        [TEXT, TEXT, TEXT, TEXT, money, TEXT],
    )
    left = balances.difference - sum(line.difference for line in lines)
    address = cell(page.row, 5)
    formula = f"=ROUND({cell(basis_row, 5)}-{cell(total_row, 5)},{places})"
    good, bad = (report.say(f"causes.{name}") for name in ("all_explained", "not_explained"))
    label = Style(bold=True, border="total", indent=1)
    zero = replace(label, number_format=money.number_format.rpartition(";")[0], align="right")
    page.line(
        [
            report.say("causes.unexplained"),
            None,
            None,
            None,
            Formula(formula, left / 10**places),
            Formula(f"=IF({address}=0,{quoted(good)},{quoted(bad)})", bad if left else good),
        ],
        [label, label, label, label, zero, label],
    )
    return address


def _charts(
    page: Drawing, report: Report, balances: Balances, first: int, charted: int
) -> tuple[Chart, ...]:
    """The causes that make a difference, as bars; none where nothing differs."""
    if not charted:
        return ()
    page.gap()
    height = max(70 + 26 * charted, 150)
    chart = Chart(
        place=cell(page.row, 1),
        title=report.say("causes.chart"),
        labels=area(first, 1, first + charted - 1, 1),
        values=area(first, 5, first + charted - 1, 5),
        number_format=number_format(balances.currency).split(";")[0],
        width=CHART_WIDTH,
        height=height,
    )
    page.gap(-(-height // CHART_PIXELS_A_ROW))
    return (chart,)
