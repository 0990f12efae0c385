"""Which fields does a statement of account bring to its template."""

from functools import partial

import pandas as pd

from tieout.ledger.currency import decimals
from tieout.statements.account_statement import AccountStatement, months_of
from tieout.statements.aging import BUCKETS, bucket_fields, due_dates
from tieout.statements.balance_sentences import (
    balance_sentence,
    figures,
    in_words,
    movement_remark,
)
from tieout.statements.fields import (
    Cell,
    Field,
    Fields,
    WhenAsked,
    balance,
    date_column,
    day,
    direction,
    money,
    money_column,
    nothing,
    number_column,
    text_column,
    words,
)
from tieout.statements.heading import heading_fields
from tieout.statements.open_documents import OPENING_LINE
from tieout.texts import Language, table, text

ENTRY_COLUMNS = (
    "number",
    "date",
    "type",
    "document",
    "memo",
    "due_date",
    "debit",
    "credit",
    "amount",
    "direction",
    "balance",
    "balance_absolute",
)
DOCUMENT_COLUMNS = (
    "number",
    "date",
    "type",
    "document",
    "memo",
    "due_date",
    "original",
    "settled",
    "open",
    "age",
    "overdue",
)
MONTH_COLUMNS = (
    "month",
    "opening",
    "increase",
    "decrease",
    "closing",
    "opening_direction",
    "opening_absolute",
    "closing_direction",
    "closing_absolute",
)


def account_fields(statement: AccountStatement, language: Language) -> Fields:
    """Everything a template of a statement of account, a letter or a confirmation can show."""
    currency = statement.currency
    return Fields(
        values={
            **heading_fields(statement.heading, currency, language),
            **_balances(statement, language),
            **_ages(statement, language),
            "remark": words(movement_remark(statement.movement, currency, language)),
        },
        blocks=WhenAsked(
            entry_rows=lambda: _entries(statement, language),
            document_rows=lambda: _documents(statement.documents, currency, language),
            overdue_rows=lambda: _documents(statement.overdue, currency, language),
            month_rows=lambda: _months(statement, language),
        ),
        places=decimals(currency),
    )


def _balances(statement: AccountStatement, language: Language) -> dict[str, Field]:
    found, currency = statement.movement, statement.currency
    closing = found.closing
    empty = Field(None, "")
    return {
        **balance("opening", found.opening, currency, language),
        **balance("closing", closing, currency, language),
        "increase": money(found.increase, currency),
        "decrease": money(found.decrease, currency),
        "amount_due": money(max(closing, 0), currency),
        "closing_figures": words(figures(closing, currency, language)),
        "year_begin": day(statement.year.first, language),
        "year_increase": money(statement.year.increase, currency),
        "year_decrease": money(statement.year.decrease, currency),
        "entries_count": Field(len(found.lines), str(len(found.lines))),
        "owed_to_us": money(closing, currency) if closing > 0 else empty,
        "owed_by_us": money(-closing, currency) if closing < 0 else empty,
        "closing_in_words": words(in_words(closing, currency, language)),
        "balance_sentence": words(
            balance_sentence(closing, currency, statement.heading.end, language)
        ),
    }


def _ages(statement: AccountStatement, language: Language) -> dict[str, Field]:
    currency = statement.currency
    overdue = statement.overdue
    late = int(overdue["open"].sum())
    oldest = int(overdue["overdue"].max()) if len(overdue) else 0
    return {
        **bucket_fields(statement.heading.issuer, statement.by, language),
        **{
            f"{name}_total": money(statement.buckets[name], currency)
            for name in (*BUCKETS, "unapplied", "undated")
        },
        "overdue_total": money(late, currency),
        "overdue_figures": words(figures(late, currency, language)),
        "overdue_in_words": words(in_words(late, currency, language)),
        "overdue_count": Field(len(overdue), str(len(overdue))),
        "overdue_days_max": Field(oldest, str(oldest)),
        "base": words(text(f"statement.aging.by_{statement.by}", language)),
        "method": words(text("statement.aging.method", language)),
    }


def _entries(statement: AccountStatement, language: Language) -> dict[str, list[Cell]]:
    lines, currency = statement.movement.lines, statement.currency
    if lines.empty:
        return nothing(ENTRY_COLUMNS, "memo", language)
    amount, running = lines["amount"], lines["balance"]
    signs = {sign: direction(sign, language) for sign in (-1, 0, 1)}
    return {
        "number": list(range(1, len(lines) + 1)),
        **_said(lines, language),
        "due_date": date_column(_due(lines, statement.heading.issuer.terms_days)),
        "debit": money_column(amount.where(amount >= 0), currency),
        "credit": money_column((-amount).where(amount < 0), currency),
        "amount": money_column(amount, currency),
        "direction": [signs[(cents > 0) - (cents < 0)] for cents in running],
        "balance": money_column(running, currency),
        "balance_absolute": money_column(running.abs(), currency),
    }


def _due(lines: pd.DataFrame, terms_days: int) -> pd.Series:
    """When charges fall due: as stated, else by the terms that were agreed."""
    if not terms_days:
        return lines["due_date"]
    return due_dates(lines, terms_days).where(lines["amount"] > 0, lines["due_date"])


def _documents(found: pd.DataFrame, currency: str, language: Language) -> dict[str, list[Cell]]:
    if found.empty:
        return nothing(DOCUMENT_COLUMNS, "document", language)
    opening = text("statement.opening", language)
    found = found.assign(memo=found["memo"].where(found["line"] != OPENING_LINE, opening))
    return {
        "number": list(range(1, len(found) + 1)),
        **_said(found, language),
        **{name: money_column(found[name], currency) for name in ("original", "settled", "open")},
        "age": number_column(found["age"]),
        "overdue": number_column(found["overdue"].where(found["overdue"] > 0)),
    }


def _said(lines: pd.DataFrame, language: Language) -> dict[str, list[Cell]]:
    return {
        "date": date_column(lines["date"]),
        "due_date": date_column(lines["due_date"]),
        "type": text_column(lines["type"].map(partial(_type_word, language=language))),
        "document": text_column(lines["reference"]),
        "memo": text_column(lines["memo"]),
    }


def _type_word(written: str, language: Language) -> str:
    """The books know a type by its code; a type in a sheet's own words stays as it is."""
    key = f"entry_type.{written}"
    return text(key, language).partition("|")[0] if key in table() else written


def _months(statement: AccountStatement, language: Language) -> dict[str, list[Cell]]:
    months, currency = months_of(statement), statement.currency
    if not months:
        return nothing(MONTH_COLUMNS, "month", language)
    rows = [
        {
            "month": words(text("statement.date.month", language, day=month.first)),
            "increase": money(month.increase, currency),
            "decrease": money(month.decrease, currency),
            **balance("opening", month.opening, currency, language),
            **balance("closing", month.closing, currency, language),
        }
        for month in months
    ]
    return {name: [row[name].value for row in rows] for name in MONTH_COLUMNS}
