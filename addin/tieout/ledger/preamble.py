"""What stands above the headings: customer, currency, unit, period, opening balance."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from tieout.ledger.cleaning.currencies import currency_code
from tieout.ledger.cleaning.party_names import name_of_account
from tieout.ledger.cleaning.simplified import simplified
from tieout.ledger.cleaning.texts import cell_text
from tieout.ledger.cleaning.units import shift_of
from tieout.ledger.cleaning.written_amount import written_amount
from tieout.ledger.cleaning.written_date import written_date
from tieout.ledger.stated_period import Period, stated_period

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
    "kunde",
    "client",
    "cliente",
)
_CURRENCY = (
    "币种",
    "币别",
    "货币",
    "单位",
    "金额单位",
    "货币单位",
    "currency",
    "währung",
    "devise",
)
_UNIT = ("单位", "金额单位", "货币单位", "unit", "amounts in")
_OPENING = (
    "期初余额",
    "年初余额",
    "上期余额",
    "上年结转",
    "opening balance",
    "balance brought forward",
    "balance forward",
)
_CLOSING = ("期末余额", "年末余额", "closing balance", "ending balance")
_LENGTH_MAX, _CELLS_MAX = 200, 5000
_FULL_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{8}")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?:年|[-/.]\d{1,2}(?!\d)|年度|$)")


@dataclass(frozen=True)
class Preamble:
    """What the rows above the headings state; "" and 0 where they do not."""

    customer: str = ""
    currency: str = ""
    unit_shift: int = 0
    year: int = 0
    period: Period | None = None
    opening_text: str = ""
    closing_text: str = ""

    def opening(self, places: int) -> int | None:
        """The opening balance they state, minor units."""
        return written_amount(self.opening_text, places).cents if self.opening_text else None

    def closing(self, places: int) -> int | None:
        """The closing balance they state, minor units."""
        return written_amount(self.closing_text, places).cents if self.closing_text else None


def read_preamble(cells: pd.DataFrame) -> Preamble:
    """Look for labels with a value in their own cell or the next one with anything in it."""
    rows = [[_shown(cell) for cell in row] for row in cells.to_numpy(dtype=object)]
    rows = _nearest([[text for text in row if text] for row in rows])
    return Preamble(
        customer=_customer(rows),
        currency=next((c for text in _values(rows, _CURRENCY) if (c := currency_code(text))), ""),
        unit_shift=next((s for text in _values(rows, _UNIT) if (s := shift_of(text))), 0),
        year=_year(rows),
        period=stated_period(" ".join(row) for row in rows),
        opening_text=next(iter(_values(rows, _OPENING)), ""),
        closing_text=next(iter(_values(rows, _CLOSING)), ""),
    )


def _nearest(rows: list[list[str]]) -> list[list[str]]:
    """The rows next to the headings, as many as a preamble has."""
    left, kept = _CELLS_MAX, len(rows)
    while kept and (left := left - len(rows[kept - 1])) >= 0:
        kept -= 1
    return rows[kept:]


def _customer(rows: Sequence[Sequence[str]]) -> str:
    """单位：元 states the unit of the amounts, not a customer."""
    named = _values(rows, _CUSTOMER)
    of_account = (name for row in rows for text in row if (name := name_of_account(text)))
    stated = (text for text in named if not currency_code(text) and not shift_of(text))
    return next(stated, "") or next(of_account, "")


def _year(rows: Sequence[Sequence[str]]) -> int:
    """The one year that the period names, 0 where it names none or several."""
    years: set[int] = set()
    for text in (text for row in rows for text in row):
        years |= {int(found) for found in _YEAR.findall(text)}
        days = (written_date(re.sub(r"\s", "", found)) for found in _FULL_DATE.findall(text))
        years |= {day.year for day in days if day}
    return years.pop() if len(years) == 1 else 0


def _values(rows: Sequence[Sequence[str]], labels: Sequence[str]) -> list[str]:
    """What stands behind the labels, in the order of the labels."""
    found: list[str] = []
    for label in labels:
        for row in rows:
            for place, cell in enumerate(row):
                text = re.match(
                    rf"(?:.*[\s(]|){re.escape(label)}\s*[:：]\s*(.*)$",
                    simplified(cell),
                    re.IGNORECASE,
                )
                if text and text[1]:
                    behind = cell[text.start(1) :]
                    found.append(re.split(r"\s{2,}|[|；;)]|\s+(?=\S+[:：])", behind)[0].strip())
                elif text or simplified(cell).lower() == label:
                    found += [text for text in row[place + 1 :] if text][:1]
    return [text for text in found if text]


def _shown(cell: object) -> str:
    return unicodedata.normalize("NFKC", cell_text(cell)[:_LENGTH_MAX]).strip()
