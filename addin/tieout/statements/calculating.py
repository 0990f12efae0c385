"""What do a statement's formulas show before anybody calculates: in a mail preview, or Excel's protected view."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import range_boundaries

from tieout.statements.fields import Cell
from tieout.statements.formula_tokens import tokens_of
from tieout.statements.template import Formula

Value = str | float | bool | None
_Many = list[Value]
_RANKS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"))


class _UnknownError(Exception):
    """A formula beyond what statements use; it is left to the spreadsheet program."""


@dataclass
class ShownValues:
    """The values of the cells of a filled sheet, its formulas calculated where they are simple."""

    cells: Mapping[tuple[int, int], Cell]
    _known: dict[tuple[int, int], Value] = field(default_factory=dict)
    _open: set[tuple[int, int]] = field(default_factory=set)
    _sums: dict[int, list[Decimal]] = field(default_factory=dict)

    def of(self, formula: Formula) -> Value:
        """What a formula shows, or None where that is left to the spreadsheet program."""
        try:
            return _single(_Reader(formula, self).all())
        except (_UnknownError, ArithmeticError, ValueError, RecursionError):
            return None

    def at(self, address: tuple[int, int]) -> Value:
        """What a cell shows; a number is a float."""
        if address not in self._known:
            if address in self._open:
                raise _UnknownError
            self._open.add(address)
            self._known[address] = self._calculated(self.cells.get(address))
        return self._known[address]

    def subtotal(self, column: int, first: int, last: int) -> float:
        """What some rows of a column add up to without subtotals, exact in its decimals."""
        above = self._sums.setdefault(column, [Decimal(0)])
        for row in range(len(above), last + 1):
            above.append(above[-1] + self._counted((row, column)))
        return float(above[last] - above[first - 1])

    def _counted(self, address: tuple[int, int]) -> Decimal:
        """What a cell counts for in a subtotal."""
        content = self.cells.get(address)
        subtotal = isinstance(content, Formula) and "SUBTOTAL(" in content
        value = None if subtotal else self.at(address)
        number = isinstance(value, float) and not isinstance(value, bool)
        return Decimal(repr(value)) if number else Decimal(0)

    def _calculated(self, content: Cell) -> Value:
        if isinstance(content, Formula):
            return _single(_Reader(content, self).all())
        if isinstance(content, bool) or content is None:
            return content
        if isinstance(content, (int, float)):
            return float(content)
        if isinstance(content, str):
            return content
        raise _UnknownError


class _Reader:
    """Reads one formula from its tokens, calculating as it goes."""

    def __init__(self, formula: Formula, sheet: ShownValues) -> None:
        items = tokens_of(formula)
        self._tokens: Iterator[Token] = iter([t for t in items if t.type != Token.WSPACE])
        self._sheet = sheet
        self._next: Token | None = next(self._tokens, None)

    def all(self) -> Value | _Many:
        found = self._ranked(0)
        if self._next is not None:
            raise _UnknownError
        return found

    def _take(self) -> Token:
        token = self._next
        if token is None:
            raise _UnknownError
        self._next = next(self._tokens, None)
        return token

    def _ranked(self, rank: int) -> Value | _Many:
        if rank == len(_RANKS):
            return self._signed()
        found = self._ranked(rank + 1)
        while (
            self._next is not None
            and self._next.type == Token.OP_IN
            and self._next.value in _RANKS[rank]
        ):
            sign = self._take().value
            found = _combined(sign, _single(found), _single(self._ranked(rank + 1)))
        return found

    def _signed(self) -> Value | _Many:
        if self._next is not None and self._next.type == Token.OP_PRE:
            sign = self._take().value
            number = _number(_single(self._signed()))
            return -number if sign == "-" else number
        return self._operand()

    def _operand(self) -> Value | _Many:
        token = self._take()
        if token.type == Token.OPERAND:
            return self._plain(token)
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            found = self._ranked(0)
            self._take()
            return found
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            name = token.value.rstrip("(").upper()
            return self._subtotal() if name == "SUBTOTAL" else _called(name, self._arguments())
        raise _UnknownError

    def _arguments(self) -> list[Value | _Many]:
        found: list[Value | _Many] = []
        while self._next is not None:
            if self._next.type == Token.FUNC and self._next.subtype == Token.CLOSE:
                self._take()
                return found
            if self._next.type == Token.SEP:
                self._take()
                continue
            found.append(self._ranked(0))
        raise _UnknownError

    def _subtotal(self) -> Value:
        """The sum of one column over some rows but those that are subtotals themselves."""
        way, separator, cells, end = (self._take() for _ in range(4))
        column, first, last_column, last = range_boundaries(cells.value.replace("$", ""))
        one_sum = way.value == "9" and separator.type == Token.SEP and end.subtype == Token.CLOSE
        if not one_sum or not (first and last and column) or column != last_column:
            raise _UnknownError
        return self._sheet.subtotal(column, first, last)

    def _plain(self, token: Token) -> Value | _Many:
        if token.subtype == Token.NUMBER:
            return float(token.value)
        if token.subtype == Token.TEXT:
            return token.value[1:-1].replace('""', '"')
        if token.subtype == Token.LOGICAL:
            return token.value.upper() == "TRUE"
        if token.subtype == Token.RANGE and "!" not in token.value:
            return self._cells(token.value.replace("$", ""))
        raise _UnknownError

    def _cells(self, reference: str) -> Value | _Many:
        first_column, first_row, last_column, last_row = range_boundaries(reference)
        if not (first_row and last_row and first_column and last_column):
            raise _UnknownError
        if ":" not in reference:
            return self._sheet.at((first_row, first_column))
        return [
            self._sheet.at((row, column))
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
        ]


def _single(found: Value | _Many) -> Value:
    if isinstance(found, list):
        raise _UnknownError
    return found


def _number(value: Value) -> float:
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise _UnknownError
    return float(value)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    return value or ""


def _combined(sign: str, left: Value, right: Value) -> Value:
    if sign == "&":
        return _text(left) + _text(right)
    if sign in _RANKS[0]:
        return _compared(sign, left, right)
    one, other = _number(left), _number(right)
    sums: dict[str, Callable[[], float]] = {
        "+": lambda: one + other,
        "-": lambda: one - other,
        "*": lambda: one * other,
        "/": lambda: one / other,
    }
    return sums[sign]()


def _compared(sign: str, left: Value, right: Value) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        one, other = _text(left).casefold(), _text(right).casefold()
        return {"=": one == other, "<>": one != other}[sign] if sign in ("=", "<>") else _unknown()
    a, b = _number(left), _number(right)
    return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]


def _unknown() -> bool:
    raise _UnknownError


def _called(name: str, given: Sequence[Value | _Many]) -> Value:
    if name == "IF":
        condition, *branches = map(_single, given)
        chosen = branches[:1] if _number(condition) else branches[1:2]
        return chosen[0] if chosen else False
    if name == "ROUND":
        number, places = (_number(_single(value)) for value in given)
        return _rounded(number, int(places))
    if name == "ABS":
        return abs(_number(_single(given[0])))
    if name in ("SUM", "MAX", "MIN"):
        numbers = [value for value in _flat(given) if isinstance(value, float)]
        made = {"SUM": sum(numbers), "MAX": max(numbers, default=0), "MIN": min(numbers, default=0)}
        return float(made[name])
    if name in ("AND", "OR"):
        truths = [bool(_number(value)) for value in _flat(given)]
        return all(truths) if name == "AND" else any(truths)
    raise _UnknownError


def _flat(given: Sequence[Value | _Many]) -> _Many:
    return [one for value in given for one in (value if isinstance(value, list) else [value])]


def _rounded(number: float, places: int) -> float:
    """Half away from zero, of the number as it is written."""
    try:
        unit = Decimal(1).scaleb(-places)
        return float(Decimal(repr(number)).quantize(unit, ROUND_HALF_UP))
    except InvalidOperation as error:
        raise _UnknownError from error
