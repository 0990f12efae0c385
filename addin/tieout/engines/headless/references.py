"""Where in an openpyxl workbook do formulas and references stand, and how are all rewritten at once."""

from collections.abc import Callable, Iterator
from typing import Any

Rewrite = Callable[[str, str], str]
"""A formula, beginning with `=`, and the name of the sheet it stands in, give the new formula."""


def rewrite_formulas(workbook: Any, rewrite: Rewrite) -> None:
    """Rewrites every formula: of cells, rules, validations, names, charts."""
    for sheet in workbook.worksheets:
        _cells(sheet, rewrite)
        _rules(sheet, rewrite)
        for name in sheet.defined_names.values():
            name.attr_text = _bare(name.attr_text, sheet.title, rewrite)
        for chart in sheet._charts:
            for holder in chart_references(chart):
                holder.f = _bare(holder.f, sheet.title, rewrite)
    for name in workbook.defined_names.values():
        name.attr_text = _bare(name.attr_text, "", rewrite)


def _cells(sheet: Any, rewrite: Rewrite) -> None:
    for cell in sheet._cells.values():
        if cell.data_type != "f":
            continue
        value = cell._value
        if isinstance(value, str):
            cell._value = rewrite(value, sheet.title)
        elif getattr(value, "text", None):
            text = value.text if value.text.startswith("=") else f"={value.text}"
            value.text = rewrite(text, sheet.title)


def _rules(sheet: Any, rewrite: Rewrite) -> None:
    for rules in sheet.conditional_formatting._cf_rules.values():
        for rule in rules:
            rule.formula = [_bare(formula, sheet.title, rewrite) for formula in rule.formula]
    for validation in sheet.data_validations.dataValidation:
        for part in ("formula1", "formula2"):
            formula = getattr(validation, part)
            if formula and not str(formula).startswith('"'):
                setattr(validation, part, _bare(str(formula), sheet.title, rewrite))


def _bare(text: Any, sheet: str, rewrite: Rewrite) -> Any:
    return rewrite(f"={text}", sheet)[1:] if text else text


def chart_references(chart: Any) -> Iterator[Any]:
    """The references of a chart: objects with the reference in `f`."""
    for part in (chart, *getattr(chart, "_charts", ())):
        for series in getattr(part, "series", ()) or getattr(part, "ser", ()):
            for name in ("tx", "cat", "val", "xVal", "yVal", "bubbleSize"):
                source = getattr(series, name, None)
                if source is None:
                    continue
                for kind in ("strRef", "numRef", "multiLvlStrRef"):
                    reference = getattr(source, kind, None)
                    if reference is not None and reference.f:
                        yield reference
