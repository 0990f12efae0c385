"""How are conditional formats read and made on an openpyxl sheet."""

from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import ColorScale, DataBar, FormatObject, IconSet, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from tieout.engines.headless.areas import areas, references, touch, without
from tieout.engines.headless.native import Native
from tieout.engines.headless.styles import argb
from tieout.engines.headless.theme import shown_color
from tieout.engines.shared.addresses import Area
from tieout.engines.shared.colors import Rgb
from tieout.engines.shared.functions import with_prefixes, without_prefixes
from tieout.engines.shared.rules import ConditionalFormatsFace
from tieout.engines.shared.unsupported import Speaking

OPERATORS = {
    "between": "between",
    "not_between": "notBetween",
    "equal_to": "equal",
    "not_equal_to": "notEqual",
    "greater_than": "greaterThan",
    "less_than": "lessThan",
    "greater_than_or_equal": "greaterThanOrEqual",
    "less_than_or_equal": "lessThanOrEqual",
}
_OPERATORS_BACK = {file: name for name, file in OPERATORS.items()}
_TYPES = {
    "cellIs": "cell_value",
    "expression": "custom",
    "colorScale": "color_scale",
    "dataBar": "data_bar",
    "iconSet": "icon_set",
}
_THRESHOLDS = {
    "lowest_value": "min",
    "highest_value": "max",
    "automatic": "min",
    "number": "num",
    "percent": "percent",
    "percentile": "percentile",
}
_THRESHOLDS_BACK = {
    "min": "lowest_value",
    "max": "highest_value",
    "num": "number",
    "percent": "percent",
    "percentile": "percentile",
    "formula": "formula",
}
_ICONS = {
    "3_arrows": "3Arrows",
    "3_arrows_gray": "3ArrowsGray",
    "3_flags": "3Flags",
    "3_traffic_lights_1": "3TrafficLights1",
    "3_traffic_lights_2": "3TrafficLights2",
    "3_signs": "3Signs",
    "3_symbols": "3Symbols",
    "3_symbols_2": "3Symbols2",
    "4_arrows": "4Arrows",
    "4_arrows_gray": "4ArrowsGray",
    "4_red_to_black": "4RedToBlack",
    "4_rating": "4Rating",
    "4_traffic_lights": "4TrafficLights",
    "5_arrows": "5Arrows",
    "5_arrows_gray": "5ArrowsGray",
    "5_rating": "5Rating",
    "5_quarters": "5Quarters",
}
_ICONS_BACK = {file: name for name, file in _ICONS.items()}


class ConditionalFormat(Speaking):
    """One rule of a sheet."""

    __slots__ = ("parent", "rule")
    ENGINE = "headless"

    def __init__(self, parent: Any, rule: Rule) -> None:
        self.parent = parent
        self.rule = rule

    @property
    def api(self) -> Rule:
        """The rule as openpyxl holds it."""
        return self.rule

    @property
    def type(self) -> str:
        """Which kind of rule."""
        return _TYPES.get(self.rule.type, "unknown")

    @property
    def stop_if_true(self) -> bool | None:
        """Whether later rules rest."""
        if self.type in ("color_scale", "data_bar", "icon_set"):
            return None
        return bool(self.rule.stopIfTrue)

    @property
    def operator(self) -> str | None:
        """How values are compared."""
        return _OPERATORS_BACK.get(self.rule.operator) if self.type == "cell_value" else None

    @property
    def formula1(self) -> str | None:
        """What values are compared with."""
        return self._formula(0) if self.type == "cell_value" else None

    @property
    def formula2(self) -> str | None:
        """The other end of a comparison."""
        return self._formula(1) if self.operator in ("between", "not_between") else None

    @property
    def formula(self) -> str | None:
        """The condition."""
        return self._formula(0) if self.type == "custom" else None

    @property
    def fill_color(self) -> Rgb | None:
        """The colour behind the cells."""
        fill = self.rule.dxf.fill if self.rule.dxf else None
        return shown_color(self._book, fill.bgColor) if fill is not None else None

    @property
    def font_color(self) -> Rgb | None:
        """The colour of the letters."""
        font = self._font
        return shown_color(self._book, font.color) if font is not None else None

    @property
    def font_bold(self) -> bool | None:
        """Whether letters turn bold."""
        return self._font.b if self._font is not None else None

    @property
    def font_italic(self) -> bool | None:
        """Whether letters turn italic."""
        return self._font.i if self._font is not None else None

    @property
    def colors(self) -> tuple[Rgb | None, ...] | None:
        """The colours of a scale."""
        if self.type != "color_scale":
            return None
        return tuple(shown_color(self._book, color) for color in self.rule.colorScale.color)

    @property
    def bar_color(self) -> Rgb | None:
        """The colour of bars."""
        return shown_color(self._book, self.rule.dataBar.color) if self.type == "data_bar" else None

    @property
    def gradient(self) -> bool | None:
        """Whether bars fade; those of a plain file do."""
        return True if self.type == "data_bar" else None

    @property
    def show_value(self) -> bool | None:
        """Whether the value is shown too."""
        part = self.rule.dataBar or self.rule.iconSet
        return part.showValue is not False if part is not None else None

    @property
    def icon_set(self) -> str | None:
        """The name of the icons."""
        return _ICONS_BACK.get(self.rule.iconSet.iconSet) if self.type == "icon_set" else None

    @property
    def reverse_order(self) -> bool | None:
        """Whether the icons stand the other way round."""
        return bool(self.rule.iconSet.reverse) if self.type == "icon_set" else None

    @property
    def threshold_types(self) -> tuple[str, ...] | None:
        """How the steps are measured."""
        steps = self._steps
        return (
            None if steps is None else tuple(_THRESHOLDS_BACK.get(s.type, "unknown") for s in steps)
        )

    @property
    def thresholds(self) -> tuple[Any, ...] | None:
        """Where the steps are."""
        steps = self._steps
        return (
            None
            if steps is None
            else tuple(s.val if s.type not in ("min", "max") else None for s in steps)
        )

    def set(self, changes: dict[str, Any]) -> None:
        """Changes what is named."""
        if "operator" in changes:
            setattr(self.rule, "operator", OPERATORS[changes["operator"]])  # noqa: B010  # a literal to mypy
        formulas = list(self.rule.formula)
        for index, name in ((0, "formula1"), (0, "formula"), (1, "formula2")):
            if name in changes:
                formulas[index:] = [_stored(changes[name]), *formulas[index + 1 :]]
        self.rule.formula = [formula for formula in formulas if formula is not None]
        if "stop_if_true" in changes:
            self.rule.stopIfTrue = changes["stop_if_true"]
        old = {
            "fill_color": self.fill_color,
            "font_color": self.font_color,
            "font_bold": self.font_bold,
            "font_italic": self.font_italic,
        }
        if set(old) & set(changes):
            self.rule.dxf = _look({**old, **changes})
        self.parent.touched("rules_removed")

    def delete(self) -> None:
        """Takes the rule away."""
        keep(self.parent.native, lambda _, rule: rule is not self.rule)
        self.parent.touched("rules_removed")

    def _formula(self, index: int) -> str | None:
        formulas = self.rule.formula
        return "=" + without_prefixes(str(formulas[index])) if index < len(formulas) else None

    @property
    def _book(self) -> Any:
        return self.parent.native.parent

    @property
    def _font(self) -> Any:
        return self.rule.dxf.font if self.rule.dxf else None

    @property
    def _steps(self) -> list[Any] | None:
        part = self.rule.colorScale or self.rule.dataBar or self.rule.iconSet
        if part is None:
            return None
        return list(part.cfvo)[1:] if self.type == "icon_set" else list(part.cfvo)


class ConditionalFormats(ConditionalFormatsFace):
    """The rules that touch a range, most important first."""

    __slots__ = ()
    ENGINE = "headless"

    def rules(self) -> list[ConditionalFormat]:
        """All of them."""
        sheet = self.range.sheet
        found = [
            rule
            for place, rules in sheet.native.conditional_formatting._cf_rules.items()
            if touch(place.sqref, self.range.area)
            for rule in rules
        ]
        found.sort(key=lambda rule: rule.priority)
        return [ConditionalFormat(sheet, rule) for rule in found]

    def _add(self, rule: Rule) -> ConditionalFormat:
        sheet = self.range.sheet
        rule.tieout_new = True
        sheet.native.conditional_formatting.add(self.range.area.reference(), rule)
        sheet.touched("rules")
        return ConditionalFormat(sheet, rule)

    def add_cell_value(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A rule that compares values."""
        formulas = [
            _stored(spec[name]) for name in ("formula1", "formula2") if spec.get(name) is not None
        ]
        return self._add(
            Rule(
                type="cellIs",
                operator=OPERATORS[spec["operator"]],
                formula=formulas,
                dxf=_look(spec),
                stopIfTrue=spec["stop_if_true"],
            )
        )

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A rule with a formula."""
        return self._add(
            Rule(
                type="expression",
                formula=[_stored(spec["formula"])],
                dxf=_look(spec),
                stopIfTrue=spec["stop_if_true"],
            )
        )

    def add_color_scale(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A rule that shades."""
        scale = ColorScale(cfvo=_cfvo(spec), color=[argb(color) for color in spec["colors"]])
        return self._add(Rule(type="colorScale", colorScale=scale))

    def add_data_bar(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A rule that draws bars."""
        low, high = _cfvo(spec)
        if spec["threshold_types"][1] == "automatic":
            high = FormatObject(type="max")
        bar = DataBar(cfvo=[low, high], color=argb(spec["bar_color"]), showValue=spec["show_value"])
        return self._add(Rule(type="dataBar", dataBar=bar))

    def add_icon_set(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A rule that sets icons."""
        icons = IconSet(
            iconSet=_ICONS[spec["icon_set"]],
            cfvo=[FormatObject(type="percent", val=0), *_cfvo(spec)],
            showValue=spec["show_value"],
            reverse=spec["reverse_order"],
        )
        return self._add(Rule(type="iconSet", iconSet=icons))

    def clear(self) -> None:
        """Takes the rules away from these cells, elsewhere they stay."""
        if clear_rules(self.range.sheet.native, self.range.area):
            self.range.sheet.touched("rules_removed")


def clear_rules(sheet: Native, area: Area) -> bool:
    """Takes all rules away from an area; whether one that came with the file was among them."""
    replaced = ConditionalFormattingList()
    old_touched = False
    for place, rules in sheet.conditional_formatting._cf_rules.items():
        touched = touch(place.sqref, area)
        old_touched |= touched and not all(getattr(rule, "tieout_new", False) for rule in rules)
        rest = without(place.sqref, area) if touched else areas(place.sqref)
        for rule in rules if rest else ():
            replaced.add(references(rest), rule)
    _replace(sheet, replaced)
    return old_touched


def keep(sheet: Native, wanted: Any) -> None:
    """Keeps the rules that are wanted."""
    replaced = ConditionalFormattingList()
    for place, rules in sheet.conditional_formatting._cf_rules.items():
        for rule in rules:
            if wanted(place, rule):
                replaced.add(str(place.sqref), rule)
    _replace(sheet, replaced)


def _replace(sheet: Native, replaced: ConditionalFormattingList) -> None:
    replaced.max_priority = sheet.conditional_formatting.max_priority
    sheet.conditional_formatting = replaced


def _look(spec: dict[str, Any]) -> DifferentialStyle:
    fill, color = spec.get("fill_color"), spec.get("font_color")
    font = {"b": spec.get("font_bold"), "i": spec.get("font_italic")}
    has_font = color is not None or any(value is not None for value in font.values())
    return DifferentialStyle(
        font=Font(**font, color=None if color is None else argb(color)) if has_font else None,
        fill=PatternFill("solid", bgColor=argb(fill)) if fill is not None else None,
    )


def _cfvo(spec: dict[str, Any]) -> list[FormatObject]:
    pairs = zip(spec["threshold_types"], spec["thresholds"], strict=True)
    return [FormatObject(type=_THRESHOLDS[kind], val=value) for kind, value in pairs]


def _stored(value: Any) -> str | None:
    if value is None:
        return None
    text = str(value)
    return with_prefixes(text.removeprefix("=")) if text.startswith("=") else text
