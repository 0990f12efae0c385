"""What stands on the sheet 人工判定: every decision, who made it when and why, and whether it holds."""

from collections.abc import Sequence

from tieout.ledger.currency import decimals
from tieout.texts import text
from tieout.workbook.decision_list import ListedDecision
from tieout.workbook.drawing import HEADING, NOTE, TEXT, TITLE_STYLE, Drawing
from tieout.workbook.layout import MUTED, Rule, SheetLayout, Style, area
from tieout.workbook.links import LINK, line_links
from tieout.workbook.marks import amount_format, status_of_the_row
from tieout.workbook.report import Report
from tieout.workbook.status import FILLS

WIDTHS: dict[str, float] = {
    "number": 7,
    "when": 17,
    "who": 12,
    "verdict": 12,
    "our_lines": 12,
    "their_lines": 12,
    "difference": 15,
    "cause": 13,
    "why": 34,
    "standing": 30,
    "changed": 60,
}
HEADING_ROW = 3
LINES_SHOWN_MAX = 12
HOLDS, AGAIN, GONE = "✔", "✖", "·"


def decisions_sheet(report: Report) -> SheetLayout:
    """The whole sheet, the newest decision first."""
    listed = list(reversed(report.decisions))
    columns = _columns(report, listed)
    names = list(columns)
    widths = {place: WIDTHS[name] for place, name in enumerate(names, start=1)}
    page = Drawing(dict(widths))
    page.across(report.say("decisions.title"), TITLE_STYLE, height=30)
    page.across(report.say("decisions.explained"), NOTE)
    page.line([report.say(f"decisions.{name}") for name in names], HEADING)
    page.table(list(columns.values()), _styles(report, names))
    first, last = HEADING_ROW + 1, HEADING_ROW + len(listed)
    body = area(first, 1, last, len(names))
    standing = f"LEFT({status_of_the_row(names.index('standing') + 1)},1)"
    return SheetLayout(
        name=report.names["decisions"],
        blocks=page.blocks,
        widths=widths,
        heights=page.heights,
        merges=page.merges,
        freeze=(first, 2),
        rules=[
            Rule(body, f'={standing}="{AGAIN}"', FILLS["✖"]),
            Rule(body, f'={standing}="{GONE}"', "", MUTED),
        ],
        filter_area=area(HEADING_ROW, 1, last, len(names)),
        landscape=True,
        title_rows=(HEADING_ROW, HEADING_ROW),
        tab_color="#7A4F9A",
    )


def _columns(report: Report, listed: Sequence[ListedDecision]) -> dict[str, Sequence[object]]:
    language = report.language
    made = [one.kept.decision for one in listed]
    return {
        "number": [one.kept.number for one in listed],
        "when": ["" if d.when is None else f"{d.when:%Y-%m-%d %H:%M}" for d in made],
        "who": [d.who for d in made],
        "verdict": [verdict_said(report, one) for one in listed],
        "our_lines": _lines(report, "ours", [one.our_lines for one in listed]),
        "their_lines": _lines(report, "theirs", [one.their_lines for one in listed]),
        "difference": [_difference(report, one) for one in listed],
        "cause": ["" if d.cause is None else d.cause.word(language) for d in made],
        "why": [d.why for d in made],
        "standing": [standing_said(report, one) for one in listed],
        "changed": [one.said_of_changes(language) for one in listed],
    }


def verdict_said(report: Report, one: ListedDecision) -> str:
    """What was decided; a withdrawal names the decisions it took back."""
    word = text(f"verdict.{one.kept.decision.verdict}", report.language)
    numbers = ", ".join(map(str, one.kept.withdraws[:LINES_SHOWN_MAX]))
    more = "…" if len(one.kept.withdraws) > LINES_SHOWN_MAX else ""
    return f"{word} {numbers}{more}".strip()


def standing_said(report: Report, one: ListedDecision) -> str:
    """Whether it holds, with a sign that prints."""
    sign = AGAIN if one.to_decide_again else HOLDS if one.standing == "in_force" else GONE
    return f"{sign} {text(f'standing.{one.standing}', report.language)}"


def _difference(report: Report, one: ListedDecision) -> object:
    """The difference of its match in major units, None where it made none."""
    place = report.result.place_of(one.match)
    if place is None:
        return None
    found = report.result.matches.iloc[place]
    return int(found["difference"]) / 10 ** decimals(str(found["currency"]))


def _lines(report: Report, side: str, lines: Sequence[Sequence[int]]) -> Sequence[object]:
    today = [[line for line in some if line] for some in lines]
    shown = [
        ", ".join(map(str, some[:LINES_SHOWN_MAX])) + ("…" if len(some) > LINES_SHOWN_MAX else "")
        for some in today
    ]
    return line_links(
        report, [side] * len(today), [some[0] if some else 0 for some in today], shown
    )


def _styles(report: Report, names: Sequence[str]) -> list[Style]:
    centre = Style(border="all", align="center")
    special = {
        "number": centre,
        "when": centre,
        "verdict": centre,
        "our_lines": LINK,
        "their_lines": LINK,
        "difference": Style(
            border="all", number_format=amount_format(report.result), align="right", indent=1
        ),
    }
    return [special.get(name, TEXT) for name in names]
