"""What do we put into a workbook: sheets as plain values, painted by whoever holds the workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from openpyxl.utils import get_column_letter

INK, PAPER, HEAD, LINE, MUTED = "#1F2933", "#FFFFFF", "#E6EBF0", "#9AA5B1", "#7B8794"
TITLE, BAND = "#1F3A5F", "#F5F7FA"
SHEET_ROWS_MAX, SHEET_COLUMNS_MAX, TEXT_MAX = 1_048_576, 16_384, 32_767
"""What a sheet and a cell of an .xlsx hold."""

Border = Literal["", "all", "top", "total", "bottom"]
Align = Literal["general", "left", "center", "right"]


@dataclass(frozen=True)
class Formula:
    """A live formula, beginning with `=`, function names in English, and what it gives now.

    `elsewhere` marks one that refers to another sheet.
    """

    text: str
    value: float | str = 0
    elsewhere: bool = False


@dataclass(frozen=True)
class Style:
    """How cells look; `border` is thin lines around, a line above, a total's double line below."""

    bold: bool = False
    italic: bool = False
    size: float = 10
    color: str = INK
    fill: str = ""
    number_format: str = ""
    align: Align = "general"
    valign: str = "vcenter"
    wrap: bool = False
    indent: int = 0
    border: Border = ""


@dataclass(frozen=True)
class Block:
    """Values of several columns side by side, from a cell on.

    `row` and `column` are 1-based; `columns` has the values column by column, `styles` one style a
    column. Texts are texts: one that looks like a formula stays a text.
    """

    row: int
    column: int
    columns: Sequence[Sequence[object]]
    styles: Sequence[Style]

    def __post_init__(self) -> None:
        assert len(self.columns) == len(self.styles), "one style a column"

    @property
    def rows_count(self) -> int:
        """Height of the block."""
        return max(map(len, self.columns), default=0)


@dataclass(frozen=True)
class Rule:
    """A conditional format: cells of `area` where `formula` holds are filled."""

    area: str
    formula: str
    fill: str
    color: str = INK


@dataclass(frozen=True)
class Choice:
    """Cells in which one of the values of another area may be chosen."""

    area: str
    source: str


@dataclass(frozen=True)
class Chart:
    """A bar chart on the cell `place`, of labels and values that stand in the sheet."""

    place: str
    title: str
    labels: str
    values: str
    number_format: str
    width: int = 480
    height: int = 260


@dataclass(frozen=True)
class Merge:
    """Cells of one row shown as one."""

    row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class SheetLayout:
    """One sheet: what stands on it and how it is shown and printed.

    `freeze` is the cell (row, column) below and right of what stays; `title_rows` the first and
    last row repeated on every printed page.
    """

    name: str
    blocks: Sequence[Block] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    merges: Sequence[Merge] = ()
    freeze: tuple[int, int] | None = None
    rules: Sequence[Rule] = ()
    choices: Sequence[Choice] = ()
    charts: Sequence[Chart] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    filter_area: str = ""
    landscape: bool = False
    title_rows: tuple[int, int] | None = None
    hidden: bool = False
    tab_color: str = ""
    grid: bool = False


def row_block(
    row: int, column: int, values: Sequence[object], styles: Style | Sequence[Style]
) -> Block:
    """Values side by side."""
    each = [styles] * len(values) if isinstance(styles, Style) else styles
    return Block(row, column, [[value] for value in values], each)


def cell(row: int, column: int, *, absolute: bool = False) -> str:
    """The address of a cell.

    >>> cell(3, 2), cell(3, 28, absolute=True)
    ('B3', '$AB$3')
    """
    letter = get_column_letter(column)
    return f"${letter}${row}" if absolute else f"{letter}{row}"


def area(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """The absolute address of an area.

    >>> area(2, 1, 9, 3)
    '$A$2:$C$9'
    """
    first = cell(first_row, first_column, absolute=True)
    return f"{first}:{cell(last_row, last_column, absolute=True)}"


def extent(layout: SheetLayout) -> tuple[int, int]:
    """The last row and the last column that a sheet fills."""
    return (
        max((block.row + block.rows_count - 1 for block in layout.blocks), default=1),
        max((block.column + len(block.columns) - 1 for block in layout.blocks), default=1),
    )


def table_area(layout: SheetLayout) -> str:
    """The absolute address of all that a sheet fills."""
    return area(1, 1, *extent(layout))


def on_sheet(sheet: str, address: str) -> str:
    """An address on another sheet.

    >>> on_sheet("Bob's", "$A$1")
    "'Bob''s'!$A$1"
    """
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{address}"


def quoted(text: str) -> str:
    """A text inside a formula.

    >>> quoted('5" pipe')
    '"5"" pipe"'
    """
    return '"' + text.replace('"', '""') + '"'


def text_width(text: object) -> int:
    """The width of a text in characters; a Chinese one counts double, by its three bytes.

    >>> text_width("余额"), text_width("Balance")
    (4, 7)
    """
    shown = str(text)
    return len(shown) + (len(shown.encode("utf-8", "replace")) - len(shown)) // 2
