"""How does one get from a result sheet to a line of a ledger: by a click."""

from collections.abc import Sequence

from tieout.workbook.layout import Formula, Style, on_sheet, quoted
from tieout.workbook.report import Report

LINK = Style(border="all", color="#1B5E9E", align="center", wrap=True)


def line_links(
    report: Report, sides: Sequence[str], lines: Sequence[int], shown: Sequence[int | str]
) -> Sequence[object]:
    """A link to each line, None where there is none; what it shows is of ours, never of a ledger.

    A formula, not a hyperlink of the sheet: of those a sheet holds 65,530 only.
    """
    starts = {
        sheet.side: f"=HYPERLINK({quoted('#' + on_sheet(sheet.name, 'A'))[:-1]}"
        for _, sheet in report.sides
    }
    return [
        Formula(f'{starts[side]}{line}",{_shown(what)})', what) if line else None
        for side, line, what in zip(sides, lines, shown, strict=True)
    ]


def _shown(what: int | str) -> str:
    return str(what) if isinstance(what, int) else quoted(what)
