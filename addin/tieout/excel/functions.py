"""Which worksheet functions are there: one table, from which shims, help and tests are made.

The signature of a function is that of its Python function; `function.<name>` in the table of texts
says what it is for, `argument.<name>` what an argument is.
"""

import inspect
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import get_args, get_type_hints

from tieout.excel import account_functions, books_functions, cell_functions, ledger_functions
from tieout.excel.cells import (
    Cell,
    CellError,
    Cells,
    Result,
    Returned,
    Table,
    cells,
    cents_of,
    days_of,
    error_in,
    filled_part,
    returned,
    shown,
)
from tieout.excel.ledgers import MEMORY, LedgerRange
from tieout.texts import Language, current_language, text


@dataclass(frozen=True)
class Parameter:
    """One argument of a function: its name, what it takes, and whether it may be left out."""

    name: str
    kind: type
    optional: bool

    def help(self, language: Language | None = None) -> str:
        """What to give."""
        return text(f"argument.{self.name}", language)


@dataclass(frozen=True)
class Function:
    """A worksheet function: its name in a cell and what works it out; `dated` where it gives dates.

    `depends_on` tells what else than its arguments its answer hangs on; Excel then asks again
    whenever it calculates.
    """

    name: str
    work_out: Callable[..., Result | Table]
    dated: bool = False
    depends_on: Callable[[], Hashable] | None = None

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its arguments in order, from the Python signature."""
        kinds = get_type_hints(self.work_out)
        return tuple(
            Parameter(
                parameter.name,
                next(kind for kind in get_args(kinds[parameter.name]) or (kinds[parameter.name],)),
                parameter.default is not inspect.Parameter.empty,
            )
            for parameter in inspect.signature(self.work_out).parameters.values()
        )

    def help(self, language: Language | None = None) -> str:
        """What it is for."""
        return text(f"function.{self.name}", language)

    @property
    def usage(self) -> str:
        """How it is written: RECON_DIFF(ours, theirs, [tolerance], [window])."""
        shown = (f"[{each.name}]" if each.optional else each.name for each in self.parameters)
        return f"{self.name}({', '.join(shown)})"


FUNCTIONS = (
    Function("RECON_DIFF", account_functions.differences),
    Function("RECON_MATCH", account_functions.matches),
    Function("RECON_STATUS", account_functions.statuses_of),
    Function("RECON_BALANCE", ledger_functions.balance),
    Function("RECON_ADJUSTED", account_functions.adjusted),
    Function("RECON_AGING", ledger_functions.aging),
    Function("RECON_EXPLAIN", account_functions.explanations),
    Function("RECON_OPEN", account_functions.open_items),
    Function("RECON_QUERY", books_functions.entries, depends_on=books_functions.head_of_books),
    Function("RECON_CLEANREF", cell_functions.clean_reference),
    Function("RECON_AMOUNT", cell_functions.amount),
    Function("RECON_DATE", cell_functions.day, dated=True),
    Function("RECON_SIMILARITY", cell_functions.similarity),
    Function("RECON_WORDS", cell_functions.words),
)


def call(name: str, arguments: Sequence[object]) -> Returned:
    """What a function gives for the values of its arguments; the same values are worked out once."""
    function = _named(name)
    given = [
        cells(filled_part(value) if parameter.kind is LedgerRange else value)
        for parameter, value in zip(function.parameters, arguments, strict=False)
    ]
    outside = function.depends_on() if function.depends_on else None
    key = (name, current_language(), outside, *(each.content for each in given))
    weight = sum(each.weight for each in given)
    return MEMORY.recall(
        key, lambda found: weight + found.weight, lambda: returned(_worked_out(function, given))
    )


def _named(name: str) -> Function:
    found = {function.name: function for function in FUNCTIONS}.get(name)
    if found is None:
        raise CellError("excel.no_function", name=name)
    return found


def _worked_out(function: Function, given: Sequence[Cells]) -> Result | Table:
    arguments: dict[str, object] = {}
    for parameter, value in zip(function.parameters, given, strict=False):
        empty = value.weight == 1 and value.single in (None, "")
        if empty and parameter.optional:
            continue
        if empty and parameter.kind is not Cells:
            raise CellError("excel.argument_empty", argument=parameter.help())
        arguments[parameter.name] = _READ[parameter.kind](value, parameter)
    return function.work_out(**arguments)


def _number(value: Cells, parameter: Parameter) -> float:
    cell = _single(value, parameter)
    if isinstance(cell, str):
        cents = cents_of(cell, 6)
        cell = None if cents is None else cents / 10**6
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise CellError(
            "excel.argument_number", argument=parameter.help(), found=shown(value.single)
        )
    return float(cell)


def _whole(value: Cells, parameter: Parameter) -> int:
    number = _number(value, parameter)
    if number != int(number):
        raise CellError(
            "excel.argument_whole", argument=parameter.help(), found=shown(value.single)
        )
    return int(number)


def _day(value: Cells, parameter: Parameter) -> date:
    cell = _single(value, parameter)
    (day,) = [None] if isinstance(cell, bool) else days_of([cell])
    if isinstance(day, CellError) and day.key == "excel.date_unclear":
        raise day
    if not isinstance(day, date):
        raise CellError("excel.argument_date", argument=parameter.help(), found=shown(value.single))
    return day


def _words(value: Cells, parameter: Parameter) -> str:
    return shown(_single(value, parameter))


def _single(value: Cells, parameter: Parameter) -> Cell:
    if value.weight > 1:
        raise CellError("excel.argument_single", argument=parameter.help())
    wrong = error_in(value.single)
    if wrong:
        raise wrong
    return value.single


def _ledger(value: Cells, parameter: Parameter) -> LedgerRange:
    if value.weight == 1:
        raise CellError("excel.argument_range", argument=parameter.help())
    if len(value.rows) == 1 and not any(value.rows[0]):
        raise CellError("excel.argument_blank", argument=parameter.help())
    return LedgerRange(value)


_READ: dict[type, Callable[[Cells, Parameter], object]] = {
    LedgerRange: _ledger,
    Cells: lambda value, _: value,
    float: _number,
    int: _whole,
    str: _words,
    date: _day,
}
