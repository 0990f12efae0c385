"""What is written where when a statement fills a template: a plan any engine can carry out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tieout.errors import TieoutError
from tieout.statements.fields import Cell, Field, Fields
from tieout.statements.formula_tokens import in_places
from tieout.statements.grown_rows import AcrossPagesError, GrownRows
from tieout.statements.misspelt_fields import refuse_misspelt_fields
from tieout.statements.page_breaks import page_layout
from tieout.statements.row_heights import row_heights
from tieout.statements.template import OPTIONAL, Formula, Template, cell_name
from tieout.texts import text

_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_SUM = re.compile(r"\s*=\s*SUM\([^()]*\)\s*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT_MAX = 32_767
_MARGIN_FIELD_MAX = 60

Address = tuple[int, int]
"""Row and column, from 1."""


@dataclass(frozen=True)
class FillingPlan:
    """How a template is filled.

    First each repeating row of the template is copied until `rows` is met; then `cells` are
    written, at their addresses after growth. A Formula is a formula; any other text stays a text,
    whatever it begins with. `margins` are the headers and footers, by what the template says there;
    `places` are the decimals amounts are shown with. `breaks` are the rows after which a page ends.
    """

    rows: GrownRows
    cells: Mapping[Address, Cell]
    places: int
    margins: Mapping[str, str] = field(default_factory=dict)
    breaks: Sequence[int] = ()


def filling_plan(template: Template, fields: Fields) -> FillingPlan:
    """A template filled with the fields of one statement, page by page where it sums up pages."""
    refuse_misspelt_fields(template, fields)
    counts = {**_repeated_rows(template, fields), **_rows_that_go(template, fields)}
    rows = GrownRows(
        {**counts, **dict.fromkeys(template.page, 0)}, _blocks(template), template.page
    )
    cells = _cells(template, fields, rows)
    pages = page_layout(template, rows, row_heights(template, rows, cells))
    if pages.summed:
        _refuse_uncounted(template, rows)
        rows = rows.summed(pages.summed)
        cells = _cells(template, fields, rows)
    margins = {said: _margin(template, fields, said) for said in template.margins}
    return FillingPlan(rows, cells, fields.places, margins, rows.page_ends(pages.plain))


def _cells(template: Template, fields: Fields, rows: GrownRows) -> dict[Address, Cell]:
    """What every cell holds, by where it stands after growth."""
    cells: dict[Address, Cell] = {}
    for address, content in template.cells.items():
        block = _block_at(template, address)
        if block:
            cells |= _repeated(template, fields, rows, block, address, content)
        else:
            cells |= _placed(template, fields, rows, address, content)
    return cells if fields.places == 2 else _in_places(cells, fields.places)


def _in_places(cells: Mapping[Address, Cell], places: int) -> dict[Address, Cell]:
    """Formulas that round amounts, to the decimals of their currency."""
    return {
        at: Formula(in_places(cell, places)) if isinstance(cell, Formula) else cell
        for at, cell in cells.items()
    }


def _placed(
    template: Template, fields: Fields, rows: GrownRows, address: Address, content: Cell
) -> dict[Address, Cell]:
    """A cell of a row that does not repeat, but may stand on every page, or have gone."""
    row, column = address
    copies = rows.copies(row)
    filled = {
        (at, column): _filled(template, fields.values, rows, address, content, copy)
        for copy, at in enumerate(copies or [rows.first(row)])
    }
    return filled if copies else {}


def _margin(template: Template, fields: Fields, said: str) -> str:
    """A header or footer: an ampersand in a field is one, not a command, and Excel takes 255 characters."""
    found = _found(template, fields.values, None)
    filled = _FIELD.sub(lambda at: found(at).text.replace("&", "&&")[:_MARGIN_FIELD_MAX], said)
    return _CONTROL.sub("", filled)[:255]


def _repeated_rows(template: Template, fields: Fields) -> dict[int, int]:
    return {
        row: _length(fields, name)
        for name, repeating in template.repeating.items()
        for row in range(repeating.row, repeating.row + repeating.height)
    }


def _blocks(template: Template) -> dict[int, tuple[int, int]]:
    return {
        row: (repeating.row, repeating.height)
        for repeating in template.repeating.values()
        for row in range(repeating.row, repeating.row + repeating.height)
    }


def _rows_that_go(template: Template, fields: Fields) -> dict[int, int]:
    """The rows whose field is empty, by row number."""
    gone: dict[int, int] = {}
    for name, rows in template.optional.items():
        if name not in fields.values:
            raise TieoutError(
                "statement.error.unknown_condition",
                file=template.file,
                name=OPTIONAL + name,
                field=name,
                fields=sorted(fields.values),
            )
        if not fields.values[name].value:
            gone |= dict.fromkeys(range(rows.first_row, rows.last_row + 1), 0)
    return gone


def _length(fields: Fields, block: str) -> int:
    return max(len(next(iter(fields.blocks[block].values()))), 1)


def _block_at(template: Template, address: Address) -> str:
    """The name of the repeating row that an address lies in, or none."""
    row, column = address
    for name, block in template.repeating.items():
        mine = block.row <= row < block.row + block.height
        if mine and block.first_column <= column <= block.last_column:
            return name
    return ""


def _repeated(
    template: Template,
    fields: Fields,
    rows: GrownRows,
    block: str,
    address: Address,
    content: Cell,
) -> dict[Address, Cell]:
    """A cell of a repeating row, in every copy of it."""
    row, column = address
    values = _column(template, fields, rows, block, address, content)
    return {(at, column): value for at, value in zip(rows.copies(row), values, strict=True)}


def _column(
    template: Template,
    fields: Fields,
    rows: GrownRows,
    block: str,
    address: Address,
    content: Cell,
) -> list[Cell]:
    count = _length(fields, block)
    if isinstance(content, Formula):
        return [_formula(template, rows, address, content, copy) for copy in range(count)]
    columns = fields.blocks[block]
    used = _FIELD.findall(content) if isinstance(content, str) else []
    if len(used) == 1 and used[0] in columns and _FIELD.fullmatch(str(content).strip()):
        return [_safe(value) for value in columns[used[0]]]
    mine = [name for name in used if name in columns]
    if not mine:
        known = {**fields.values, **dict.fromkeys(columns, Field(None, ""))}
        return [_filled(template, known, rows, address, content)] * count
    return [
        _filled(
            template,
            {**fields.values, **{name: _spoken(columns[name][copy]) for name in mine}},
            rows,
            address,
            content,
        )
        for copy in range(count)
    ]


def _spoken(value: Cell) -> Field:
    return Field(value, "" if value is None else str(value))


def _filled(
    template: Template,
    values: Mapping[str, Field],
    rows: GrownRows,
    address: Address,
    content: Cell,
    copy: int = 0,
) -> Cell:
    """One cell with its fields replaced: alone they give a value, among words words."""
    if isinstance(content, Formula):
        return _formula(template, rows, address, content, copy)
    if not isinstance(content, str):
        return content
    alone = _FIELD.fullmatch(content.strip())
    found = _found(template, values, address)
    return _safe(found(alone).value if alone else _FIELD.sub(lambda at: found(at).text, content))


def _formula(
    template: Template, rows: GrownRows, address: Address, content: Formula, copy: int
) -> Formula:
    at = _FIELD.search(content)
    if at:
        raise _wrong(template, address, "field_in_formula", at[1], ())
    try:
        return Formula(rows.cell_formula(content, template.sheet, address[0], copy))
    except AcrossPagesError as error:
        raise _wrong(template, address, "across_pages", content, ()) from error


def _refuse_uncounted(template: Template, rows: GrownRows) -> None:
    """Among entries only a SUM over them, and nothing else, is left out of sums; all else counts twice."""
    formulas = {at: cell for at, cell in template.cells.items() if isinstance(cell, Formula)}
    columns = {
        at: rows.columns_summed(cell, template.sheet, at[0]) for at, cell in formulas.items()
    }
    summed = set().union(*columns.values())
    between = range(min(rows.blocks, default=0), max(rows.page, default=0) + 1)
    for at, cell in template.cells.items():
        among = at[0] in between and at[0] not in rows.blocks and at[1] in summed
        plain_sum = at in formulas and columns[at] and _SUM.fullmatch(formulas[at])
        if among and isinstance(cell, (int, float, Formula)) and not plain_sum:
            raise _wrong(template, at, "counted_twice", str(cell), ())


def _found(
    template: Template, values: Mapping[str, Field], address: Address | None
) -> Callable[[re.Match[str]], Field]:
    def found(at: re.Match[str]) -> Field:
        if at[1] not in values:
            raise _wrong(template, address, "unknown_field", at[1], sorted(values))
        return values[at[1]]

    return found


def _wrong(
    template: Template, address: Address | None, key: str, name: str, fields: Sequence[str]
) -> TieoutError:
    return TieoutError(
        f"statement.error.{key}",
        file=template.file,
        sheet=template.sheet,
        cell=cell_name(address) if address else text("statement.margin"),
        field=name,
        fields=list(fields),
    )


def _safe(value: Cell) -> Cell:
    """A text without what no workbook can hold, as long as a cell can be."""
    return _CONTROL.sub("", value)[:_TEXT_MAX] if isinstance(value, str) else value
