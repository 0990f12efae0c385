"""What do cells ask of the books: a period, a customer, a type, amounts, a status, as people write them."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from tieout.books.books import Books
from tieout.books.customers_named import customers_named
from tieout.books.entry import known_type
from tieout.books.journal import BATCH_STATES, BatchState
from tieout.books.query import Answer, Question, query
from tieout.errors import TieoutError
from tieout.ledger.cleaning.amounts import read_amounts
from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.currency import decimals, to_major
from tieout.procedures.asked_period import blank, days_of, shown
from tieout.texts import LANGUAGES, table, text

TYPES = tuple(key.removeprefix("entry_type.") for key in table() if key.startswith("entry_type."))
"""The types of entries that have words of ours; books may have others."""


def question(
    period: Sequence[object] = (),
    customer: str = "",
    kind: str = "",
    keyword: str = "",
    least: object = None,
    most: object = None,
    currency: str = "",
    status: str = "",
    reference: str = "",
) -> Question:
    """The question that cells ask; what is blank asks nothing, a blank status for what is posted.

    Amounts are sizes, in major units.
    """
    code = currency_code(currency) if currency.strip() else None
    if currency.strip() and code is None:
        raise TieoutError("asking.currency", found=currency)
    from_date, to_date = days_of(period)
    smallest, largest = _amount(least, code or ""), _amount(most, code or "")
    if smallest is not None and largest is not None and smallest > largest:
        raise TieoutError("asking.turned_amounts", least=smallest, most=largest)
    return Question(
        from_date=from_date,
        to_date=to_date,
        customer=customer.strip(),
        type=kind.strip(),
        currency=code,
        least=smallest,
        most=largest,
        state=_state(status) if status.strip() else "posted",
        reference=reference.strip(),
        keyword=keyword.strip(),
    )


def ask(books: Books, asked: Question, *, rows_max: int) -> Answer:
    """The answer of the books; a customer or a type they do not have is a slip and no answer."""
    if asked.customer:
        with books.reading() as connection:
            if not customers_named(connection, books.store, asked.customer):
                raise TieoutError("asking.no_customer", customer=asked.customer)
    answer = query(books, asked, limit=rows_max)
    if asked.type and not answer.count and not _has_type(books, asked.type):
        raise TieoutError("asking.no_type", found=asked.type, known=list(map(type_word, TYPES)))
    return answer


def _has_type(books: Books, word: str) -> bool:
    """Whether a word is a type that we know, or that some entry of the books has."""
    return known_type(word) in TYPES or query(books, Question(type=word), limit=1).count > 0


def type_word(code: str) -> str:
    """The word for a type of entry; a word of the user's own is itself."""
    key = f"entry_type.{code}"
    return text(key).partition("|")[0] if key in table() else code


def _state(word: str) -> BatchState | None:
    """Where an entry's batch stands, by its word in either language; None for all."""
    said = word.strip().casefold()
    if said in ("all", *_in_both("excel.every")):
        return None
    for state in BATCH_STATES:
        if said in (state, *_in_both(f"batch_state.{state}")):
            return state
    words = [text(f"batch_state.{each}") for each in BATCH_STATES]
    raise TieoutError("asking.status", found=word, words=[*words, text("excel.every")])


def _in_both(key: str) -> tuple[str, ...]:
    return tuple(text(key, each).casefold() for each in LANGUAGES)


def _amount(cell: object, currency: str) -> Decimal | None:
    if blank(cell):
        return None
    found = read_amounts(pd.Series([cell], dtype=object), decimals(currency))
    if found.bad[0] or not found.given[0] or found.cents[0] < 0:
        raise TieoutError("asking.amount", found=shown(cell), decimals=decimals(currency))
    return to_major(int(found.cents[0]), currency)
