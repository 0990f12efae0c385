"""Which charts and pictures stand on a sheet in LibreOffice, and how are they put there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tieout.engines.calc.looks import color_number, color_of
from tieout.engines.calc.structs import (
    enum,
    hundredths,
    points,
    properties,
    range_address,
    struct,
    typed,
)
from tieout.engines.shared.colors import Rgb
from tieout.engines.shared.finding import Gathered, found
from tieout.engines.shared.unsupported import Speaking, UnsupportedError

_DIAGRAMS = {
    "column": ("BarDiagram", False),
    "bar": ("BarDiagram", True),
    "line": ("LineDiagram", False),
    "area": ("AreaDiagram", False),
    "pie": ("PieDiagram", False),
    "doughnut": ("DonutDiagram", False),
    "xy_scatter": ("XYDiagram", False),
    "radar": ("NetDiagram", False),
}
_LEGENDS = {"left": "LEFT", "top": "TOP", "right": "RIGHT", "bottom": "BOTTOM"}
_PICTURE = "com.sun.star.drawing.GraphicObjectShape"


class Placed(Speaking):
    """Something that stands on a sheet: where, how large, and its name."""

    __slots__ = ("parent", "shape")
    ENGINE = "calc"

    def __init__(self, parent: Any, shape: Any) -> None:
        self.parent = parent
        self.shape = shape

    @property
    def api(self) -> Any:
        """The shape as LibreOffice holds it."""
        return self.shape

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.shape.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.shape.Name = value

    @property
    def left(self) -> float:
        """Points from the left edge."""
        return points(self.shape.Position.X)

    @left.setter
    def left(self, value: float) -> None:
        self.shape.Position = struct("awt.Point", X=hundredths(value), Y=self.shape.Position.Y)

    @property
    def top(self) -> float:
        """Points from the top."""
        return points(self.shape.Position.Y)

    @top.setter
    def top(self, value: float) -> None:
        self.shape.Position = struct("awt.Point", X=self.shape.Position.X, Y=hundredths(value))

    @property
    def width(self) -> float:
        """The width in points."""
        return points(self.shape.Size.Width)

    @width.setter
    def width(self, value: float) -> None:
        self._resize(value, self.height)

    @property
    def height(self) -> float:
        """The height in points."""
        return points(self.shape.Size.Height)

    @height.setter
    def height(self, value: float) -> None:
        self._resize(self.width, value)

    def _resize(self, width: float, height: float) -> None:
        self.shape.Size = struct("awt.Size", Width=hundredths(width), Height=hundredths(height))

    def delete(self) -> None:
        """Takes it away."""
        self.parent.native.DrawPage.remove(self.shape)


class Chart(Placed):
    """A chart on a sheet."""

    __slots__ = ()

    @property
    def _document(self) -> Any:
        return self.parent.native.Charts.getByName(self.shape.PersistName).EmbeddedObject

    @property
    def chart_type(self) -> str:
        """Which kind of chart."""
        diagram = self._document.getDiagram()
        kind = diagram.getDiagramType().rpartition(".")[2]
        upright = getattr(diagram, "Vertical", False) if kind == "BarDiagram" else False
        name = next((n for n, pair in _DIAGRAMS.items() if pair == (kind, bool(upright))), "column")
        if not hasattr(diagram, "Stacked"):
            return name
        suffix = "_stacked_100" if diagram.Percent else "_stacked" if diagram.Stacked else ""
        return name + (suffix or ("_clustered" if kind == "BarDiagram" else ""))

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        name = next(
            (n for n in sorted(_DIAGRAMS, key=len, reverse=True) if value.startswith(n)), None
        )
        if name is None:
            raise UnsupportedError("calc", f"chart_type={value}")
        kind, upright = _DIAGRAMS[name]
        document = self._document
        diagram = document.createInstance(f"com.sun.star.chart.{kind}")
        document.setDiagram(diagram)
        if kind == "BarDiagram":
            diagram.Vertical = upright
        if "stacked" in value:
            diagram.Stacked, diagram.Percent = True, value.endswith("_100")

    @property
    def title(self) -> str | None:
        """What stands above the chart."""
        return str(self._document.Title.String) if self._document.HasMainTitle else None

    @title.setter
    def title(self, value: str | None) -> None:
        document = self._document
        document.HasMainTitle = value is not None
        if value is not None:
            document.Title.String = value

    @property
    def legend(self) -> "ChartLegend":
        """Which series is which."""
        return ChartLegend(self._document)

    @property
    def series(self) -> "ChartSeriesCollection":
        """The series of the chart."""
        return ChartSeriesCollection(self)

    def set_source_data(self, source: Any, plot_by: str | None = None) -> None:
        """Draws the numbers of a range, its first row and column being names where they are texts."""
        rows = source.values_rows()
        names = len(rows) > 1 and all(value is None or isinstance(value, str) for value in rows[0])
        labels = len(rows[0]) > 1 and all(
            not isinstance(row[0], float) for row in rows[int(names) :]
        )
        chart = self.parent.native.Charts.getByName(self.shape.PersistName)
        chart.setRanges((range_address(source.sheet.index - 1, source.area),))
        chart.HasColumnHeaders, chart.HasRowHeaders = names, labels
        wide = source.area.columns > source.area.rows
        by_rows = plot_by == "rows" if plot_by else wide
        diagram = self._document.getDiagram()
        if hasattr(diagram, "DataRowSource"):
            diagram.DataRowSource = enum(
                "chart.ChartDataRowSource", "ROWS" if by_rows else "COLUMNS"
            )

    def delete(self) -> None:
        """Takes it away."""
        self.parent.native.Charts.removeByName(self.shape.PersistName)


class ChartLegend(Speaking):
    """Which series is which."""

    __slots__ = ("document",)
    ENGINE = "calc"

    def __init__(self, document: Any) -> None:
        self.document = document

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self.document.HasLegend)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.document.HasLegend = value

    @property
    def position(self) -> str | None:
        """Where it stands."""
        back = {office: name for name, office in _LEGENDS.items()}
        return back.get(self.document.getLegend().Alignment.value) if self.visible else None

    @position.setter
    def position(self, value: str) -> None:
        self.visible = True
        alignment = enum("chart.ChartLegendPosition", _LEGENDS.get(value, "RIGHT"))
        self.document.getLegend().Alignment = alignment


class ChartSeries(Speaking):
    """One series of a chart."""

    __slots__ = ("native", "number")
    ENGINE = "calc"

    def __init__(self, native: Any, number: int) -> None:
        self.native = native
        self.number = number

    @property
    def api(self) -> Any:
        """The series as LibreOffice holds it."""
        return self.native

    @property
    def name(self) -> str:
        """Its place, as LibreOffice tells names only by cells."""
        return f"Series{self.number}"

    @property
    def fill_color(self) -> Rgb | None:
        """The colour of its bars."""
        return color_of(self.native.Color)

    @fill_color.setter
    def fill_color(self, value: object) -> None:
        self.native.Color = color_number(value)

    def set(self, **parts: Any) -> None:
        """Changes colours."""
        for name, value in parts.items():
            if name in ("fill_color", "line_color") and isinstance(value, (tuple, list, str, int)):
                self.native.Color = color_number(value)


class ChartSeriesCollection(Speaking):
    """The series of a chart."""

    __slots__ = ("chart",)
    ENGINE = "calc"

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    def _all(self) -> list[ChartSeries]:
        systems = self.chart._document.getFirstDiagram().getCoordinateSystems()
        series = [
            one for s in systems for kind in s.getChartTypes() for one in kind.getDataSeries()
        ]
        return [ChartSeries(one, number) for number, one in enumerate(series, 1)]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[ChartSeries]:
        return iter(self._all())

    def __call__(self, key: int | str) -> ChartSeries:
        """One, by name or place."""
        return found(self._all(), key)


class Charts(Gathered):
    """The charts of a sheet."""

    __slots__ = ()
    ENGINE = "calc"

    def _all(self) -> list[Chart]:
        return [Chart(self.parent, shape) for shape in shapes(self.parent, charts=True)]

    def add(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Any = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: Any = None,
        style: int | None = 227,
    ) -> Chart:
        """Draws a chart."""
        del style
        if anchor is not None:
            left, top = anchor.impl.left, anchor.impl.top
        charts = self.parent.native.Charts
        known = set(charts.getElementNames())
        number = len(known) + 1
        while f"Chart {number}" in known:
            number += 1
        place = struct(
            "awt.Rectangle",
            X=hundredths(left),
            Y=hundredths(top),
            Width=hundredths(width),
            Height=hundredths(height),
        )
        ranges = () if source is None else (range_address(source.sheet.index - 1, source.area),)
        addresses = typed("[]com.sun.star.table.CellRangeAddress", ranges).value
        charts.addNewByName(f"Chart {number}", place, addresses, True, True)
        shape = next(
            one for one in shapes(self.parent, charts=True) if one.PersistName == f"Chart {number}"
        )
        chart = Chart(self.parent, shape)
        chart.name = name or f"Chart {number}"
        chart.chart_type = chart_type or "column_clustered"
        if source is not None:
            chart.set_source_data(source, plot_by)
        return chart


class Picture(Placed):
    """A picture on a sheet."""

    __slots__ = ("_locked",)

    def __init__(self, parent: Any, shape: Any) -> None:
        super().__init__(parent, shape)
        self._locked = False

    @property
    def lock_aspect_ratio(self) -> bool:
        """Whether width and height change together."""
        return self._locked

    @lock_aspect_ratio.setter
    def lock_aspect_ratio(self, value: bool) -> None:
        self._locked = value

    def _resize(self, width: float, height: float) -> None:
        old_width, old_height = self.width, self.height
        if self._locked and width != old_width:
            height = old_height * width / old_width
        elif self._locked and height != old_height:
            width = old_width * height / old_height
        super()._resize(width, height)

    def update(self, filename: str) -> "Picture":
        """Shows another picture in the same place."""
        self.shape.Graphic = graphic(self.parent, filename)
        return self


class Pictures(Gathered):
    """The pictures of a sheet."""

    __slots__ = ()
    ENGINE = "calc"

    def _all(self) -> list[Picture]:
        return [Picture(self.parent, shape) for shape in shapes(self.parent, charts=False)]

    def add(
        self,
        filename: str,
        link_to_file: bool,
        save_with_document: bool,
        left: float | None,
        top: float | None,
        width: float,
        height: float,
        anchor: Any = None,
    ) -> Picture:
        """Puts a picture on the sheet, in its own size where none is given."""
        del link_to_file, save_with_document
        if anchor is not None:
            left, top = anchor.impl.left, anchor.impl.top
        document = self.parent.book.document
        shape = document.createInstance(_PICTURE)
        shape.Graphic = graphic(self.parent, filename)
        self.parent.native.DrawPage.add(shape)
        pixels = shape.Graphic.SizePixel
        size = (pixels.Width * 0.75, pixels.Height * 0.75)
        shape.Size = struct(
            "awt.Size",
            Width=hundredths(width if width > 0 else size[0]),
            Height=hundredths(height if height > 0 else size[1]),
        )
        shape.Position = struct("awt.Point", X=hundredths(left or 0), Y=hundredths(top or 0))
        shape.Name = f"Picture {len(self)}"
        return Picture(self.parent, shape)


def shapes(sheet: Any, *, charts: bool) -> list[Any]:
    """The charts, or the pictures, of a sheet."""
    page = sheet.native.DrawPage
    every = [page.getByIndex(index) for index in range(page.getCount())]
    if charts:
        known = set(sheet.native.Charts.getElementNames())
        return [one for one in every if getattr(one, "PersistName", None) in known]
    return [one for one in every if one.getShapeType() == _PICTURE]


def graphic(sheet: Any, filename: str) -> Any:
    """A picture from a file."""
    provider = sheet.book.app.office.create("com.sun.star.graphic.GraphicProvider")
    return provider.queryGraphic(properties(URL=Path(filename).absolute().as_uri()))
