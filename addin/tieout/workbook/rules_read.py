"""Which policy does a sheet 对账规则 say: its cells become rules, every fault named with its cell."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from tieout.ledger.currency import UNSTATED, decimals
from tieout.matching.policy import Policy
from tieout.matching.policy_file import PolicyError, PolicyFault, fault_of
from tieout.matching.presets import preset
from tieout.texts import LANGUAGES, Language, current_language, text
from tieout.workbook.layout import cell
from tieout.workbook.rule_rows import (
    ALIASES,
    AMOUNTS_IN,
    CUSTOMERS,
    GENERAL,
    OF_CUSTOMER,
    PASS_ROWS,
    PROPOSED,
    SIDE_WORDS,
    STEP,
    TABLE_ENDS,
    TABLES,
    WINDOW_PARTS,
    YES_NO,
    RuleRow,
    preset_words,
    rule_values,
    spoken,
)

Cells = Sequence[Sequence[object]]
"""A sheet's values, row by row."""
VALUE, USUAL, NAME = 1, 2, 4
"""The columns of a rule, 0-based."""
MINOR_UNITS = "minor"


def is_rules_sheet(cells: Cells) -> bool:
    """Whether the names of rules stand where the sheet has them."""
    return {"preset", "window_days"} <= {_words(_at(row, NAME)) for row in cells}


def policy_on_sheet(
    cells: Cells, file: str, sheet: str, language: Language | None = None
) -> Policy:
    """The policy; a `PolicyError` names every cell that cannot be used."""
    reading = _Reading(cells, sheet, language or current_language())
    rules = reading.rules()
    try:
        policy = Policy.model_validate(rules)
    except ValidationError as error:
        for each in error.errors():
            reading.add(fault_of(each), each["loc"])
    if reading.faults:
        raise PolicyError(file, tuple(reading.faults))
    return policy


@dataclass
class _Reading:
    """The sheet as far as it was read: faults so far, and the cell of each rule."""

    cells: Cells
    sheet: str
    language: Language
    faults: list[PolicyFault] = field(default_factory=list)
    faulty: set[tuple[int, int]] = field(default_factory=set)
    places: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)
    decimals: int = 2

    def rules(self) -> dict[str, Any]:
        """All rules as a policy takes them."""
        lines = self._general()
        self.decimals = self._decimals(lines)
        base = self._preset(lines)
        found = self._values(lines, base)
        rules = {**base.model_dump(), "preset": base.preset, **_nested(found)}
        rules["passes"] = self._passes(lines, base)
        rules["customers"], rules["aliases"] = self._customers(), self._aliases()
        for name, value, place in self._turned_on():
            self._add(rules, name, value, place)
        return rules

    # --- the general rules -----------------------------------------------------------------

    def _general(self) -> dict[str, int]:
        """The row of each rule by its name."""
        known = {row.name for row in (*GENERAL, *PASS_ROWS)}
        lines: dict[str, int] = {}
        for place, row in self._outside_tables():
            name = _words(_at(row, NAME))
            if name in known and name not in lines:
                lines[name] = place
            elif name and not _is_heading(row):
                self._fault((place, NAME), "", name, "once" if name in known else "known_rule")
        return lines

    def _outside_tables(self) -> Iterator[tuple[int, Sequence[object]]]:
        inside = False
        for place, row in enumerate(self.cells):
            first = _words(_at(row, 0))
            if first.startswith("[") and first.endswith("]") and first not in TABLES:
                self._fault((place, 0), "", first, "known_table")
            inside = first in TABLES or (inside and not first.startswith(TABLE_ENDS))
            if not inside:
                yield place, row

    def _decimals(self, lines: Mapping[str, int]) -> int:
        place = lines.get(AMOUNTS_IN)
        written = "" if place is None else _words(_at(self.cells[place], VALUE))
        if written.lower() in _both("rules.minor_units"):
            return 0
        if not written or written.lower() in _both("rules.units.currency"):
            return decimals(UNSTATED)
        if not (len(written) == 3 and written.isascii() and written.isalpha()):
            self._fault((place or 0, VALUE), AMOUNTS_IN, written, "currency")
        return decimals(written.upper())

    def _preset(self, lines: Mapping[str, int]) -> Policy:
        place = lines.get("preset")
        written = "" if place is None else _words(_at(self.cells[place], VALUE))
        names = {w.lower(): name for lang in LANGUAGES for name, w in preset_words(lang).items()}
        names |= {name: name for name in preset_words("en")}
        found = names.get(written.lower() or "receivables")
        if found is None:
            known = ", ".join(preset_words(self.language).values())
            self._fault((place or 0, VALUE), "preset", written, "preset", known)
        return preset(found or "receivables")

    def _values(self, lines: Mapping[str, int], base: Policy) -> dict[str, object]:
        """The rules that are not left as usual; what may be empty and is, is said to be nothing."""
        found: dict[str, object] = {}
        usual_now = rule_values(base)
        for row in GENERAL:
            if row.kind in ("preset", "currency") or row.name not in lines:
                continue
            place = lines[row.name]
            line = self.cells[place]
            written, usual = _at(line, VALUE), _at(line, USUAL)
            self.places[tuple(row.name.split("."))] = place, VALUE
            as_usual = _words(written) == _words(usual) or (
                not _words(written) and not row.may_be_empty
            )
            found[row.name] = (
                usual_now[row.name] if as_usual else self._value(row, written, (place, VALUE))
            )
        return found

    def _passes(self, lines: Mapping[str, int], base: Policy) -> tuple[str, ...]:
        """The passes by the numbers people gave them; without any line of them, as usual."""
        order: dict[int, str] = {}
        named = [row for row in PASS_ROWS if row.name in lines]
        for row in named:
            place = lines[row.name], VALUE
            number = self._value(row, _at(self.cells[place[0]], VALUE), place)
            if number is None or number == 0:
                continue
            if not isinstance(number, int) or number < 1 or number in order:
                self._fault(place, row.name, self._found(place), "order")
                continue
            order[number] = row.name.removeprefix(STEP)
        if not named:
            return base.passes
        return tuple(order[number] for number in sorted(order))

    # --- the tables ------------------------------------------------------------------------

    def _lines_of(self, mark: str) -> Iterator[tuple[int, Sequence[object]]]:
        """The filled lines of a table, below its mark, title and headings."""
        starts = [p for p, row in enumerate(self.cells) if _words(_at(row, 0)) == mark]
        for place in range(starts[0] + 3, len(self.cells)) if starts else ():
            row = self.cells[place]
            first = _words(_at(row, 0))
            if first.startswith(TABLE_ENDS) or first in TABLES:
                return
            if any(map(_words, row)):
                yield place, row

    def _columns_of(self, mark: str) -> list[str]:
        found = [row for row in self.cells if _words(_at(row, 0)) == mark]
        return [_words(value) for value in found[0]] if found else []

    def _customers(self) -> dict[str, dict[str, object]]:
        columns = self._columns_of(CUSTOMERS)
        rows = {row.name: row for row in OF_CUSTOMER}
        agreed: dict[str, dict[str, object]] = {}
        for place, line in self._lines_of(CUSTOMERS):
            customer = _name(_at(line, 0))
            if not customer or customer in agreed:
                expected = "once" if customer else "customer"
                self._fault((place, 0), text("rules.customer", self.language), customer, expected)
                continue
            own: dict[str, object] = {}
            for column, name in enumerate(columns[1:], start=1):
                written = _at(line, column)
                if name in rows and _words(written):
                    self.places["customers", customer, *name.split(".")] = place, column
                    own[name] = self._value(rows[name], written, (place, column), customer)
            agreed[customer] = _nested(own)
        return agreed

    def _aliases(self) -> dict[str, str]:
        aliases: dict[str, str] = {}
        for place, line in self._lines_of(ALIASES):
            theirs, ours = _name(_at(line, 0)), _name(_at(line, 1))
            label = text("rules.aliases", self.language)
            if not (theirs and ours):
                self._fault((place, 1 if theirs else 0), label, theirs or ours, "our_name")
            elif theirs in aliases:
                self._fault((place, 0), label, theirs, "once")
            else:
                aliases[theirs] = ours
        return aliases

    def _turned_on(self) -> Iterator[tuple[str, object, tuple[int, int]]]:
        """The proposed rules that somebody turned on."""
        for place, line in self._lines_of(PROPOSED):
            name = _name(_at(line, NAME))
            on = self._value(_ON, _at(line, 1), (place, 1)) if _words(_at(line, 1)) else False
            if on:
                yield name, _at(line, 2), (place, 2)

    def _add(
        self, rules: dict[str, Any], name: str, written: object, place: tuple[int, int]
    ) -> None:
        """One more rule, as its name says where it belongs."""
        table, _, rest = name.partition(".")
        if table == "aliases" and rest:
            if not _words(written):
                self._fault(place, name, "", "each")
            rules["aliases"] = {**rules["aliases"], rest: _name(written)}
            return
        general = {row.name: row for row in GENERAL}
        if name in general and not rest:
            self.places[name,] = place
            rules[name] = self._value(general[name], written, place)
            return
        customer, _, rule = rest.rpartition(".")
        rows = {row.name: row for row in OF_CUSTOMER}
        if table != "customers" or rule not in rows:
            self._fault((place[0], NAME), "", name, "known_rule")
            return
        own = rules["customers"].get(customer, {})
        self.places["customers", customer, rule] = place
        value = self._value(rows[rule], written, place, customer)
        rules["customers"] = {**rules["customers"], customer: {**own, rule: value}}

    # --- a value, and what is wrong with one -------------------------------------------------

    def _value(
        self, row: RuleRow, written: object, place: tuple[int, int], customer: str = ""
    ) -> object:
        """The value of a cell as a policy takes it; a fault where it cannot be one."""
        words = _words(written)
        name = f"customers.{customer}.{row.name}" if customer else row.name
        if row.kind == "words":
            return tuple(dict.fromkeys(filter(None, map(str.strip, _split(words)))))
        if not words:
            return None
        if row.kind in ("yes_no", "side"):
            meant = spoken(YES_NO if row.kind == "yes_no" else SIDE_WORDS)
            found = {**_TICKED, **meant}.get(words.lower())
            if found is None:
                return self._fault(place, name, words, row.kind)
            return found == "yes" if row.kind == "yes_no" else found
        if row.kind == "list":
            return self._percents(words, name, place)
        return self._number(row, words, place, name)

    def _number(self, row: RuleRow, words: str, place: tuple[int, int], name: str) -> object:
        try:
            number = Decimal(words.replace(",", "").removesuffix("%").strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            expected = row.kind if row.kind in ("amount", "order") else "number"
            return self._fault(place, name, words, expected, str(self.decimals))
        if row.kind == "percent":
            return number
        if row.kind == "amount":
            number = number.scaleb(self.decimals)
        if number % 1:
            whole = row.kind if row.kind in ("amount", "order") else "whole"
            return self._fault(place, name, words, whole, str(self.decimals))
        return int(number)

    def _percents(self, words: str, name: str, place: tuple[int, int]) -> object:
        parts = [part.strip().removesuffix("%") for part in words.replace("、", ",").split(",")]
        kept = [part.removesuffix(".0") for part in parts if part]
        if not all(part.isdecimal() and int(part) <= 100 for part in kept):
            return self._fault(place, name, words, "percents")
        return tuple(map(int, kept))

    def _found(self, place: tuple[int, int]) -> str:
        return _words(_at(self.cells[place[0]], place[1]))

    def _fault(
        self, place: tuple[int, int], name: str, found: str, expected: str, limit: str = ""
    ) -> object:
        """Keep a fault; there is no value then."""
        where = self._where(place, name)
        self.faulty.add(place)
        self.faults.append(PolicyFault(where, f"“{found}”", f"rules.expected.{expected}", limit))
        return None

    def add(self, fault: PolicyFault, where: Sequence[object]) -> None:
        """A fault of the policy as a whole, with the cell it comes from; a cell is named once."""
        key = tuple(map(str, where))
        places = [p for k, p in self.places.items() if k[: len(key)] == key or key[: len(k)] == k]
        if not places:
            self.faults.append(fault)
        elif places[0] not in self.faulty:
            found = f"“{self._found(places[0])}”"
            expected = "rules.expected.window" if key[-1] == "anchor" else fault.expected
            at = self._where(places[0], fault.rule)
            self.faults.append(PolicyFault(at, found, expected, fault.limit))

    def _where(self, place: tuple[int, int], name: str) -> str:
        row, column = place
        named = [r for r in (*GENERAL, *PASS_ROWS) if r.name == name]
        agreed = [r for r in OF_CUSTOMER if name.endswith(f".{r.name}")]
        said = name
        if named:
            said = named[0].meaning(self.language)
        elif agreed:
            said = f"{agreed[0].short(self.language)} ({name.removesuffix(agreed[0].name)[10:-1]})"
        at = cell(row + 1, column + 1)
        return text("rules.place", self.language, sheet=self.sheet, cell=at, rule=said).strip(
            " ,，"
        )


_ON = RuleRow("on", "yes_no")
_TICKED = {"true": "yes", "false": "no", "1": "yes", "0": "no"}


def _split(words: str) -> list[str]:
    return words.replace("、", ",").split(",")


def _nested(flat: Mapping[str, object]) -> dict[str, Any]:
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


def _at(row: Sequence[object], column: int) -> object:
    return row[column] if column < len(row) else None


def _words(value: object) -> str:
    """A cell as text, half width; a whole number without its point.

    >>> _words(10.0), _words(0.5), _words(" ＣＮＹ "), _words(None), _words(True)
    ('10', '0.5', 'CNY', '', 'True')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFKC", str(value)).strip()


def _name(value: object) -> str:
    """A customer's name as it is written; only spaces around it go."""
    return _words(value) if isinstance(value, float) else str(value or "").strip()


def _both(key: str) -> set[str]:
    return {text(key, language).lower() for language in LANGUAGES}


def _is_heading(row: Sequence[object]) -> bool:
    return _words(_at(row, NAME)).lower() in _both("rules.name")
