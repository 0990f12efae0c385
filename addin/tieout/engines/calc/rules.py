"""How are conditional formats read and made in LibreOffice."""

from dataclasses import dataclass
from typing import Any

from tieout.engines.calc.formulas import shown, stored
from tieout.engines.calc.looks import BOLD, NORMAL, color_number, color_of
from tieout.engines.calc.structs import area_of, enum, properties, range_address
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.colors import Rgb, hex_color
from tieout.engines.shared.rules import ConditionalFormatsFace
from tieout.engines.shared.unsupported import Speaking

_CONDITION, _EXPRESSION = 0, 24
OPERATORS = {
    "equal_to": (0, "EQUAL"),
    "less_than": (1, "LESS"),
    "greater_than": (2, "GREATER"),
    "less_than_or_equal": (3, "LESS_EQUAL"),
    "greater_than_or_equal": (4, "GREATER_EQUAL"),
    "not_equal_to": (5, "NOT_EQUAL"),
    "between": (6, "BETWEEN"),
    "not_between": (7, "NOT_BETWEEN"),
}
_BY_NUMBER = {number: name for name, (number, _) in OPERATORS.items()}
_KINDS = {0: "cell_value", 1: "color_scale", 2: "data_bar", 3: "icon_set"}


class ConditionalFormat(Speaking):
    """One rule of a sheet."""

    __slots__ = ("fellows", "number", "parent")
    ENGINE = "calc"

    def __init__(self, parent: Any, fellows: "_Fellows", number: int) -> None:
        self.parent = parent
        self.fellows = fellows
        self.number = number

    @property
    def entry(self) -> Any:
        """The rule as LibreOffice holds it now."""
        return self.fellows.entry(self.number)

    @property
    def api(self) -> Any:
        """The rule as LibreOffice holds it."""
        return self.entry

    @property
    def type(self) -> str:
        """Which kind of rule."""
        kind = _KINDS.get(self.entry.getType(), "unknown")
        return "custom" if kind == "cell_value" and self.entry.Operator == _EXPRESSION else kind

    @property
    def stop_if_true(self) -> bool:
        """LibreOffice shows the first rule that holds."""
        return True

    @property
    def operator(self) -> str | None:
        """How values are compared."""
        return _BY_NUMBER.get(self.entry.Operator) if self.type == "cell_value" else None

    @property
    def formula1(self) -> str | None:
        """What values are compared with."""
        return shown(self.entry.Formula1) if self.type == "cell_value" else None

    @property
    def formula2(self) -> str | None:
        """The other end of a comparison."""
        return shown(self.entry.Formula2) if self.operator in ("between", "not_between") else None

    @property
    def formula(self) -> str | None:
        """The condition."""
        return shown(self.entry.Formula1) if self.type == "custom" else None

    @property
    def _style(self) -> Any:
        return self.parent.book.cell_styles.getByName(self.entry.StyleName)

    @property
    def fill_color(self) -> Rgb | None:
        """The colour behind the cells."""
        return color_of(self._style.CellBackColor)

    @property
    def font_color(self) -> Rgb | None:
        """The colour of the letters."""
        return color_of(self._style.CharColor)

    @property
    def font_bold(self) -> bool:
        """Whether letters turn bold."""
        return bool(self._style.CharWeight >= BOLD)

    @property
    def font_italic(self) -> bool:
        """Whether letters turn italic."""
        return bool(self._style.CharPosture.value != "NONE")

    def set(self, changes: dict[str, Any]) -> None:
        """Changes what is named."""
        if "operator" in changes:
            self.entry.Operator = OPERATORS[changes["operator"]][0]
        for part, name in (
            ("formula", "Formula1"),
            ("formula1", "Formula1"),
            ("formula2", "Formula2"),
        ):
            if changes.get(part) is not None:
                setattr(self.entry, name, stored(str(changes[part])))
        looks = ("fill_color", "font_color", "font_bold", "font_italic")
        if set(looks) & set(changes):
            now = {look: getattr(self, look) for look in looks}
            self.entry.StyleName = _style_name(self.parent.book, {**now, **changes})

    def delete(self) -> None:
        """Takes the rule away."""
        self.fellows.remove(self.number)


class _Fellows:
    """The rules of the same cells: when one of them goes, LibreOffice makes the others anew."""

    def __init__(self, sheet: Any, format_: Any) -> None:
        self.sheet = sheet
        self.format = format_
        self.numbers = list(range(format_.getCount()))

    def rules(self) -> list[ConditionalFormat]:
        """One after the other."""
        return [ConditionalFormat(self.sheet, self, number) for number in self.numbers]

    def entry(self, number: int) -> Any:
        """The rule that had a number at first."""
        return self.format.getByIndex(self.numbers.index(number))

    def remove(self, number: int) -> None:
        """Takes one away; the others are still known by their numbers."""
        parts = areas_of(self.format)
        cells = _ranges(self.sheet, parts)
        entries = cells.ConditionalFormat
        entries.removeByIndex(self.numbers.index(number))
        cells.ConditionalFormat = entries
        self.numbers.remove(number)
        if self.numbers:
            formats = self.sheet.native.ConditionalFormats.getConditionalFormats()
            self.format = next(one for one in formats if set(areas_of(one)) >= set(parts))


class ConditionalFormats(ConditionalFormatsFace):
    """The rules that touch a range."""

    __slots__ = ()
    ENGINE = "calc"

    def _formats(self) -> list[Any]:
        return [
            one
            for one in self.range.sheet.native.ConditionalFormats.getConditionalFormats()
            if any(part.common(self.range.area) for part in areas_of(one))
        ]

    def rules(self) -> list[ConditionalFormat]:
        """All of them."""
        return [rule for one in self._formats() for rule in _Fellows(self.range.sheet, one).rules()]

    def add_cell_value(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A rule that compares values."""
        return self._add(
            OPERATORS[spec["operator"]][0], spec["formula1"], spec.get("formula2"), spec
        )

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A rule with a formula."""
        return self._add(_EXPRESSION, spec["formula"], None, spec)

    def clear(self) -> None:
        """Takes the rules away from these cells, elsewhere they stay."""
        entries = self.range.native.ConditionalFormat
        entries.clear()
        self.range.native.ConditionalFormat = entries

    def _add(
        self, operator: int, formula1: Any, formula2: Any, spec: dict[str, Any]
    ) -> ConditionalFormat:
        """Adds the rule after those the cells have; of all that hold, the first is shown."""
        sheet, area = self.range.sheet, self.range.area
        entry = _Entry(
            operator,
            stored(str(formula1)),
            "" if formula2 is None else stored(str(formula2)),
            _style_name(sheet.book, spec),
        )
        free = [area]
        for one in self._formats():
            for part in areas_of(one):
                both = part.common(area)
                if both is not None:
                    _append(sheet, [both], [entry], area)
                    free = [piece for whole in free for piece in whole.without(both)]
        if free:
            _append(sheet, free, [entry], area)
        first = sheet.at(Area(area.row, area.column, 1, 1)).conditional_formats
        return first(len(first))


@dataclass(frozen=True)
class _Entry:
    """One rule as LibreOffice holds it."""

    operator: int
    formula1: str
    formula2: str
    style: str


def _append(sheet: Any, parts: list[Area], entries: list[_Entry], base: Area) -> None:
    """Rules for cells; formulas are meant from the first cell of `base` on.

    The newer way of LibreOffice (`createByRange`) leaves rules that are saved but not shown.
    """
    cells = _ranges(sheet, parts)
    held = cells.ConditionalFormat
    corner = sheet.cells_at(Area(base.row, base.column, 1, 1)).getCellByPosition(0, 0).CellAddress
    for entry in entries:
        name = (
            "FORMULA" if entry.operator == _EXPRESSION else OPERATORS[_BY_NUMBER[entry.operator]][1]
        )
        held.addNew(
            properties(
                Operator=enum("sheet.ConditionOperator", name),
                Formula1=entry.formula1,
                Formula2=entry.formula2,
                StyleName=entry.style,
                SourcePosition=corner,
            )
        )
    cells.ConditionalFormat = held


def show_rules(sheet: Any, origin: Any) -> None:
    """Rules of a sheet that came from another workbook are known there, but shown only when set anew.

    Rules that came with a file have commas, those set here semicolons.
    """
    formats = sheet.native.ConditionalFormats
    for one in formats.getConditionalFormats():
        entries = [one.getByIndex(index) for index in range(one.getCount())]
        known = all(
            entry.getType() == _CONDITION
            and (entry.Operator in _BY_NUMBER or entry.Operator == _EXPRESSION)
            for entry in entries
        )
        if not known:
            continue
        parts = areas_of(one)
        rules = [
            _Entry(
                entry.Operator,
                stored(entry.Formula1),
                stored(entry.Formula2) if entry.Formula2 else "",
                _brought_style(origin.book, sheet.book, entry.StyleName),
            )
            for entry in entries
        ]
        formats.removeByID(one.ID)
        _append(sheet, parts, rules, bounds_of(parts))


def bounds_of(parts: list[Area]) -> Area:
    """The area around several."""
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.around(part)
    return whole


def _brought_style(origin: Any, target: Any, name: str) -> str:
    """A style of another workbook under a name that is free here: two files call theirs alike."""
    if not origin.cell_styles.hasByName(name):
        return name
    styles = target.cell_styles
    number = styles.getCount()
    while styles.hasByName(f"Tieout {number}"):
        number += 1
    style = target.document.createInstance("com.sun.star.style.CellStyle")
    styles.insertByName(f"Tieout {number}", style)
    old = origin.cell_styles.getByName(name)
    for part in ("CellBackColor", "CharColor", "CharWeight", "CharPosture", "CharStrikeout"):
        style.setPropertyValue(part, old.getPropertyValue(part))
    return f"Tieout {number}"


def areas_of(format_: Any) -> list[Area]:
    """The areas of a conditional format."""
    return [area_of(address) for address in format_.Range.getRangeAddresses()]


def _ranges(sheet: Any, parts: list[Area]) -> Any:
    ranges = sheet.book.document.createInstance("com.sun.star.sheet.SheetCellRanges")
    for part in parts:
        ranges.addRangeAddress(range_address(sheet.index - 1, part), False)
    return ranges


def _style_name(book: Any, spec: dict[str, Any]) -> str:
    """A cell style that looks as asked; equal looks share one."""
    fill, color = spec.get("fill_color"), spec.get("font_color")
    bold, italic = spec.get("font_bold"), spec.get("font_italic")
    parts = [hex_color(one) if one is not None else "none" for one in (fill, color)]
    name = f"Tieout {parts[0]} {parts[1]}{' bold' * bool(bold)}{' italic' * bool(italic)}"
    styles = book.cell_styles
    if fill is None and styles.hasByName(name):
        # in a style that came with a file, "no fill" is a fill of its own, which Excel shows as white
        styles.getByName(name).setPropertyToDefault("CellBackColor")
    if not styles.hasByName(name):
        style = book.document.createInstance("com.sun.star.style.CellStyle")
        styles.insertByName(name, style)
        if fill is not None:
            style.CellBackColor = color_number(fill)
        if color is not None:
            style.CharColor = color_number(color)
        for script in ("", "Asian"):
            if bold is not None:
                style.setPropertyValue(f"CharWeight{script}", BOLD if bold else NORMAL)
            if italic:
                style.setPropertyValue(f"CharPosture{script}", enum("awt.FontSlant", "ITALIC"))
    return name
