"""A bearing maker in Sheffield and its customer in Leeds: an AR export and an AP export in CSV."""

import csv
import io
import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from tests.samples.chinese import money
from tests.samples.sheets import Sheet
from tests.samples.trade import Line, Trade, half_a_year

OURS, THEIRS, OTHER = "Northfield Bearings Ltd", "Calder Engineering plc", "Aire Valley Pumps Ltd"
OPENING = {THEIRS: 18_422_015, OTHER: 2_640_000}

GOODS = (
    ("deep groove bearings 6205", 412),
    ("taper roller bearings 32008", 1135),
    ("pillow block UCP205", 1490),
    ("linear guide HGR20", 6840),
    ("shaft seals 40x62", 285),
    ("spherical roller 22212", 7460),
    ("thrust bearings 51108", 960),
    ("cam followers CF12", 1275),
)


class EnglishVoice:
    """A bearing maker's sales ledger and its customer's purchase ledger."""

    customer = THEIRS
    other_customer = OTHER
    tax_percent = 20

    def price(self, rng: random.Random) -> tuple[str, int]:
        name, net = rng.choice(GOODS)
        quantity = rng.choice([40, 80, 100, 160, 200, 240, 300, 400, 480, 600])
        return f"{quantity} x {name}", round(net * quantity * 1.2)

    def payment(self, rng: random.Random) -> int:
        return rng.randrange(25, 260) * 10_000 + rng.choice([0, 0, 5000, 124_35])

    def number(self, kind: str, day: date, count: int) -> str:
        del day
        prefix, first = {
            "invoice": ("INV", 104200),
            "credit_note": ("CRN", 8100),
            "claim": ("DN", 510),
        }[kind]
        return f"{prefix}-{first + count}"

    def restyled(self, reference: str, style: int) -> str:
        return (reference, reference.partition("-")[2], reference.lower().replace("-", ""), "")[
            style
        ]

    def our_memo(self, kind: str, goods: str, count: int) -> str:
        how = ("BACS receipt", "Faster Payment", "CHAPS receipt", "Cheque banked")[count % 4]
        return {
            "invoice": goods,
            "credit_note": f"Returned: {goods}",
            "receipt": f"{how} - Calder",
        }[kind]

    def their_memo(self, kind: str, goods: str, reference: str, count: int) -> str:
        what = goods.removeprefix("Returned: ").partition(" x ")[2]
        said = {
            "invoice": ("Goods received - {}", "Purchases {}", "{}")[count % 3],
            "credit_note": "Return to supplier {}",
            "receipt": ("BACS run", "Supplier payment", "Faster Payment out", "Cheque issued")[
                count % 4
            ],
        }[kind].format(what)
        return f"{said}, their invoice {reference}" if reference else said

    def listing(self, references: list[str]) -> str:
        return f"Consolidated: {', '.join(references)}"

    def said(self, key: str, reference: str = "") -> str:
        return {
            "claim": "Debit note - 12 seals out of tolerance",
            "reversal": f"Reversal of {reference} - wrong delivery address",
            "pencilled": "Rebate adjustment - to be agreed with supplier",
        }[key]


def english_trade() -> Trade:
    return half_a_year(EnglishVoice(), 20260106)


def write(folder: Path) -> None:
    """Our receivables of two customers, their export with signed amounts."""
    trade = english_trade()
    our_ledger(trade.ours).write(folder / "Our receivables.xlsx")
    (folder / "Their supplier account.csv").write_bytes(
        their_export(trade.theirs).encode("utf-8-sig")
    )


def our_ledger(lines: Iterable[Line]) -> Sheet:
    """The sales ledger of an ERP: a customer a line, debit and credit."""
    sheet = Sheet("AR transactions", widths=(12, 24, 13, 14, 40, 12, 9, 14, 14))
    sheet.title(f"{OURS} - Customer transactions", 9)
    sheet.row(["Period: 1 Jan 2026 to 30 Jun 2026"])
    sheet.row([])
    sheet.headings(
        [
            "Posting date",
            "Customer",
            "Type",
            "Document No.",
            "Description",
            "Due date",
            "Currency",
            "Debit",
            "Credit",
        ]
    )
    for customer, cents in OPENING.items():
        sheet.row(
            [date(2026, 1, 1), customer, "", "", "Opening balance", None, "GBP", money(cents), None]
        )
    types = {"invoice": "Invoice", "credit_note": "Credit note", "receipt": "Receipt"}
    for line in in_order(lines):
        due = line.day + timedelta(days=30) if line.kind == "invoice" else None
        debit, credit = (line.cents, None) if line.cents > 0 else (None, -line.cents)
        sheet.row(
            [
                line.day,
                line.customer,
                types[line.kind],
                line.reference,
                line.memo,
                due,
                "GBP",
                money(debit),
                money(credit),
            ]
        )
    totals = [sum(max(sign * line.cents, 0) for line in lines) / 100 for sign in (1, -1)]
    sheet.row(["Total", "", "", "", "", None, "", *totals], bold=True)
    return sheet


def their_export(lines: Iterable[Line]) -> str:
    """The purchase ledger of the other side: bills negative, payments positive."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Supplier account", OURS])
    rows.writerow(["Currency", "GBP"])
    rows.writerow([])
    rows.writerow(["Doc date", "Doc type", "Invoice ref", "Text", "Amount"])
    rows.writerow(
        ["01/01/2026", "", "", "Balance brought forward", f"{-OPENING[THEIRS] / 100:,.2f}"]
    )
    types = {"invoice": "Bill", "credit_note": "Debit note", "receipt": "Payment"}
    for line in in_order(lines):
        day = f"{line.day:%d/%m/%Y}" if line.day else ""
        rows.writerow(
            [day, types[line.kind], line.reference, line.memo, f"{-line.cents / 100:,.2f}"]
        )
    return out.getvalue()


def in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.day or date.max, line.kind, line.reference))
