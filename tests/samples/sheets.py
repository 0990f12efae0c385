"""How does a ledger lie in a plain workbook, as a bookkeeping program exports it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

BLOCK_FONT = {"font_name": "宋体", "font_size": 10}


@dataclass
class Sheet:
    """Rows on their way into a workbook of one sheet."""

    name: str
    widths: tuple[float, ...]
    rows: list[tuple[str, list[object]]] = field(default_factory=list)

    def title(self, text: str, columns: int) -> None:
        self.rows.append(("title", [text, *[""] * (columns - 1)]))

    def headings(self, texts: list[str], *, under_merged: bool = False) -> None:
        self.rows.append(("headings under" if under_merged else "headings", list(texts)))

    def row(self, values: list[object], *, bold: bool = False) -> None:
        self.rows.append(("total" if bold else "row", values))

    def write(self, file: Path) -> None:
        """The workbook; its making is dated so that it is the same on every day."""
        with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
            book.set_properties({"created": datetime(2026, 7, 1)})
            sheet = book.add_worksheet(self.name)
            for column, width in enumerate(self.widths):
                sheet.set_column(column, column, width)
            styles = _styles(book)
            heading_rows = [
                place for place, (kind, _) in enumerate(self.rows) if "headings" in kind
            ]
            for place, (kind, values) in enumerate(self.rows):
                self._write_row(sheet, styles, place, kind, values, top=place < min(heading_rows))
            sheet.freeze_panes(max(heading_rows) + 1, 0)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0, max(heading_rows))

    def _write_row(self, sheet, styles, place, kind, values, *, top) -> None:
        if kind == "title":
            sheet.merge_range(place, 0, place, len(values) - 1, values[0], styles["title"])
            sheet.set_row(place, 26)
            return
        for column, value in enumerate(values):
            number = isinstance(value, float)
            style = styles[
                "heading"
                if "headings" in kind
                else "plain"
                if top
                else ("total" if kind == "total" else "row")
                + (" money" if number else " date" if isinstance(value, date) else "")
            ]
            if isinstance(value, str):
                sheet.write_string(place, column, value, style) if value else sheet.write_blank(
                    place, column, None, style
                )
            elif isinstance(value, date):
                sheet.write_datetime(
                    place, column, datetime.combine(value, datetime.min.time()), style
                )
            elif value is None:
                sheet.write_blank(place, column, None, style)
            else:
                sheet.write_number(place, column, value, style)


def _styles(book: xlsxwriter.Workbook) -> dict:
    thin = {"border": 1, "border_color": "#A6A6A6"}
    looks = {
        "title": {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"},
        "plain": {},
        "heading": {**thin, "bold": True, "align": "center", "bg_color": "#DDE6EE"},
        "row": thin,
        "row money": {**thin, "num_format": "#,##0.00"},
        "row date": {**thin, "num_format": "yyyy-mm-dd", "align": "center"},
        "total": {**thin, "bold": True},
        "total money": {**thin, "bold": True, "num_format": "#,##0.00"},
        "total date": {**thin, "bold": True, "num_format": "yyyy-mm-dd", "align": "center"},
    }
    return {name: book.add_format({**BLOCK_FONT, **look}) for name, look in looks.items()}
