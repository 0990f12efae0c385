"""Ledgers for the tests of the statements room: one account with every difference an accountant meets."""

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

import tieout
from tieout.ledger.ledger import Account, Ledger
from tieout.matching.reconciliation import Reconciliation

CUSTOMER = "宁波海川机电设备有限公司"
OURS = "杭州远山贸易有限公司"

OUR_ROWS = (
    ("2026-03-02", "XS-1001", "销售 不锈钢法兰", "11300.00"),
    ("2026-03-05", "XS-1002", "销售 截止阀", "4520.50"),
    ("2026-03-09", "SK-0301", "收到货款", "-8000.00"),
    ("2026-03-12", "XS-1003", "销售 密封垫", "954.00"),
    ("2026-03-15", "XS-1004", '=HYPERLINK("http://x.example","点")', "2260.00"),
    ("2026-03-20", "XS-1005", "销售 阀门", "678.00"),
    ("2026-03-30", "XS-1006", "销售 法兰 月末发货", "3390.00"),
)
THEIR_ROWS = (
    ("2026-03-03", "XS-1001", "采购 法兰", "-11300.00"),
    ("2026-03-06", "XS-1002", "采购 截止阀", "-4520.50"),
    ("2026-03-09", "FK-0301", "付货款", "8000.00"),
    ("2026-03-13", "XS-1003", "采购 密封垫", "-945.00"),
    ("2026-03-16", "XS-1004", "采购", "-2260.00"),
    ("2026-03-21", "XS-1005", "采购 阀门", "-678.00"),
    ("2026-03-31", "FK-0302", "付货款", "1500.00"),
)


def ledger(
    rows: Sequence[Sequence[str]],
    *,
    customer: str = CUSTOMER,
    currency: str = "CNY",
    opening: str | None = None,
    closing: str | None = None,
) -> Ledger:
    """A ledger of rows (date, reference, memo, amount), balances in major units."""
    frame = pd.DataFrame(rows, columns=["date", "reference", "memo", "amount"], dtype=object)
    found = Ledger.from_frame(frame.assign(customer=customer, currency=currency))
    account = Account(customer, currency)
    places = {"JPY": 0, "KWD": 3}.get(currency, 2)
    return Ledger(
        found.entries,
        opening={account: int(Decimal(opening).scaleb(places))} if opening else {},
        closing={account: int(Decimal(closing).scaleb(places))} if closing else {},
    )


def sample(currency: str = "CNY") -> Reconciliation:
    """Two ledgers with agreeing, differing and one-sided entries, and openings that agree."""
    return tieout.reconcile(
        ledger(OUR_ROWS, opening="1000.00", currency=currency),
        ledger(THEIR_ROWS, opening="-1000.00", customer=OURS, currency=currency),
    )
