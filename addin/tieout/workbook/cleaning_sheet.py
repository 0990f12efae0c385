"""What stands on the sheet 清洗报告: everything that was changed or set aside while reading, and what was found wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from tieout.ledger.cleaning_report import Change, changes
from tieout.ledger.ledger import Ledger
from tieout.ledger.problem import Problem
from tieout.texts import Language, text
from tieout.workbook.drawing import COUNT, HEADING, NOTE, SECTION, TEXT, TITLE_STYLE, Drawing
from tieout.workbook.layout import Formula, SheetLayout, Style, on_sheet, quoted
from tieout.workbook.links import LINK
from tieout.workbook.status import FILLS

WIDTHS: dict[int, float] = {1: 12, 2: 18, 3: 76, 4: 9, 5: 10, 6: 24, 7: 24}
PROBLEMS_MAX = 1000


@dataclass(frozen=True)
class ReadSheet:
    """A ledger as it was read, whose it is ("" unknown), and the sheet of the workbook it lies on."""

    side: str
    ledger: Ledger
    sheet: str


def cleaning_sheet(read: Sequence[ReadSheet], language: Language, name: str) -> SheetLayout:
    """The whole sheet: a line a kind of cleaning, then a line a problem; no cell of a ledger changes."""
    page = Drawing(dict(WIDTHS))
    page.across(text("cleaning_sheet.title", language), TITLE_STYLE, height=30)
    page.across(text("cleaning_sheet.explained", language), NOTE)
    page.gap()
    page.across(text("cleaning_sheet.changes", language), SECTION, height=22)
    _changes(page, read, language)
    page.gap()
    page.across(text("cleaning_sheet.problems", language), SECTION, height=22)
    _problems(page, read, language)
    return SheetLayout(
        name=name,
        blocks=page.blocks,
        widths=page.widths,
        heights=page.heights,
        merges=page.merges,
        landscape=True,
        tab_color="#9AA5B1",
    )


def _changes(page: Drawing, read: Sequence[ReadSheet], language: Language) -> None:
    found = [(one, change) for one in read for change in changes(one.ledger)]
    if not found:
        page.across(text("cleaning_sheet.nothing_changed", language), NOTE)
        return
    _heading(page, ("side", "heading", "done", "count", "first", "before", "after"), language)
    for one, change in found:
        values = [
            _whose(one, language),
            "" if change.code == "set_aside" else change.heading,
            change.sentence(language),
            change.count,
            _link(one.sheet, change.lines[0] if change.lines else 0),
            change.before,
            change.after,
        ]
        page.line(values, [TEXT, TEXT, _tinted(change), COUNT, LINK, TEXT, TEXT])


def _problems(page: Drawing, read: Sequence[ReadSheet], language: Language) -> None:
    found = [(one, problem) for one in read for problem in one.ledger.problems]
    if not found:
        page.across(text("cleaning_sheet.no_problems", language), NOTE)
        return
    _heading(page, ("side", "heading", "problem", "blocks", "line", "found", "what"), language)
    for one, problem in sorted(found, key=lambda each: not each[1].blocks)[:PROBLEMS_MAX]:
        values = [
            _whose(one, language),
            problem.heading,
            problem.sentence(language),
            text("rules.yes" if problem.blocks else "rules.no", language),
            _link(one.sheet, problem.line),
            problem.found,
            text(f"cleaning_sheet.{'mend' if problem.blocks else 'know'}", language),
        ]
        page.line(values, [TEXT, TEXT, _marked(problem), _CENTRE, LINK, TEXT, TEXT])
    if len(found) > PROBLEMS_MAX:
        rest = len(found) - PROBLEMS_MAX
        page.across(text("workbook.result.more_problems", language, count=rest), NOTE)


_CENTRE = Style(border="all", align="center")


def _heading(page: Drawing, names: Sequence[str], language: Language) -> None:
    page.line([text(f"cleaning_sheet.{name}", language) for name in names], HEADING)


def _whose(one: ReadSheet, language: Language) -> str:
    return text(f"side.{one.side}", language) if one.side else one.sheet


def _link(sheet: str, line: int) -> object:
    """A click to the line, which stays as it is."""
    if not line:
        return None
    return Formula(f"=HYPERLINK({quoted('#' + on_sheet(sheet, f'A{line}'))},{line})", line)


def _tinted(change: Change) -> Style:
    """Rows that may have been entered twice are worth a look."""
    return (
        Style(border="all", wrap=True, indent=1, fill=FILLS["≈"])
        if change.code == "repeated_rows"
        else TEXT
    )


def _marked(problem: Problem) -> Style:
    return Style(border="all", wrap=True, indent=1, fill=FILLS["✖"]) if problem.blocks else TEXT
