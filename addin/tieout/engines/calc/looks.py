"""What does xlwings ask of fonts and borders, answered by LibreOffice."""

from collections.abc import Iterable
from typing import Any

from xlwings.base_classes import _UNSET

from tieout.engines.calc.structs import enum, struct
from tieout.engines.shared.borders import BorderFace, BordersFace
from tieout.engines.shared.colors import Rgb, rgb
from tieout.engines.shared.unsupported import Speaking

BOLD, NORMAL = 150.0, 100.0
_SCRIPTS = ("", "Asian", "Complex")
"""Latin, Chinese and other letters have fonts of their own."""
_LINES = {
    "continuous": 0,
    "dot": 1,
    "dash": 2,
    "double": 3,
    "dash_dot": 16,
    "dash_dot_dot": 17,
    "slant_dash_dot": 16,
}
_LINES_BACK = {
    0: "continuous",
    1: "dot",
    2: "dash",
    3: "double",
    14: "dash",
    15: "double",
    16: "dash_dot",
    17: "dash_dot_dot",
}
_WEIGHTS = {"hairline": 2, "thin": 26, "medium": 53, "thick": 88}
_SIDES = {
    "edge_top": ("TopLine", "TopBorder2"),
    "edge_bottom": ("BottomLine", "BottomBorder2"),
    "edge_left": ("LeftLine", "LeftBorder2"),
    "edge_right": ("RightLine", "RightBorder2"),
    "inside_horizontal": ("HorizontalLine", "BottomBorder2"),
    "inside_vertical": ("VerticalLine", "RightBorder2"),
}


def color_number(color: object) -> int:
    """A colour as LibreOffice holds it."""
    red, green, blue = rgb(color)
    return red << 16 | green << 8 | blue


def color_of(number: int) -> Rgb | None:
    """A colour of LibreOffice; nothing where there is none."""
    return None if number < 0 else (number >> 16 & 255, number >> 8 & 255, number & 255)


def agreed(cells: Any, name: str) -> Any:
    """A property all cells agree on; nothing where they differ."""
    ambiguous = enum("beans.PropertyState", "AMBIGUOUS_VALUE")
    return None if cells.getPropertyState(name) == ambiguous else cells.getPropertyValue(name)


class Font(Speaking):
    """The font of a range."""

    __slots__ = ("parent",)
    ENGINE = "calc"

    def __init__(self, parent: Any) -> None:
        self.parent = parent

    @property
    def api(self) -> "Font":
        """Itself."""
        return self

    def _set(self, name: str, value: Any) -> None:
        for script in _SCRIPTS:
            self.parent.native.setPropertyValue(name + script, value)

    @property
    def bold(self) -> bool | None:
        """Bold, or nothing where it differs."""
        weight = agreed(self.parent.native, "CharWeight")
        return None if weight is None else weight >= BOLD

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", BOLD if value else NORMAL)

    @property
    def italic(self) -> bool | None:
        """Italic, or nothing where it differs."""
        posture = agreed(self.parent.native, "CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        """The size in points."""
        return agreed(self.parent.native, "CharHeight")

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def name(self) -> str | None:
        """The name of the font."""
        return agreed(self.parent.native, "CharFontName")

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    @property
    def color(self) -> Rgb | None:
        """The colour of the letters."""
        number = agreed(self.parent.native, "CharColor")
        return None if number is None else color_of(number) or (0, 0, 0)

    @color.setter
    def color(self, value: object) -> None:
        self.parent.native.CharColor = -1 if value is None else color_number(value)


class Border(BorderFace):
    """One side of the borders of a range."""

    __slots__ = ()
    ENGINE = "calc"

    def _line(self) -> Any:
        cell = self.parent(1, 1)
        if self.side in ("edge_bottom", "edge_right"):
            cell = self.parent(*self.parent.shape)
        return cell.native.getPropertyValue(_SIDES[self.side][1])

    @property
    def line_style(self) -> str:
        """How the line is drawn: `none` without one."""
        line = self._line()
        return (
            _LINES_BACK.get(line.LineStyle, "continuous")
            if line.LineWidth or line.OuterLineWidth
            else "none"
        )

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        Borders(self.parent).set([self.side], line_style=value)

    @property
    def weight(self) -> str | None:
        """How thick the line is."""
        width = self._line().LineWidth
        if not width:
            return None
        return min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - width))

    @weight.setter
    def weight(self, value: str) -> None:
        Borders(self.parent).set([self.side], weight=value)

    @property
    def color(self) -> Rgb | None:
        """The colour of the line."""
        line = self._line()
        return color_of(line.Color) if line.LineWidth or line.OuterLineWidth else None

    @color.setter
    def color(self, value: object) -> None:
        Borders(self.parent).set([self.side], color=value)


class Borders(BordersFace):
    """All borders of a range."""

    __slots__ = ()
    ENGINE = "calc"
    ONE = Border

    def set(
        self,
        which: Iterable[str],
        *,
        line_style: Any = _UNSET,
        weight: Any = _UNSET,
        color: Any = _UNSET,
    ) -> None:
        """Draws lines at sides of a range, all in one call."""
        border = struct("table.TableBorder2")
        for side in which:
            if side not in _SIDES:
                continue
            old = Border(self.parent, side)
            style = old.line_style if line_style is _UNSET else line_style
            width = _WEIGHTS.get((old.weight or "thin") if weight is _UNSET else weight, 26)
            shown = (old.color or (0, 0, 0)) if color is _UNSET else color
            name = _SIDES[side][0]
            setattr(
                border,
                name,
                _made(style, width, shown, redrawn=weight is not _UNSET or color is not _UNSET),
            )
            setattr(border, f"Is{name}Valid", True)
        self.parent.native.TableBorder2 = border


def _made(style: str | None, width: int, color: object, *, redrawn: bool) -> Any:
    if style is None or (style == "none" and not redrawn):
        return struct("table.BorderLine2", LineStyle=0x7FFF)
    kind = _LINES.get(style, 0)
    width = max(width, 53) if style == "double" else width
    return struct(
        "table.BorderLine2",
        LineStyle=kind,
        LineWidth=width,
        OuterLineWidth=width,
        Color=color_number(color),
    )
