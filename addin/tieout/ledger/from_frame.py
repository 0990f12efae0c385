"""How does a frame in major units become a ledger."""

from decimal import Decimal

import numpy as np
import pandas as pd

from tieout.errors import TieoutError
from tieout.ledger.cleaning.amounts import read_amounts
from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.cleaning.dates import read_dates
from tieout.ledger.currency import UNSTATED, decimals
from tieout.ledger.ledger import COLUMNS, Ledger, Source


def from_frame(frame: pd.DataFrame) -> Ledger:
    """A ledger from a frame with `date` and `amount` (Decimal, int, str or float, major units).

    `reference`, `memo`, `type`, `customer`, `currency`, `due_date` and `line` are taken where they
    are there; any other column is kept. An amount or date that is none raises TieoutError.

    >>> frame = pd.DataFrame({"date": ["2026-01-31"], "amount": ["12.30"], "reference": ["INV-1"]})
    >>> from_frame(frame).entries[["line", "amount", "reference"]].to_dict("records")
    [{'line': 1, 'amount': 1230, 'reference': 'INV-1'}]
    """
    missing = [name for name in ("date", "amount") if name not in frame.columns]
    if missing:
        raise TieoutError(
            "frame.no_column", missing=", ".join(missing), found=", ".join(map(str, frame.columns))
        )
    frame = frame.reset_index(drop=True)
    currency = _texts(frame, "currency").map(lambda code: currency_code(code) or code)
    known = pd.DataFrame(
        {
            "line": frame["line"] if "line" in frame else np.arange(1, len(frame) + 1),
            "date": _dates(frame, "date"),
            "due_date": _dates(frame, "due_date"),
            "type": _texts(frame, "type"),
            "reference": _texts(frame, "reference"),
            "memo": _texts(frame, "memo"),
            "amount": _cents(frame, currency),
            "currency": currency,
            "customer": _texts(frame, "customer"),
        }
    )
    others = frame[[name for name in frame.columns if name not in COLUMNS]]
    return Ledger(pd.concat([known, others], axis=1), Source())


def _texts(frame: pd.DataFrame, name: str) -> pd.Series:
    if name not in frame:
        return pd.Series("", index=frame.index, dtype=object)
    column = frame[name].astype(object)
    return column.where(column.notna(), "").astype(str)


def _dates(frame: pd.DataFrame, name: str) -> np.ndarray:
    if name not in frame:
        return np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[ns]")
    found = read_dates(frame[name])
    if found.bad.any():
        row = int(found.bad.argmax())
        raise TieoutError("frame.not_a_date", row=row, column=name, found=frame[name].iloc[row])
    return found.days.astype("datetime64[ns]")


def _cents(frame: pd.DataFrame, currency: pd.Series) -> np.ndarray:
    cents = np.zeros(len(frame), dtype=np.int64)
    column = frame["amount"]
    if column.dtype == object:
        column = column.map(lambda cell: f"{cell:f}" if isinstance(cell, Decimal) else cell)
    for code in currency.unique() if len(currency) else [UNSTATED]:
        rows = (currency == code).to_numpy()
        found = read_amounts(column[rows].astype(object), decimals(code))
        wrong = found.bad | ~found.given
        if wrong.any():
            row = int(np.flatnonzero(rows)[wrong.argmax()])
            raise TieoutError(
                "frame.not_an_amount", row=row, found=column.iloc[row], decimals=decimals(code)
            )
        cents[rows] = found.cents
    return cents
