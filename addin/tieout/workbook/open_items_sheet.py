"""What stands on the sheet 未清项: every open item, whose turn it is, what to do, and why."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tieout.ledger.currency import decimals
from tieout.matching.causes import Cause
from tieout.texts import text
from tieout.workbook.drawing import HEADING, NOTE, TEXT, TITLE_STYLE, Drawing
from tieout.workbook.layout import (
    MUTED,
    Formula,
    Rule,
    SheetLayout,
    Style,
    area,
)
from tieout.workbook.links import LINK, line_links
from tieout.workbook.marks import amount_format, majors, status_of_the_row
from tieout.workbook.report import Report
from tieout.workbook.status import FILLS, cause_status

WIDTHS: dict[str, float] = {
    "side": 9,
    "line": 7,
    "date": 11,
    "reference": 18,
    "memo": 26,
    "customer": 18,
    "currency": 7,
    "amount": 15,
    "cause": 16,
    "turn": 9,
    "action": 34,
    "reason": 48,
    "nearest": 44,
    "carried_forward": 9,
}
HEADING_ROW = 4


def open_items_sheet(report: Report) -> SheetLayout:
    """The whole sheet: one line an open item, those of our side first."""
    items = report.result.open_items
    columns = _columns(report, items)
    names = list(columns)
    widths = {place: WIDTHS[name] for place, name in enumerate(names, start=1)}
    page = Drawing(dict(widths))
    page.across(report.say("open.title"), TITLE_STYLE, height=30)
    page.across(report.say("open.explained" if len(items) else "open.none"), NOTE)
    page.line(_shown_total(report, names, len(items)), _total_styles(report, names))
    page.line([report.say(f"open.{name}") for name in names], HEADING)
    first, last = HEADING_ROW + 1, HEADING_ROW + len(items)
    if len(items):
        page.table(list(columns.values()), _styles(report, names))
    body = area(first, 1, max(last, first), len(names))
    cause = status_of_the_row(names.index("cause") + 1)
    return SheetLayout(
        name=report.names["open_items"],
        blocks=page.blocks,
        widths=widths,
        heights=page.heights,
        merges=page.merges,
        freeze=(HEADING_ROW + 1, 3),
        rules=[Rule(body, f'=LEFT({cause},1)="{sign}"', fill) for sign, fill in FILLS.items()],
        filter_area=area(HEADING_ROW, 1, max(last, HEADING_ROW + 1), len(names)),
        landscape=True,
        title_rows=(HEADING_ROW, HEADING_ROW),
        tab_color="#C8553D",
    )


def _columns(report: Report, items: pd.DataFrame) -> dict[str, Sequence[object]]:
    language = report.language
    lines = items["line"].tolist()
    amount = majors(items["amount"], items["currency"])
    columns: dict[str, Sequence[object]] = {
        "side": _worded(
            items["side"], {s: text(f"side.{s}", language) for s in ("ours", "theirs")}
        ),
        "line": line_links(report, items["side"].tolist(), lines, lines),
        "date": [None if pd.isna(day) else day.date() for day in items["date"].tolist()],
        "reference": items["reference"].tolist(),
        "memo": items["memo"].tolist(),
        "customer": items["customer"].tolist(),
        "currency": items["currency"].tolist(),
        "amount": amount.tolist(),
        "cause": _worded(items["cause"], {str(c): cause_status(c, language) for c in Cause}),
        "turn": _worded(
            items["turn"],
            {t: text(f"turn.{t}", language) for t in ("ours", "theirs", "both", "nobody")},
        ),
        "action": _worded(items["cause"], {str(c): c.action(language) for c in Cause}),
        "reason": _without_nearest(items, language),
        "nearest": ["" if miss is None else str(miss[language]) for miss in items["nearest"]],
        "carried_forward": np.where(
            items["carried_forward"], report.say("open.yes"), report.say("open.no")
        ).tolist(),
    }
    if not report.several_currencies:
        columns.pop("currency")
    if not items["customer"].ne("").any():
        columns.pop("customer")
    return columns


def _worded(values: pd.Series, words: dict[str, str]) -> Sequence[object]:
    return values.map(words).tolist()


def _without_nearest(items: pd.DataFrame, language: str) -> Sequence[object]:
    """The reason alone; its nearest miss has a column of its own."""
    return [
        reason if miss is None else reason.removesuffix(str(miss[language])).rstrip()
        for reason, miss in zip(items[f"reason_{language}"], items["nearest"], strict=True)
    ]


def _styles(report: Report, names: Sequence[str]) -> list[Style]:
    special = {
        "line": LINK,
        "date": Style(border="all", number_format="yyyy-mm-dd", align="center"),
        "amount": Style(
            border="all", number_format=amount_format(report.result), align="right", indent=1
        ),
        "turn": Style(border="all", align="center"),
        "carried_forward": Style(border="all", align="center"),
        "currency": Style(border="all", align="center"),
    }
    return [special.get(name, TEXT) for name in names]


def _shown_total(report: Report, names: Sequence[str], count: int) -> list[object]:
    """The sum of the lines a filter leaves; none over several currencies."""
    values: list[object] = [None] * len(names)
    if report.several_currencies or not count:
        return values
    place = names.index("amount")
    lines = area(HEADING_ROW + 1, place + 1, HEADING_ROW + count, place + 1)
    places = decimals(report.balances[0].currency)
    items = report.result.open_items
    values[place - 1] = report.say("open.shown")
    values[place] = Formula(
        f"=ROUND(SUBTOTAL(109,{lines}),{places})", int(items["amount"].sum()) / 10**places
    )
    return values


def _total_styles(report: Report, names: Sequence[str]) -> list[Style]:
    money = Style(bold=True, number_format=amount_format(report.result), align="right", indent=1)
    return [money if name == "amount" else Style(color=MUTED, align="right") for name in names]
