"""Which values may be chosen in cells: data validation on an openpyxl sheet."""

from typing import Any

from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation as Rule

from tieout.engines.headless.areas import areas, references, touch, without
from tieout.engines.headless.native import Native
from tieout.engines.headless.rules import OPERATORS
from tieout.engines.shared.addresses import Area, quoted_sheet
from tieout.engines.shared.functions import with_prefixes, without_prefixes
from tieout.engines.shared.unsupported import Speaking

_TYPES = {
    "whole_number": "whole",
    "decimal": "decimal",
    "list": "list",
    "date": "date",
    "time": "time",
    "text_length": "textLength",
    "custom": "custom",
}
_TYPES_BACK = {file: name for name, file in _TYPES.items()}
_OPERATORS_BACK = {file: name for name, file in OPERATORS.items()}


class DataValidation(Speaking):
    """The rule for what may be entered in a range."""

    __slots__ = ("range",)
    ENGINE = "headless"

    def __init__(self, range_: Any) -> None:
        self.range = range_

    @property
    def api(self) -> "DataValidation":
        """Itself."""
        return self

    def _rules(self) -> list[Rule | None]:
        """The rules in the range, with nothing where part of it has none."""
        area = self.range.area
        found: list[Rule | None] = []
        rest = [area]
        for rule in self.range.sheet.native.data_validations.dataValidation:
            if touch(rule.sqref, area):
                found.append(rule)
                for part in areas(rule.sqref):
                    rest = [piece for whole in rest for piece in whole.without(part)]
        return [*found, None] if rest else found

    @property
    def _rule(self) -> Rule | None:
        found = self._rules()
        return found[0] if len(found) == 1 else None

    @property
    def type(self) -> str:
        """Which kind of rule."""
        found = self._rules()
        if found == [None]:
            return "none"
        if len(found) > 1:
            return "inconsistent"
        return _TYPES_BACK.get(self._rule.type, "none") if self._rule else "none"

    @property
    def operator(self) -> str | None:
        """How values are compared."""
        if self._rule is None or self.type in ("list", "custom", "none"):
            return None
        return _OPERATORS_BACK.get(self._rule.operator or "between")

    @property
    def formula1(self) -> str | None:
        """What values are compared with, or what may be chosen."""
        return _shown(self._rule.formula1) if self._rule else None

    @property
    def formula2(self) -> str | None:
        """The other end of a comparison."""
        return _shown(self._rule.formula2) if self._rule else None

    @property
    def formula(self) -> str | None:
        """The condition of a custom rule."""
        return self.formula1 if self.type == "custom" else None

    @property
    def source(self) -> Any:
        """What may be chosen: a tuple of texts, or the reference."""
        if self.type != "list" or self._rule is None or self._rule.formula1 is None:
            return None
        text = str(self._rule.formula1)
        if text.startswith('"') and text.endswith('"'):
            return tuple(text[1:-1].replace('""', '"').split(","))
        return "=" + text

    @property
    def in_cell_dropdown(self) -> bool | None:
        """Whether the cell shows an arrow; the file says it the other way round."""
        return not self._rule.showDropDown if self._rule and self.type == "list" else None

    @property
    def ignore_blank(self) -> bool | None:
        """Whether empty cells are allowed."""
        return bool(self._rule.allow_blank) if self._rule else None

    @property
    def input_title(self) -> str | None:
        """The title of the hint."""
        return self._rule.promptTitle if self._rule else None

    @property
    def input_message(self) -> str | None:
        """The hint."""
        return self._rule.prompt if self._rule else None

    @property
    def show_input(self) -> bool | None:
        """Whether the hint is shown."""
        return bool(self._rule.showInputMessage) if self._rule else None

    @property
    def error_title(self) -> str | None:
        """The title of the refusal."""
        return self._rule.errorTitle if self._rule else None

    @property
    def error_message(self) -> str | None:
        """The refusal."""
        return self._rule.error if self._rule else None

    @property
    def show_error(self) -> bool | None:
        """Whether wrong values are refused."""
        return bool(self._rule.showErrorMessage) if self._rule else None

    @property
    def alert_style(self) -> str | None:
        """How hard wrong values are refused."""
        return (self._rule.errorStyle or "stop") if self._rule else None

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """Lets a value of a list be chosen."""
        self._set(
            Rule(type="list", formula1=_list_source(source), showDropDown=not in_cell_dropdown)
        )

    def set_rule(
        self, rule_type: str, operator: str | None, formula1: str, formula2: str | None
    ) -> None:
        """Lets values be entered for which a rule holds."""
        self._set(
            Rule(
                type=_TYPES[rule_type],
                operator=OPERATORS[operator] if operator else None,
                formula1=_stored(formula1),
                formula2=_stored(formula2),
            )
        )

    def delete(self) -> None:
        """Lets everything be entered."""
        clear_validation(self.range.sheet.native, self.range.area)
        self.range.sheet.touched("validation")

    def _set(self, rule: Rule) -> None:
        sheet = self.range.sheet.native
        clear_validation(sheet, self.range.area)
        rule.allow_blank = rule.showErrorMessage = rule.showInputMessage = True
        rule.sqref = MultiCellRange(self.range.area.reference())
        sheet.data_validations.dataValidation.append(rule)
        self.range.sheet.touched("validation")


def clear_validation(sheet: Native, area: Area) -> bool:
    """Takes all rules away from an area; whether there were any."""
    kept, found = [], False
    for rule in sheet.data_validations.dataValidation:
        if touch(rule.sqref, area):
            found, rest = True, without(rule.sqref, area)
            if not rest:
                continue
            rule.sqref = MultiCellRange(references(rest))
        kept.append(rule)
    sheet.data_validations.dataValidation = kept
    return found


def _list_source(source: Any) -> str:
    if isinstance(source, list):
        return '"' + ",".join(source).replace('"', '""') + '"'
    if hasattr(source, "refers_to"):
        return str(source.name).rpartition("!")[2]
    return f"{quoted_sheet(source.sheet.name)}!{source.address}"


def _stored(formula: str | None) -> str | None:
    return None if formula is None else with_prefixes(formula.removeprefix("="))


def _shown(formula: object) -> str | None:
    return None if formula is None else "=" + without_prefixes(str(formula))
