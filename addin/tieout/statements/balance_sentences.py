"""What is said of a balance: how much is owed to whom, in words and figures, and what makes it doubtful."""

from collections.abc import Sequence
from datetime import date

from tieout.ledger.currency import format_amount
from tieout.statements.amount_in_words import amount_in_words
from tieout.statements.fields import day
from tieout.statements.one_side import AccountMovement
from tieout.texts import Language, first_of, text


def in_words(cents: int, currency: str, language: Language) -> str:
    """A balance in words, whichever way round it is."""
    return amount_in_words(abs(cents), currency, language)


def balance_sentence(cents: int, currency: str, as_of: date | None, language: Language) -> str:
    """What our books say is owed, which way round, in words and in figures."""
    name = "owed" if cents > 0 else "advance" if cents < 0 else "settled"
    return text(
        f"statement.balance.{name}",
        language,
        day=day(as_of, language).text,
        words=in_words(cents, currency, language),
        amount=figures(abs(cents), currency, language),
    )


def figures(cents: int, currency: str, language: Language) -> str:
    """An amount with the sign of its currency.

    >>> figures(123456, "CNY", "zh"), figures(5, "JPY", "en")
    ('¥1,234.56', 'JPY 5')
    """
    sign = "¥" if (currency, language) == ("CNY", "zh") else f"{currency} ".lstrip()
    return sign + format_amount(cents, currency)


def movement_remark(found: AccountMovement, currency: str, language: Language) -> str:
    """What a reader must know before trusting the balance of our books, or nothing."""
    doubted = doubt(
        text("statement.side.ours", language),
        found.closing,
        found.stated_closing,
        currency,
        language,
        opening_stated=found.opening_stated,
    )
    return " ".join(filter(None, (doubted, undated(found.undated_lines, language))))


def doubt(
    side: str,
    closing: int,
    stated_closing: int | None,
    currency: str,
    language: Language,
    *,
    opening_stated: bool,
) -> str:
    """What a reader must know before trusting a balance, or nothing."""
    if not opening_stated:
        return text("statement.remark.opening_missing", language, side=side)
    if stated_closing is None or stated_closing == closing:
        return ""
    return text(
        "statement.remark.closing_breaks",
        language,
        side=side,
        stated=format_amount(stated_closing, currency),
        counted=format_amount(closing, currency),
        difference=format_amount(stated_closing - closing, currency),
    )


def undated(lines: Sequence[int], language: Language, shown_max: int = 10) -> str:
    """That entries without a date were counted, or nothing."""
    if not lines:
        return ""
    return text(
        "statement.remark.undated", language, count=len(lines), lines=first_of(lines, shown_max)
    )
