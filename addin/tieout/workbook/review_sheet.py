"""What stands on the sheet 待确认勾对: every match a person has to look at, and why it was found."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tieout.matching.coded import Bools
from tieout.matching.pass_names import DECISION
from tieout.texts import text
from tieout.workbook.drawing import HEADING, NOTE, TEXT, TITLE_STYLE, Drawing
from tieout.workbook.layout import Rule, SheetLayout, Style, area
from tieout.workbook.links import LINK, line_links
from tieout.workbook.marks import amount_format, majors, status_of_the_row
from tieout.workbook.report import Report
from tieout.workbook.status import FILLS, statuses

WIDTHS: dict[str, float] = {
    "match": 8,
    "status": 17,
    "kind": 12,
    "our_lines": 15,
    "their_lines": 15,
    "currency": 7,
    "ours": 15,
    "theirs": 15,
    "difference": 15,
    "confidence": 9,
    "reason": 80,
}
HEADING_ROW = 3
LINES_SHOWN_MAX = 12


def to_review(report: Report) -> pd.DataFrame:
    """The matches that are not certain, or whose sides differ; not what a person has decided on."""
    matches = report.result.matches
    decided = matches["pass"] == DECISION
    return matches[(matches["state"] != "confirmed") | ((matches["difference"] != 0) & ~decided)]


def review_sheet(report: Report) -> SheetLayout:
    """The whole sheet: one line a match."""
    matches = to_review(report)
    columns = _columns(report, matches)
    names = list(columns)
    widths = {place: WIDTHS[name] for place, name in enumerate(names, start=1)}
    page = Drawing(dict(widths))
    page.across(report.say("review.title"), TITLE_STYLE, height=30)
    page.across(report.say("review.explained" if len(matches) else "review.none"), NOTE)
    page.line([report.say(f"review.{name}") for name in names], HEADING)
    first, last = HEADING_ROW + 1, HEADING_ROW + len(matches)
    if len(matches):
        page.table(list(columns.values()), _styles(report, names))
    status = status_of_the_row(names.index("status") + 1)
    body = area(first, 1, max(last, first), len(names))
    return SheetLayout(
        name=report.names["review"],
        blocks=page.blocks,
        widths=widths,
        heights=page.heights,
        merges=page.merges,
        freeze=(first, 3),
        rules=[Rule(body, f'=LEFT({status},1)="{sign}"', fill) for sign, fill in FILLS.items()],
        filter_area=area(HEADING_ROW, 1, max(last, first), len(names)),
        landscape=True,
        title_rows=(HEADING_ROW, HEADING_ROW),
        tab_color="#E0B000",
    )


def _columns(report: Report, matches: pd.DataFrame) -> dict[str, Sequence[object]]:
    language, rows = report.language, report.result.rows
    ours = _sums(report, ~rows.theirs)[matches.index.to_numpy(np.int64)]
    theirs = _sums(report, rows.theirs)[matches.index.to_numpy(np.int64)]
    currency = matches["currency"]
    columns: dict[str, Sequence[object]] = {
        "match": matches["match"].tolist(),
        "status": statuses(matches, language).tolist(),
        "kind": matches["kind"].map({k: text(f"kind.{k}", language) for k in KINDS}).tolist(),
        "our_lines": _lines(report, "ours", matches["ours"].tolist()),
        "their_lines": _lines(report, "theirs", matches["theirs"].tolist()),
        "currency": currency.tolist(),
        "ours": majors(pd.Series(ours), currency).tolist(),
        "theirs": majors(pd.Series(theirs), currency).tolist(),
        "difference": majors(matches["difference"], currency).tolist(),
        "confidence": matches["confidence"].tolist(),
        "reason": matches[f"reason_{language}"].tolist(),
    }
    if not report.several_currencies:
        columns.pop("currency")
    return columns


KINDS = ("one_to_one", "one_to_many", "many_to_one", "many_to_many", "reversal")


def _sums(report: Report, side: Bools) -> np.ndarray:
    """What the entries of a side add up to, match by match."""
    result = report.result
    sums = np.zeros(len(result.found) + 1, dtype=np.int64)
    np.add.at(sums, result.match_of_row[side], result.rows.amount[side])
    return sums[1:]


def _lines(report: Report, side: str, lines: Sequence[Sequence[int]]) -> Sequence[object]:
    """The lines of a side, with a click to the first."""
    shown = [
        ", ".join(map(str, some[:LINES_SHOWN_MAX])) + ("…" if len(some) > LINES_SHOWN_MAX else "")
        for some in lines
    ]
    return line_links(
        report, [side] * len(lines), [some[0] if some else 0 for some in lines], shown
    )


def _styles(report: Report, names: Sequence[str]) -> list[Style]:
    money = Style(border="all", number_format=amount_format(report.result), align="right", indent=1)
    centre = Style(border="all", align="center")
    special = {
        "match": centre,
        "kind": centre,
        "our_lines": LINK,
        "their_lines": LINK,
        "ours": money,
        "theirs": money,
        "difference": money,
        "confidence": Style(border="all", number_format="0%", align="center"),
    }
    return [special.get(name, TEXT) for name in names]
