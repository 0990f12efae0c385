"""What does an accountant's template hold: cells with fields, and the rows that repeat or may go."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from tieout.errors import TieoutError
from tieout.statements.fields import Cell
from tieout.statements.grown_rows import PageRows
from tieout.statements.package import NAMESPACE, parsed, related, relations_of
from tieout.statements.paper import Paper, column_widths, paper_of

OPTIONAL = "if_"
"""A name `if_remark` marks rows that go where the field `remark` is empty."""
TOGETHER = "keep_"
"""A name `keep_signatures` marks rows that are printed on one page."""
PAGE_SUMS = ("page_total", "page_carried", "page_brought")
"""The names of the rows that sum up a page: at its end, and at the beginning of the next."""

_INDENT = 1.3
"""How many characters an indent takes from its cell."""
_SIZE_MAX = 200 * 2**20


class Formula(str):
    """A formula, so that no text is ever taken for one."""


@dataclass(frozen=True)
class RepeatingRow:
    """A row of a template that repeats, or several together, from one column to another."""

    row: int
    first_column: int
    last_column: int
    height: int = 1


@dataclass(frozen=True)
class NamedRows:
    """Rows of a template that have a name: they may go, stay together, or sum up a page."""

    first_row: int
    last_row: int

    @property
    def all(self) -> range:
        """Every row of them."""
        return range(self.first_row, self.last_row + 1)


@dataclass(frozen=True)
class Wrapped:
    """How a cell wraps: its size in points, its width in characters, merged neighbours included."""

    size: float
    width: float
    bold: bool = False


@dataclass(frozen=True)
class Template:
    """A template's sheet as values: what is written where, which rows repeat or go, by name.

    `together` are rows printed on one page, `page` those that sum one up, `paper` what a page holds
    where a template has either. `heights` are those of its rows in points, by number, `breaks` the
    rows after which it begins a page. `margins` are
    its headers and footers as Excel writes them, `parts` are the files the workbook consists of,
    `sheet_part` the one of the sheet.
    """

    file: str
    sheet: str
    cells: Mapping[tuple[int, int], Cell]
    repeating: Mapping[str, RepeatingRow]
    optional: Mapping[str, NamedRows] = field(default_factory=dict)
    together: tuple[NamedRows, ...] = ()
    page: PageRows = field(default_factory=PageRows)
    paper: Paper | None = None
    heights: Mapping[int, float] = field(default_factory=dict)
    breaks: tuple[int, ...] = ()
    wrapped: Mapping[tuple[int, int], Wrapped] = field(default_factory=dict)
    named_cells: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    margins: tuple[str, ...] = ()
    parts: Mapping[str, bytes] = field(default_factory=dict)
    sheet_part: str = ""


def read_template(path: Path, blocks: Sequence[str], also: Sequence[str] = ()) -> Template:
    """The first sheet of a template, and where its repeating rows are.

    It must have those of `blocks`; those of `also` it may have.
    """
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise _unreadable(path, error) from error
    return _read(path, tuple(blocks), tuple(also), changed)


@lru_cache(maxsize=64)
def _read(path: Path, blocks: tuple[str, ...], also: tuple[str, ...], changed_ns: int) -> Template:
    """A template is read once for all statements of a batch, and again when it was changed."""
    del changed_ns
    workbook, parts = _opened(path)
    sheet = workbook.worksheets[0]
    names = {**workbook.defined_names, **sheet.defined_names}
    sheet_part = _sheet_part(parts)
    together = tuple(
        _named_rows(name, names[name], sheet, path.name)
        for name in names
        if name.startswith(TOGETHER)
    )
    page = PageRows(
        *(
            _named_rows(name, names[name], sheet, path.name).all if name in names else range(0)
            for name in PAGE_SUMS
        )
    )
    return Template(
        file=path.name,
        sheet=sheet.title,
        cells={
            (cell.row, cell.column): _content(cell.value, cell.data_type)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        },
        repeating={
            block: _repeating(block, names, sheet, path.name, blocks)
            for block in dict.fromkeys((*blocks, *(name for name in also if name in names)))
        },
        optional={
            name.removeprefix(OPTIONAL): _named_rows(name, names[name], sheet, path.name)
            for name in names
            if name.startswith(OPTIONAL)
        },
        together=together,
        page=page,
        paper=paper_of(sheet, parts) if together or any(page) else None,
        heights=_heights(sheet),
        breaks=tuple(sorted(int(found.id) for found in sheet.row_breaks.brk)),
        wrapped=_wrapped(sheet),
        named_cells=_named_cells(names, sheet),
        margins=_margins(parts[sheet_part]),
        parts=parts,
        sheet_part=sheet_part,
    )


def _opened(path: Path) -> tuple[Workbook, dict[str, bytes]]:
    try:
        with ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _SIZE_MAX:
                raise _unreadable(path, f"> {_SIZE_MAX >> 20} MB")
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        with warnings.catch_warnings():
            # What openpyxl does not understand stays in the parts, untouched.
            warnings.simplefilter("ignore")
            return load_workbook(path), parts
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, why: object) -> TieoutError:
    return TieoutError("statement.error.unreadable_template", file=path.name, why=why)


def _content(value: object, data_type: str) -> Cell:
    if data_type == "f":
        return Formula(getattr(value, "text", value))
    return value if isinstance(value, Cell) else str(value)


def _repeating(
    block: str,
    names: Mapping[str, DefinedName],
    sheet: Worksheet,
    file: str,
    blocks: Sequence[str],
) -> RepeatingRow:
    if block not in names:
        raise TieoutError(
            "statement.error.missing_block", file=file, name=block, names=list(blocks)
        )
    first_column, row, last_column, last_row = _boundaries(names[block], sheet)
    if row is None or last_row is None or first_column is None or last_column is None:
        raise TieoutError(
            "statement.error.block_shape",
            file=file,
            name=block,
            found=str(names[block].attr_text),
            sheet=sheet.title,
        )
    return RepeatingRow(row, first_column, last_column, last_row - row + 1)


def _named_rows(name: str, defined: DefinedName, sheet: Worksheet, file: str) -> NamedRows:
    _, first_row, _, last_row = _boundaries(defined, sheet)
    if first_row is None or last_row is None:
        raise TieoutError(
            "statement.error.named_rows_shape",
            file=file,
            name=name,
            found=str(defined.attr_text),
            sheet=sheet.title,
        )
    return NamedRows(first_row, last_row)


def _boundaries(
    defined: DefinedName, sheet: Worksheet
) -> tuple[int | None, int | None, int | None, int | None]:
    """First column and row, last column and row of a name; nothing where it is elsewhere."""
    place, _, cells = str(defined.attr_text).rpartition("!")
    if place.strip("'").replace("''", "'") != sheet.title:
        return None, None, None, None
    try:
        return range_boundaries(cells.replace("$", ""))
    except ValueError:
        return None, None, None, None


def _named_cells(names: Mapping[str, DefinedName], sheet: Worksheet) -> dict[str, tuple[int, int]]:
    """Where the names of one cell are."""
    found = {}
    for name, defined in names.items():
        first_column, row, last_column, last_row = _boundaries(defined, sheet)
        if row and row == last_row and first_column and first_column == last_column:
            found[name] = (row, first_column)
    return found


def _heights(sheet: Worksheet) -> dict[int, float]:
    """Points by row number; a row whose height nobody set has the sheet's."""
    usual = sheet.sheet_format.defaultRowHeight or 15.0
    rows = {row: sheet.row_dimensions[row] for row in range(1, sheet.max_row + 1)}
    return {
        row: 0.0 if found.hidden else float(found.height or usual) for row, found in rows.items()
    }


def _wrapped(sheet: Worksheet) -> dict[tuple[int, int], Wrapped]:
    ends = {(span.min_row, span.min_col): span.max_col for span in sheet.merged_cells.ranges}
    widths = column_widths(sheet)
    found = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and cell.alignment.wrap_text:
                address = (cell.row, cell.column)
                width = sum(widths[cell.column : ends.get(address, cell.column) + 1])
                width -= _INDENT * (cell.alignment.indent or 0)
                found[address] = Wrapped(float(cell.font.size or 11), width, bool(cell.font.bold))
    return found


def _sheet_part(parts: Mapping[str, bytes]) -> str:
    """The part of the first sheet that shows."""
    kinds = related(parts, "xl/workbook.xml")
    sheets = parsed(parts["xl/workbook.xml"]).find(f"{{{NAMESPACE}}}sheets")
    assert sheets is not None, "a workbook has sheets"
    wanted = next(
        str(value) for name, value in sheets[0].attrib.items() if str(name).endswith("}id")
    )
    relations = parsed(parts[relations_of("xl/workbook.xml")])
    targets = [
        str(relation.get("Id"))
        for relation in relations
        if relation.get("TargetMode") != "External"
    ]
    return kinds[targets.index(wanted)][0]


def _margins(sheet: bytes) -> tuple[str, ...]:
    around = parsed(sheet).find(f"{{{NAMESPACE}}}headerFooter")
    return tuple(str(part.text) for part in around if part.text) if around is not None else ()


def cell_name(address: tuple[int, int]) -> str:
    """An address as people write it.

    >>> cell_name((3, 28))
    'AB3'
    """
    row, column = address
    return f"{get_column_letter(column)}{row}"
