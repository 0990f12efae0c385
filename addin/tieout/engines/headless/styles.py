"""How is the look of cells read and changed: fonts, fills, borders, alignment, number formats.

Cells share their style; a change gives all cells of one style the same new one.
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS

from tieout.engines.headless.cells import (
    existing,
    inherited_style,
    many_objects,
    new_cell,
    number_format_id,
    positions,
)
from tieout.engines.headless.columns import column_style, own_columns
from tieout.engines.headless.native import Native
from tieout.engines.headless.theme import shown_color
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.colors import Rgb, hex_color

Change = Callable[[StyleArray], None]
"""Alters a copy of a style in place."""

FONT, FILL, BORDER, NUMBER_FORMAT, PROTECTION, ALIGNMENT = range(6)
_PLAIN = StyleArray([0] * 9)

HORIZONTAL = {"center_across_selection": "centerContinuous"}
_HORIZONTAL_BACK = {"centerContinuous": "center_across_selection"}


def restyle(sheet: Native, area: Area, change: Change) -> None:
    """Changes the look of every cell of an area, empty ones too."""
    changed = _changer(change)
    if area.whole_columns:
        for entry in own_columns(sheet, area.column, area.last_column):
            entry._style = changed(entry._style)
        _restyle_cells(existing(sheet, area), changed)
    elif area.whole_rows:
        for row in range(area.row, area.last_row + 1):
            entry = sheet.row_dimensions[row]
            entry._style = changed(entry._style)
        _restyle_cells(existing(sheet, area), changed)
    else:
        _restyle_cells(_all_cells(sheet, area), changed)


def styles_of(sheet: Native, area: Area) -> list[StyleArray]:
    """The different styles in an area, that of its first cell first."""
    seen: dict[tuple[int, ...], StyleArray] = {}
    for style in _each_style(sheet, area):
        seen.setdefault(tuple(style), style)
    return list(seen.values())


def common(values: Iterable[Any]) -> Any:
    """What all agree on; nothing where they differ."""
    found = list(values)
    return found[0] if found and all(value == found[0] for value in found) else None


# Fonts


def font_of(sheet: Native, style: StyleArray) -> Font:
    """The font of a style."""
    return sheet.parent._fonts[style[FONT]]


def font_change(sheet: Native, **parts: object) -> Change:
    """Sets parts of the font."""
    fonts = sheet.parent._fonts

    def change(style: StyleArray) -> None:
        font = copy(fonts[style[FONT]])
        for part, value in parts.items():
            setattr(font, part, value)
        style[FONT] = fonts.add(font)

    return change


def font_color(sheet: Native, style: StyleArray) -> Rgb:
    """The colour of the letters; without one they are black."""
    return shown_color(sheet.parent, font_of(sheet, style).color) or (0, 0, 0)


# Fills


def fill_color(sheet: Native, style: StyleArray) -> Rgb | None:
    """The colour behind a cell; nothing where it is not filled."""
    fill = sheet.parent._fills[style[FILL]]
    if getattr(fill, "fill_type", None) in (None, "none"):
        return None
    return shown_color(sheet.parent, getattr(fill, "fgColor", None))


def fill_change(sheet: Native, color: object) -> Change:
    """Fills with a colour, or with none."""
    fill = (
        PatternFill("solid", fgColor=f"FF{hex_color(color)}")
        if color is not None
        else PatternFill()
    )
    number = sheet.parent._fills.add(fill) if color is not None else 0

    def change(style: StyleArray) -> None:
        style[FILL] = number

    return change


# Number formats


def number_format(sheet: Native, style: StyleArray) -> str:
    """The number format, as it is written."""
    number = style[NUMBER_FORMAT]
    if number < 164:
        return str(BUILTIN_FORMATS.get(number, "General"))
    return str(sheet.parent._number_formats[number - 164])


def number_format_change(sheet: Native, code: str) -> Change:
    """Sets the number format."""
    number = number_format_id(sheet.parent, code)

    def change(style: StyleArray) -> None:
        style[NUMBER_FORMAT] = number

    return change


# Alignment


def alignment_of(sheet: Native, style: StyleArray) -> Alignment:
    """The alignment of a style."""
    return sheet.parent._alignments[style[ALIGNMENT]]


def alignment_change(sheet: Native, **parts: object) -> Change:
    """Sets parts of the alignment."""
    alignments = sheet.parent._alignments

    def change(style: StyleArray) -> None:
        alignment = copy(alignments[style[ALIGNMENT]])
        for part, value in parts.items():
            setattr(alignment, part, value)
        style[ALIGNMENT] = alignments.add(alignment)

    return change


def horizontal_name(alignment: Alignment) -> str:
    """How xlwings calls a horizontal alignment."""
    return _HORIZONTAL_BACK.get(alignment.horizontal, alignment.horizontal or "general")


# Borders


def border_of(sheet: Native, style: StyleArray) -> Border:
    """The borders of a style."""
    return sheet.parent._borders[style[BORDER]]


def border_change(sheet: Native, sides: dict[str, Callable[[Side], Side]]) -> Change:
    """Replaces sides of the border; `diagonal_up` and `diagonal_down` share one line."""
    borders = sheet.parent._borders

    def change(style: StyleArray) -> None:
        border = copy(borders[style[BORDER]])
        for name, new in sides.items():
            if name.startswith("diagonal"):
                line = new(border.diagonal)
                setattr(
                    border,
                    "diagonalUp" if name == "diagonal_up" else "diagonalDown",
                    bool(line.style),
                )
                border.diagonal = (
                    line
                    if line.style or not (border.diagonalUp or border.diagonalDown)
                    else border.diagonal
                )
            else:
                setattr(border, name, new(getattr(border, name)))
        style[BORDER] = borders.add(border)

    return change


def clear_look(style: StyleArray) -> None:
    """Takes every format away."""
    for index in range(9):
        style[index] = 0


def argb(color: object) -> Color:
    """A colour as openpyxl holds it."""
    return Color(rgb=f"FF{hex_color(color)}")


def _changer(change: Change) -> Callable[[StyleArray | None], StyleArray]:
    known: dict[tuple[int, ...], StyleArray] = {}

    def changed(style: StyleArray | None) -> StyleArray:
        key = tuple(style) if style is not None else (0,) * 9
        if key not in known:
            known[key] = StyleArray(list(key))
            change(known[key])
        return known[key]

    return changed


def _restyle_cells(
    cells: Iterable[Any], changed: Callable[[StyleArray | None], StyleArray]
) -> None:
    by_identity: dict[int, StyleArray] = {}
    for cell in cells:
        style = cell._style
        new = by_identity.get(id(style))
        if new is None:
            new = by_identity[id(style)] = changed(style)
        cell._style = new


def _all_cells(sheet: Native, area: Area) -> list[Any]:
    cells = sheet._cells
    plain = not sheet.column_dimensions and not sheet.row_dimensions
    found = []
    with many_objects():
        for at in positions(area):
            cell = cells.get(at)
            if cell is None:
                style = None if plain else inherited_style(sheet, *at)
                cell = cells[at] = new_cell(sheet, *at, style)
            found.append(cell)
    return found


def _each_style(sheet: Native, area: Area) -> Iterable[StyleArray]:
    if area.whole_columns or area.whole_rows:
        if area.whole_columns:
            last = min(area.last_column, area.column + 1023)
            for column in range(area.column, last + 1):
                yield column_style(sheet, column) or _PLAIN
        for cell in existing(sheet, area):
            yield cell._style or _PLAIN
        return
    get = sheet._cells.get
    for at in positions(area):
        cell = get(at)
        yield (inherited_style(sheet, *at) if cell is None else cell._style) or _PLAIN
