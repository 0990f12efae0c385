"""How are results written into an open workbook: beside the ledgers, and on sheets of our own."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import xlwings as xw
from pydantic import TypeAdapter

from tieout.errors import TieoutError
from tieout.texts import Language
from tieout.workbook.beside import Written, put_back, rows_of, written_beside
from tieout.workbook.layout import Block, Formula, SheetLayout, on_sheet, table_area
from tieout.workbook.marks import WIDTHS, MarkedSheet, mark_blocks, mark_rules, status_of_the_row
from tieout.workbook.opened_aside import opened_aside
from tieout.workbook.own_sheets import PREFIX, OwnSheets, marks_name, sheet_name
from tieout.workbook.painting import FONTS, write_workbook
from tieout.workbook.report import Report
from tieout.workbook.sheet_rows import COULD_BE_FORMULA
from tieout.workbook.state import choices_area
from tieout.workbook.statement_sheet import statement_sheets


def replace_result_sheets(
    book: xw.Book, own: OwnSheets, layouts: Sequence[tuple[str, SheetLayout]], language: Language
) -> None:
    """Put our sheets into the workbook, each in the place of its earlier self.

    They are painted into a file of their own and copied over whole, so that print set-up and chart
    come along and the number of calls does not depend on the number of rows; a formula that refers
    to another sheet is written once it is here, else it would refer to that file. Our names lead to the
    new sheets before the old ones go (a name that is added takes the place of the one there), so that
    whatever stops us in between, what people decided is found by the next run.
    """
    copied = _copied(book, own, layouts, language)
    quoting = _formulas_about(book, own)
    for kind, _, sheet in copied:
        book.names.add(sheet_name(kind), f"={on_sheet(sheet.name, '$A$1')}")
    for sheet in own.sheets.values():
        sheet.delete()
    for _, layout, sheet in copied:
        if sheet.name != layout.name:
            sheet.name = layout.name
    for kind, layout, _ in copied:
        book.names.add(sheet_name(kind), f"={on_sheet(layout.name, table_area(layout))}")
    for _, layout, sheet in copied:
        _write_formulas(sheet, layout)
        if layout.hidden:
            sheet.visible = False
    for place, formula in quoting:
        place.formula = formula


def _copied(
    book: xw.Book, own: OwnSheets, layouts: Sequence[tuple[str, SheetLayout]], language: Language
) -> list[tuple[str, SheetLayout, xw.Sheet]]:
    """The sheets painted into a file of their own and copied over, each beside its earlier self."""
    pages = [layout for _, layout in layouts]
    beside, copied = book.sheets[-1], []
    with opened_aside(
        book.app, lambda file: write_workbook(pages, file, language, for_copying=True)
    ) as painted:
        for (kind, layout), source in zip(layouts, list(painted.sheets), strict=True):
            beside = source.copy(after=own.sheets.get(kind) or beside)
            copied.append((kind, layout, beside))
    return copied


def _formulas_about(book: xw.Book, own: OwnSheets) -> list[tuple[xw.Range, str]]:
    """Formulas of the user that quote our sheets; they break when those are replaced."""
    names = [name.replace("'", "''") + end for name in own.result_names for end in ("!", "'!")]
    found = []
    for sheet in book.sheets if names else ():
        if sheet.name in own.result_names:
            continue
        last = sheet.used_range.last_cell
        formulas = rows_of(sheet.range((1, 1), (last.row, last.column)).formula)
        found += [
            (sheet.range((row, column)), text)
            for row, cells in enumerate(formulas, start=1)
            for column, text in enumerate(cells, start=1)
            if isinstance(text, str) and text[:1] == "=" and any(name in text for name in names)
        ]
    return found


def _write_formulas(sheet: xw.Sheet, layout: SheetLayout) -> None:
    """Formulas that refer to other sheets, column by column, whole runs at once."""
    for block in layout.blocks:
        for offset, values in enumerate(block.columns):
            for start, run in _runs(values):
                first = sheet.range((block.row + start, block.column + offset))
                first.resize(len(run), 1).formula = [[formula.text] for formula in run]


def _runs(values: Sequence[object]) -> list[tuple[int, list[Formula]]]:
    runs: list[tuple[int, list[Formula]]] = []
    for place, value in enumerate(values):
        if not isinstance(value, Formula) or not value.elsewhere:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == place:
            runs[-1][1].append(value)
        else:
            runs.append((place, [value]))
    return runs


def write_marks(sheet: xw.Sheet, marked: MarkedSheet, report: Report, choices: xw.Range) -> None:
    """Write our columns beside a ledger; no cell of the ledger itself is touched."""
    headings, body = mark_blocks(report.result, marked, report.language)
    _put(sheet, headings, report.language)
    _put(sheet, body, report.language)
    for name in marked.columns:
        column = marked.column(name)
        sheet.range((marked.header_line, column)).column_width = WIDTHS[name]
    for rule in reversed(mark_rules(marked)):
        sheet.range(rule.area).conditional_formats.add_custom(
            rule.formula, fill_color=rule.fill or None, font_color=rule.color
        )
    _column(sheet, marked, "status").data_validation.set_list(choices)
    corners = (marked.header_line, marked.first_column), (marked.last_line, marked.last_column)
    address = sheet.range(*corners).address
    sheet.book.names.add(marks_name(marked.side), f"={on_sheet(sheet.name, address)}")


def _column(sheet: xw.Sheet, marked: MarkedSheet, name: str) -> xw.Range:
    column = marked.column(name)
    return sheet.range((marked.first_line, column), (marked.last_line, column))


def _put(sheet: xw.Sheet, block: Block, language: Language) -> None:
    """Values in one write, then the look of each column."""
    rows = [[_safe(value) for value in row] for row in zip(*block.columns, strict=True)]
    first = sheet.range((block.row, block.column))
    area = first.resize(len(rows), len(block.columns))
    area.value = rows
    area.font.name = FONTS[language]
    area.font.size = 10
    for offset, style in enumerate(block.styles):
        column = first.offset(0, offset).resize(len(rows), 1)
        if style.number_format:
            column.number_format = style.number_format
        if style.bold:
            column.font.bold = True
        if style.fill:
            column.color = style.fill
        align = "left" if style.indent and style.align == "general" else style.align
        if align != "general":
            column.horizontal_alignment = align
        if style.indent:
            column.adjust_indent(style.indent)


def _safe(value: object) -> object:
    """A text that could be taken for a formula is led by an apostrophe, as people do."""
    could_be = isinstance(value, str) and value.startswith(COULD_BE_FORMULA)
    return f"'{value}" if could_be else value


def with_widths(marked: MarkedSheet, sheet: xw.Sheet, own: OwnSheets) -> MarkedSheet:
    """The widths our columns had before they were ours, so that they can be given back."""
    noted = _widths_before(own, marked.side)
    mine = own.marked_columns(sheet)
    same_place = bool(mine) and mine.start == marked.first_column
    if same_place and len(noted) == len(marked.columns):
        return replace(marked, widths_before=noted)
    columns = range(marked.first_column, marked.last_column + 1)
    widths = [sheet.range((1, column)).column_width or 0.0 for column in columns]
    return replace(marked, widths_before=widths)


def remove_everything(book: xw.Book, own: OwnSheets) -> None:
    """Take our columns, sheets and names out of the workbook."""
    _remove_columns(own)
    for sheet in [*own.sheets.values(), *statement_sheets(book)]:
        sheet.delete()
    for name in [name for name in book.names if name.name.startswith(PREFIX)]:
        name.delete()


def remove_run(book: xw.Book, own: OwnSheets) -> None:
    """Take our columns and what a run found out of the workbook; rules, cleaning report and notes stay."""
    _remove_columns(own)
    for side in own.marks:
        book.names[marks_name(side)].delete()
    for kind in own.sheets:
        if kind not in ("rules", "cleaning", "state"):
            remove_sheet(book, own, kind)


def remove_sheet(book: xw.Book, own: OwnSheets, kind: str) -> None:
    """Take one of our sheets out of the workbook, where it is there."""
    if kind in own.sheets:
        own.sheets[kind].delete()
        book.names[sheet_name(kind)].delete()


def _remove_columns(own: OwnSheets) -> None:
    """Take our columns out of the ledgers, whose columns have their widths again."""
    widths: dict[str, list[float]] = {side: [] for side in own.marks}
    for side in own.marks:
        with suppress(TieoutError):  # somebody has altered what was noted of them
            widths[side] = _widths_before(own, side)
    areas = {side: (area.sheet, area.column) for side, area in own.marks.items()}
    remove_marks(own)
    for side, (sheet, first) in areas.items():
        for column, width in enumerate(widths[side], first):
            sheet.range((1, column)).column_width = width


def _widths_before(own: OwnSheets, side: str) -> list[float]:
    """The widths our columns had before they were ours, as they were noted; none where nothing was."""
    found = own.read(f"{side}.widths_before", _WIDTHS.validate_json)
    return found[0] if found else []


_WIDTHS = TypeAdapter(list[float])


def remove_marks(own: OwnSheets) -> None:
    """Take an earlier run's columns, formats and choices out of the ledgers."""
    for area in own.marks.values():
        _remove_rules(area)
        area.data_validation.delete()
        area.clear()


def _remove_rules(area: xw.Range) -> None:
    """Our conditional formats: those whose formula looks at our status column.

    They are looked for over the whole line: LibreOffice holds a rule in pieces where cells have rules of
    their own. The last goes first, so that those before it keep their places.
    """
    ours = status_of_the_row(area.column)
    line = area.sheet.range((area.row, 1), area.last_cell)
    for rule in reversed(list(line.conditional_formats)):
        if ours in (rule.formula or "").replace(" ", ""):
            rule.delete()


def _bring_back(book: xw.Book, front: str, otherwise: str) -> None:
    """The sheet that was in front, or its successor: Excel brings every copy to the front.

    After a run that was stopped it may have been the one that is hidden now.
    """
    shown = [sheet.name for sheet in book.sheets if sheet.visible]
    wanted = next((name for name in (front, otherwise) if name in shown), shown[0])
    if book.sheets.active.name != wanted:
        book.sheets[wanted].activate()


def place_report(
    book: xw.Book,
    own: OwnSheets,
    report: Report,
    layouts: Sequence[tuple[str, SheetLayout]],
    beside: Sequence[Written] = (),
) -> None:
    """Everything of a run into the workbook, in place of an earlier one.

    What people wrote on our sheets, outside of our tables, stays; `beside` comes back.
    """
    front = book.sheets.active.name
    kept = [*beside, *written_beside(own)]
    remove_marks(own)
    replace_result_sheets(book, own, layouts, report.language)
    state = book.sheets[report.names["state"]]
    choices = state.range(choices_area(report.language))
    for marked in (report.ours, report.theirs):
        write_marks(book.sheets[marked.name], marked, report, choices)
    put_back(book, report, dict(layouts), kept)
    _bring_back(book, front, report.names["result"])
