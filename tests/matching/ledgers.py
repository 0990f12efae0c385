"""Small ledgers for the tests of the matching room."""

from collections.abc import Sequence

import pandas as pd

from tieout.ledger.ledger import COLUMNS, Ledger

Row = tuple[str, str, int] | tuple[str, str, int, str]
"""Date, reference, cents, memo."""


def ledger(rows: Sequence[Row], *, customer: str = "", currency: str = "") -> Ledger:
    """A ledger of rows (date, reference, cents[, memo]), numbered from line 1."""
    filled = [(*row, "")[:4] for row in rows]
    frame = pd.DataFrame(filled, columns=["date", "reference", "amount", "memo"])
    frame["date"] = pd.to_datetime(frame["date"])
    frame = frame.assign(
        line=range(1, len(frame) + 1),
        due_date=pd.NaT,
        type="",
        currency=currency,
        customer=customer,
    )
    frame["due_date"] = pd.to_datetime(frame["due_date"])
    frame["amount"] = frame["amount"].astype("int64")
    return Ledger(frame[list(COLUMNS)])
