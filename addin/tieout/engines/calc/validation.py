"""Which values may be entered in a range, as LibreOffice holds the rule."""

from typing import Any

from tieout.engines.calc.formulas import shown, stored
from tieout.engines.calc.rules import OPERATORS
from tieout.engines.calc.structs import enum
from tieout.engines.shared.unsupported import Speaking

_BY_NAME = {name: ours for ours, (_, name) in OPERATORS.items()}
_VALIDATIONS = {
    "whole_number": "WHOLE",
    "decimal": "DECIMAL",
    "date": "DATE",
    "time": "TIME",
    "text_length": "TEXT_LEN",
    "list": "LIST",
    "custom": "CUSTOM",
}
_VALIDATIONS_BACK = {office: name for name, office in _VALIDATIONS.items()}


class DataValidation(Speaking):
    """The rule for what may be entered in a range, as its first cell has it."""

    __slots__ = ("range",)
    ENGINE = "calc"

    def __init__(self, range_: Any) -> None:
        self.range = range_

    @property
    def api(self) -> "DataValidation":
        """Itself."""
        return self

    @property
    def _rule(self) -> Any:
        return self.range(1, 1).native.Validation

    @property
    def type(self) -> str:
        """Which kind of rule."""
        return _VALIDATIONS_BACK.get(self._rule.Type.value, "none")

    @property
    def operator(self) -> str | None:
        """How values are compared."""
        return (
            None
            if self.type in ("list", "custom", "none")
            else _BY_NAME.get(self._rule.getOperator().value)
        )

    @property
    def formula1(self) -> str | None:
        """What values are compared with, or what may be chosen."""
        return shown(self._rule.getFormula1()) if self.type != "none" else None

    @property
    def formula2(self) -> str | None:
        """The other end of a comparison."""
        text = self._rule.getFormula2() if self.type != "none" else ""
        return shown(text) if text else None

    @property
    def formula(self) -> str | None:
        """The condition of a custom rule."""
        return self.formula1 if self.type == "custom" else None

    @property
    def source(self) -> Any:
        """What may be chosen: a tuple of texts, or the reference."""
        if self.type != "list":
            return None
        text = str(self._rule.getFormula1())
        if text.startswith('"'):
            return tuple(part[1:-1].replace('""', '"') for part in text.split(";"))
        return shown(text)

    @property
    def in_cell_dropdown(self) -> bool:
        """Whether the cell shows an arrow."""
        return bool(self._rule.ShowList)

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """Lets a value of a list be chosen."""
        rule = self._rule
        rule.Type = enum("sheet.ValidationType", "LIST")
        rule.ShowList = 1 if in_cell_dropdown else 0
        rule.setFormula1(_list_source(source))
        self._set(rule)

    def set_rule(
        self, rule_type: str, operator: str | None, formula1: str, formula2: str | None
    ) -> None:
        """Lets values be entered for which a rule holds."""
        rule = self._rule
        rule.Type = enum("sheet.ValidationType", _VALIDATIONS[rule_type])
        if operator is not None:
            rule.setOperator(enum("sheet.ConditionOperator", OPERATORS[operator][1]))
        rule.setFormula1(stored(formula1))
        rule.setFormula2(stored(formula2) if formula2 else "")
        self._set(rule)

    def delete(self) -> None:
        """Lets everything be entered."""
        rule = self._rule
        rule.Type = enum("sheet.ValidationType", "ANY")
        rule.setFormula1("")
        self.range.native.Validation = rule

    def _set(self, rule: Any) -> None:
        rule.IgnoreBlankCells = rule.ShowErrorMessage = True
        self.range.native.Validation = rule


def _list_source(source: Any) -> str:
    if isinstance(source, list):
        return ";".join('"' + one.replace('"', '""') + '"' for one in source)
    if hasattr(source, "refers_to"):
        return str(source.name).rpartition("!")[2]
    return stored(f"'{source.sheet.name.replace(chr(39), chr(39) * 2)}'!{source.address}")
