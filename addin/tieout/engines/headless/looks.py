"""What does xlwings ask of fonts and borders, answered on an openpyxl sheet."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from openpyxl.styles import Side
from xlwings.base_classes import _UNSET

from tieout.engines.headless import styles
from tieout.engines.headless.theme import shown_color
from tieout.engines.shared.addresses import Area, between
from tieout.engines.shared.borders import BorderFace, BordersFace
from tieout.engines.shared.colors import Rgb
from tieout.engines.shared.unsupported import Speaking

_LINES = {
    "thin": ("continuous", "thin"),
    "medium": ("continuous", "medium"),
    "thick": ("continuous", "thick"),
    "hair": ("continuous", "hairline"),
    "dashed": ("dash", "thin"),
    "mediumDashed": ("dash", "medium"),
    "dotted": ("dot", "thin"),
    "double": ("double", "thick"),
    "dashDot": ("dash_dot", "thin"),
    "mediumDashDot": ("dash_dot", "medium"),
    "dashDotDot": ("dash_dot_dot", "thin"),
    "mediumDashDotDot": ("dash_dot_dot", "medium"),
    "slantDashDot": ("slant_dash_dot", "medium"),
}


class Font(Speaking):
    """The font of a range."""

    __slots__ = ("parent",)
    ENGINE = "headless"

    def __init__(self, parent: Any) -> None:
        self.parent = parent

    @property
    def api(self) -> "Font":
        """Itself."""
        return self

    def _common(self, part: str) -> Any:
        sheet, area = self.parent.sheet.native, self.parent.area
        fonts = (styles.font_of(sheet, style) for style in styles.styles_of(sheet, area))
        return styles.common(getattr(font, part) for font in fonts)

    def _set(self, **parts: object) -> None:
        sheet = self.parent.sheet.native
        styles.restyle(sheet, self.parent.area, styles.font_change(sheet, **parts))

    @property
    def bold(self) -> bool | None:
        """Bold, or nothing where it differs."""
        value = self._common("b")
        return None if value is None else bool(value)

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set(b=bool(value))

    @property
    def italic(self) -> bool | None:
        """Italic, or nothing where it differs."""
        value = self._common("i")
        return None if value is None else bool(value)

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set(i=bool(value))

    @property
    def size(self) -> float | None:
        """The size in points."""
        return self._common("sz")

    @size.setter
    def size(self, value: float) -> None:
        self._set(sz=value)

    @property
    def name(self) -> str | None:
        """The name of the font."""
        return self._common("name")

    @name.setter
    def name(self, value: str) -> None:
        self._set(name=value, scheme=None)

    @property
    def color(self) -> Rgb | None:
        """The colour of the letters."""
        sheet = self.parent.sheet.native
        found = styles.styles_of(sheet, self.parent.area)
        return styles.common(styles.font_color(sheet, style) for style in found)

    @color.setter
    def color(self, value: object) -> None:
        self._set(color=None if value is None else styles.argb(value))


class Border(BorderFace):
    """One side of the borders of a range."""

    __slots__ = ()
    ENGINE = "headless"

    def _lines(self) -> Iterator[Side]:
        sheet = self.parent.sheet.native
        for area, name in _places(self.parent.area, self.side):
            for style in styles.styles_of(sheet, area):
                yield _side(styles.border_of(sheet, style), name)

    @property
    def line_style(self) -> str | None:
        """How the line is drawn: `none` without one, nothing where it differs."""
        names = {
            _LINES[line.style][0] if line.style in _LINES else "none" for line in self._lines()
        }
        return names.pop() if len(names) == 1 else None

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        Borders(self.parent).set([self.side], line_style=value)

    @property
    def weight(self) -> str | None:
        """How thick the line is."""
        names = {_LINES[line.style][1] for line in self._lines() if line.style in _LINES}
        return names.pop() if len(names) == 1 else None

    @weight.setter
    def weight(self, value: str) -> None:
        Borders(self.parent).set([self.side], weight=value)

    @property
    def color(self) -> Rgb | None:
        """The colour of the line."""
        book = self.parent.sheet.native.parent
        lines = [line for line in self._lines() if line.style]
        return styles.common(shown_color(book, line.color) or (0, 0, 0) for line in lines)

    @color.setter
    def color(self, value: object) -> None:
        Borders(self.parent).set([self.side], color=value)


class Borders(BordersFace):
    """All borders of a range."""

    __slots__ = ()
    ENGINE = "headless"
    ONE = Border

    def set(
        self,
        which: Iterable[str],
        *,
        line_style: Any = _UNSET,
        weight: Any = _UNSET,
        color: Any = _UNSET,
    ) -> None:
        """Draws lines at sides of a range, each cell having its own."""
        sheet = self.parent.sheet.native
        new = _line(line_style, weight, color)
        by_area: dict[Area, dict[str, Callable[[Side], Side]]] = {}
        for side in which:
            for area, name in _places(self.parent.area, side):
                by_area.setdefault(area, {})[name] = new
        for area, sides in by_area.items():
            styles.restyle(sheet, area, styles.border_change(sheet, sides))


def _places(area: Area, side: str) -> list[tuple[Area, str]]:
    """Which cells carry a side of an area, and under which name."""
    top, left, bottom, right = area.row, area.column, area.last_row, area.last_column
    if side.startswith("diagonal"):
        return [(area, side)]
    if side == "edge_top":
        return [(between(top, left, top, right), "top")]
    if side == "edge_bottom":
        return [(between(bottom, left, bottom, right), "bottom")]
    if side == "edge_left":
        return [(between(top, left, bottom, left), "left")]
    if side == "edge_right":
        return [(between(top, right, bottom, right), "right")]
    if side == "inside_vertical":
        if left == right:
            return []
        return [
            (between(top, left, bottom, right - 1), "right"),
            (between(top, left + 1, bottom, right), "left"),
        ]
    if top == bottom:
        return []
    return [
        (between(top, left, bottom - 1, right), "bottom"),
        (between(top + 1, left, bottom, right), "top"),
    ]


def _line(line_style: Any, weight: Any, color: Any) -> Callable[[Side], Side]:
    """A line made of an old one and what is asked for."""

    def new(old: Side | None) -> Side:
        style, thick = _LINES.get(old.style if old is not None else "", ("none", None))
        if line_style is None or line_style == "none":
            return Side()
        if line_style is not _UNSET:
            style = line_style
        if weight is not _UNSET:
            thick = weight
        if style == "none":
            style = "continuous"
        shown = old.color if old is not None and color is _UNSET else None
        if color is not _UNSET:
            shown = styles.argb(color)
        return Side(style=_file_style(style, thick), color=shown)

    return new


def _file_style(style: str, weight: str | None) -> str:
    exact = [name for name, pair in _LINES.items() if pair == (style, weight)]
    return exact[0] if exact else next(name for name, pair in _LINES.items() if pair[0] == style)


def _side(border: Any, name: str) -> Side:
    if not name.startswith("diagonal"):
        return getattr(border, name) or Side()
    drawn = border.diagonalUp if name == "diagonal_up" else border.diagonalDown
    return (border.diagonal or Side()) if drawn else Side()
