"""What does the cell of a rule say: its value as a policy takes it, or a fault."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tieout.workbook.rule_cells import Place, words
from tieout.workbook.rule_faults import RuleFaults
from tieout.workbook.rule_rows import SIDE_WORDS, YES_NO, RuleRow, spoken

_TICKED = {"true": "yes", "false": "no", "1": "yes", "0": "no"}


@dataclass(frozen=True)
class RuleReader:
    """Reads the cells of one sheet; amounts have so many decimals (规则取值)."""

    faults: RuleFaults
    decimals: int

    def value(self, row: RuleRow, written: object, place: Place, customer: str = "") -> object:
        """The value of a cell, None where it is empty or a fault."""
        said = words(written)
        rule = f"customers.{customer}.{row.name}" if customer else row.name
        if row.kind == "words":
            return tuple(dict.fromkeys(filter(None, map(str.strip, _parts(said)))))
        if not said:
            return None
        if row.kind in ("yes_no", "side"):
            return self._word(row, said, place, rule)
        if row.kind == "list":
            return self._percents(said, place, rule)
        return self._number(row, said, place, rule)

    def _word(self, row: RuleRow, said: str, place: Place, rule: str) -> object:
        known = {**_TICKED, **spoken(YES_NO if row.kind == "yes_no" else SIDE_WORDS)}
        found = known.get(said.lower())
        if found is None:
            return self._fault(place, rule, said, row.kind)
        return found == "yes" if row.kind == "yes_no" else found

    def _number(self, row: RuleRow, said: str, place: Place, rule: str) -> object:
        """Percents as decimals, amounts in minor units, everything else whole."""
        own = row.kind in ("amount", "order")
        try:
            number = Decimal(said.replace(",", "").removesuffix("%").strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            return self._fault(place, rule, said, row.kind if own else "number")
        if row.kind == "percent":
            return number
        if row.kind == "amount":
            number = number.scaleb(self.decimals)
        if number % 1:
            return self._fault(place, rule, said, row.kind if own else "whole")
        return int(number)

    def _percents(self, said: str, place: Place, rule: str) -> object:
        parts = [part.strip().removesuffix("%").removesuffix(".0") for part in _parts(said)]
        kept = [part for part in parts if part]
        if not all(part.isdecimal() and int(part) <= 100 for part in kept):
            return self._fault(place, rule, said, "percents")
        return tuple(map(int, kept))

    def _fault(self, place: Place, rule: str, said: str, expected: str) -> object:
        """Keep a fault; there is no value then."""
        self.faults.add(place, rule, said, expected, str(self.decimals))
        return None


def _parts(said: str) -> list[str]:
    return said.replace("、", ",").split(",")
