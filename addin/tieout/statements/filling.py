"""What is written where when a statement fills a template: a plan any engine can carry out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tieout.errors import TieoutError
from tieout.statements.fields import Cell, Field, Fields
from tieout.statements.grown_rows import GrownRows
from tieout.statements.template import OPTIONAL, Formula, Template, cell_name
from tieout.texts import text

_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
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
    `places` are the decimals amounts are shown with.
    """

    rows: GrownRows
    cells: Mapping[Address, Cell]
    places: int
    margins: Mapping[str, str] = field(default_factory=dict)


def filling_plan(template: Template, fields: Fields) -> FillingPlan:
    """A template filled with the fields of one statement."""
    counts = {**_repeated_rows(template, fields), **_rows_that_go(template, fields)}
    rows = GrownRows(counts, _blocks(template))
    cells: dict[Address, Cell] = {}
    for address, content in template.cells.items():
        block = _block_at(template, address)
        if block:
            filled = _repeated(template, fields, rows, block, address, content)
        else:
            at = (rows.first(address[0]), address[1])
            filled = {at: _filled(template, fields.values, rows, address, content)}
        if rows.counts.get(address[0], 1):
            cells |= filled
    margins = {said: _margin(template, fields, said) for said in template.margins}
    return FillingPlan(rows, cells, fields.places, margins)


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
                fields="、".join(sorted(fields.values)),
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
    first, height = rows.first(row), rows.block(row)[1]
    return {(first + copy * height, column): value for copy, value in enumerate(values)}


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
        _refuse_fields(template, address, content)
        return [
            Formula(rows.formula(content, template.sheet, address[0], copy))
            for copy in range(count)
        ]
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
) -> Cell:
    """One cell with its fields replaced: alone they give a value, among words words."""
    if isinstance(content, Formula):
        _refuse_fields(template, address, content)
        return Formula(rows.formula(content, template.sheet))
    if not isinstance(content, str):
        return content
    alone = _FIELD.fullmatch(content.strip())
    found = _found(template, values, address)
    return _safe(found(alone).value if alone else _FIELD.sub(lambda at: found(at).text, content))


def _found(
    template: Template, values: Mapping[str, Field], address: Address | None
) -> Callable[[re.Match[str]], Field]:
    def found(at: re.Match[str]) -> Field:
        if at[1] not in values:
            raise _wrong(template, address, "unknown_field", at[1], sorted(values))
        return values[at[1]]

    return found


def _refuse_fields(template: Template, address: Address, formula: Formula) -> None:
    at = _FIELD.search(formula)
    if at:
        raise _wrong(template, address, "field_in_formula", at[1], ())


def _wrong(
    template: Template, address: Address | None, key: str, name: str, fields: Sequence[str]
) -> TieoutError:
    return TieoutError(
        f"statement.error.{key}",
        file=template.file,
        sheet=template.sheet,
        cell=cell_name(address) if address else text("statement.margin"),
        field=name,
        fields="、".join(fields),
    )


def _safe(value: Cell) -> Cell:
    """A text without what no workbook can hold, as long as a cell can be."""
    return _CONTROL.sub("", value)[:_TEXT_MAX] if isinstance(value, str) else value
