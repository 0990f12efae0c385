"""What stands above the headings: the customer, the currency, the opening balance."""

import re
import unicodedata
from dataclasses import dataclass

import pandas as pd

from tieout.ledger.cleaning.amounts import amount_of
from tieout.ledger.cleaning.currencies import currency_code

_CUSTOMER = (
    "客户名称",
    "客户",
    "往来单位",
    "对方单位",
    "对账单位",
    "单位名称",
    "购货单位",
    "单位",
    "customer name",
    "customer",
    "bill to",
    "account name",
    "client",
)
_CURRENCY = ("币种", "币别", "货币", "currency")
_OPENING = (
    "期初余额",
    "年初余额",
    "上期余额",
    "上年结转",
    "opening balance",
    "balance brought forward",
    "balance forward",
)


@dataclass(frozen=True)
class Preamble:
    """What the rows above the headings state; "" where they do not."""

    customer: str = ""
    currency: str = ""
    opening_text: str = ""

    def opening(self, decimals: int) -> int | None:
        """The opening balance they state, minor units."""
        return amount_of(self.opening_text, decimals) if self.opening_text else None


def read_preamble(cells: pd.DataFrame) -> Preamble:
    """Look for labels with a value in their own cell or the next one with anything in it."""
    rows = [[_shown(cell) for cell in row] for row in cells.to_numpy(dtype=object)]
    return Preamble(
        customer=_name(_labelled(rows, _CUSTOMER)),
        currency=currency_code(_labelled(rows, _CURRENCY)) or "",
        opening_text=_labelled(rows, _OPENING),
    )


def _name(labelled: str) -> str:
    """单位：元 states the unit of the amounts, not a customer."""
    return "" if currency_code(labelled) or labelled in ("万元", "千元") else labelled


def _labelled(rows: list[list[str]], labels: tuple[str, ...]) -> str:
    for row in rows:
        for place, cell in enumerate(row):
            for label in labels:
                found = re.match(rf"{re.escape(label)}\s*[:：]\s*(.*)$", cell, re.IGNORECASE)
                if found and found[1]:
                    return re.split(r"\s{2,}|[|；;]", found[1])[0].strip()
                if found or cell.lower() == label:
                    return next((text for text in row[place + 1 :] if text), "")
    return ""


def _shown(cell: object) -> str:
    if cell is None or cell != cell:
        return ""
    return unicodedata.normalize("NFKC", str(cell)).strip()
