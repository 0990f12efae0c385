"""What stands on the sheet 未清项账龄: how long each item has been open, the oldest first."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from tieout.ledger.currency import UNSTATED, decimals, number_format
from tieout.matching.causes import Cause
from tieout.matching.reconciliation import Reconciliation
from tieout.texts import text
from tieout.workbook.carried import CARRIED, own_entries
from tieout.workbook.drawing import COUNT, HEADING, NOTE, SECTION, TEXT, TITLE_STYLE, Drawing
from tieout.workbook.layout import Formula, Rule, SheetLayout, Style, area, cell, quoted
from tieout.workbook.links import LINK, line_links
from tieout.workbook.marks import amount_format, majors
from tieout.workbook.report import Report
from tieout.workbook.status import FILLS, cause_status

WIDTHS: dict[str, float] = {
    "side": 20,
    "line": 8,
    "date": 17,
    "age": 10,
    "amount": 17,
    "currency": 8,
    "cause": 17,
    "reference": 20,
    "memo": 30,
    "customer": 20,
    "origin": 26,
}
NAMES = tuple(WIDTHS)
BUCKETS = ((0, 30), (31, 60), (61, 90), (91, 180), (181, 365), (366, None))
"""Days open, first and last of each 账龄段, as in the aging schedule."""
LIMIT_ROW, BUCKETS_ROW = 4, 6


def as_of(result: Reconciliation) -> date | None:
    """The last day of the entries of both sides, carried items aside."""
    dates = pd.concat(
        [own_entries(side).entries["date"] for side in (result.our_ledger, result.their_ledger)]
    ).dropna()
    return dates.max().date() if len(dates) else None


def open_ages(result: Reconciliation) -> pd.DataFrame:
    """The open items with `age` (days, None undated) and `origin` ("" this reconciliation), oldest first."""
    sides = (result.our_ledger.entries, result.their_ledger.entries)
    origins = [
        side[CARRIED] if CARRIED in side else pd.Series("", index=side.index) for side in sides
    ]
    origin = pd.concat(origins, ignore_index=True).iloc[result.open.row].tolist()
    items = result.open_items.assign(origin=origin)
    day = as_of(result)
    ages = [
        None if day is None or pd.isna(each) else max((day - each.date()).days, 0)
        for each in items["date"].tolist()
    ]
    items = items.assign(age=pd.Series(ages, index=items.index, dtype="Int64"))
    return items.sort_values(
        ["age", "side", "line"], ascending=[False, True, True], na_position="last"
    ).reset_index(drop=True)


def age_sheet(report: Report) -> SheetLayout:
    """The whole sheet; items older than the limit of the rules stand on top, in colour."""
    items = open_ages(report.result)
    page = Drawing({at: WIDTHS[name] for at, name in enumerate(NAMES, start=1)})
    page.across(_say(report, "title"), TITLE_STYLE, height=30)
    day = as_of(report.result)
    page.across(_say(report, "explained", day=day or "—"), NOTE)
    page.gap()
    heading = BUCKETS_ROW + len(report.balances) * (len(BUCKETS) + 4)
    body = heading + 1, heading + len(items)
    _limit(page, report, items, body)
    page.gap()
    for balances in report.balances:
        _buckets(page, report, items, balances.currency, body)
    assert page.row == heading, "the tables above have as many lines as they were given"
    page.line([_say(report, name) for name in NAMES], HEADING)
    page.table(_columns(report, items), _styles(report))
    age = f"INDEX({_whole('age')},ROW())"
    late = f"=AND(ISNUMBER({age}),{age}>{cell(LIMIT_ROW, 2, absolute=True)})"
    table = area(body[0], 1, body[1], len(NAMES))
    return SheetLayout(
        name=report.names["aging"],
        blocks=page.blocks,
        widths=page.widths,
        heights=page.heights,
        merges=page.merges,
        rules=[Rule(table, late, FILLS["✖"])],
        filter_area=area(heading, 1, body[1], len(NAMES)),
        landscape=True,
        title_rows=(heading, heading),
        tab_color="#C8553D",
    )


def _say(report: Report, key: str, **values: object) -> str:
    return text(f"age.{key}", report.language, **values)


def _whole(name: str) -> str:
    letter = cell(1, NAMES.index(name) + 1)[:-1]
    return f"${letter}:${letter}"


def _lines(name: str, body: tuple[int, int]) -> str:
    place = NAMES.index(name) + 1
    return area(body[0], place, body[1], place)


def _limit(page: Drawing, report: Report, items: pd.DataFrame, body: tuple[int, int]) -> None:
    """How many are open for too long; the limit may be changed to try another."""
    limit = report.result.policy.open_days_max
    late = int((items["age"] > limit).sum())
    counted = f'=COUNTIFS({_lines("age", body)},">"&{cell(page.row, 2)})'
    values = [_say(report, "limit"), limit, _say(report, "late"), Formula(counted, late)]
    page.line(values, [TEXT, Style(border="all", fill="#FFFBE6", align="center"), TEXT, COUNT])


def _buckets(
    page: Drawing, report: Report, items: pd.DataFrame, currency: str, body: tuple[int, int]
) -> None:
    """Count and sum of each span of days, by side; live."""
    shown = report.say("unstated_currency") if currency == UNSTATED else currency
    page.across(_say(report, "buckets", currency=shown), SECTION, height=22)
    names = ("bucket", "our_count", "our_amount", "their_count", "their_amount")
    page.line([_say(report, name) for name in names], HEADING)
    money = Style(border="all", number_format=number_format(currency), align="right", indent=1)
    styles = [TEXT, COUNT, money, COUNT, money]
    mine = items[items["currency"] == currency]
    for first, last in (*BUCKETS, (None, None)):
        values: list[object] = [_bucket_name(report, first, last)]
        for side in ("ours", "theirs"):
            values += _bucket(
                report, mine[mine["side"] == side], side, currency, (first, last), body
            )
        page.line(values, styles)
    page.gap()


def _bucket_name(report: Report, first: int | None, last: int | None) -> str:
    if first is None:
        return _say(report, "undated")
    return _say(report, "days" if last else "days_more", first=first, last=last or "")


def _bucket(
    report: Report,
    items: pd.DataFrame,
    side: str,
    currency: str,
    days: tuple[int | None, int | None],
    body: tuple[int, int],
) -> list[object]:
    first, last = days
    age = _lines("age", body)
    told = [f"{_lines('side', body)},{quoted(text(f'side.{side}', report.language))}"]
    if report.several_currencies:
        told.append(f"{_lines('currency', body)},{quoted(currency)}")
    if first is None:
        told.append(f'{age},""')
        found = items[items["age"].isna()]
    else:
        told.append(f'{age},">={first}"' + (f',{age},"<={last}"' if last else ""))
        found = items[(items["age"] >= first) & (items["age"] <= (last or 10**6))]
    places = decimals(currency)
    summed = f"=ROUND(SUMIFS({_lines('amount', body)},{','.join(told)}),{places})"
    return [
        Formula(f"=COUNTIFS({','.join(told)})", len(found)),
        Formula(summed, int(found["amount"].sum()) / 10**places),
    ]


def _columns(report: Report, items: pd.DataFrame) -> list[Sequence[object]]:
    lines, sides = items["line"].tolist(), items["side"].tolist()
    here = _say(report, "here")
    return [
        [text(f"side.{side}", report.language) for side in sides],
        line_links(report, sides, lines, lines),
        [None if pd.isna(day) else day.date() for day in items["date"].tolist()],
        [None if pd.isna(age) else int(age) for age in items["age"].tolist()],
        majors(items["amount"], items["currency"]).tolist(),
        items["currency"].tolist(),
        [cause_status(Cause(cause), report.language) for cause in items["cause"]],
        items["reference"].tolist(),
        items["memo"].tolist(),
        items["customer"].tolist(),
        [origin or here for origin in items["origin"]],
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
    return [special.get(name, TEXT) for name in NAMES]
