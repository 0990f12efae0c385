"""Which texts does the add-in carry with it: those that VBA shows by itself."""

from tieout.excel.functions import FUNCTIONS
from tieout.excel.ribbon import GROUPS, TAB
from tieout.texts import text

OF_VBA = ("excel.no_bridge", "excel.mac")


def ui_texts() -> list[tuple[str, str, str]]:
    """Key, Chinese, English, in the order of the keys."""
    return [(key, text(key, "zh"), text(key, "en")) for key in sorted(set(_keys()))]


def _keys() -> list[str]:
    pressed = [button.name for group in GROUPS for button in group.buttons]
    pressed += [menu.name for group in GROUPS for menu in group.menus]
    labelled = [TAB, *(group.name for group in GROUPS), *pressed]
    arguments = [each.name for function in FUNCTIONS for each in function.parameters]
    return [
        *OF_VBA,
        *(f"ribbon.{name}.label" for name in labelled),
        *(f"ribbon.{name}.help" for name in pressed),
        *(f"function.{function.name}" for function in FUNCTIONS),
        *(f"argument.{name}" for name in arguments),
    ]
