"""How is a sheet written into its part: cells as strings, all at once, with what formulas last gave."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.xml.functions import tostring

from tieout.engines.headless.native import Native
from tieout.engines.shared.values import ERROR_CODES
from tieout.errors import TieoutError

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXT_MAX = 32_767
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ROWS_AT_ONCE = 2_000


class SheetWriter(WorksheetWriter):
    """Writes one sheet; `fragments` are elements of the old part that come along as they were."""

    def __init__(
        self,
        sheet: Native,
        out: Any,
        cached: Mapping[Any, Any],
        root: str,
        fragments: Mapping[str, bytes],
        marks: Mapping[Any, str],
    ) -> None:
        self.cached = cached
        self.root = root
        self.fragments = fragments
        self.marks = marks
        super().__init__(sheet, out)

    def get_stream(self) -> Any:
        """Takes elements and bytes, one after the other."""
        self.out.write(
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{self.root}'.encode()
        )
        try:
            while True:
                part = yield
                if isinstance(part, bytes):
                    self.out.write(part)
                elif part is not None:
                    self.out.write(tostring(part))
        except GeneratorExit:
            self.out.write(b"</worksheet>")

    def write_rows(self) -> None:
        """Writes all cells."""
        self.xf.send(b"<sheetData>")
        lines: list[str] = []
        row_cells: list[str] = []
        entries: Native = self.ws.row_dimensions
        empty_rows = sorted(entries.keys() - {row for row, _ in self.ws._cells}, reverse=True)
        one, current = self._cell_writer(), 0

        def close() -> None:
            if current:
                lines.append(f"{self._row_start(current)}{''.join(row_cells)}</row>")
                row_cells.clear()
            if len(lines) > _ROWS_AT_ONCE:
                self.xf.send("".join(lines).encode())
                lines.clear()

        for (row, column), cell in sorted(self.ws._cells.items()):
            if row != current:
                close()
                while empty_rows and empty_rows[-1] < row:
                    lines.append(f"{self._row_start(empty_rows.pop())}</row>")
                current = row
            row_cells.append(one(row, column, cell))
        close()
        lines.extend(f"{self._row_start(row)}</row>" for row in reversed(empty_rows))
        self.xf.send("".join(lines).encode())
        self.xf.send(b"</sheetData>")

    def _row_start(self, row: int) -> str:
        entry = self.ws.row_dimensions.get(row)
        if entry is None:
            return f'<row r="{row}">'
        attributes = {**dict(entry), "r": str(row)}
        return "<row " + " ".join(f"{k}={quoteattr(str(v))}" for k, v in attributes.items()) + ">"

    def _cell_writer(self) -> Callable[[int, int, Any], str]:
        sheet, workbook = self.ws, self.ws.parent
        letters: dict[int, str] = {}
        styles: dict[int, str] = {}
        number = _number_text(workbook.epoch)
        cached, marks = self.cached, self.marks

        def style_of(cell: Any) -> str:
            style = cell._style
            if style is None:
                return ""
            known = styles.get(id(style))
            if known is None:
                index = workbook._cell_styles.add(style) if any(style) else 0
                known = styles[id(style)] = f' s="{index}"' if index else ""
            return known

        def one(row: int, column: int, cell: Any) -> str:
            letter = letters.get(column)
            if letter is None:
                letter = letters[column] = get_column_letter(column)
            style = style_of(cell)
            if type(cell) is not MergedCell:
                if cell._comment is not None:
                    sheet._comments.append(CommentRecord.from_cell(cell))
                if cell._hyperlink is not None:
                    sheet._hyperlinks.append(cell._hyperlink)
            value, kind = cell._value, cell.data_type
            if value is None or type(cell) is MergedCell:
                return f'<c r="{letter}{row}"{style}/>' if style else ""
            at = f'<c r="{letter}{row}"{style}{marks.get(cell, "") if marks else ""}'
            if kind == "n" or kind == "d":
                return f"{at}><v>{number(value)}</v></c>"
            if kind == "s":
                return f'{at} t="inlineStr">{_text(value, letter, row)}</c>'
            if kind == "b":
                return f'{at} t="b"><v>{int(value)}</v></c>'
            if kind == "f":
                return at + _formula(value, cached.get(cell), number)
            return f'{at} t="{kind}"><v>{escape(str(value))}</v></c>'

        return one

    def write_tail(self) -> None:
        """Writes what follows the cells, in the order files want it."""
        for step in TAIL:
            if step in self.fragments:
                self.xf.send(self.fragments[step])
            elif step in _OWN:
                getattr(self, _OWN[step])()


TAIL = (
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
"""What may follow the cells of a sheet, in the order of the standard."""

_OWN = {
    "sheetProtection": "write_protection",
    "scenarios": "write_scenarios",
    "autoFilter": "write_filter",
    "mergeCells": "write_merged_cells",
    "conditionalFormatting": "write_formatting",
    "dataValidations": "write_validations",
    "hyperlinks": "write_hyperlinks",
    "printOptions": "write_print",
    "pageMargins": "write_margins",
    "pageSetup": "write_page",
    "headerFooter": "write_header",
    "rowBreaks": "write_breaks",
    "drawing": "write_drawings",
    "legacyDrawing": "write_legacy",
    "tableParts": "write_tables",
}


def _text(value: Any, letter: str, row: int) -> str:
    if isinstance(value, CellRichText):
        return tostring(value.to_tree()).decode()
    if len(value) > TEXT_MAX:
        raise TieoutError(
            "engine.text_too_long", cell=f"{letter}{row}", found=len(value), limit=TEXT_MAX
        )
    space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
    return f"<is><t{space}>{escape(_CONTROL.sub(_spelled, value))}</t></is>"


def _spelled(found: re.Match[str]) -> str:
    char = found[0]
    return f"_x{ord(char):04X}_" if len(char) == 1 else f"_x005F{char}"


def _number_text(epoch: dt.datetime) -> Callable[[Any], str]:
    dates: dict[Any, str] = {}

    def number(value: Any) -> str:
        if type(value) is float:
            text = repr(value)
            return text[:-2] if text.endswith(".0") else text
        if isinstance(value, (int, float)):
            return str(value)
        if not isinstance(value, (dt.date, dt.time, dt.timedelta)):
            return str(value)
        known = dates.get(value)
        if known is None:
            serial = repr(float(to_excel(value, epoch)))
            known = dates[value] = serial[:-2] if serial.endswith(".0") else serial
        return known

    return number


def _formula(value: Any, result: Any, number: Callable[[Any], str]) -> str:
    """A formula and what it gave last, which a program shows until it calculates."""
    attributes, text = "", value
    if isinstance(value, (ArrayFormula, DataTableFormula)):
        attributes = "".join(
            f" {name}={quoteattr(str(part))}" for name, part in dict(value).items()
        )
        text = getattr(value, "text", None) or ""
    body = escape(text[1:] if text.startswith("=") else text)
    formula = f"<f{attributes}>{body}</f>"
    if result is None:
        return f">{formula}</c>"
    if isinstance(result, bool):
        return f' t="b">{formula}<v>{int(result)}</v></c>'
    if isinstance(result, str):
        kind = "e" if result in ERROR_CODES else "str"
        return f' t="{kind}">{formula}<v>{escape(_CONTROL.sub(_spelled, result))}</v></c>'
    return f">{formula}<v>{number(result)}</v></c>"
