"""Do the balances of a bank's statements add up, within each and from one to the next."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tieout.ledger.bank.bank_statement import BankStatement, Place
from tieout.ledger.currency import format_amount, to_cents
from tieout.ledger.problem import Problem


def balance_problems(file: str, statements: Sequence[BankStatement]) -> list[Problem]:
    """Opening + movement = closing in each statement; each opens with what the one before closed."""
    lines = _closing_lines(statements)
    return [
        *(p for s, line in zip(statements, lines, strict=True) for p in _within(file, s, line)),
        *_between(file, statements, lines),
    ]


def _closing_lines(statements: Sequence[BankStatement]) -> list[int]:
    """The line of the sheet where each statement ends."""
    lines, line = [], 1
    for each in statements:
        line += len(each.entries) + (each.opening is not None) + (each.closing is not None)
        lines.append(line)
    return lines


def _within(file: str, statement: BankStatement, line: int) -> Iterator[Problem]:
    opening, closing = statement.opening, statement.closing
    booked = [entry for entry in statement.entries if entry.booked]
    if opening is None or closing is None:
        return
    if any(entry.currency != statement.currency for entry in booked):
        return
    expected = opening.amount + sum((entry.amount for entry in booked), Decimal(0))
    if closing.amount != expected:
        yield _broken(
            "closing_differs", file, closing.place, line, statement, closing.amount, expected
        )


def _between(
    file: str, statements: Sequence[BankStatement], lines: Sequence[int]
) -> Iterator[Problem]:
    last: dict[str, BankStatement] = {}
    for statement, line in zip(statements, lines, strict=True):
        before = last.get(statement.account)
        last[statement.account] = statement
        if before is None or before.closing is None or statement.opening is None:
            continue
        if before.closing.amount != statement.opening.amount:
            yield _broken(
                "statement_missing",
                file,
                statement.opening.place,
                line - len(statement.entries) - (statement.closing is not None),
                statement,
                statement.opening.amount,
                before.closing.amount,
            )


def _broken(
    code: str,
    file: str,
    place: Place,
    line: int,
    statement: BankStatement,
    found: Decimal,
    expected: Decimal,
) -> Problem:
    shown, wanted = (
        format_amount(to_cents(amount, statement.currency), statement.currency)
        for amount in (found, expected)
    )
    values = {"place": place.shown(file), "expected": wanted}
    return Problem(code, sheet=file, line=line, heading=place.name, found=shown, values=values)
