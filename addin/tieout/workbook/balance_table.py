"""What stands in the table of balances: opening, movement and closing of both sides, live."""

from collections.abc import Sequence
from dataclasses import dataclass

from tieout.ledger.currency import decimals, format_amount, number_format
from tieout.texts import text
from tieout.workbook.balances import Balance, Balances
from tieout.workbook.carried import carried_entries
from tieout.workbook.drawing import HEADING, TEXT, Drawing
from tieout.workbook.layout import Formula, Style, cell
from tieout.workbook.live_movement import movement_cell
from tieout.workbook.report import Report

SIDES = ("ours", "theirs")


@dataclass(frozen=True)
class BalancePlaces:
    """Where the table has what others refer to: both closings, and the difference to explain.

    Without both openings they are the movements.
    """

    ours: str
    theirs: str
    difference: str


def draw_balances(page: Drawing, report: Report, balances: Balances) -> BalancePlaces:
    """Draw the table; gives where its results stand."""
    currency = balances.currency
    money = Style(border="all", number_format=number_format(currency), align="right", indent=1)
    names = [_name(report, side) for side in SIDES]
    page.line(["", "", *names, report.say("result.difference"), report.say("result.note")], HEADING)
    first, each = page.row, (balances.ours, balances.theirs)
    styles = [TEXT, TEXT, money, money, money, TEXT]
    opening = [_shown(balance.opening, currency, report) for balance in each]
    difference = _minus(first, balances.opening_difference, currency, report)
    notes = _opening_notes(balances, report)
    page.line([report.say("result.opening"), None, *opening, difference, notes], styles)
    movement = [
        movement_cell(ledger, sheet, currency, report.language) for ledger, sheet in report.sides
    ]
    cents = balances.ours.movement - balances.theirs.movement
    difference = _minus(first + 1, cents, currency, report)
    notes = _movement_notes(movement, report)
    page.line([report.say("result.movement"), None, *movement, difference, notes], styles)
    closing = [
        _closing(column, first, balance, currency, report)
        for column, balance in enumerate(each, start=3)
    ]
    whole = balances.opening_difference is not None
    difference = _minus(first + 2, balances.difference if whole else None, currency, report)
    label = Style(bold=True, border="total", indent=1)
    total = Style(
        bold=True, border="total", number_format=money.number_format, align="right", indent=1
    )
    page.line(
        [
            report.say("result.closing"),
            None,
            *closing,
            difference,
            _closing_notes(balances, report),
        ],
        [label, label, total, total, total, Style(border="total", wrap=True, indent=1)],
    )
    row = first + 2 if whole else first + 1
    return BalancePlaces(*(cell(row, column, absolute=True) for column in (3, 4, 5)))


def _name(report: Report, side: str) -> str:
    return text(f"side.{side}", report.language)


def _shown(cents: int | None, currency: str, report: Report) -> object:
    return report.say("not_stated") if cents is None else cents / 10 ** decimals(currency)


def _minus(row: int, cents: int | None, currency: str, report: Report) -> object:
    if cents is None:
        return report.say("not_stated")
    places = decimals(currency)
    return Formula(f"=ROUND({cell(row, 3)}-{cell(row, 4)},{places})", cents / 10**places)


def _closing(column: int, first: int, balance: Balance, currency: str, report: Report) -> object:
    if balance.closing is None:
        return report.say("not_stated")
    places = decimals(currency)
    formula = f"=ROUND({cell(first, column)}+{cell(first + 1, column)},{places})"
    return Formula(formula, balance.closing / 10**places)


def _opening_notes(balances: Balances, report: Report) -> str:
    each = list(zip(SIDES, (balances.ours, balances.theirs), strict=True))
    missing = [
        report.say("note.opening_missing", side=_name(report, side))
        for side, balance in each
        if balance.opening is None
    ]
    counted = [
        report.say("note.opening_counted_back", side=_name(report, side))
        for side, balance in each
        if balance.counted_back
    ]
    return "\n".join(missing + counted + _carried_notes(report, "opening_without_carried"))


def _movement_notes(movement: Sequence[object], report: Report) -> str:
    """Where no formula over the ledger's own cells gives what was read."""
    fixed = [
        _name(report, side)
        for side, cents in zip(SIDES, movement, strict=True)
        if not isinstance(cents, Formula)
    ]
    notes = [report.say("note.movement_as_read", sides=fixed)] if fixed else []
    return "\n".join(notes + _carried_notes(report, "movement_with_carried"))


def _carried_notes(report: Report, key: str) -> list[str]:
    """That carried items are entries here, and no part of the opening."""
    return [
        report.say(f"note.{key}", side=_name(report, sheet.side), count=len(found))
        for ledger, sheet in report.sides
        for found in [carried_entries(ledger)]
        if len(found)
    ]


def _closing_notes(balances: Balances, report: Report) -> str:
    """Whether the closings follow, against what the ledgers themselves state."""
    notes = [] if balances.opening_difference is not None else [report.say("note.movement_only")]
    for side, balance in zip(SIDES, (balances.ours, balances.theirs), strict=True):
        if balance.stated_closing is None or balance.closing is None or balance.counted_back:
            continue
        off = balance.stated_closing - balance.closing
        notes.append(
            report.say(
                "note.closing_breaks" if off else "note.closing_agrees",
                side=_name(report, side),
                stated=format_amount(balance.stated_closing, balances.currency),
                difference=format_amount(off, balances.currency),
            )
        )
    return "\n".join(notes)
