"""What stands on the sheet 客户汇总: each customer's totals on both sides, and what is open."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tieout.ledger.currency import decimals
from tieout.matching.customers import renaming
from tieout.matching.scope import customers_of
from tieout.workbook.drawing import COUNT, HEADING, NOTE, TEXT, TITLE_STYLE, Drawing
from tieout.workbook.layout import Formula, SheetLayout, Style, area, cell
from tieout.workbook.marks import amount_format, majors
from tieout.workbook.report import Report

WIDTHS: dict[str, float] = {
    "customer": 36,
    "currency": 8,
    "ours": 18,
    "theirs": 18,
    "difference": 18,
    "entries": 10,
    "open": 10,
    "open_amount": 18,
}
HEADING_ROW = 4
SUMMED = ("ours", "theirs", "difference", "entries", "open", "open_amount")


def several_customers(report: Report) -> bool:
    """Whether there is more than one customer to list."""
    return _by_customer(report).index.get_level_values("customer").nunique() > 1


def customers_sheet(report: Report) -> SheetLayout:
    """The whole sheet: one line a customer and currency, the largest difference first."""
    found = _by_customer(report).reset_index()
    found = found.assign(size=found["difference"].abs()).sort_values(
        ["size", "customer"], ascending=[False, True], ignore_index=True
    )
    columns = _columns(report, found)
    names = list(columns)
    widths = {place: WIDTHS[name] for place, name in enumerate(names, start=1)}
    page = Drawing(dict(widths))
    page.across(report.say("customers.title"), TITLE_STYLE, height=30)
    page.across(report.say("customers.explained", count=len(found)), NOTE)
    _totals(page, report, names, columns, len(found))
    page.line([report.say(f"customers.{name}") for name in names], HEADING)
    page.table(list(columns.values()), _styles(report, names))
    last = HEADING_ROW + len(found)
    return SheetLayout(
        name=report.names["customers"],
        blocks=page.blocks,
        widths=widths,
        heights=page.heights,
        merges=page.merges,
        freeze=(HEADING_ROW + 1, 2),
        filter_area=area(HEADING_ROW, 1, last, len(names)),
        title_rows=(HEADING_ROW, HEADING_ROW),
        tab_color="#6C757D",
    )


def _by_customer(report: Report) -> pd.DataFrame:
    """Sums by customer and currency, minor units."""
    result = report.result
    names = customers_of(result.our_ledger, result.their_ledger, renaming(result.same_customers))
    entries = result.entries
    amount = entries["amount"].to_numpy(np.int64)
    theirs = result.rows.theirs
    is_open = result.match_of_row == 0
    signed = np.where(theirs, -amount, amount)
    return (
        pd.DataFrame(
            {
                "customer": pd.concat(names, ignore_index=True),
                "currency": entries["currency"],
                "ours": np.where(theirs, 0, amount),
                "theirs": np.where(theirs, amount, 0),
                "difference": signed,
                "entries": 1,
                "open": is_open.astype(np.int64),
                "open_amount": np.where(is_open, signed, 0),
            }
        )
        .groupby(["customer", "currency"])
        .sum()
    )


def _columns(report: Report, found: pd.DataFrame) -> dict[str, Sequence[object]]:
    unnamed = report.say("customers.unnamed")
    columns: dict[str, Sequence[object]] = {
        "customer": found["customer"].where(found["customer"] != "", unnamed).tolist(),
        "currency": found["currency"].tolist(),
        "ours": majors(found["ours"], found["currency"]).tolist(),
        "theirs": majors(found["theirs"], found["currency"]).tolist(),
        "difference": _differences(found, report),
        "entries": found["entries"].tolist(),
        "open": found["open"].tolist(),
        "open_amount": majors(found["open_amount"], found["currency"]).tolist(),
    }
    if not report.several_currencies:
        columns.pop("currency")
    return columns


def _differences(found: pd.DataFrame, report: Report) -> Sequence[object]:
    """Ours − theirs, line by line."""
    ours = 3 if report.several_currencies else 2
    values = majors(found["difference"], found["currency"]).tolist()
    places = [decimals(str(currency)) for currency in found["currency"]]
    return [
        Formula(f"=ROUND({cell(row, ours)}-{cell(row, ours + 1)},{place})", value)
        for row, (value, place) in enumerate(
            zip(values, places, strict=True), start=HEADING_ROW + 1
        )
    ]


def _totals(
    page: Drawing,
    report: Report,
    names: Sequence[str],
    columns: dict[str, Sequence[object]],
    count: int,
) -> None:
    """The sums of the lines a filter leaves; none over several currencies."""
    if report.several_currencies:
        page.gap()
        return
    places = decimals(report.balances[0].currency)
    values: list[object] = [report.say("open.shown")]
    for place, name in enumerate(names[1:], start=2):
        lines = area(HEADING_ROW + 1, place, HEADING_ROW + count, place)
        total = round(sum(map(_number, columns[name])), places)
        values.append(Formula(f"=ROUND(SUBTOTAL(109,{lines}),{places})", total))
    money = Style(bold=True, number_format=amount_format(report.result), align="right", indent=1)
    counted = Style(bold=True, number_format=COUNT.number_format, align="right", indent=1)
    styles = [Style(bold=True, indent=1)] + [
        counted if name in ("entries", "open") else money for name in names[1:]
    ]
    page.line(values, styles)


def _number(value: object) -> float:
    shown = value.value if isinstance(value, Formula) else value
    assert isinstance(shown, (int, float)), "sums are of numbers"
    return float(shown)


def _styles(report: Report, names: Sequence[str]) -> list[Style]:
    money = Style(border="all", number_format=amount_format(report.result), align="right", indent=1)
    special = {"customer": TEXT, "entries": COUNT, "open": COUNT}
    special["currency"] = Style(border="all", align="center")
    return [special.get(name, money) for name in names]
