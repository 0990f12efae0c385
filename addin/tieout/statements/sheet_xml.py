"""How is a filling plan carried out on the files of a template, every other part kept as it is."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string

from tieout.statements.calculating import ShownValues
from tieout.statements.fields import Cell
from tieout.statements.filling import FillingPlan
from tieout.statements.grown_rows import GrownRows
from tieout.statements.package import NAMESPACE, parsed, related, serialised
from tieout.statements.printed_pages import set_pages
from tieout.statements.row_heights import row_heights
from tieout.statements.sheet_styles import SheetStyles
from tieout.statements.template import OPTIONAL, PAGE_SUMS, TOGETHER, Formula, Template

_MAIN = f"{{{NAMESPACE}}}"
_DAY_ZERO = date(1899, 12, 30)
_MARK = "<!--rows-->"
_COULD_BE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_TABLE_PARTS = ("/table", "/comments")


def filled_parts(
    template: Template, plan: FillingPlan, styles: SheetStyles | None = None
) -> dict[str, bytes]:
    """The parts of the workbook, its first sheet filled; the names of the template's rows go.

    Sheets that come together in one workbook share their `styles`.
    """
    parts = dict(template.parts)
    styles = styles or SheetStyles(parts)
    root = parsed(parts[template.sheet_part])
    sheet_rows = _find(root, "sheetData")
    assert sheet_rows is not None, "a sheet has rows"
    heights = row_heights(template, plan.rows, plan.cells)
    work = _Work(template, plan, styles, ShownValues(plan.cells), heights)
    written = "".join(_rows(sheet_rows, work))
    _empty(sheet_rows)
    _move_around(root, template.sheet, plan.rows)
    if template.paper is not None:
        set_pages(root, template.paper, plan.breaks)
    for part in root.findall(f"{_MAIN}headerFooter/*"):
        part.text = plan.margins.get(str(part.text), part.text)
    parts[template.sheet_part] = _with_rows(serialised(root), written)
    styles.save(parts)
    _move_workbook_names(parts, template, plan.rows)
    _move_related(parts, template, plan.rows)
    return parts


@dataclass(frozen=True)
class _Work:
    """What every cell is written from."""

    template: Template
    plan: FillingPlan
    styles: SheetStyles
    values: ShownValues
    heights: Mapping[int, float]


@dataclass(frozen=True)
class _TemplateRow:
    """A row of a template: its attributes but its number, and its cells in order."""

    row: int
    attributes: Mapping[str, str]
    cells: tuple[tuple[int, etree._Element], ...]


def _rows(sheet_rows: etree._Element, work: _Work) -> Iterator[str]:
    """Every row in its place; rows that repeat together come together."""
    placed = [
        (at, row) for row in map(_template_row, sheet_rows) for at in work.plan.rows.copies(row.row)
    ]
    for at, row in sorted(placed, key=lambda place: place[0]):
        yield _row(row, at, work)


def _template_row(element: etree._Element) -> _TemplateRow:
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    row = int(attributes.pop("r"))
    attributes.pop("spans", None)
    cells = tuple((_column(str(cell.get("r"))), cell) for cell in element)
    return _TemplateRow(row, attributes, cells)


def _row(row: _TemplateRow, at: int, work: _Work) -> str:
    attributes = _fitted(row, at, work)
    cells = "".join(
        _cell(cell, f"{get_column_letter(column)}{at}", (row.row, column), (at, column), work)
        for column, cell in row.cells
    )
    said = "".join(f' {_plain(name)}="{escape(value)}"' for name, value in attributes.items())
    return f'<row r="{at}"{said}>{cells}</row>'


def _plain(name: str) -> str:
    """An attribute's name; those of a later Excel are written with the prefix every Excel uses."""
    return "x14ac:" + name.rpartition("}")[2] if name.startswith("{") else name


def _fitted(row: _TemplateRow, at: int, work: _Work) -> Mapping[str, str]:
    """A row's attributes, high enough for its wrapped texts; where pages are ours, no program's guess."""
    needed = work.heights.get(at, 0.0)
    as_drawn = needed <= work.template.heights.get(row.row, 0.0)
    if as_drawn and (work.template.paper is None or "customHeight" in row.attributes):
        return row.attributes
    return {**row.attributes, "ht": f"{needed:.2f}", "customHeight": "1"}


def _cell(
    cell: etree._Element, name: str, place: tuple[int, int], at: tuple[int, int], work: _Work
) -> str:
    shown = work.styles.shown(int(cell.get("s", "0")), work.plan.places)
    content = work.template.cells.get(place)
    if content is None:
        return f'<c r="{name}"{_style(shown)}/>'
    if not isinstance(content, Formula) and not (isinstance(content, str) and "{{" in content):
        return _kept(cell, name, shown)
    return _written(work.plan.cells.get(at), name, shown, work)


def _kept(cell: etree._Element, name: str, style: int) -> str:
    """A cell that says the same in every statement."""
    kind = cell.get("t")
    said = f' t="{kind}"' if kind else ""
    inner = "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in cell)
    return f'<c r="{name}"{_style(style)}{said}>{inner}</c>'


def _written(value: Cell, name: str, shown: int, work: _Work) -> str:
    if value is None or value == "":
        return f'<c r="{name}"{_style(shown)}/>'
    if isinstance(value, Formula):
        return _formula(value, name, shown, work.values)
    if isinstance(value, str):
        quoted = work.styles.quoted(shown) if value.startswith(_COULD_BE_FORMULA) else shown
        text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        return f'<c r="{name}"{_style(quoted)} t="inlineStr">{text}</c>'
    if isinstance(value, bool):
        return f'<c r="{name}"{_style(shown)} t="b"><v>{int(value)}</v></c>'
    number = (value - _DAY_ZERO).days if isinstance(value, date) else value
    return f'<c r="{name}"{_style(shown)}><v>{number!r}</v></c>'


def _formula(formula: Formula, name: str, shown: int, values: ShownValues) -> str:
    """A formula with what it shows until it is calculated."""
    written = f"<f>{escape(formula[1:])}</f>"
    value = values.of(formula)
    if value is None:
        return f'<c r="{name}"{_style(shown)}>{written}</c>'
    if isinstance(value, bool):
        return f'<c r="{name}"{_style(shown)} t="b">{written}<v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{name}"{_style(shown)} t="str">{written}<v>{escape(value)}</v></c>'
    return f'<c r="{name}"{_style(shown)}>{written}<v>{value!r}</v></c>'


def _style(style: int) -> str:
    return f' s="{style}"' if style else ""


def _column(name: str) -> int:
    return column_index_from_string(coordinate_from_string(name)[0])


def _find(root: etree._Element, name: str) -> etree._Element | None:
    return root.find(f"{_MAIN}{name}")


def _empty(element: etree._Element) -> None:
    for child in list(element):
        element.remove(child)
    element.append(etree.Comment("rows"))


def _with_rows(sheet: bytes, rows: str) -> bytes:
    before, mark, after = sheet.partition(_MARK.encode())
    assert mark, "the place of the rows is marked"
    return before + rows.encode() + after


def _move_around(root: etree._Element, sheet: str, rows: GrownRows) -> None:
    """Merges, conditional formats, validations, links and page breaks follow their rows."""
    _move_merges(root, rows)
    for name, attribute in (
        ("dimension", "ref"),
        ("autoFilter", "ref"),
        ("conditionalFormatting", "sqref"),
        ("hyperlinks/hyperlink", "ref"),
        ("dataValidations/dataValidation", "sqref"),
        ("protectedRanges/protectedRange", "sqref"),
        ("ignoredErrors/ignoredError", "sqref"),
    ):
        path = "/".join(_MAIN + step for step in name.split("/"))
        for element in root.findall(path):
            address = rows.address(str(element.get(attribute)))
            if address:
                element.set(attribute, address)
            else:
                element.getparent().remove(element)  # type: ignore[union-attr]  # found in one
    for formula in root.iter(f"{_MAIN}formula", f"{_MAIN}formula1", f"{_MAIN}formula2"):
        formula.text = rows.formula(f"={formula.text}", sheet)[1:] if formula.text else None
    for page_break in root.findall(f"{_MAIN}rowBreaks/{_MAIN}brk"):
        page_break.set("id", str(rows.last(int(page_break.get("id", "0")))))


def _move_merges(root: etree._Element, rows: GrownRows) -> None:
    """A merge within a repeating row is repeated; one over several rows grows; one that went goes."""
    merges = _find(root, "mergeCells")
    if merges is None:
        return
    for merge in list(merges):
        reference = str(merge.get("ref"))
        start, _, end = reference.partition(":")
        (first_column, first_row), (last_column, last_row) = map(
            coordinate_from_string, (start, end or start)
        )
        merges.remove(merge)
        for copy in _copies(rows, first_row, last_row):
            moved = deepcopy(merge)
            moved.set("ref", f"{first_column}{copy[0]}:{last_column}{copy[1]}")
            merges.append(moved)
    merges.set("count", str(len(merges)))
    if not len(merges):
        root.remove(merges)


def _copies(rows: GrownRows, first_row: int, last_row: int) -> list[tuple[int, int]]:
    if rows.block(first_row)[0] == rows.block(last_row)[0]:
        height = last_row - first_row
        return [(at, at + height) for at in rows.copies(first_row)]
    first, last = rows.first(first_row), rows.last(last_row)
    return [(first, last)] if last >= first else []


def _move_workbook_names(parts: dict[str, bytes], template: Template, rows: GrownRows) -> None:
    """The workbook's names follow; those of the template's own rows go; all is calculated anew."""
    root = parsed(parts["xl/workbook.xml"])
    names = _find(root, "definedNames")
    gone = {*template.repeating, *PAGE_SUMS}
    for name in list(names) if names is not None else []:
        if name.get("name") in gone or str(name.get("name")).startswith((OPTIONAL, TOGETHER)):
            name.getparent().remove(name)  # type: ignore[union-attr]  # it was just found in one
        elif name.text:
            name.text = _moved_name(name.text, template.sheet, rows)
    if names is not None and not len(names):
        root.remove(names)
    calculation = _find(root, "calcPr")
    if calculation is not None:
        calculation.set("fullCalcOnLoad", "1")
    parts["xl/workbook.xml"] = serialised(root)


def _moved_name(text: str, sheet: str, rows: GrownRows) -> str:
    return rows.formula(f"={text}", sheet)[1:]


def _move_related(parts: dict[str, bytes], template: Template, rows: GrownRows) -> None:
    """Pictures, notes and tables of the sheet follow their rows; the order of calculation is redone."""
    for name, kind in related(parts, template.sheet_part):
        if name not in parts:
            continue
        if kind.endswith("/drawing"):
            parts[name] = _moved_drawing(parts[name], rows)
        elif kind.endswith("/vmlDrawing"):
            parts[name] = _moved_notes(parts[name], rows)
        elif kind.endswith(_TABLE_PARTS):
            root = parsed(parts[name])
            for element in root.iter():
                if isinstance(element.tag, str) and element.get("ref"):
                    element.set("ref", rows.address(str(element.get("ref"))))
            parts[name] = serialised(root)
    _drop_calculation_chain(parts)


def _moved_drawing(drawing: bytes, rows: GrownRows) -> bytes:
    root = parsed(drawing)
    for row in root.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}row"
    ):
        row.text = str(rows.first(int(row.text or "0") + 1) - 1)
    return serialised(root)


def _moved_notes(drawing: bytes, rows: GrownRows) -> bytes:
    """The old drawing of notes, which need not be XML; it counts rows from 0."""
    return re.sub(
        rb"(<x:Row>)(\d+)(</x:Row>)",
        lambda at: at[1] + str(rows.first(int(at[2]) + 1) - 1).encode() + at[3],
        drawing,
    )


def _drop_calculation_chain(parts: dict[str, bytes]) -> None:
    if parts.pop("xl/calcChain.xml", None) is None:
        return
    for name, mark in (
        ("[Content_Types].xml", "PartName"),
        ("xl/_rels/workbook.xml.rels", "Target"),
    ):
        root = parsed(parts[name])
        for element in list(root):
            if str(element.get(mark)).endswith("calcChain.xml"):
                root.remove(element)
        parts[name] = serialised(root)
