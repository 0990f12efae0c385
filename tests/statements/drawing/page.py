"""How is a template drawn: one sheet from top to bottom, in the words of one language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

NAVY, BAND, PALE, LINE, INK, RED = "#1F3864", "#DCE5F2", "#F2F4F7", "#8A94A3", "#1F2933", "#B42318"
FONTS = {"zh": "Microsoft YaHei", "en": "Arial"}
DATES = {"zh": "yyyy-mm-dd", "en": "[$-409]dd mmm yyyy"}
MONEY = "#,##0.00_ ;-#,##0.00_ ;0.00_ "
MONEY_OR_DASH = '#,##0.00_ ;-#,##0.00_ ;"–"_ '
BRACKETS = "#,##0.00_);(#,##0.00);0.00_)"
BALANCE = {"zh": '"借 "#,##0.00_ ;"贷 "#,##0.00_ ;"平 "0.00_ ', "en": BRACKETS}
"""A balance as accountants write it: its direction and no sign; in English what we owe in brackets."""
SIGNED = '#,##0.00_ ;[Red]-#,##0.00_ ;"–"_ '
PAGE_SUMS = {
    "page_total": ("本页合计", "Total of this page"),
    "page_carried": ("过次页", "Carried forward"),
    "page_brought": ("承前页", "Brought forward"),
}
USUAL_FONT = {"font_name": "Arial", "font_size": 10}
"""Columns are measured in its digits, which are as wide in every spreadsheet program."""
PAGES = {"zh": "第 &P 页，共 &N 页", "en": "Page &P of &N"}

_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)

Look = Mapping[str, object]

LOOKS: dict[str, Look] = {
    "title": {"bold": True, "font_size": 18, "align": "center", "font_color": NAVY},
    "subtitle": {"align": "center", "font_color": "#52606D"},
    "heading": {"text_wrap": True},
    "strong": {"bold": True, "text_wrap": True},
    "column": {
        "bold": True,
        "align": "center",
        "bg_color": NAVY,
        "font_color": "#FFFFFF",
        "border": 1,
        "text_wrap": True,
    },
    "head": {"font_size": 9, "align": "center", "bg_color": PALE, "border": 1, "text_wrap": True},
    "section": {"bold": True, "bg_color": PALE, "border": 1},
    "text": {"font_size": 9, "border": 1, "text_wrap": True},
    "center": {"font_size": 9, "border": 1, "align": "center", "text_wrap": True},
    "date": {"font_size": 9, "border": 1, "align": "center"},
    "money": {"shrink": True, "font_size": 9, "border": 1, "align": "right", "num_format": MONEY},
    "signed": {"shrink": True, "font_size": 9, "border": 1, "align": "right", "num_format": SIGNED},
    "balance": {"shrink": True, "font_size": 9, "border": 1, "align": "right"},
    "band balance": {"shrink": True, "bold": True, "bg_color": BAND, "border": 1, "align": "right"},
    "price": {
        "shrink": True,
        "font_size": 9,
        "border": 1,
        "align": "right",
        "num_format": "#,##0.00####_ ",
    },
    "number": {"shrink": True, "font_size": 9, "border": 1, "align": "right"},
    "days": {"shrink": True, "font_size": 9, "border": 1, "align": "right", "num_format": "0_ "},
    "percent": {
        "shrink": True,
        "font_size": 9,
        "border": 1,
        "align": "right",
        "num_format": "0.00%",
    },
    "label": {"border": 1},
    "subtotal": {"shrink": True, "border": 1, "align": "right", "num_format": MONEY_OR_DASH},
    "subtotal signed": {"shrink": True, "border": 1, "align": "right", "num_format": SIGNED},
    "band": {"bold": True, "bg_color": BAND, "border": 1},
    "band center": {"bold": True, "bg_color": BAND, "border": 1, "align": "center"},
    "band money": {
        "shrink": True,
        "bold": True,
        "bg_color": BAND,
        "border": 1,
        "align": "right",
        "num_format": MONEY,
    },
    "band signed": {
        "shrink": True,
        "bold": True,
        "bg_color": BAND,
        "border": 1,
        "align": "right",
        "num_format": SIGNED,
    },
    "page": {"font_size": 9, "italic": True, "bg_color": PALE, "border": 1},
    "page right": {"font_size": 9, "bg_color": PALE, "border": 1, "align": "right"},
    "page balance": {
        "shrink": True,
        "font_size": 9,
        "bold": True,
        "bg_color": PALE,
        "border": 1,
        "align": "right",
        "num_format": BRACKETS,
    },
    "page center": {"font_size": 9, "bg_color": PALE, "border": 1, "align": "center"},
    "page money": {
        "shrink": True,
        "font_size": 9,
        "bg_color": PALE,
        "border": 1,
        "align": "right",
        "num_format": MONEY_OR_DASH,
    },
    "page signed": {
        "shrink": True,
        "font_size": 9,
        "bg_color": PALE,
        "border": 1,
        "align": "right",
        "num_format": SIGNED,
    },
    "verdict": {"bold": True},
    "paragraph": {"text_wrap": True, "valign": "top", "font_size": 11},
    "sign": {"align": "center", "text_wrap": True},
    "small": {"text_wrap": True, "font_size": 9, "font_color": "#52606D"},
    "remark": {"text_wrap": True, "font_size": 9, "font_color": RED},
    "box": {"border": 1, "text_wrap": True},
    "cut": {"align": "center", "font_size": 9, "font_color": "#52606D", "bottom": 3},
    "input": {"border": 1, "text_wrap": True, "bg_color": "#FFFBE6", "locked": False},
    "input money": {
        "shrink": True,
        "border": 1,
        "align": "right",
        "num_format": MONEY,
        "bg_color": "#FFFBE6",
        "locked": False,
    },
    "input date": {"border": 1, "align": "center", "bg_color": "#FFFBE6", "locked": False},
    "input percent": {
        "border": 1,
        "align": "right",
        "num_format": "0.00%",
        "bg_color": "#FFFBE6",
        "font_size": 9,
        "locked": False,
    },
}


@dataclass
class Page:
    """A sheet being drawn; `row` is the next free row, from 1."""

    path: Path
    language: str
    name: str
    widths: Sequence[float]
    landscape: bool = False
    row: int = 1
    _formats: dict[tuple[str, str], Format] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = xlsxwriter.Workbook(self.path, {"default_format_properties": USUAL_FONT})
        self.book.set_calc_mode("auto")
        self.sheet = self.book.add_worksheet(self.name)
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        if self.landscape:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.hide_gridlines(2)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.center_horizontally()
        self.sheet.set_margins(left=0.45, right=0.45, top=0.55, bottom=0.65)
        # The number and the fingerprint of what was issued stand on every page.
        self.sheet.set_footer(
            f"&L&8 {{{{ number }}}}&C&8 {PAGES[self.language]}&R&8 {{{{ fingerprint }}}}"
        )

    @property
    def last(self) -> str:
        """The letter of the last column."""
        return xl_col_to_name(len(self.widths) - 1)

    @property
    def half(self) -> str:
        """The letter of the first column of the second half, as near the middle as columns allow."""
        middle = sum(self.widths) / 2
        ends = [abs(sum(self.widths[:at]) - middle) for at in range(1, len(self.widths))]
        return xl_col_to_name(1 + ends.index(min(ends)))

    def say(self, zh: str, en: str) -> str:
        """The words of the language."""
        return zh if self.language == "zh" else en

    def look(self, name: str, **more: object) -> Format:
        """A named format in the font of the language."""
        key = (name, repr(sorted(more.items())))
        if key not in self._formats:
            base = {
                "font_name": FONTS[self.language],
                "font_size": 10,
                "font_color": INK,
                "valign": "vcenter",
            }
            chosen = {**base, **LOOKS[name], **more}
            if name.endswith("date"):
                chosen["num_format"] = DATES[self.language]
            if name in ("balance", "band balance"):
                chosen["num_format"] = BALANCE[self.language]
            if "border" in chosen and "align" not in chosen:
                chosen["indent"] = 1
            if "border" in chosen:
                chosen["border_color"] = LINE
            self._formats[key] = self.book.add_format(chosen)
        return self._formats[key]

    def line(self, *cells: tuple[str, object, str], height: float = 18) -> int:
        """One row of cells, each an area as `A` or `A:F`, a value and a look; its number."""
        row = self.row
        self.sheet.set_row(row - 1, height)
        for area, value, look in cells:
            first, _, last = area.partition(":")
            self._put(f"{first}{row}", f"{last or first}{row}", value, self.look(look))
        self.row += 1
        return row

    def put(self, area: str, value: object, look: str, **more: object) -> None:
        """A cell or a merged area, anywhere."""
        first, _, last = area.partition(":")
        self._put(first, last or first, value, self.look(look, **more))

    def _put(self, first: str, last: str, value: object, look: Format) -> None:
        if first != last:
            self.sheet.merge_range(f"{first}:{last}", "", look)
        if isinstance(value, str) and value.startswith("="):
            self.sheet.write_formula(first, value, look)
        elif value is None or value == "":
            self.sheet.write_blank(first, None, look)
        else:
            self.sheet.write(first, value, look)

    def title(self, text: str, subtitle: str = "") -> None:
        """The title over the whole width."""
        self.line((f"A:{self.last}", text, "title"), height=34)
        if subtitle:
            self.line((f"A:{self.last}", subtitle, "subtitle"))

    def gap(self, height: float = 8) -> None:
        """An empty row."""
        self.sheet.set_row(self.row - 1, height)
        self.row += 1

    def columns(self, *headings: str, height: float = 22, repeat: bool = True) -> None:
        """The heading row; it is repeated on every page of a long table."""
        row = self.line(
            *((xl_col_to_name(at), text, "column") for at, text in enumerate(headings)),
            height=height,
        )
        if repeat:
            self.repeat(row, row)

    def repeat(self, first: int, last: int) -> None:
        """Rows printed on every page, and kept in sight."""
        self.sheet.repeat_rows(first - 1, last - 1)
        self.sheet.freeze_panes(last, 0)

    def block(self, name: str, *cells: tuple[str, str], height: float = 18) -> int:
        """The repeating row of a name: a value and a look for each column."""
        row = self.line(
            *((xl_col_to_name(at), *cell) for at, cell in enumerate(cells)), height=height
        )
        self.define(name, row, row)
        return row

    def define(self, name: str, first: int, last: int) -> None:
        """Name whole rows of the page."""
        quoted = self.name.replace("'", "''")
        self.book.define_name(name, f"='{quoted}'!$A${first}:${self.last}${last}")

    def page_sums(
        self,
        label: str,
        summed: Mapping[str, str],
        rows: tuple[int, int],
        balance: Callable[[int], Sequence[tuple[str, object, str]]] = lambda row: (),
        empty: Sequence[str] = (),
    ) -> None:
        """本页合计, 过次页 and 承前页 over rows: the looks of what is summed, the balance if there is one."""
        first, last = rows
        for name, said in PAGE_SUMS.items():
            row = self.row
            cells = [(column, "", "page") for column in empty]
            if name != "page_total":
                cells = list(balance(row)) or cells
            self.line(
                (label, self.say(*said), "page"),
                *((c, f"=SUM({c}{first}:{c}{last})", look) for c, look in summed.items()),
                *cells,
            )
            self.define(name, row, row)

    def together(self, what: str, first: int, last: int = 0) -> None:
        """Rows that are printed on one page; to what was drawn last where no end is named."""
        self.define(f"keep_{what}", first, last or self.row - 1)

    def define_cell(self, name: str, cell: str) -> None:
        """Name one cell, so that it is found again in what comes back."""
        quoted = self.name.replace("'", "''")
        column, row = cell.rstrip("0123456789"), cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        self.book.define_name(name, f"='{quoted}'!${column}${row}")

    def lock(self) -> None:
        """Only the cells meant to be filled in can be changed; no password, it guards against slips."""
        self.sheet.protect("", {"format_columns": True, "format_rows": True})

    def paragraph(self, text: str, lines: int = 1, look: str = "paragraph") -> int:
        """Words over the whole width."""
        return self.line((f"A:{self.last}", text, look), height=max(16.5 * lines + 4, 18))

    def top(self, *lines: tuple[str, str], split: str, optional: Mapping[str, str] = {}) -> None:
        """Heading lines in two halves; `split` is the first column of the other half.

        `optional` are lines over both, by the field without which they go.
        """
        before = chr(ord(split) - 1)
        for at, (ours, theirs) in enumerate(lines):
            look = "strong" if at < 2 else "heading"
            self.line((f"A:{before}", ours, look), (f"{split}:{self.last}", theirs, "heading"))
        for name, said in optional.items():
            row = self.line((f"A:{self.last}", said, "heading"))
            self.define(f"if_{name}", row, row)
        self.gap(6)

    def box(
        self, area: str, lines: Sequence[tuple[str, float]], *, strong_first: bool = True
    ) -> None:
        """A framed column of lines, each with its height, from the next free row on; not advanced."""
        first, _, last = area.partition(":")
        for at, (text, height) in enumerate(lines):
            row = self.row + at
            self.sheet.set_row(row - 1, height)
            edges: dict[str, object] = {
                "border": 0,
                "left": 1,
                "right": 1,
                "border_color": LINE,
                "indent": 1,
            }
            edges |= {"top": 1} if at == 0 else {}
            edges |= {"bottom": 1} if at == len(lines) - 1 else {}
            look = "strong" if at == 0 and strong_first else "box"
            self._put(f"{first}{row}", f"{last}{row}", text, self.look(look, **edges))

    def boxes(self, left: str, right: str, lines: Sequence[tuple[str, str, float]]) -> None:
        """Two framed columns beside each other, as for two signatures."""
        self.box(left, [(ours, height) for ours, _, height in lines])
        self.box(right, [(theirs, height) for _, theirs, height in lines])
        self.row += len(lines)

    def remark(self) -> None:
        """What must be known first; the row goes where there is nothing."""
        row = self.paragraph("{{ remark }}", look="remark")
        self.define("if_remark", row, row)

    def save(self) -> None:
        """Print what was drawn, and write the file."""
        self.sheet.print_area(f"A1:{self.last}{self.row - 1}")
        self.book.set_properties({"title": self.name, "created": _FIRST_DAY})
        self.book.close()
