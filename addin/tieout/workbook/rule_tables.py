"""What stands in the tables of a sheet of rules: agreements with customers, aliases, proposals turned on."""

from collections.abc import Iterator, Mapping
from typing import Any

from tieout.texts import text
from tieout.workbook.rule_cells import NAME, Cells, Place, at, columns_of, lines_of, name_in, words
from tieout.workbook.rule_faults import RuleFaults
from tieout.workbook.rule_rows import ALIASES, CUSTOMERS, GENERAL, OF_CUSTOMER, PROPOSED, RuleRow
from tieout.workbook.rule_value import RuleReader

OF_CUSTOMER_NAMED = {row.name: row for row in OF_CUSTOMER}
_ON = RuleRow("on", "yes_no")


def customers(cells: Cells, reader: RuleReader) -> dict[str, dict[str, object]]:
    """What is agreed with single customers, by the names of the columns."""
    columns = columns_of(cells, CUSTOMERS)
    agreed: dict[str, dict[str, object]] = {}
    for place, line in lines_of(cells, CUSTOMERS):
        customer = name_in(at(line, 0))
        if not customer or customer in agreed:
            label = text("rules.customer", reader.faults.language)
            expected = "once" if customer else "customer"
            reader.faults.add((place, 0), label, customer, expected)
            continue
        agreed[customer] = {}
        for column, name in enumerate(columns[1:], start=1):
            written = at(line, column)
            if name in OF_CUSTOMER_NAMED and words(written):
                where = place, column
                reader.faults.places["customers", customer, *name.split(".")] = where
                row = OF_CUSTOMER_NAMED[name]
                agreed[customer][name] = reader.value(row, written, where, customer)
    return agreed


def aliases(cells: Cells, faults: RuleFaults) -> dict[str, str]:
    """Our name for theirs."""
    found: dict[str, str] = {}
    label = text("rules.aliases", faults.language)
    for place, line in lines_of(cells, ALIASES):
        theirs, ours = name_in(at(line, 0)), name_in(at(line, 1))
        if not (theirs and ours):
            faults.add((place, 1 if theirs else 0), label, theirs or ours, "our_name")
        elif theirs in found:
            faults.add((place, 0), label, theirs, "once")
        else:
            found[theirs] = ours
    return found


def with_turned_on(rules: Mapping[str, Any], cells: Cells, reader: RuleReader) -> dict[str, Any]:
    """The rules with the proposed ones that somebody turned on, as each name says where it belongs."""
    found = dict(rules)
    for name, written, place in _turned_on(cells, reader):
        table, _, rest = name.partition(".")
        customer, _, rule = rest.rpartition(".")
        if table == "aliases" and rest:
            found["aliases"] = {**found["aliases"], rest: _our_name(name, written, place, reader)}
        elif not rest and name in (general := {row.name: row for row in GENERAL}):
            reader.faults.places[name,] = place
            found[name] = reader.value(general[name], written, place)
        elif table == "customers" and rule in OF_CUSTOMER_NAMED:
            reader.faults.places["customers", customer, rule] = place
            value = reader.value(OF_CUSTOMER_NAMED[rule], written, place, customer)
            own = {**found["customers"].get(customer, {}), rule: value}
            found["customers"] = {**found["customers"], customer: own}
        else:
            reader.faults.add((place[0], NAME), "", name, "known_rule")
    return found


def _turned_on(cells: Cells, reader: RuleReader) -> Iterator[tuple[str, object, Place]]:
    for place, line in lines_of(cells, PROPOSED):
        on = reader.value(_ON, at(line, 1), (place, 1))
        if on:
            yield name_in(at(line, NAME)), at(line, 2), (place, 2)


def _our_name(name: str, written: object, place: Place, reader: RuleReader) -> str:
    if not words(written):
        reader.faults.add(place, name, "", "each")
    return name_in(written)
