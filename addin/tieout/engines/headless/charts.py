"""Which charts stand on an openpyxl sheet, and how are they made."""

from collections.abc import Iterator
from typing import Any

from openpyxl.chart import (
    AreaChart,
    AreaChart3D,
    BarChart,
    BarChart3D,
    DoughnutChart,
    LineChart,
    LineChart3D,
    PieChart,
    PieChart3D,
    RadarChart,
    Reference,
    ScatterChart,
    Series,
)
from openpyxl.chart.data_source import AxDataSource, NumRef, StrRef
from openpyxl.chart.layout import Layout
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.title import title_maker
from xlwings.base_classes import _UNSET

from tieout.engines.headless.drawings import Placed, place_anchor
from tieout.engines.shared.addresses import Area, quoted_sheet
from tieout.engines.shared.colors import Rgb, from_hex, hex_color
from tieout.engines.shared.finding import Gathered, found, holds
from tieout.engines.shared.unsupported import Speaking, UnsupportedError

_GROUPINGS = {"_stacked_100": "percentStacked", "_stacked": "stacked", "_clustered": "clustered"}
_CLASSES: dict[str, tuple[Any, dict[str, object]]] = {
    "3d_bar": (BarChart3D, {"type": "bar"}),
    "3d_column": (BarChart3D, {"type": "col"}),
    "3d_area": (AreaChart3D, {}),
    "3d_line": (LineChart3D, {}),
    "3d_pie": (PieChart3D, {}),
    "area": (AreaChart, {}),
    "bar": (BarChart, {"type": "bar"}),
    "column": (BarChart, {"type": "col"}),
    "doughnut": (DoughnutChart, {}),
    "line": (LineChart, {}),
    "pie": (PieChart, {}),
    "radar": (RadarChart, {}),
    "xy_scatter": (ScatterChart, {"scatterStyle": "lineMarker"}),
}
_LEGENDS = {"top": "t", "bottom": "b", "left": "l", "right": "r", "corner": "tr"}
_LEGENDS_BACK = {file: name for name, file in _LEGENDS.items()}
_TYPE_DEFAULT = "column_clustered"


class Chart(Placed):
    """A chart on a sheet."""

    __slots__ = ()
    KIND = "Chart"

    def _siblings(self) -> list[Any]:
        return self.parent.native._charts

    @property
    def chart_type(self) -> str:
        """Which kind of chart."""
        return getattr(self.native, "tieout_type", None) or _type_of(self.native)

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        new = _new(value)
        new.series = self.native.series
        for part in ("title", "legend", "anchor", "style"):
            setattr(new, part, getattr(self.native, part))
        new.tieout_name = getattr(self.native, "tieout_name", None)
        siblings = self._siblings()
        siblings[siblings.index(self.native)] = new
        self.native = new
        self.parent.touched("drawing")

    @property
    def title(self) -> str | None:
        """What stands above the chart."""
        return _title_text(self.native.title)

    @title.setter
    def title(self, value: str | None) -> None:
        self.native.title = _title(value)
        self.parent.touched("drawing")

    @property
    def legend(self) -> "ChartLegend":
        """Which series is which."""
        return ChartLegend(self)

    @property
    def category_axis(self) -> "ChartAxis":
        """The axis of the labels."""
        return ChartAxis(self, "x_axis")

    @property
    def value_axis(self) -> "ChartAxis":
        """The axis of the values."""
        return ChartAxis(self, "y_axis")

    @property
    def series(self) -> "ChartSeriesCollection":
        """The series of the chart."""
        return ChartSeriesCollection(self)

    @property
    def style(self) -> int | None:
        """The number of the style."""
        return self.native.style

    @style.setter
    def style(self, value: int | None) -> None:
        self.native.style = value if value is not None and 1 <= value <= 48 else None

    @property
    def plot_by(self) -> str:
        """Whether a series is a row or a column."""
        return getattr(self.native, "tieout_plot_by", None) or "columns"

    @plot_by.setter
    def plot_by(self, value: str) -> None:
        source = getattr(self.native, "tieout_source", None)
        if source is not None:
            self.set_source_data(source, value)

    def set_source_data(self, source: Any, plot_by: str | None = None) -> None:
        """Draws the numbers of a range, its first row and column being names where they are texts."""
        by = plot_by or ("columns" if source.area.rows >= source.area.columns else "rows")
        self.native.tieout_source, self.native.tieout_plot_by = source, by
        scatter = isinstance(self.native, ScatterChart)
        self.native.series = [
            _series(self.native, *parts) for parts in _split(source, by, numbers_as_labels=scatter)
        ]
        self.parent.touched("drawing")

    def set_x_axis_values(self, source: Any) -> None:
        """Labels the values with the cells of a range."""
        for series in self.native.series:
            series.cat = AxDataSource(strRef=StrRef(f=_reference(source, source.area)))
        self.parent.touched("drawing")


class ChartLegend(Speaking):
    """Which series is which."""

    __slots__ = ("chart",)
    ENGINE = "headless"

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    @property
    def api(self) -> Any:
        """The legend as openpyxl holds it."""
        return self.chart.native.legend

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return self.chart.native.legend is not None

    @visible.setter
    def visible(self, value: bool) -> None:
        old = self.chart.native.legend
        self.chart.native.legend = (old or Legend()) if value else None
        self.chart.parent.touched("drawing")

    @property
    def position(self) -> str | None:
        """Where it stands."""
        return _LEGENDS_BACK[self.api.position or "r"] if self.visible else None

    @position.setter
    def position(self, value: str) -> None:
        self.visible = True
        self.chart.native.legend.position = _LEGENDS[value]


class ChartAxis(Speaking):
    """An axis of a chart."""

    __slots__ = ("chart", "side")
    ENGINE = "headless"

    def __init__(self, chart: Chart, side: str) -> None:
        self.chart = chart
        self.side = side

    @property
    def api(self) -> Any:
        """The axis as openpyxl holds it."""
        axis = getattr(self.chart.native, self.side, None)
        if axis is None:
            raise UnsupportedError("headless", f"{self.chart.chart_type}.{self.side}")
        return axis

    @property
    def title(self) -> str | None:
        """What stands beside the axis."""
        return _title_text(self.api.title)

    @property
    def minimum_scale(self) -> float | None:
        """Where it begins."""
        return self.api.scaling.min

    @property
    def maximum_scale(self) -> float | None:
        """Where it ends."""
        return self.api.scaling.max

    @property
    def major_unit(self) -> float | None:
        """The step between its marks."""
        return getattr(self.api, "majorUnit", None)

    @property
    def number_format(self) -> str | None:
        """How its numbers are shown."""
        return self.api.number_format

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return not self.api.delete

    @property
    def reverse_order(self) -> bool:
        """Whether it runs backwards."""
        return self.api.scaling.orientation == "maxMin"

    @property
    def crosses(self) -> str:
        """Where the other axis crosses."""
        return {"max": "maximum", "min": "minimum"}.get(self.api.crosses, "automatic")

    def set(
        self,
        *,
        title: Any = _UNSET,
        minimum_scale: Any = _UNSET,
        maximum_scale: Any = _UNSET,
        major_unit: Any = _UNSET,
        number_format: Any = _UNSET,
        visible: Any = _UNSET,
        reverse_order: Any = _UNSET,
        crosses: Any = _UNSET,
    ) -> None:
        """Changes what is named."""
        axis = self.api
        if title is not _UNSET:
            axis.title = _title(title)
        if minimum_scale is not _UNSET:
            axis.scaling.min = minimum_scale
        if maximum_scale is not _UNSET:
            axis.scaling.max = maximum_scale
        if major_unit is not _UNSET:
            axis.majorUnit = major_unit
        if number_format is not _UNSET:
            axis.number_format = number_format
        if visible is not _UNSET:
            axis.delete = not visible
        if reverse_order is not _UNSET:
            axis.scaling.orientation = "maxMin" if reverse_order else "minMax"
        if crosses is not _UNSET:
            axis.crosses = {"maximum": "max", "minimum": "min"}.get(crosses, "autoZero")
        self.chart.parent.touched("drawing")


class ChartSeries(Speaking):
    """One series of a chart."""

    __slots__ = ("chart", "native")
    ENGINE = "headless"

    def __init__(self, chart: Chart, native: Any) -> None:
        self.chart = chart
        self.native = native

    @property
    def api(self) -> Any:
        """The series as openpyxl holds it."""
        return self.native

    @property
    def name(self) -> str | None:
        """Its name: the text, or the cell it stands in."""
        label = self.native.tx
        if label is None:
            return None
        return label.v if label.strRef is None else f"={label.strRef.f}"

    @name.setter
    def name(self, value: str) -> None:
        self.set(name=value)

    @property
    def fill_color(self) -> Rgb | None:
        """The colour of its bars."""
        fill = self.native.graphicalProperties and self.native.graphicalProperties.solidFill
        return from_hex(fill.srgbClr.val) if fill is not None and fill.srgbClr else None

    @fill_color.setter
    def fill_color(self, value: object) -> None:
        self.set(fill_color=value)

    @property
    def line_color(self) -> Rgb | None:
        """The colour of its line."""
        line = self.native.graphicalProperties and self.native.graphicalProperties.line
        fill = line.solidFill if line is not None else None
        return from_hex(fill.srgbClr.val) if fill is not None and fill.srgbClr else None

    @line_color.setter
    def line_color(self, value: object) -> None:
        self.set(line_color=value)

    def set(
        self,
        *,
        name: Any = _UNSET,
        fill_color: Any = _UNSET,
        line_color: Any = _UNSET,
        **others: Any,
    ) -> None:
        """Changes name and colours."""
        asked = [other for other, value in others.items() if value is not _UNSET]
        if asked:
            raise UnsupportedError("headless", f"ChartSeries.{asked[0]}")
        if name is not _UNSET:
            reference = isinstance(name, str) and name.startswith("=")
            label = SeriesLabel(strRef=StrRef(f=name[1:])) if reference else SeriesLabel(v=name)
            self.native.tx = label
        look = self.native.graphicalProperties or GraphicalProperties()
        if fill_color is not _UNSET:
            look.solidFill = hex_color(fill_color)
        if line_color is not _UNSET:
            look.line.solidFill = hex_color(line_color)
        self.native.graphicalProperties = look
        self.chart.parent.touched("drawing")


class ChartSeriesCollection(Speaking):
    """The series of a chart."""

    __slots__ = ("chart",)
    ENGINE = "headless"

    def __init__(self, chart: Chart) -> None:
        self.chart = chart

    @property
    def api(self) -> Any:
        """The series as openpyxl holds them."""
        return self.chart.native.series

    def __len__(self) -> int:
        return len(self.chart.native.series)

    def __iter__(self) -> Iterator[ChartSeries]:
        for native in self.chart.native.series:
            yield ChartSeries(self.chart, native)

    def __call__(self, key: int | str) -> ChartSeries:
        """One, by name or place."""
        return found(list(self), key)

    def __contains__(self, key: int | str) -> bool:
        return holds(list(self), key)


class Charts(Gathered):
    """The charts of a sheet."""

    __slots__ = ()
    ENGINE = "headless"

    def _all(self) -> list[Chart]:
        return [Chart(self.parent, native) for native in self.parent.native._charts]

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
        native = _new(chart_type or _TYPE_DEFAULT)
        if anchor is not None:
            left, top = anchor.impl.left, anchor.impl.top
        native.anchor = place_anchor(self.parent, (left, top, width, height))
        self.parent.native._charts.append(native)
        chart = Chart(self.parent, native)
        chart.style = style
        if name:
            chart.name = name
        if source is not None:
            chart.set_source_data(source, plot_by)
        self.parent.touched("drawing")
        return chart


def _new(chart_type: str) -> Any:
    for name in sorted(_CLASSES, key=len, reverse=True):
        if chart_type.startswith(name):
            make, arguments = _CLASSES[name]
            native = make(**arguments)
            _shape(native, chart_type)
            native.tieout_type = chart_type
            return native
    raise UnsupportedError("headless", f"chart_type={chart_type}")


def _shape(native: Any, chart_type: str) -> None:
    """How the series stand to each other; axes are shown, which openpyxl leaves open."""
    grouping = next((file for part, file in _GROUPINGS.items() if part in chart_type), None)
    if hasattr(native, "grouping"):
        native.grouping = grouping or native.grouping
        if grouping in ("stacked", "percentStacked") and hasattr(native, "overlap"):
            native.overlap = 100
    if isinstance(native, ScatterChart) and chart_type.endswith("scatter"):
        native.scatterStyle = "marker"
    for side in ("x_axis", "y_axis"):
        if getattr(native, side, None) is not None:
            getattr(native, side).delete = False


def _type_of(native: Any) -> str:
    """The kind of a chart that came with a file."""
    name = next(
        name
        for name, (make, arguments) in _CLASSES.items()
        if type(native) is make
        and all(getattr(native, k, None) == v or name == "xy_scatter" for k, v in arguments.items())
    )
    grouping = getattr(native, "grouping", None)
    suffix = {"percentStacked": "_stacked_100", "stacked": "_stacked"}.get(grouping, "")
    return f"{name}{suffix or ('_clustered' if name in ('bar', 'column', '3d_bar', '3d_column') else '')}"


def _split(
    source: Any, by: str, *, numbers_as_labels: bool
) -> list[tuple[str | None, str, str | None]]:
    """Name, values and labels of each series of a range."""
    area, rows = source.area, source.values_rows()
    if by == "rows":
        rows = [list(column) for column in zip(*rows, strict=True)]
    body_labels = all(isinstance(row[0], str) or row[0] is None for row in rows[1:])
    labels = len(rows[0]) > 1 and (
        numbers_as_labels or (len(rows) > 1 and body_labels) or rows[0][0] is None
    )
    names = len(rows) > 1 and all(value is None or isinstance(value, str) for value in rows[0])
    first, start = int(names), int(labels)

    def cells(line_from: int, line_to: int, column: int) -> str:
        if by == "columns":
            part = Area(area.row + line_from, area.column + column, line_to - line_from, 1)
        else:
            part = Area(area.row + column, area.column + line_from, 1, line_to - line_from)
        return _reference(source, part)

    last = len(rows)
    return [
        (
            cells(0, 1, column) if names else None,
            cells(first, last, column),
            cells(first, last, 0) if labels else None,
        )
        for column in range(start, len(rows[0]))
    ]


def _series(native: Any, name: str | None, values: str, labels: str | None) -> Any:
    if isinstance(native, ScatterChart):
        series = Series(Reference(range_string=values), Reference(range_string=labels or values))
    else:
        series = Series(Reference(range_string=values))
        if labels:
            series.cat = AxDataSource(strRef=StrRef(f=labels))
        series.val.numRef = NumRef(f=values)
    if name:
        series.tx = SeriesLabel(strRef=StrRef(f=name))
    return series


def _reference(source: Any, area: Area) -> str:
    return f"{quoted_sheet(source.sheet.name)}!{area.address()}"


def _title(value: str | None) -> Any:
    if value is None:
        return None
    title = title_maker(value)
    title.overlay = False
    title.layout = Layout()
    return title


def _title_text(title: Any) -> str | None:
    if title is None or title.tx is None or title.tx.rich is None:
        return None
    runs = [run for paragraph in title.tx.rich.p for run in paragraph.r or ()]
    return "".join(run.t for run in runs) or None
