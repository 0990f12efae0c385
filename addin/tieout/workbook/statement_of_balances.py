"""What stands on the sheet 余额调节表: both balances, adjusted by what the other side lacks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from tieout.ledger.currency import UNSTATED, decimals, format_amount, number_format
from tieout.matching.causes import CAUSES, IN_PAIRS, OPEN_CAUSES, Cause
from tieout.statements.account import mixing_of
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
from tieout.workbook.marks import MarkedSheet
from tieout.workbook.report import Report
from tieout.workbook.result_sheet import VERDICT, VERDICT_FILLS
from tieout.workbook.status import STATES, cause_status, state_status
from tieout.workbook.sums import StatusSum, difference_formula, status_sums, sum_part

WIDTHS: dict[int, float] = {1: 44, 2: 18, 3: 2, 4: 44, 5: 18}
LABEL = Style(border="all", indent=3)
HEAD_LABEL = Style(border="all", bold=True, fill=BAND, indent=1)

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


def _unsettled(report: Report) -> list[Cause]:
    """Whoever is wrong is not known yet: no balance is adjusted, and the statement does not agree."""
    known: list[Cause] = [*BOOKED_ONCE, *OWN_ERRORS]
    known += [*_corrected_by(report, "ours"), *_corrected_by(report, "theirs")]
    return [cause for cause in Cause if cause not in known]


@dataclass(frozen=True)
class _Line:
    """A status, what the lines under it add to a section, and the formula of it by the label's cell."""

    status: str
    cents: int
    formula: Callable[[str], str]


@dataclass(frozen=True)
class _Section:
    """Lines of one side that are added to its balance, or taken from it."""

    weight: int
    heading: str
    lines: Sequence[_Line]


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
        _our_sections(report, currency, sums), _their_sections(report, currency, sums), strict=True
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


def _our_sections(report: Report, currency: str, sums: Sums) -> list[_Section]:
    ours, theirs = report.ours, report.theirs
    return [
        _Section(
            1,
            report.say("adjusted.plus_ours"),
            [
                _line(
                    report,
                    c,
                    -_of(sums, c, report).their_minus,
                    _part(report, theirs, currency, "-", "<0"),
                )
                for c in BOOKED_ONCE
            ],
        ),
        _Section(
            -1,
            report.say("adjusted.minus_ours"),
            [
                _line(
                    report,
                    c,
                    _of(sums, c, report).their_plus,
                    _part(report, theirs, currency, "", ">0"),
                )
                for c in BOOKED_ONCE
            ],
        ),
        _Section(
            1,
            report.say("adjusted.errors_ours"),
            [
                _line(report, c, -_of(sums, c, report).ours, _part(report, ours, currency, "-"))
                for c in OWN_ERRORS
            ]
            + [
                _line(report, c, -_of(sums, c, report).difference, _both(report, currency, "-"))
                for c in _corrected_by(report, "ours")
            ],
        ),
    ]


def _their_sections(report: Report, currency: str, sums: Sums) -> list[_Section]:
    ours, theirs = report.ours, report.theirs
    return [
        _Section(
            1,
            report.say("adjusted.plus_theirs"),
            [
                _line(
                    report,
                    c,
                    _of(sums, c, report).our_plus,
                    _part(report, ours, currency, "", ">0"),
                )
                for c in BOOKED_ONCE
            ],
        ),
        _Section(
            -1,
            report.say("adjusted.minus_theirs"),
            [
                _line(
                    report,
                    c,
                    -_of(sums, c, report).our_minus,
                    _part(report, ours, currency, "-", "<0"),
                )
                for c in BOOKED_ONCE
            ],
        ),
        _Section(
            1,
            report.say("adjusted.errors_theirs"),
            [
                _line(report, c, _of(sums, c, report).theirs, _part(report, theirs, currency, ""))
                for c in OWN_ERRORS
            ]
            + [
                _line(report, c, _of(sums, c, report).difference, _both(report, currency, ""))
                for c in _corrected_by(report, "theirs")
            ],
        ),
    ]


def _of(sums: Sums, cause: Cause, report: Report) -> StatusSum:
    return sums.get(cause_status(cause, report.language), StatusSum())


def _line(report: Report, cause: Cause, cents: int, formula: Callable[[str], str]) -> _Line:
    return _Line(cause_status(cause, report.language), cents, formula)


def _part(
    report: Report, sheet: MarkedSheet, currency: str, sign: str, only: str = ""
) -> Callable[[str], str]:
    return lambda status: f"{sign}{sum_part(report, sheet, status, currency, only)}"


def _both(report: Report, currency: str, sign: str) -> Callable[[str], str]:
    def formula(status: str) -> str:
        parts = "+".join(sum_part(report, sheet, status, currency) for _, sheet in report.sides)
        return f"{sign}({parts})"

    return formula


def _draw_section(page: Drawing, ours: _Section, theirs: _Section, currency: str) -> int:
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
    lines: Sequence[_Line], place: int, row: int, column: int, places: int
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
    for balance, sections in (
        (balances.ours, _our_sections(report, currency, sums)),
        (balances.theirs, _their_sections(report, currency, sums)),
    ):
        start = balance.closing if whole and balance.closing is not None else balance.movement
        found.append(start + sum(s.weight * line.cents for s in sections for line in s.lines))
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
        for cause in _unsettled(report)
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
