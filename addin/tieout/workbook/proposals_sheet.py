"""What stands on the sheet 建议分录: a line a difference, tied live to the differences, never posted."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from tieout.ledger.currency import UNSTATED, decimals, number_format
from tieout.matching.causes import Cause
from tieout.matching.proposals import WHOSE, Proposal, proposal_for
from tieout.texts import text
from tieout.workbook.balance_table import BalancePlaces
from tieout.workbook.balances import Balances
from tieout.workbook.differing_rows import differing_rows
from tieout.workbook.drawing import COUNT, HEADING, NOTE, SECTION, TEXT, TITLE_STYLE, Drawing
from tieout.workbook.layout import (
    Formula,
    Rule,
    SheetLayout,
    Style,
    area,
    cell,
    on_sheet,
    quoted,
)
from tieout.workbook.links import LINK, line_links
from tieout.workbook.marks import amount_format, majors, status_of_the_row
from tieout.workbook.report import Report
from tieout.workbook.status import FILLS, cause_status, state_status

WIDTHS: dict[str, float] = {
    "whose": 19,
    "count": 9,
    "difference": 16,
    "side": 10,
    "line": 7,
    "date": 11,
    "cause": 16,
    "reference": 18,
    "customer": 18,
    "currency": 7,
    "debit": 32,
    "credit": 32,
    "amount": 15,
    "text": 52,
}
COLUMNS = ("whose", "number", "difference", "side", "line", "date", "cause", "reference",
           "customer", "currency", "debit", "credit", "amount", "text")  # fmt: skip
SUMMARY_LINES = len(WHOSE) + 6
"""Title, headings, a line for each who, opening, total, basis and a gap: of each currency."""
TOP_LINES = 3


def proposals_sheet(report: Report, places: Sequence[BalancePlaces]) -> SheetLayout:
    """The whole sheet; `places` are the differences to explain on the result sheet, by currency."""
    rows = differing_rows(report.result)
    names = _names(report, rows)
    widths = {at: WIDTHS["count" if name == "number" else name] for at, name in enumerate(names, 1)}
    page = Drawing(dict(widths))
    page.across(_say(report, "title"), TITLE_STYLE, height=30)
    page.across(_say(report, "explained" if len(rows) else "none"), NOTE)
    page.gap()
    heading = TOP_LINES + SUMMARY_LINES * len(report.balances) + 1
    body = heading + 1, max(heading + len(rows), heading + 1)
    for balances, place in zip(report.balances, places, strict=True):
        _summary(page, report, balances, place, names, body)
    assert page.row == heading, "the summary has as many lines as it was given"
    page.line([_say(report, name) for name in names], HEADING)
    if len(rows):
        page.table(_columns(report, rows, names, body[0]), _styles(report, names))
    status = status_of_the_row(names.index("cause") + 1)
    table = area(body[0], 1, body[1], len(names))
    return SheetLayout(
        name=report.names["proposals"],
        blocks=page.blocks,
        widths=widths,
        heights=page.heights,
        merges=page.merges,
        rules=[Rule(table, f'=LEFT({status},1)="{sign}"', fill) for sign, fill in FILLS.items()],
        filter_area=area(heading, 1, body[1], len(names)),
        landscape=True,
        title_rows=(heading, heading),
        tab_color="#3B6EA5",
    )


def _say(report: Report, key: str, **values: object) -> str:
    return text(f"proposal.{key}", report.language, **values)


def _names(report: Report, rows: pd.DataFrame) -> list[str]:
    left_out = set() if report.several_currencies else {"currency"}
    if not rows["customer"].ne("").any():
        left_out.add("customer")
    return [name for name in COLUMNS if name not in left_out]


def _summary(
    page: Drawing,
    report: Report,
    balances: Balances,
    place: BalancePlaces,
    names: Sequence[str],
    body: tuple[int, int],
) -> None:
    """Who settles how much of the difference, and that nothing is left out; live."""
    currency = balances.currency
    shown = report.say("unstated_currency") if currency == UNSTATED else currency
    money = Style(border="all", number_format=number_format(currency), align="right", indent=1)
    page.across(_say(report, "summary", currency=shown), SECTION, height=22)
    page.line([_say(report, name) for name in ("whose", "count", "difference")], HEADING)
    first = page.row
    sums = _sums_now(report, currency)
    for whose in WHOSE:
        values = _of_whom(page.row, whose, sums[whose], report, currency, names, body)
        page.line(values, [TEXT, COUNT, money])
    opening = balances.opening_difference or 0
    page.line(
        [_say(report, "opening"), None, opening / 10 ** decimals(currency)], [TEXT, COUNT, money]
    )
    counts, cents = zip(*sums.values(), strict=True)
    _total(page, report, currency, first, (sum(counts), sum(cents) + opening))
    _check(page, report, balances, place, sum(cents) + opening, money)
    page.gap()


def _of_whom(
    row: int,
    whose: str,
    now: tuple[int, int],
    report: Report,
    currency: str,
    names: Sequence[str],
    body: tuple[int, int],
) -> list[object]:
    """How many lines one of them books, and what they come to."""
    count, cents = now
    condition = _condition(report, names, body, currency, cell(row, 1))
    summed = _column(names, "difference", body)
    total = f"=ROUND(SUMIFS({summed},{condition}),{decimals(currency)})"
    return [
        _say(report, f"who.{whose}"),
        Formula(f"=COUNTIFS({condition})", count),
        Formula(total, cents / 10 ** decimals(currency)),
    ]


def _total(page: Drawing, report: Report, currency: str, first: int, now: tuple[int, int]) -> None:
    """All of them together, with the openings."""
    label = Style(bold=True, border="total", indent=1)
    counted = replace(COUNT, bold=True, border="total")
    money = replace(label, number_format=number_format(currency), align="right")
    count = f"=SUM({cell(first, 2)}:{cell(page.row - 1, 2)})"
    added = f"=ROUND(SUM({cell(first, 3)}:{cell(page.row - 1, 3)}),{decimals(currency)})"
    values = [Formula(count, now[0]), Formula(added, now[1] / 10 ** decimals(currency))]
    page.line([_say(report, "total"), *values], [label, counted, money])


def _check(
    page: Drawing,
    report: Report,
    balances: Balances,
    place: BalancePlaces,
    cents: int,
    money: Style,
) -> None:
    """Whether that is the difference of the result sheet."""
    places = decimals(balances.currency)
    basis = Formula(
        f"={on_sheet(report.names['result'], place.difference)}",
        balances.difference / 10**places,
        elsewhere=True,
    )
    verdict = Formula(
        f"=IF(ROUND({cell(page.row - 1, 3)}-{cell(page.row, 3)},{places})=0,"
        f"{quoted(_say(report, 'agrees'))},{quoted(_say(report, 'breaks'))})",
        _say(report, "agrees" if cents == balances.difference else "breaks"),
    )
    values = [_say(report, "basis"), None, basis, verdict]
    page.line(values, [TEXT, COUNT, money, Style(bold=True, indent=1)])


def _condition(
    report: Report, names: Sequence[str], body: tuple[int, int], currency: str, who: str
) -> str:
    condition = f"{_column(names, 'whose', body)},{who}"
    if report.several_currencies:
        condition += f",{_column(names, 'currency', body)},{quoted(currency)}"
    return condition


def _column(names: Sequence[str], name: str, body: tuple[int, int]) -> str:
    place = names.index(name) + 1
    return area(body[0], place, body[1], place)


def _sums_now(report: Report, currency: str) -> dict[str, tuple[int, int]]:
    """How many lines and how much each would settle now, minor units."""
    rows = differing_rows(report.result)
    rows = rows[rows["currency"] == currency]
    whose = pd.Series(
        [one.whose for one in _proposals(report, rows)], index=rows.index, dtype=object
    )
    return {
        who: (int((whose == who).sum()), int(rows.loc[whose == who, "difference"].sum()))
        for who in WHOSE
    }


def _proposals(report: Report, rows: pd.DataFrame) -> list[Proposal]:
    columns = (rows[name].tolist() for name in ("cause", "side", "difference", "amount", "match"))
    books = report.result.our_books
    return [proposal_for(*each, books=books) for each in zip(*columns, strict=True)]


def _columns(
    report: Report, rows: pd.DataFrame, names: Sequence[str], first: int
) -> list[Sequence[object]]:
    language, proposals = report.language, _proposals(report, rows)
    lines, sides = rows["line"].tolist(), rows["side"].tolist()
    amount_at = names.index("difference") + 1
    shown = majors(rows["difference"], rows["currency"])
    columns: dict[str, Sequence[object]] = {
        "whose": [_say(report, f"who.{one.whose}") for one in proposals],
        "number": list(range(1, len(rows) + 1)),
        "difference": _live(report, sides, lines, shown.tolist()),
        "side": [text(f"side.{side}", language) for side in sides],
        "line": line_links(report, sides, lines, lines),
        "date": [None if pd.isna(day) else day.date() for day in rows["date"].tolist()],
        "cause": [
            _status(report, *each) for each in zip(rows["cause"], rows["state"], strict=True)
        ],
        "reference": rows["reference"].tolist(),
        "customer": rows["customer"].tolist(),
        "currency": rows["currency"].tolist(),
        "debit": _accounts(report, [one.debit for one in proposals], rows),
        "credit": _accounts(report, [one.credit for one in proposals], rows),
        "amount": [
            Formula(f"=ABS({cell(first + at, amount_at)})", abs(float(value)))
            if one.debit
            else None
            for at, (one, value) in enumerate(zip(proposals, shown.tolist(), strict=True))
        ],
        "text": _notes(report, proposals, rows),
    }
    return [columns[name] for name in names]


def _live(
    report: Report, sides: Sequence[str], lines: Sequence[int], now: Sequence[float]
) -> Sequence[object]:
    """The difference beside each line of the ledgers."""
    starts = {
        sheet.side: (f"={on_sheet(sheet.name, '')}", sheet.column("difference"))
        for _, sheet in report.sides
    }
    return [
        Formula(
            f"{starts[side][0]}{cell(line, starts[side][1], absolute=True)}", value, elsewhere=True
        )
        for side, line, value in zip(sides, lines, now, strict=True)
    ]


def _status(report: Report, cause: str, state: str) -> str:
    if cause and state != "ambiguous":
        return cause_status(Cause(cause), report.language)
    return state_status("ambiguous" if state == "ambiguous" else "suggested", report.language)


def _accounts(report: Report, names: Sequence[str], rows: pd.DataFrame) -> list[str]:
    customers = rows["customer"].tolist()
    unnamed = report.result.our_books.party(report.language)
    return [
        _say(report, f"account.{name}", customer=customer or unnamed) if name else ""
        for name, customer in zip(names, customers, strict=True)
    ]


def _notes(report: Report, proposals: Sequence[Proposal], rows: pd.DataFrame) -> list[str]:
    said = rows["reference"].where(rows["reference"] != "", rows["memo"]).tolist()
    return [
        _say(report, f"note.{one.note}", reference=about or "—")
        for one, about in zip(proposals, said, strict=True)
    ]


def _styles(report: Report, names: Sequence[str]) -> list[Style]:
    money = Style(border="all", number_format=amount_format(report.result), align="right", indent=1)
    special = {
        "number": Style(border="all", align="center"),
        "line": LINK,
        "date": Style(border="all", number_format="yyyy-mm-dd", align="center"),
        "difference": money,
        "amount": money,
    }
    return [special.get(name, TEXT) for name in names]
