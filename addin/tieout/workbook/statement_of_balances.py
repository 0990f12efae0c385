"""What stands on the sheet 余额调节表: both balances, adjusted by what the other side lacks."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from tieout.ledger.currency import UNSTATED, decimals, format_amount, number_format
from tieout.matching.causes import Cause
from tieout.workbook.adjusted_sections import Line, Section, Sums, sections, unsettled
from tieout.workbook.balance_table import BalancePlaces
from tieout.workbook.balances import Balances
from tieout.workbook.drawing import HEADING, NOTE, SECTION, TITLE_STYLE, Drawing
from tieout.workbook.layout import (
    BAND,
    MUTED,
    Border,
    Formula,
    Rule,
    SheetLayout,
    Style,
    area,
    cell,
    on_sheet,
    quoted,
)
from tieout.workbook.report import Report
from tieout.workbook.result_sheet import VERDICT, VERDICT_FILLS
from tieout.workbook.status import STATES, cause_status, state_status
from tieout.workbook.sums import StatusSum, difference_formula, status_sums

WIDTHS: dict[int, float] = {1: 44, 2: 18, 3: 2, 4: 44, 5: 18}
LABEL = Style(border="all", indent=3)
HEAD_LABEL = Style(border="all", bold=True, fill=BAND, indent=1)


def statement_of_balances(report: Report, places: Sequence[BalancePlaces]) -> SheetLayout:
    """The whole sheet; one statement a currency."""
    page = Drawing(dict(WIDTHS))
    rules: list[Rule] = []
    page.across(report.say("adjusted.title"), replace(TITLE_STYLE, align="center"), height=32)
    page.across(_subtitle(report), replace(NOTE, align="center"))
    for balances, place in zip(report.balances, places, strict=True):
        page.gap()
        rules += _statement(page, report, balances, place)
    _signatures(page, report)
    return SheetLayout(
        name=report.names["statement"],
        blocks=page.blocks,
        widths=page.widths,
        heights=page.heights,
        merges=page.merges,
        rules=rules,
        tab_color="#3B6EA5",
    )


def _subtitle(report: Report) -> str:
    """The customer, and the day of the last entry."""
    entries = report.result.entries
    names = [
        str(name) for name in entries.loc[entries["side"] == "ours", "customer"].unique() if name
    ]
    last = entries["date"].max()
    return report.say(
        "adjusted.subtitle",
        customer=names[0]
        if len(names) == 1
        else report.say("adjusted.all_customers", count=len(names))
        if names
        else report.say("not_stated"),
        day=report.say("result.no_period") if pd.isna(last) else f"{last:%Y-%m-%d}",
    )


def _statement(
    page: Drawing, report: Report, balances: Balances, place: BalancePlaces
) -> list[Rule]:
    currency = balances.currency
    sums = status_sums(report, currency)
    whole = balances.opening_difference is not None
    name = report.say("unstated_currency") if currency == UNSTATED else currency
    title = "adjusted.section" if whole else "adjusted.section_movement"
    page.line([report.say(title, currency=name), None, None, None, None], SECTION)
    page.heights[page.row - 1] = 22
    verdict_row = page.across(None, VERDICT, height=28)
    head = [report.say("adjusted.item"), report.say("adjusted.amount")]
    page.line([*head, None, *head], [HEADING, HEADING, Style(), HEADING, HEADING])
    start = _draw_balances(page, report, balances, place)
    terms: list[tuple[int, int]] = []
    for ours, theirs in zip(
        sections(report, currency, sums, "ours"),
        sections(report, currency, sums, "theirs"),
        strict=True,
    ):
        terms.append((ours.weight, _draw_section(page, ours, theirs, currency)))
    adjusted = _draw_adjusted(page, report, balances, start, terms, sums)
    verdict = _draw_remainder(page, report, balances, adjusted, sums)
    page.put(verdict_row, 1, verdict, VERDICT)
    address = area(verdict_row, 1, verdict_row, len(WIDTHS))
    return [
        Rule(address, f'=LEFT($A${verdict_row},1)="{sign}"', fill)
        for sign, fill in VERDICT_FILLS.items()
    ]


def _money(currency: str, *, bold: bool = False, border: Border = "all") -> Style:
    return Style(
        bold=bold, border=border, number_format=number_format(currency), align="right", indent=1
    )


def _draw_balances(page: Drawing, report: Report, balances: Balances, place: BalancePlaces) -> int:
    """Both books' balances, as they stand on the result sheet."""
    scale = 10 ** decimals(balances.currency)
    whole = balances.opening_difference is not None
    values = [
        (b.closing if whole and b.closing is not None else b.movement) / scale
        for b in (balances.ours, balances.theirs)
    ]
    amounts = [
        Formula(f"={on_sheet(report.names['result'], address)}", value, elsewhere=True)
        for address, value in zip((place.ours, place.theirs), values, strict=True)
    ]
    key = "balance" if whole else "movement"
    labels = [report.say(f"adjusted.{key}_{side}") for side in ("ours", "theirs")]
    money = _money(balances.currency, bold=True)
    return page.line(
        [labels[0], amounts[0], None, labels[1], amounts[1]],
        [HEAD_LABEL, money, Style(), HEAD_LABEL, money],
    )


def _draw_section(page: Drawing, ours: Section, theirs: Section, currency: str) -> int:
    """A heading with the section's sum on both sides, its lines below; gives the heading's row."""
    row, places = page.row, decimals(currency)
    count = max(len(ours.lines), len(theirs.lines))
    sums = [
        Formula(
            f"=ROUND(SUM({cell(row + 1, column)}:{cell(row + count, column)}),{places})",
            sum(line.cents for line in section.lines) / 10**places,
        )
        for section, column in ((ours, 2), (theirs, 5))
    ]
    bold, money = _money(currency, bold=True), _money(currency)
    page.line(
        [ours.heading, sums[0], None, theirs.heading, sums[1]],
        [HEAD_LABEL, bold, Style(), HEAD_LABEL, bold],
    )
    for place in range(count):
        cells = [
            _line_cells(section.lines, place, page.row, column, places)
            for section, column in ((ours, 1), (theirs, 4))
        ]
        page.line(
            [*cells[0], None, *cells[1]],
            [_muted(LABEL, cells[0]), money, Style(), _muted(LABEL, cells[1]), money],
        )
    return row


def _line_cells(
    lines: Sequence[Line], place: int, row: int, column: int, places: int
) -> tuple[object, object]:
    if place >= len(lines):
        return None, None
    line = lines[place]
    formula = f"=ROUND({line.formula('$' + cell(row, column))},{places})"
    return line.status, Formula(formula, line.cents / 10**places, elsewhere=True)


def _muted(style: Style, cells: tuple[object, object]) -> Style:
    amount = cells[1]
    nothing = not isinstance(amount, Formula) or amount.value == 0
    return replace(style, color=MUTED) if nothing else style


def _draw_adjusted(
    page: Drawing,
    report: Report,
    balances: Balances,
    start: int,
    terms: Sequence[tuple[int, int]],
    sums: Sums,
) -> int:
    """The adjusted balances: each side's balance with its sections."""
    places = decimals(balances.currency)
    values = _adjusted(report, balances, sums)
    formulas = [
        Formula(
            f"=ROUND({cell(start, column)}"
            + "".join(f"{'+' if weight > 0 else '-'}{cell(row, column)}" for weight, row in terms)
            + f",{places})",
            cents / 10**places,
        )
        for column, cents in zip((2, 5), values, strict=True)
    ]
    label = Style(bold=True, border="total", indent=1)
    money = _money(balances.currency, bold=True, border="total")
    return page.line(
        [
            report.say("adjusted.ours"),
            formulas[0],
            None,
            report.say("adjusted.theirs"),
            formulas[1],
        ],
        [label, money, Style(), label, money],
    )


def _adjusted(report: Report, balances: Balances, sums: Sums) -> tuple[int, int]:
    currency = balances.currency
    whole = balances.opening_difference is not None
    found = []
    for balance, adjusting in (
        (balances.ours, sections(report, currency, sums, "ours")),
        (balances.theirs, sections(report, currency, sums, "theirs")),
    ):
        start = balance.closing if whole and balance.closing is not None else balance.movement
        found.append(start + sum(s.weight * line.cents for s in adjusting for line in s.lines))
    return found[0], found[1]


def _draw_remainder(
    page: Drawing, report: Report, balances: Balances, adjusted_row: int, sums: Sums
) -> object:
    """What is left between the adjusted balances, and why; gives the verdict."""
    currency, places = balances.currency, decimals(balances.currency)
    page.gap()
    ours, theirs = _adjusted(report, balances, sums)
    money, bold = _money(currency), _money(currency, bold=True)
    left_row = page.line(
        [
            report.say("adjusted.remainder"),
            Formula(
                f"=ROUND({cell(adjusted_row, 2)}-{cell(adjusted_row, 5)},{places})",
                (ours - theirs) / 10**places,
            ),
        ],
        [HEAD_LABEL, bold],
    )
    first = page.row
    opening = balances.opening_difference
    cents = opening or 0
    page.line(
        [
            cause_status(Cause.OPENING, report.language),
            report.say("not_stated") if opening is None else opening / 10**places,
        ],
        [LABEL if opening else replace(LABEL, color=MUTED), money],
    )
    statuses = [
        cause_status(cause, report.language)
        for cause in unsettled(report)
        if cause != Cause.OPENING
    ]
    for status in [*statuses, *(state_status(state, report.language) for state in STATES)]:
        found = sums.get(status, StatusSum()).difference
        formula = difference_formula(report, f"${cell(page.row, 1)}", currency, found)
        page.line([status, formula], [LABEL if found else replace(LABEL, color=MUTED), money])
        cents += found
    unexplained = ours - theirs - cents
    address, left = cell(page.row, 2), cell(left_row, 2)
    zero = replace(bold, number_format=number_format(currency).rpartition(";")[0], border="total")
    page.line(
        [
            report.say("causes.unexplained"),
            Formula(
                f"=ROUND({left}-SUM({cell(first, 2)}:{cell(page.row - 1, 2)}),{places})",
                unexplained / 10**places,
            ),
        ],
        [Style(bold=True, border="total", indent=1), zero],
    )
    return _verdict(report, currency, left, address, ours - theirs, unexplained)


def _verdict(
    report: Report, currency: str, left: str, unexplained: str, left_now: int, unexplained_now: int
) -> object:
    if report.blocking or report.same_ledger or report.empty_sides:
        return f"✖ {report.say('adjusted.untrusted')}"
    shown = quoted(number_format(currency).split(";")[0])
    agrees, listed, unknown = (report.say(f"adjusted.{n}") for n in ("agrees", "listed", "unknown"))
    formula = (
        f"=IF({left}=0,{quoted('✔ ' + agrees)},IF({unexplained}=0,"
        f"{_with_amount('○ ' + listed, left, shown)},{_with_amount('✖ ' + unknown, unexplained, shown)}))"
    )
    now = (
        f"✔ {agrees}"
        if not left_now
        else "○ " + listed.replace("<off>", format_amount(left_now, currency))
        if not unexplained_now
        else "✖ " + unknown.replace("<off>", format_amount(unexplained_now, currency))
    )
    return Formula(formula, now)


def _with_amount(sentence: str, address: str, shown: str) -> str:
    return quoted(sentence).replace("<off>", f'"&TEXT({address},{shown})&"')


def _signatures(page: Drawing, report: Report) -> None:
    page.gap(2)
    blank = "＿＿＿＿＿＿" if report.language == "zh" else "______________"
    page.line(
        [
            f"{report.say('adjusted.preparer')} {blank}",
            None,
            None,
            f"{report.say('adjusted.reviewer')} {blank}    {report.say('adjusted.day')} {blank}",
            None,
        ],
        Style(valign="bottom"),
    )
    page.heights[page.row - 1] = 26
