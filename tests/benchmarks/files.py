"""How long do two plain files take to become a workbook, beside one `pandas.merge` of the same rows.

`python -m tests.benchmarks.files [rows]` measures 100,000 rows a side; every figure comes from a
process of its own, so that peak memory is of that work alone.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from tests.benchmarks.two_sided import generate

ROWS = 100_000
NAMES = {
    "date": "Date",
    "type": "Type",
    "reference": "Document No",
    "memo": "Description",
    "customer": "Customer",
    "amount": "Amount",
}


@dataclass(frozen=True)
class Measured:
    """Seconds by the wall and megabytes at the peak, the interpreter and its libraries included."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class FilesMeasured:
    """CSV to workbook, its steps, and the merge beside it."""

    rows: int
    steps: dict[str, float]
    whole: Measured
    merge: Measured

    def __str__(self) -> str:
        steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.steps.items())
        return (
            f"{self.rows:,} rows a side, CSV to workbook: {self.whole.seconds:.1f} s "
            f"({steps}), {self.whole.megabytes:.0f} MB at the peak; pandas.merge of the same "
            f"frames: {self.merge.seconds:.2f} s, {self.merge.megabytes:.0f} MB"
        )


def measure_files(rows: int = ROWS, customers: int = 200) -> FilesMeasured:
    """Measure both ways on generated ledgers."""
    with TemporaryDirectory(prefix="tieout-bench") as name:
        folder = Path(name)
        made = generate(rows, customers=customers, language="en", mirrored=True)
        for side, frame in zip(("ours", "theirs"), made.in_major_units(), strict=True):
            frame[list(NAMES)].rename(columns=NAMES).to_csv(folder / f"{side}.csv", index=False)
        whole, merge = _apart("whole", folder), _apart("merge", folder)
    return FilesMeasured(
        rows,
        whole["steps"],
        Measured(whole["seconds"], whole["megabytes"]),
        Measured(merge["seconds"], merge["megabytes"]),
    )


def _apart(what: str, folder: Path) -> dict:
    """One measurement in a fresh interpreter."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.files", what, str(folder)],
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(ran.stdout.splitlines()[-1])


def _whole(folder: Path) -> dict:
    from tieout.procedures import reconcile_files

    began: dict[str, float] = {}

    def note(step: str, share: float) -> None:
        began.setdefault(step, time.perf_counter())

    start = time.perf_counter()
    files = folder / "ours.csv", folder / "theirs.csv"
    reconcile_files(*files, folder / "result.xlsx", language="en", progress=note)
    end = time.perf_counter()
    marks = [*began.values(), end]
    steps = {
        step: after - before for step, before, after in zip(began, marks, marks[1:], strict=False)
    }
    return {"steps": steps, "seconds": end - start, "megabytes": _peak_megabytes()}


def _merge(folder: Path) -> dict:
    start = time.perf_counter()
    ours, theirs = (pd.read_csv(folder / f"{side}.csv", dtype=str) for side in ("ours", "theirs"))
    ours.merge(theirs, on=["Customer", "Document No", "Amount"], how="outer", indicator=True)
    return {"seconds": time.perf_counter() - start, "megabytes": _peak_megabytes()}


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> None:
    """Measure, or be the fresh interpreter that is measured."""
    if arguments[:1] == ["whole"]:
        print(json.dumps(_whole(Path(arguments[1]))))
    elif arguments[:1] == ["merge"]:
        print(json.dumps(_merge(Path(arguments[1]))))
    else:
        print(measure_files(int(arguments[0]) if arguments else ROWS))


if __name__ == "__main__":
    main(sys.argv[1:])
