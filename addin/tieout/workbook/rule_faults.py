"""What is wrong with a sheet of rules: every fault with its cell, a cell named once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tieout.matching.policy_file import PolicyFault
from tieout.texts import Language, text
from tieout.workbook.layout import cell
from tieout.workbook.rule_cells import Cells, Place, at, words
from tieout.workbook.rule_rows import GENERAL, OF_CUSTOMER, PASS_ROWS


@dataclass
class RuleFaults:
    """The faults of a sheet so far, and the cell that each rule was read from."""

    cells: Cells
    sheet: str
    language: Language
    found: list[PolicyFault] = field(default_factory=list)
    places: dict[tuple[str, ...], Place] = field(default_factory=dict)
    faulty: set[Place] = field(default_factory=set)

    def add(self, place: Place, rule: str, written: str, expected: str, limit: str = "") -> None:
        """A cell that cannot be used; `expected` names the text `rules.expected.<expected>`."""
        self.faulty.add(place)
        where = self._where(place, rule)
        self.found.append(PolicyFault(where, f"“{written}”", f"rules.expected.{expected}", limit))

    def add_of_policy(self, fault: PolicyFault, where: Sequence[object]) -> None:
        """A fault of the policy as a whole, with the cell it comes from."""
        key = tuple(map(str, where))
        places = [p for k, p in self.places.items() if k[: len(key)] == key or key[: len(k)] == k]
        if not places:
            self.found.append(fault)
        elif places[0] not in self.faulty:
            row, column = places[0]
            expected = "rules.expected.window" if key[-1] == "anchor" else fault.expected
            written = f"“{words(at(self.cells[row], column))}”"
            at_place = self._where(places[0], fault.rule)
            self.found.append(PolicyFault(at_place, written, expected, fault.limit))

    def _where(self, place: Place, rule: str) -> str:
        address = cell(place[0] + 1, place[1] + 1)
        said = rule_said(rule, self.language)
        where = text("rules.place", self.language, sheet=self.sheet, cell=address, rule=said)
        return where.strip(" ,，")


def rule_said(rule: str, language: Language) -> str:
    """A rule as people name it; one of a customer with the customer."""
    named = [row for row in (*GENERAL, *PASS_ROWS) if row.name == rule]
    agreed = [row for row in OF_CUSTOMER if rule.endswith(f".{row.name}")]
    if named:
        return named[0].meaning(language)
    if agreed:
        customer = rule.removesuffix(f".{agreed[0].name}").removeprefix("customers.")
        return f"{agreed[0].short(language)} ({customer})"
    return rule
