"""When is a sale due whose file does not say: by the customer's terms, and the record says that it was derived."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from tieout.books.people import split
from tieout.books.rows import Rows
from tieout.books.schema import CUSTOMERS

DERIVED = "tieout:terms_days"
"""Beside the user's own columns of an entry: its due date was derived by terms of so many days."""


def with_due_dates(connection: Connection, rows: Rows) -> tuple[Rows, int]:
    """The rows with the due dates that terms give to sales without one, and how many those are."""
    if all(day is not None for day in rows.due_date):
        return rows, 0
    terms = _terms(connection)
    due, others, count = list(rows.due_date), list(rows.others), 0
    for row, (kind, customer) in enumerate(zip(rows.type, rows.customer, strict=True)):
        if kind == "sale" and due[row] is None and customer in terms:
            days = terms[customer]
            due[row] = (date.fromisoformat(rows.posting_date[row]) + timedelta(days)).isoformat()
            others[row] = _said(others[row], days)
            count += 1
    return (replace(rows, due_date=due, others=others), count) if count else (rows, 0)


def derived_by(others: str) -> int | None:
    """By terms of how many days the due date of an entry was derived; None where it was not.

    >>> derived_by('{"tieout:terms_days": "30"}'), derived_by('{"仓库": "A"}'), derived_by("")
    (30, None, None)
    """
    days = json.loads(others).get(DERIVED) if DERIVED in others else None
    return None if days is None else int(days)


def _said(others: str, days: int) -> str:
    said = json.loads(others) if others else {}
    return json.dumps({**said, DERIVED: str(days)}, ensure_ascii=False)


def _terms(connection: Connection) -> Mapping[str, int]:
    """The terms of each customer who has some, by name and alias."""
    newest = select(func.max(CUSTOMERS.c.id)).group_by(CUSTOMERS.c.code)
    columns = (CUSTOMERS.c.name, CUSTOMERS.c.aliases, CUSTOMERS.c.terms_days)
    query = select(*columns).where(
        CUSTOMERS.c.id.in_(newest), CUSTOMERS.c.active == 1, CUSTOMERS.c.terms_days.is_not(None)
    )
    return {
        each: int(days)
        for name, aliases, days in connection.execute(query)
        for each in (str(name), *split(str(aliases)))
    }
