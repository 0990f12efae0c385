"""Which policy does a sheet 对账规则 say: its cells become rules, every fault named with its cell."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from tieout.ledger.currency import UNSTATED, decimals
from tieout.matching.policy import Policy
from tieout.matching.policy_file import PolicyError, fault_of
from tieout.matching.presets import preset
from tieout.texts import LANGUAGES, Language, current_language
from tieout.workbook.rule_cells import (
    NAME,
    USUAL,
    VALUE,
    Cells,
    Place,
    at,
    in_both_languages,
    is_heading,
    outside_tables,
    unknown_tables,
    words,
)
from tieout.workbook.rule_faults import RuleFaults
from tieout.workbook.rule_rows import (
    AMOUNTS_IN,
    GENERAL,
    PASS_ROWS,
    STEP,
    WINDOW_PARTS,
    preset_words,
    rule_values,
)
from tieout.workbook.rule_tables import aliases, customers, with_turned_on
from tieout.workbook.rule_value import RuleReader

Lines = Mapping[str, int]
"""The row of each rule by its name."""


def policy_on_sheet(
    cells: Cells, file: str, sheet: str, language: Language | None = None
) -> Policy:
    """The policy; a `PolicyError` names every cell that cannot be used."""
    faults = RuleFaults(cells, sheet, language or current_language())
    rules = _rules(cells, faults)
    try:
        policy = Policy.model_validate(rules)
    except ValidationError as error:
        for each in error.errors():
            faults.add_of_policy(fault_of(each), each["loc"])
    if faults.found:
        raise PolicyError(file, tuple(faults.found))
    return policy


def _rules(cells: Cells, faults: RuleFaults) -> dict[str, Any]:
    """All rules as a policy takes them."""
    lines = _lines(cells, faults)
    reader = RuleReader(faults, _decimals(cells, lines, faults))
    base = _preset(cells, lines, faults)
    rules = {
        **base.model_dump(),
        "preset": base.preset,
        **nested(_values(cells, lines, base, reader)),
    }
    rules["passes"] = _passes(cells, lines, base, reader)
    rules["customers"] = {name: nested(own) for name, own in customers(cells, reader).items()}
    rules["aliases"] = aliases(cells, faults)
    return with_turned_on(rules, cells, reader)


def _lines(cells: Cells, faults: RuleFaults) -> Lines:
    known = {row.name for row in (*GENERAL, *PASS_ROWS)}
    for place, mark in unknown_tables(cells):
        faults.add((place, 0), "", mark, "known_table")
    lines: dict[str, int] = {}
    for place, row in outside_tables(cells):
        name = words(at(row, NAME))
        if name in known and name not in lines:
            lines[name] = place
        elif name and not is_heading(row):
            faults.add((place, NAME), "", name, "once" if name in known else "known_rule")
    return lines


def _written(cells: Cells, lines: Lines, name: str) -> tuple[str, Place]:
    """What stands beside a rule, and where; "" where the sheet has no such line."""
    place = lines.get(name)
    return ("" if place is None else words(at(cells[place], VALUE))), (place or 0, VALUE)


def _decimals(cells: Cells, lines: Lines, faults: RuleFaults) -> int:
    written, place = _written(cells, lines, AMOUNTS_IN)
    if written.lower() in in_both_languages("rules.minor_units"):
        return 0
    if not written or written.lower() in in_both_languages("rules.units.currency"):
        return decimals(UNSTATED)
    if not (len(written) == 3 and written.isascii() and written.isalpha()):
        faults.add(place, AMOUNTS_IN, written, "currency")
    return decimals(written.upper())


def _preset(cells: Cells, lines: Lines, faults: RuleFaults) -> Policy:
    written, place = _written(cells, lines, "preset")
    names = {word.lower(): name for lang in LANGUAGES for name, word in preset_words(lang).items()}
    names |= {name: name for name in preset_words("en")}
    found = names.get(written.lower() or "receivables")
    if found is None:
        known = ", ".join(preset_words(faults.language).values())
        faults.add(place, "preset", written, "preset", known)
    return preset(found or "receivables")


def _values(cells: Cells, lines: Lines, base: Policy, reader: RuleReader) -> dict[str, object]:
    """The rules that are not left as usual; what may be empty and is, is said to be nothing."""
    found: dict[str, object] = {}
    usual_now = rule_values(base)
    for row in GENERAL:
        if row.kind in ("preset", "currency") or row.name not in lines:
            continue
        place = lines[row.name], VALUE
        written, usual = (at(cells[place[0]], column) for column in (VALUE, USUAL))
        reader.faults.places[tuple(row.name.split("."))] = place
        empty = not words(written) and not row.may_be_empty
        as_usual = empty or words(written) == words(usual)
        found[row.name] = usual_now[row.name] if as_usual else reader.value(row, written, place)
    return found


def _passes(cells: Cells, lines: Lines, base: Policy, reader: RuleReader) -> tuple[str, ...]:
    """The passes by the numbers people gave them; without any line of them, as usual."""
    order: dict[int, str] = {}
    named = [row for row in PASS_ROWS if row.name in lines]
    for row in named:
        place = lines[row.name], VALUE
        written = at(cells[place[0]], VALUE)
        number = reader.value(row, written, place)
        if number is None or number == 0:
            continue
        if not isinstance(number, int) or number < 1 or number in order:
            reader.faults.add(place, row.name, words(written), "order")
            continue
        order[number] = row.name.removeprefix(STEP)
    return tuple(order[number] for number in sorted(order)) if named else base.passes


def nested(flat: Mapping[str, object]) -> dict[str, Any]:
    """`window.anchor` and its like under one name; a window of nothing is none."""
    rules: dict[str, Any] = {}
    for name, value in flat.items():
        table, _, part = name.partition(".")
        if part:
            rules.setdefault(table, {})[part] = value
        else:
            rules[name] = value
    if "window" in rules:
        parts = {"anchor": "", **{n: v for n, v in rules["window"].items() if v is not None}}
        whole = {part: parts.get(part) for part in WINDOW_PARTS}
        rules["window"] = whole if len(parts) > 1 or parts["anchor"] else None
    return rules
