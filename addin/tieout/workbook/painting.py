"""How do sheet layouts become a workbook file: row by row, in bounded memory."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tieout.texts import Language, text
from tieout.workbook.layout import (
    LINE,
    TEXT_MAX,
    Block,
    Chart,
    Formula,
    SheetLayout,
    Style,
    on_sheet,
)

FONTS: Mapping[Language, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
PAPER_A4 = 9
COULD_BE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
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
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    formats = _Formats(book, FONTS[language], for_copying=for_copying)
    for layout in layouts:
        _write_sheet(book, book.add_worksheet(layout.name), layout, formats, language)
    for sheet, layout in zip([] if for_copying else book.worksheets(), layouts, strict=False):
        for name, address in layout.names.items():
            book.define_name(name, f"={on_sheet(layout.name, address)}")
        if layout.hidden:
            sheet.hide()
    book.close()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook, font: str, *, for_copying: bool) -> None:
        self._book, self.font, self.for_copying = book, font, for_copying
        self._made: dict[tuple[Style, bool], Format] = {}

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
    _write_cells(sheet, layout, formats)
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


def _write_cells(sheet: Worksheet, layout: SheetLayout, formats: _Formats) -> None:
    """Every cell, top to bottom; a merged area is written with its first cell."""
    heights = dict(layout.heights)
    merged = {(m.row, m.first_column): m.last_column for m in layout.merges}
    for row, column, values, styles in merge(
        *map(_rows_of, layout.blocks), key=lambda cells: cells[0]
    ):
        height = heights.pop(row, None)
        if height is not None:
            sheet.set_row(row - 1, height)
        for offset, (value, style) in enumerate(zip(values, styles, strict=True)):
            last = merged.pop((row, column + offset), None)
            if last is not None:
                sheet.merge_range(
                    row - 1, column + offset - 1, row - 1, last - 1, "", formats.of(style)
                )
            _write_cell(sheet, row - 1, column + offset - 1, value, style, formats)


def _rows_of(block: Block) -> Iterator[tuple[int, int, tuple[object, ...], Sequence[Style]]]:
    for offset, values in enumerate(zip(*block.columns, strict=True)):
        yield block.row + offset, block.column, values, block.styles


def _write_cell(
    sheet: Worksheet, row: int, column: int, value: object, style: Style, formats: _Formats
) -> None:
    if isinstance(value, str):
        look = formats.of(style, quoted=value.startswith(COULD_BE_FORMULA))
        sheet.write_string(row, column, plain_text(value), look)
    elif value is None:
        sheet.write_blank(row, column, None, formats.of(style))
    elif isinstance(value, Formula) and value.elsewhere and formats.for_copying:
        _write_cell(sheet, row, column, value.value, style, formats)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, value.text, formats.of(style), value.value)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, formats.of(style))
    elif isinstance(value, (datetime.date, datetime.datetime)):
        sheet.write_datetime(row, column, value, formats.of(style))
    else:
        sheet.write_number(row, column, float(value), formats.of(style))  # type: ignore[arg-type]


def plain_text(text: str) -> str:
    """A text as a cell can hold it; nothing in it is markup.

    >>> plain_text("<r>bold</r>"), len(plain_text("x" * 40_000))
    ('<r>bold</r> ', 32767)
    """
    if len(text) > TEXT_MAX:
        text = text[: TEXT_MAX - 1] + "…"
    # XlsxWriter takes a text in <r>…</r> for rich text of its own making.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


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
