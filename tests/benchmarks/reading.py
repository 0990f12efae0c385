"""How long does reading take beside the bare parser of the same file: ratios of processor time in one run."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

import tieout
from tieout.ledger import workbook_process

HEADINGS = [
    "日期",
    "凭证号",
    "单据号",
    "摘要",
    "借方金额",
    "贷方金额",
    "余额",
    "客户",
    "币种",
    "部门",
]
CSV_RATIO_MAX, XLSX_RATIO_MAX = 3.0, 1.5
SEED = 7


@dataclass(frozen=True)
class ReadingCost:
    """Seconds of the processor, and on the clock, of the bare parser and of the reader, for so many rows."""

    kind: str
    rows: int
    bare: float
    ours: float
    bare_clock: float
    ours_clock: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare

    @property
    def ratio_clock(self) -> float:
        return self.ours_clock / self.bare_clock


def reading_costs(rows: int, repeats: int = 3) -> list[ReadingCost]:
    """CSV against `pandas.read_csv`, xlsx against calamine returning its cells; the best of some runs."""
    table = _table(rows)
    with TemporaryDirectory() as folder:
        csv, xlsx = Path(folder) / "a.csv", Path(folder) / "a.xlsx"
        table.to_csv(csv, index=False)
        _write(table, xlsx)
        return [
            _cost("csv", rows, lambda: pd.read_csv(csv), lambda: tieout.read(csv), repeats),
            _cost("xlsx", rows, lambda: _cells(xlsx), lambda: tieout.read(xlsx), repeats),
        ]


def _cost(
    kind: str, rows: int, bare: Callable[[], object], ours: Callable[[], object], repeats: int
) -> ReadingCost:
    """Both in turn, so that what else the machine does falls on both."""
    runs = [(_times(bare), _times(ours)) for _ in range(repeats)]
    of_bare, of_ours = (np.min(each, axis=0).tolist() for each in zip(*runs, strict=True))
    return ReadingCost(kind, rows, of_bare[0], of_ours[0], of_bare[1], of_ours[1])


def _times(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the processor, and on the clock."""
    start, began = _spent(), perf_counter()
    work()
    workbook_process.forget()
    return _spent() - start, perf_counter() - began


def _spent() -> float:
    """Processor time of this process and of those that opened workbooks for it and have ended."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def _cells(file: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()


def _table(rows: int) -> pd.DataFrame:
    draw = np.random.default_rng(SEED)
    cents, debit = draw.integers(100, 10_000_000, rows), draw.random(rows) < 0.6
    days = [f"{date(2025, 1, 1) + timedelta(days=int(day))}" for day in draw.integers(0, 365, rows)]
    numbers = draw.permutation(rows)
    written = [f"{value / 100:.2f}" for value in cents]
    balance = np.cumsum(np.where(debit, cents, -cents))
    columns = [
        days,
        [f"记-{n:07}" for n in range(rows)],
        [f"INV{n:08}" for n in numbers],
        [f"销售货物 批次{n % 5000}" for n in range(rows)],
        [text if side else "" for text, side in zip(written, debit, strict=True)],
        ["" if side else text for text, side in zip(written, debit, strict=True)],
        [f"{value / 100:.2f}" for value in balance],
        ["华东贸易有限公司"] * rows,
        ["CNY"] * rows,
        [f"部门{n % 20}" for n in range(rows)],
    ]
    return pd.DataFrame(dict(zip(HEADINGS, columns, strict=True)))


def _write(table: pd.DataFrame, file: Path) -> None:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("应收明细")
        sheet.write_row(0, 0, HEADINGS)
        for row, values in enumerate(table.itertuples(index=False), start=1):
            for column, value in enumerate(values):
                if 4 <= column <= 6 and value:
                    sheet.write_number(row, column, float(value))
                elif value:
                    sheet.write_string(row, column, value)


if __name__ == "__main__":
    for count in (100_000, 1_000_000):
        for cost in reading_costs(count):
            print(
                f"{cost.kind:<5} {cost.rows:>9,} rows: {cost.bare:.2f} s bare, {cost.ours:.2f} s read, {cost.ratio:.2f};"
                f" on the clock {cost.bare_clock:.2f} s and {cost.ours_clock:.2f} s, {cost.ratio_clock:.2f}"
            )
