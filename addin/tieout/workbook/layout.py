"""What do we put into a workbook: sheets as plain values, painted by whoever holds the workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

FONT = "Microsoft YaHei"
INK, PAPER, HEAD, LINE, MUTED = "#1F2933", "#FFFFFF", "#E6EBF0", "#9AA5B1", "#7B8794"


@dataclass(frozen=True)
class Formula:
    """A live formula, beginning with `=`, function names in English."""

    text: str


@dataclass(frozen=True)
class Style:
    """How cells look."""

    bold: bool = False
    size: float = 10
    color: str = INK
    fill: str = ""
    number_format: str = ""
    align: str = ""
    wrap: bool = False
    border: str = ""
    """"" none, "all" thin lines around, "top" a line above, "double" a total's double line below."""


@dataclass(frozen=True)
class Block:
    """Values of one column under each other, or of several side by side, from a cell on.

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
    """A bar chart beside the cell `place`, of labels and values that stand in the sheet."""

    place: str
    title: str
    labels: str
    values: str
    width: int = 480
    height: int = 260


@dataclass(frozen=True)
class SheetLayout:
    """One sheet, or what is added to one."""

    name: str
    blocks: Sequence[Block] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    merges: Sequence[str] = ()
    freeze: tuple[int, int] | None = None
    rules: Sequence[Rule] = ()
    choices: Sequence[Choice] = ()
    charts: Sequence[Chart] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    filter_area: str = ""
    landscape: bool = False
    title_rows: str = ""
    hidden: bool = False
    tab_color: str = ""


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


def on_sheet(sheet: str, address: str) -> str:
    """An address on another sheet.

    >>> on_sheet("Bob's", "$A$1")
    "'Bob''s'!$A$1"
    """
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{address}"


def text_width(text: object) -> int:
    """The width of a text in characters; a Chinese one counts double.

    >>> text_width("余额"), text_width("Balance")
    (4, 7)
    """
    return sum(2 if ord(char) > 0x2E7F else 1 for char in str(text))
