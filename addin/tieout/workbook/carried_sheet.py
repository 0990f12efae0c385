"""What stands on the sheet 结转未清项: what the last reconciliation handed on, and what became of it."""

from collections import defaultdict
from collections.abc import Sequence

from tieout.ledger.currency import UNSTATED, decimals, number_format, to_major
from tieout.texts import text
from tieout.workbook.age_sheet import as_of
from tieout.workbook.balances import Balances
from tieout.workbook.carried import CarriedItem, carried_lines, carried_sum
from tieout.workbook.drawing import HEADING, NOTE, SECTION, TEXT, TITLE_STYLE, Drawing
from tieout.workbook.layout import Formula, Rule, SheetLayout, Style, area, cell, on_sheet
from tieout.workbook.links import LINK, line_links
from tieout.workbook.marks import amount_format, status_of_the_row
from tieout.workbook.report import Report
from tieout.workbook.status import FILLS, statuses

WIDTHS: dict[int, float] = {
    1: 34,
    2: 8,
    3: 17,
    4: 17,
    5: 17,
    6: 20,
    7: 28,
    8: 20,
    9: 8,
    10: 26,
    11: 20,
}
COLUMNS = ("side", "line", "date", "age", "amount", "reference", "memo", "customer", "currency",
           "origin", "status")  # fmt: skip


def carried_sheet(report: Report) -> SheetLayout:
    """The whole sheet: how the opening follows from the last closing, and a line a carried item."""
    page = Drawing(dict(WIDTHS))
    carried = report.carried
    page.across(_say(report, "title"), TITLE_STYLE, height=30)
    page.across(_say(report, "explained", source=carried.source, count=len(carried.items)), NOTE)
    if carried.unconfirmed:
        page.across("⚠ " + _say(report, "unconfirmed", count=carried.unconfirmed), NOTE)
    page.gap()
    for balances in report.balances:
        _opening(page, report, balances)
    heading = page.line(
        [_say(report, "line_number" if name == "line" else name) for name in COLUMNS], HEADING
    )
    first = page.row
    if carried.items:
        page.table(_columns(report), _styles(report))
    else:
        page.across(_say(report, "none"), NOTE)
    status = status_of_the_row(len(COLUMNS))
    table = area(first, 1, page.row - 1, len(COLUMNS))
    return SheetLayout(
        name=report.names["carried"],
        blocks=page.blocks,
        widths=page.widths,
        heights=page.heights,
        merges=page.merges,
        rules=[Rule(table, f'=LEFT({status},1)="{sign}"', fill) for sign, fill in FILLS.items()],
        filter_area=area(heading, 1, page.row - 1, len(COLUMNS)),
        landscape=True,
        title_rows=(heading, heading),
        tab_color="#B8860B",
    )


def _say(report: Report, key: str, **values: object) -> str:
    return text(f"carried.{key}", report.language, **values)


def _opening(page: Drawing, report: Report, balances: Balances) -> None:
    """Whether each opening is the last closing, and what the difference of the openings is made of."""
    currency = balances.currency
    shown = report.say("unstated_currency") if currency == UNSTATED else currency
    page.across(_say(report, "opening", currency=shown), SECTION, height=22)
    headings = [_say(report, name) for name in ("what", "ours", "theirs", "difference")]
    page.line([headings[0], None, *headings[1:]], HEADING)
    money = Style(border="all", number_format=number_format(currency), align="right", indent=1)
    styles = [TEXT, TEXT, money, money, money]
    carried = [carried_sum(ledger, currency) for ledger, _ in report.sides]
    stated = [
        None if balance.opening is None else balance.opening + more
        for balance, more in zip((balances.ours, balances.theirs), carried, strict=True)
    ]
    closing = [(report.carried.closings or {}).get(f"{side} {currency}") for side in SIDES]
    _line(page, report, "last_closing", closing, currency, styles)
    _line(page, report, "now_opening", stated, currency, styles)
    agrees = [a == b for a, b in zip(closing, stated, strict=True) if None not in (a, b)]
    if len(agrees) == 2 and all(agrees):
        page.across("✔ " + _say(report, "agrees"), NOTE)
    else:
        page.across("⚠ " + _say(report, "breaks" if len(agrees) == 2 else "not_known"), NOTE)
    _line(page, report, "carried_items", carried, currency, styles)
    if None not in stated:
        _left(page, report, balances, styles)
    page.gap()


SIDES = ("ours", "theirs")


def _left(page: Drawing, report: Report, balances: Balances, styles: Sequence[Style]) -> None:
    """What the openings differ by beyond the carried items, and what of it the last run knew."""
    currency = balances.currency
    rest = balances.opening_difference or 0
    pairs = (report.carried.pairs or {}).get(currency, 0)
    before = (report.carried.opening or {}).get(currency, 0)
    for name, cents in (("pairs", pairs), ("before", before), ("new", rest - pairs - before)):
        values = [_say(report, name), None, None, None, _major(cents, currency)]
        page.line(values, styles)


def _line(
    page: Drawing,
    report: Report,
    name: str,
    sides: Sequence[int | None],
    currency: str,
    styles: Sequence[Style],
) -> None:
    shown: list[object] = [
        report.say("not_stated") if cents is None else _major(cents, currency) for cents in sides
    ]
    difference: object = None
    if sides[0] is not None and sides[1] is not None:
        at = page.row
        formula = f"=ROUND({cell(at, 3)}-{cell(at, 4)},{decimals(currency)})"
        difference = Formula(formula, _major(sides[0] - sides[1], currency))
    page.line([_say(report, name), None, *shown, difference], styles)


def _major(cents: int, currency: str) -> float:
    return float(to_major(cents, currency))


def _columns(report: Report) -> list[Sequence[object]]:
    items, lines = report.carried.items, _lines(report)
    day = as_of(report.result)
    ages = [(day - item.date).days if day and item.date else None for item in items]
    sides = [item.side for item in items]
    return [
        [text(f"side.{item.side}", report.language) for item in items],
        line_links(report, sides, lines, lines),
        [item.date for item in items],
        ages,
        [_major(item.amount, item.currency) for item in items],
        [item.reference for item in items],
        [item.memo for item in items],
        [item.customer for item in items],
        [item.currency for item in items],
        [item.origin for item in items],
        _statuses(report, sides, lines),
    ]


def _lines(report: Report) -> list[int]:
    """The line of each item in this reconciliation, 0 where the ledger has it itself."""
    free: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for ledger, sheet in report.sides:
        for line, item in carried_lines(ledger, sheet.side):
            free[_key(item)].append(line)
    return [free[key].pop(0) if free[key] else 0 for key in map(_key, report.carried.items)]


def _key(item: CarriedItem) -> tuple[object, ...]:
    return item.side, item.day, item.reference, item.memo, item.amount


def _statuses(report: Report, sides: Sequence[str], lines: Sequence[int]) -> list[object]:
    """What became of each item, live from beside the ledger."""
    marked = {sheet.side: sheet for _, sheet in report.sides}
    now = {
        sheet.side: dict(zip(found["line"].tolist(), statuses(found, report.language), strict=True))
        for (_, sheet), found in zip(
            report.sides, (report.result.ours, report.result.theirs), strict=True
        )
    }
    return [
        Formula(
            f"={on_sheet(marked[side].name, cell(line, marked[side].column('status'), absolute=True))}",
            str(now[side][line]),
            elsewhere=True,
        )
        if line
        else _say(report, "in_the_ledger")
        for side, line in zip(sides, lines, strict=True)
    ]


def _styles(report: Report) -> list[Style]:
    money = Style(border="all", number_format=amount_format(report.result), align="right", indent=1)
    special = {
        "line": LINK,
        "date": Style(border="all", number_format="yyyy-mm-dd", align="center"),
        "age": Style(border="all", align="center"),
        "amount": money,
        "currency": Style(border="all", align="center"),
    }
    return [special.get(name, TEXT) for name in COLUMNS]
