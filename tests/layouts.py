"""How do people lay out a ledger: one frame of entries dressed as many kinds of file, its truth kept."""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import pandas as pd
import xlsxwriter

Cells = list[list[object]]

HEADINGS = {
    "zh": {
        "date": ("日期", "记账日期", "业务日期", "单据日期"),
        "reference": ("单据号", "发票号", "业务编号", "单号"),
        "memo": ("摘要", "业务摘要", "备注", "说明"),
        "type": ("类型", "业务类型", "单据类型"),
        "debit": ("借方", "借方金额", "借方发生额", "借方金额（元）"),
        "credit": ("贷方", "贷方金额", "贷方发生额", "贷方金额（元）"),
        "amount": ("金额", "发生额", "本币金额"),
        "direction": ("方向", "借贷方向"),
        "balance": ("余额", "期末余额"),
    },
    "en": {
        "date": ("Date", "Posting date", "Document Date", "Transaction date"),
        "reference": ("Reference", "Invoice No.", "Document No", "Ref"),
        "memo": ("Description", "Narration", "Details", "Particulars"),
        "type": ("Type", "Document type", "Transaction type"),
        "debit": ("Debit", "Dr", "Debit amount"),
        "credit": ("Credit", "Cr", "Credit amount"),
        "amount": ("Amount", "Net amount"),
        "direction": ("Dr/Cr", "D/C"),
        "balance": ("Balance", "Running balance"),
    },
}
DIRECTIONS = {"zh": ("借", "贷", "平"), "en": ("Dr", "Cr", "")}
SAYINGS = {
    "zh": {"opening": "期初余额", "month": "本月合计", "total": "合计"},
    "en": {"opening": "Opening balance", "month": "Monthly total", "total": "Total"},
}
TITLES = {
    "zh": (("往来明细账",), ("单位：某某商贸有限公司", "", "期间：2026年"), ()),
    "en": (("Account transactions",), ("Company: Anyone Ltd", "", "Period: 2026"), ()),
}


@dataclass(frozen=True)
class Layout:
    """A way of laying out a ledger.

    `amounts` is `debit_credit`, `signed` or `direction`; `mirrored` writes every amount with the
    other sign, as the other side of the account does; `opening` is a balance in cents, or None.
    """

    language: str = "zh"
    amounts: str = "debit_credit"
    kind: str = "xlsx"
    encoding: str = "utf-8-sig"
    title_rows: int = 0
    two_row_headings: bool = False
    subtotals: bool = False
    opening: int | None = None
    running_balance: bool = False
    mirrored: bool = False
    day_format: str = "%Y-%m-%d"
    thousands: bool = False
    choice: int = 0
    """Which of the usual headings."""


def any_layout(seed: int, *, mirrored: bool = False) -> Layout:
    """One of the many, by lot."""
    draw = random.Random(seed)
    language = draw.choice(["zh", "en"])
    amounts = draw.choice(["debit_credit", "signed", "direction"])
    kind = draw.choice(["xlsx", "csv"])
    encodings = ["utf-8-sig", "utf-8", "utf-16", *(["gb18030"] if language == "zh" else [])]
    return Layout(
        language=language,
        amounts=amounts,
        kind=kind,
        encoding=draw.choice(encodings),
        title_rows=draw.choice([0, 0, 1, 3]),
        two_row_headings=amounts == "debit_credit" and language == "zh" and draw.random() < 0.4,
        subtotals=draw.random() < 0.4,
        opening=draw.choice([None, None, 0, 1_234_500, -99_01]),
        running_balance=draw.random() < 0.5,
        mirrored=mirrored,
        day_format=draw.choice(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]),
        thousands=draw.random() < 0.5,
        choice=draw.randrange(12),
    )


def dress(entries: pd.DataFrame, layout: Layout, file: Path) -> list[int]:
    """Write entries (columns of a ledger, cents) to a file; gives the amounts as they stand there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    sign = -1 if layout.mirrored else 1
    signed = entries.assign(amount=sign * entries["amount"])
    rows = cells(signed, layout)
    if layout.kind == "csv":
        file.write_bytes(_as_text(rows, layout).encode(layout.encoding))
    else:
        _write_workbook(rows, file)
    return signed["amount"].tolist()


def cells(signed: pd.DataFrame, layout: Layout) -> Cells:
    """The whole sheet: titles, headings, opening, entries with their subtotals, total."""
    said = SAYINGS[layout.language]
    rows: Cells = [list(row) for row in TITLES[layout.language][: layout.title_rows]]
    rows += _headings(layout)
    balance = layout.opening or 0
    if layout.opening is not None:
        rows.append(_row(layout, None, "", "", said["opening"], None, balance))
    entries = zip(
        signed["date"].dt.date,
        signed["type"],
        signed["reference"],
        signed["memo"],
        signed["amount"].tolist(),
        strict=True,
    )
    for _, month in groupby(entries, key=lambda entry: entry[0].replace(day=1)):
        sums = [0, 0]
        for day, kind, reference, memo, cents in month:
            balance += cents
            sums[cents < 0] += abs(cents)
            rows.append(_row(layout, day, kind, reference, memo, cents, balance))
        if layout.subtotals and layout.amounts == "debit_credit":
            row = _row(layout, None, "", "", said["month"], None, balance)
            place = _meanings(layout).index("debit")
            row[place : place + 2] = sums[0] / 100, sums[1] / 100
            rows.append(row)
    return rows


def _meanings(layout: Layout) -> list[str]:
    amounts = {
        "debit_credit": ["debit", "credit"],
        "signed": ["amount"],
        "direction": ["direction", "amount"],
    }[layout.amounts]
    balance = ["balance"] if layout.running_balance or layout.opening is not None else []
    return ["date", "type", "reference", "memo", *amounts, *balance]


def _headings(layout: Layout) -> Cells:
    words = HEADINGS[layout.language]
    row = [words[m][layout.choice % len(words[m])] for m in _meanings(layout)]
    if not layout.two_row_headings:
        return [list(row)]
    # A group over debit and credit, as ledgers print it: 本期发生额 above 借方 and 贷方.
    place = _meanings(layout).index("debit")
    upper: list[object] = list(row)
    lower: list[object] = [""] * len(row)
    upper[place : place + 2] = "本期发生额", ""
    lower[place : place + 2] = "借方", "贷方"
    return [upper, lower]


def _row(
    layout: Layout,
    day: date | None,
    kind: str,
    reference: str,
    memo: str,
    cents: int | None,
    balance: int,
) -> list[object]:
    debit, credit, level = DIRECTIONS[layout.language]
    shown: dict[str, object] = {
        "date": day,
        "type": kind,
        "reference": reference,
        "memo": memo,
        "debit": None if cents is None or cents < 0 else cents / 100,
        "credit": None if cents is None or cents >= 0 else -cents / 100,
        "amount": None if cents is None else cents / 100,
        "direction": "" if cents is None else debit if cents >= 0 else credit,
        "balance": balance / 100,
    }
    if layout.amounts == "direction" and cents is not None:
        shown["amount"] = abs(cents) / 100
    del level
    return [shown[meaning] for meaning in _meanings(layout)]


def _as_text(rows: Sequence[Sequence[object]], layout: Layout) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([[_text(value, layout) for value in row] for row in rows])
    return out.getvalue()


def _text(value: object, layout: Layout) -> str:
    if isinstance(value, date):
        return value.strftime(layout.day_format)
    if isinstance(value, float):
        return f"{value:,.2f}" if layout.thousands else f"{value:.2f}"
    return "" if value is None else str(value)


def _write_workbook(rows: Sequence[Sequence[object]], file: Path) -> None:
    with xlsxwriter.Workbook(file) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("明细账")
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    moment = datetime.combine(value, datetime.min.time())
                    sheet.write_datetime(place, column, moment, day)
                elif isinstance(value, (int, float)):
                    sheet.write_number(place, column, value)
                elif value:
                    sheet.write_string(place, column, str(value))
