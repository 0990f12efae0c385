"""What does an accountant's template hold: cells with fields, and the rows that repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from tieout.errors import TieoutError
from tieout.statements.fields import Cell


class Formula(str):
    """A formula, so that no text is ever taken for one."""


@dataclass(frozen=True)
class RepeatingRow:
    """A row of a template that repeats, from one column to another."""

    row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class Template:
    """A template's sheet as values: what is written where, and which rows repeat, by name."""

    file: str
    sheet: str
    cells: Mapping[tuple[int, int], Cell]
    repeating: Mapping[str, RepeatingRow]


def open_template(path: Path) -> Workbook:
    """The workbook of a template."""
    try:
        return load_workbook(path)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise TieoutError(
            "statement.error.unreadable_template", file=path.name, why=error
        ) from error


def read_template(workbook: Workbook, file: str, blocks: Sequence[str]) -> Template:
    """The first sheet of a template, and where the repeating rows of these names are."""
    sheet = workbook.worksheets[0]
    names = {**workbook.defined_names, **sheet.defined_names}
    return Template(
        file=file,
        sheet=sheet.title,
        cells={
            (cell.row, cell.column): _content(cell.value, cell.data_type)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        },
        repeating={block: _repeating(block, names, sheet, file, blocks) for block in blocks},
    )


def _content(value: object, data_type: str) -> Cell:
    if data_type == "f":
        return Formula(getattr(value, "text", value))
    assert isinstance(value, Cell), f"a template cell holds {type(value)}"
    return value


def _repeating(
    block: str,
    names: Mapping[str, DefinedName],
    sheet: Worksheet,
    file: str,
    blocks: Sequence[str],
) -> RepeatingRow:
    if block not in names:
        raise TieoutError(
            "statement.error.missing_block", file=file, name=block, names="、".join(blocks)
        )
    refers_to = str(names[block].attr_text)
    place, _, cells = refers_to.rpartition("!")
    try:
        first_column, row, last_column, last_row = range_boundaries(cells.replace("$", ""))
    except ValueError:
        first_column = row = last_column = last_row = None
    mine = place.strip("'").replace("''", "'") == sheet.title
    if not mine or row is None or row != last_row or first_column is None or last_column is None:
        raise TieoutError(
            "statement.error.block_shape",
            file=file,
            name=block,
            found=refers_to,
            sheet=sheet.title,
        )
    return RepeatingRow(row, first_column, last_column)
