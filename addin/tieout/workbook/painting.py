"""How do sheet layouts become a workbook file: row by row, in bounded memory."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tieout.texts import Language, text
from tieout.workbook.layout import (
    LINE,
    Chart,
    SheetLayout,
    Style,
    on_sheet,
)
from tieout.workbook.sheet_rows import sheet_rows

FONTS: Mapping[Language, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
PAPER_A4, ROW_HEIGHT = 9, 16.5
BAR, BAR_BACK = "#3B6EA5", "#C8553D"


def write_workbook(
    layouts: Sequence[SheetLayout],
    target: Path,
    language: Language,
    *,
    for_copying: bool = False,
) -> None:
    """Write the sheets, in order, into a new workbook; the first one is shown.

    A workbook `for_copying` has no names and no hidden sheets, and shows what formulas that refer
    to other sheets give, instead of the formulas.
    """
    book = xlsxwriter.Workbook(target)
    formats = _Formats(book, FONTS[language], for_copying=for_copying)
    for layout in layouts:
        _write_sheet(book, book.add_worksheet(layout.name, _RowsSheet), layout, formats, language)
    for sheet, layout in zip([] if for_copying else book.worksheets(), layouts, strict=False):
        for name, address in layout.names.items():
            book.define_name(name, f"={on_sheet(layout.name, address)}")
        if layout.hidden:
            sheet.hide()
    book.close()


class _RowsSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet whose rows are written by us: the library's cell by cell takes five times as long."""

    def keep_rows(self, layout: SheetLayout, formats: "_Formats") -> None:
        """Write the rows beside, until the sheet is put together."""
        self._kept = TemporaryFile("w+", encoding="utf-8", prefix="tieout")  # noqa: SIM115  # closed when copied
        number = formats.number
        for rows in sheet_rows(
            layout.blocks, layout.heights, number, values_only=formats.for_copying
        ):
            self._kept.write(rows)
        if layout.blocks:
            last = max(block.row + block.rows_count - 1 for block in layout.blocks)
            width = max(block.column + len(block.columns) - 1 for block in layout.blocks)
            self.dim_rowmin = self.dim_colmin = 0
            self.dim_rowmax, self.dim_colmax = last - 1, width - 1

    def _write_sheet_data(self) -> None:
        self._xml_start_tag("sheetData")
        self._kept.seek(0)
        shutil.copyfileobj(self._kept, self.fh, 1 << 20)
        self._kept.close()
        self._xml_end_tag("sheetData")


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook, font: str, *, for_copying: bool) -> None:
        self._book, self.font, self.for_copying = book, font, for_copying
        self._made: dict[tuple[Style, bool], Format] = {}

    def number(self, style: Style, quoted: bool) -> int:
        """The number of a style among those of the workbook."""
        return int(self.of(style, quoted=quoted)._get_xf_index())  # no public way

    def of(self, style: Style, *, quoted: bool = False) -> Format:
        """The format of a style; `quoted` keeps an edited text from becoming a formula."""
        found = self._made.get((style, quoted))
        if found is None:
            found = self._book.add_format(_properties(style, self.font, quoted=quoted))
            self._made[style, quoted] = found
        return found


def _properties(style: Style, font: str, *, quoted: bool) -> dict[str, object]:
    borders: dict[str, dict[str, object]] = {
        "": {},
        "all": {"border": 1, "border_color": LINE},
        "top": {"top": 1, "top_color": LINE},
        "bottom": {"bottom": 1, "bottom_color": LINE},
        "total": {"top": 1, "bottom": 6},
    }
    given = {
        "num_format": style.number_format,
        "bg_color": style.fill,
        "align": "" if style.align == "general" else style.align,
        "valign": style.valign,
        "indent": style.indent,
        "bold": style.bold,
        "italic": style.italic,
        "text_wrap": style.wrap,
        "quote_prefix": quoted,
    }
    return {
        "font_name": font,
        "font_size": style.size,
        "font_color": style.color,
        **{name: value for name, value in given.items() if value},
        **borders[style.border],
    }


def _write_sheet(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    layout: SheetLayout,
    formats: _Formats,
    language: Language,
) -> None:
    for column, width in layout.widths.items():
        sheet.set_column(column - 1, column - 1, width)
    _set_up_page(sheet, layout, language)
    sheet.keep_rows(layout, formats)
    _merge_cells(sheet, layout, formats)
    for rule in layout.rules:
        look = {"bg_color": rule.fill, "font_color": rule.color}
        sheet.conditional_format(
            _relative(rule.area),
            {"type": "formula", "criteria": rule.formula, "format": book.add_format(_given(look))},
        )
    for choice in layout.choices:
        sheet.data_validation(
            _relative(choice.area),
            {"validate": "list", "source": choice.source, "error_type": "warning"},
        )
    for chart in layout.charts:
        _insert_chart(book, sheet, layout.name, chart, formats)
    if layout.filter_area:
        sheet.autofilter(_relative(layout.filter_area))


def _given(look: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in look.items() if value}


def _relative(address: str) -> str:
    return address.replace("$", "")


def _set_up_page(sheet: Worksheet, layout: SheetLayout, language: Language) -> None:
    sheet.set_default_row(ROW_HEIGHT)
    if layout.landscape:
        sheet.set_landscape()
    sheet.set_paper(PAPER_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&8&A&R&8{text('workbook.page_footer', language)}")
    if not layout.grid:
        sheet.hide_gridlines(2)
    if layout.title_rows:
        first, last = layout.title_rows
        sheet.repeat_rows(first - 1, last - 1)
    if layout.freeze:
        row, column = layout.freeze
        sheet.freeze_panes(row - 1, column - 1)
    if layout.tab_color:
        sheet.set_tab_color(layout.tab_color)


def _merge_cells(sheet: Worksheet, layout: SheetLayout, formats: _Formats) -> None:
    for merge in layout.merges:
        place = (merge.row - 1, merge.first_column - 1, merge.row - 1, merge.last_column - 1)
        sheet.merge_range(*place, "", formats.of(Style()))


def _insert_chart(
    book: xlsxwriter.Workbook, sheet: Worksheet, name: str, chart: Chart, formats: _Formats
) -> None:
    made = book.add_chart({"type": "bar"})
    font = {"name": formats.font, "size": 9}
    made.add_series(
        {
            "categories": f"={on_sheet(name, chart.labels)}",
            "values": f"={on_sheet(name, chart.values)}",
            "fill": {"color": BAR},
            "invert_if_negative": True,
            "invert_if_negative_color": BAR_BACK,
            "gap": 60,
            "data_labels": {"value": True, "num_format": chart.number_format, "font": font},
        }
    )
    made.set_title({"name": chart.title, "name_font": {**font, "size": 11}, "overlay": False})
    made.set_y_axis(
        {"reverse": True, "num_font": font, "label_position": "low", "line": {"color": LINE}}
    )
    made.set_x_axis(
        {
            "num_format": "#,##0",
            "num_font": font,
            "major_gridlines": {"visible": True, "line": {"color": "#E6EBF0"}},
        }
    )
    made.set_legend({"none": True})
    made.set_size({"width": chart.width, "height": chart.height})
    sheet.insert_chart(_relative(chart.place), made, {"object_position": 1})
