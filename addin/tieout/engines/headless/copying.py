"""What goes along when cells or a whole sheet are copied, within a workbook or into another one."""

from copy import copy, deepcopy
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formula.translate import Translator
from openpyxl.styles.cell_style import StyleArray
from openpyxl.workbook.defined_name import DefinedName

from tieout.engines.headless.cells import existing, new_cell, number_format_id
from tieout.engines.headless.drawings import image
from tieout.engines.headless.styles import ALIGNMENT, BORDER, FILL, FONT, NUMBER_FORMAT, PROTECTION
from tieout.engines.shared.addresses import Area, split_sheet
from tieout.engines.shared.shifts import renamed_formula

_PARTS = (
    "sheet_format",
    "sheet_properties",
    "sheet_state",
    "views",
    "protection",
    "auto_filter",
    "merged_cells",
    "conditional_formatting",
    "data_validations",
    "print_options",
    "page_margins",
    "page_setup",
    "HeaderFooter",
    "row_breaks",
    "col_breaks",
)


def copy_sheet(
    source: Any, target: Any, cached_from: dict[Any, Any], cached_to: dict[Any, Any]
) -> None:
    """Copies all of an openpyxl sheet into an empty one, of the same workbook or another."""
    styles = StyleTranslation(source.parent, target.parent)
    _copy_cells(source, target, styles, cached_from, cached_to)
    _copy_lines(source, target, styles)

    def same(part: Any) -> Any:
        """A copy that belongs to the new sheet."""
        return deepcopy(part, {id(source): target, id(source.parent): target.parent})

    for part in _PARTS:
        setattr(target, part, same(getattr(source, part)))
    for view in target.views.sheetView:
        view.tabSelected = False
    _copy_print(source, target)
    _copy_names(source, target)
    _copy_tables(source, target)
    _copy_drawings(source, target)


class StyleTranslation:
    """The styles of one workbook as another one numbers them."""

    def __init__(self, source: Any, target: Any) -> None:
        self.source = source
        self.target = target
        self.known: dict[tuple[int, ...], StyleArray] = {}

    def __call__(self, style: StyleArray | None) -> StyleArray | None:
        """The same look in the other workbook."""
        if style is None or self.source is self.target:
            return style
        key = tuple(style)
        if key not in self.known:
            self.known[key] = self._translated(style)
        return self.known[key]

    def _translated(self, style: StyleArray) -> StyleArray:
        new = StyleArray(list(style))
        parts = {
            FONT: "_fonts",
            FILL: "_fills",
            BORDER: "_borders",
            PROTECTION: "_protections",
            ALIGNMENT: "_alignments",
        }
        for index, name in parts.items():
            new[index] = getattr(self.target, name).add(
                copy(getattr(self.source, name)[style[index]])
            )
        if style[NUMBER_FORMAT] >= 164:
            code = self.source._number_formats[style[NUMBER_FORMAT] - 164]
            new[NUMBER_FORMAT] = number_format_id(self.target, code)
        new.xfId = 0
        return new


def copy_cells(source: Any, destination: Any, copy_type: str) -> None:
    """Copies the cells of one range over another, formulas moving along."""
    from_sheet, to_sheet = source.sheet.native, destination.sheet.native
    down, right = destination.row - source.row, destination.column - source.column
    target = Area(destination.row, destination.column, source.area.rows, source.area.columns)
    styles = StyleTranslation(from_sheet.parent, to_sheet.parent)
    found = [
        _Copied(cell) for cell in existing(from_sheet, source.area) if type(cell) is not MergedCell
    ]
    values = source.values_rows() if copy_type == "values" else []
    if copy_type in ("all", "formulas", "values"):
        destination.sheet.at(target).clear_contents()
    if copy_type == "values":
        destination.sheet.at(target).raw_value = [
            [_literal(value) for value in row] for row in values
        ]
        return
    if copy_type not in ("all", "formulas", "formats"):
        raise ValueError(f"unknown copy_type {copy_type!r}")
    for cell in found:
        at = (cell.row + down, cell.column + right)
        new = to_sheet._cells.get(at)
        if new is None:
            new = to_sheet._cells[at] = new_cell(to_sheet, *at, None)
        if type(new) is MergedCell:
            continue
        if copy_type != "formats":
            new._value, new.data_type = _translated(cell, new.coordinate), cell.data_type
        if copy_type != "formulas":
            new._style = styles(cell.style)
    if copy_type == "all":
        for area in [part for part in source._merged() if part.common(source.area) == part]:
            moved = Area(area.row + down, area.column + right, area.rows, area.columns)
            to_sheet.merge_cells(moved.reference())
    destination.sheet.touched()


class _Copied:
    """A cell as it was before anything was written."""

    def __init__(self, cell: Any) -> None:
        self.row, self.column, self.coordinate = cell.row, cell.column, cell.coordinate
        self.value, self.data_type, self.style = cell._value, cell.data_type, cell._style


def _literal(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) else value


def _translated(cell: _Copied, coordinate: str) -> Any:
    if cell.data_type == "f" and isinstance(cell.value, str):
        return Translator(cell.value, cell.coordinate).translate_formula(coordinate)
    return deepcopy(cell.value)


def _copy_cells(
    source: Any,
    target: Any,
    styles: StyleTranslation,
    cached_from: dict[Any, Any],
    cached_to: dict[Any, Any],
) -> None:
    for at, cell in source._cells.items():
        if type(cell) is MergedCell:
            new: Any = MergedCell(target, *at)
            new._style = styles(cell._style)
        else:
            new = new_cell(target, at[0], at[1], styles(cell._style))
            new._value, new.data_type = _renamed(cell, source.title, target.title), cell.data_type
            new._hyperlink = copy(cell._hyperlink)
            if cell._comment is not None:
                old = cell._comment
                new.comment = Comment(old.text, old.author, old.height, old.width)
            if cell in cached_from:
                cached_to[new] = cached_from[cell]
        target._cells[at] = new


def _renamed(cell: Any, old: str, new: str) -> Any:
    """A formula that named its own sheet names the copy."""
    if cell.data_type == "f" and isinstance(cell._value, str) and "!" in cell._value:
        return renamed_formula(cell._value, old, new)
    value = cell._value
    return value if isinstance(value, (str, int, float, type(None))) else deepcopy(value)


def _copy_lines(source: Any, target: Any, styles: StyleTranslation) -> None:
    for lines, new_lines in (
        (source.column_dimensions, target.column_dimensions),
        (source.row_dimensions, target.row_dimensions),
    ):
        for key, entry in lines.items():
            new = copy(entry)
            new.parent = target
            new._style = styles(entry._style)
            new_lines[key] = new


def _copy_print(source: Any, target: Any) -> None:
    if source.print_area:
        parts = str(source.print_area).split(",")
        target.print_area = ",".join(split_sheet(part)[1].replace("$", "") for part in parts)
    target.print_title_rows = source.print_title_rows
    target.print_title_cols = source.print_title_cols


def _copy_names(source: Any, target: Any) -> None:
    """Names of the sheet go along; names of the book that mean its cells become the sheet's own."""
    for name in source.defined_names.values():
        text = renamed_formula(f"={name.attr_text}", source.title, target.title)[1:]
        target.defined_names[name.name] = DefinedName(name.name, attr_text=text, hidden=name.hidden)
    for name in source.parent.defined_names.values():
        sheet, _ = split_sheet(str(name.attr_text or ""))
        if sheet == source.title and name.name not in target.defined_names:
            text = renamed_formula(f"={name.attr_text}", source.title, target.title)[1:]
            target.defined_names[name.name] = DefinedName(
                name.name, attr_text=text, hidden=name.hidden
            )


def _copy_tables(source: Any, target: Any) -> None:
    taken = {table.lower() for sheet in target.parent.worksheets for table in sheet.tables}
    for table in source.tables.values():
        new = deepcopy(table)
        name, number = table.displayName, 1
        while new.displayName.lower() in taken:
            number += 1
            new.displayName = new.name = f"{name}_{number}"
        taken.add(new.displayName.lower())
        target.tables[new.displayName] = new


def _copy_drawings(source: Any, target: Any) -> None:
    from tieout.engines.headless.references import chart_references

    for chart in source._charts:
        held = {name: vars(chart).pop(name) for name in ("tieout_source",) if name in vars(chart)}
        new = deepcopy(chart)
        vars(chart).update(held)
        for reference in chart_references(new):
            reference.f = renamed_formula(f"={reference.f}", source.title, target.title)[1:]
        target._charts.append(new)
    for picture in source._images:
        new_picture = image(picture._data())
        new_picture.anchor = deepcopy(picture.anchor)
        new_picture.width, new_picture.height = picture.width, picture.height
        name = getattr(picture, "tieout_name", None)
        if name:
            new_picture.tieout_name = name
        target._images.append(new_picture)
