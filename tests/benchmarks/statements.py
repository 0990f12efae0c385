"""How fast are statements: workbooks beside openpyxl opening and saving the template, PDF beside a process for each.

`python -m tests.benchmarks.statements [CUSTOMERS [FILES]]`; the ratios are of processor time, our own and that of
the programs we start, as a machine that does other things too makes seconds by the wall mean little.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import openpyxl
import pandas as pd

from tieout.ledger.ledger import Ledger
from tieout.statements.issuing import issue
from tieout.statements.kinds import template_of
from tieout.statements.office import office_program, to_pdf
from tieout.statements.order import StatementOrder

RATIO_MAX = 2.0
"""Issuing a statement may take twice what openpyxl takes to open and save its template."""
PDF_GAIN_MIN = 10.0


def statements_of_a_ledger(customers: int = 1000, rows: int = 50) -> dict[str, float]:
    """Seconds and ratio of issuing one workbook a customer, number, mark and register included."""
    source = _ledger(customers, rows)
    order = StatementOrder("balance-forward", "zh", end=date(2026, 12, 31))
    with TemporaryDirectory() as place, _spent() as ours:
        issue(source, order, Path(place), issued_at="2026-12-31T00:00:00", issued_by="bench")
    template = template_of("balance-forward", "zh")
    count = min(customers, 100)
    with TemporaryDirectory() as place, _spent() as theirs:
        for at in range(count):
            openpyxl.load_workbook(template).save(Path(place) / f"{at}.xlsx")
    each, beside = ours.processor / customers, theirs.processor / count
    return {
        "statements": customers,
        "rows": rows,
        "seconds": ours.wall,
        "seconds_of_processor": ours.processor,
        "statements_a_second_of_processor": 1 / each,
        "template_opened_and_saved_by_openpyxl_a_second": 1 / beside,
        "sampled": count,
        "ratio": each / beside,
        "ratio_max": RATIO_MAX,
    }


def pdf_of_a_batch(count: int = 100, alone: int = 5) -> dict[str, float]:
    """Seconds a PDF of a batch, starts included, beside one LibreOffice process each.

    A batch is shared by the processors, which slow each other down where they share memory.
    """
    source = _ledger(count, 50)
    order = StatementOrder("balance-forward", "zh", end=date(2026, 12, 31))
    with TemporaryDirectory() as place:
        folder = Path(place)
        made = issue(source, order, folder, issued_at="2026-12-31T00:00:00", issued_by="bench")
        files = [folder / line.file for line in made.written]
        with _spent() as together:
            to_pdf(files)
        with _spent() as apart:
            for at in range(alone):
                _one_process(files[at], folder / f"profile{at}")
    each, beside = together.processor / count, apart.processor / alone
    return {
        "files": count,
        "seconds_of_processor_each_together": each,
        "seconds_of_processor_each_alone": beside,
        "sampled_alone": alone,
        "gain_by_the_wall": apart.wall / alone * count / together.wall,
        "gain_of_processor": beside / each,
        "gain_min": PDF_GAIN_MIN,
    }


def _one_process(file: Path, profile: Path) -> None:
    command = [office_program(), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(profile.parent / "alone"), str(file)]
    subprocess.run(command, check=True, capture_output=True)


def _ledger(customers: int, rows: int) -> Ledger:
    """Customers with entries over a year, four in five of them debits."""
    draw = np.random.default_rng(20261124)
    count = customers * rows
    debit = draw.random(count) < 0.8
    cents = draw.integers(100, 5_000_000, count) * np.where(debit, 1, -1)
    days = np.datetime64("2026-01-01") + draw.integers(0, 365, count)
    number = [f"XS-{at:07}" for at in range(count)]
    return Ledger(
        pd.DataFrame(
            {
                "line": np.arange(1, count + 1),
                "date": days.astype("datetime64[ns]"),
                "due_date": np.full(count, np.datetime64("NaT"), dtype="datetime64[ns]"),
                "type": np.where(debit, "销售", "收款"),
                "reference": number,
                "memo": np.where(debit, "销售 不锈钢法兰 DN100", "收到货款"),
                "amount": cents,
                "currency": "CNY",
                "customer": [f"客户{at % customers:05}有限公司" for at in range(count)],
            }
        )
    )


@dataclass
class Spent:
    """Seconds by the wall, and of processor: our own and of the programs that were waited for."""

    wall: float = 0.0
    processor: float = 0.0


@contextmanager
def _spent() -> Iterator[Spent]:
    taken = Spent()
    wall, processor = time.perf_counter(), _processor()
    yield taken
    taken.wall, taken.processor = time.perf_counter() - wall, _processor() - processor


def _processor() -> float:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    given = [int(count) for count in sys.argv[1:]]
    customers, files = [*given, *(1000, 100)[len(given) :]]
    for measured in (statements_of_a_ledger(customers), pdf_of_a_batch(files)):
        print({name: round(value, 3) for name, value in measured.items()})
