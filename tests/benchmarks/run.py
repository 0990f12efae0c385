"""How right and how fast is the engine: every figure of addin/docs/benchmarks.md, made in one run.

`make bench` measures up to 3,000,000 rows a side, `--quick` up to 100,000, `--up-to` as many as it says;
the report is written as each part of it is done. Peers that need pandas 2 run where `TIEOUT_BENCH_PEERS`
names the python of an environment that has them, and what Tieout needs, so that its answers on pandas 2
are compared too; without it the report says that they were not measured.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from tests.benchmarks.peers import APART, HERE, Pairs, merge
from tests.benchmarks.score import Claims, Score, Scoring
from tests.benchmarks.two_sided import TwoSided, generate

import tieout
from tieout.matching.reconciliation import Reconciliation

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "addin" / "docs" / "benchmarks.md"
QUICK = ((10_000, 50), (100_000, 500))
FULL = (
    (10_000, 50),
    (30_000, 150),
    (100_000, 500),
    (300_000, 1_500),
    (1_000_000, 5_000),
    (3_000_000, 15_000),
)
SMALL = ((10_000, 50), (50_000, 250))
QUALITY = ((10_000, 1), (10_000, 50), (100_000, 500))
PEERS = (100_000, 500)
PEER_SECONDS = 300
"""How long a peer may take before it is stopped, the same for all."""
ANSWERED = (20_000, 100)
SEED = 3


@dataclass(frozen=True)
class Cost:
    """Seconds by the wall, and megabytes above what was there before."""

    seconds: float
    megabytes: float


def main() -> None:
    """Measure, and write the report."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="up to 100,000 rows a side")
    arguments.add_argument("--up-to", type=int, default=FULL[-1][0], metavar="ROWS")
    arguments.add_argument("--out", type=Path, default=REPORT)
    arguments.add_argument("--small", action="store_true", help="a minute's worth, for a look")
    chosen = arguments.parse_args()
    sizes = SMALL if chosen.small else QUICK if chosen.quick else FULL
    sizes = tuple(size for size in sizes if size[0] <= chosen.up_to)
    parts: list[str] = []
    for part in (
        _head,
        lambda: _quality(QUALITY[:2] if chosen.small else QUALITY),
        lambda: _speed(sizes),
        lambda: _peers(*(SMALL[0] if chosen.small else PEERS)),
        _same_on_another_pandas,
        lambda: "" if chosen.small else _other_rooms(),
        _notes,
    ):
        parts.append(part())
        report = "\n\n".join(part for part in parts if part)
        chosen.out.write_text(report + "\n", encoding="utf-8")
    print(f"\nwritten to {chosen.out}")


def _head() -> str:
    machine = (
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    )
    return (
        "# Benchmarks\n\n"
        "Made by `make bench` (`tests/benchmarks/run.py`), never by hand. The ledgers come from "
        "`tests/benchmarks/two_sided.py`, where their mix is described; what is true of every row is "
        "known, and the scoring (`tests/benchmarks/score.py`) counts pairs of rows that belong "
        "together. Ambiguous matches claim nothing.\n\n"
        f"Measured on {machine}, pandas {pd.__version__}, numpy {np.__version__}, with a load of "
        f"{_load()} while it began. Times depend on the machine and on what else it does; read the "
        "ratios, which were taken in one run."
    )


def _load() -> str:
    """How many processes waited for a processor in the last minute, where the system says."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _quality(sizes: tuple[tuple[int, int], ...]) -> str:
    parts = ["## How right"]
    for rows, customers in sizes:
        made = generate(rows, customers=customers, seed=SEED)
        scoring = Scoring(made.truth, Claims.of(tieout.reconcile(*made.ledgers())))
        print(f"quality {rows:,} rows, {customers} customers: pairs F1 {scoring.pairs().f1:.4f}")
        parts += [
            f"### {rows:,} rows a side, {customers} customer{'s' if customers > 1 else ''}",
            _scores(
                {
                    "all pairs": scoring.pairs(),
                    "confirmed pairs": scoring.pairs(("confirmed",)),
                    **scoring.kinds(),
                    **{f"cause: {name}": score for name, score in scoring.causes().items()},
                }
            ),
            "By pass (what it claimed):",
            _scores(scoring.pairs_by_pass()),
            "Confidence of suggestions: how many, what they claim, how many are exactly right.",
            _calibration(scoring),
            f"Rows in ambiguous matches: {scoring.ambiguous_rows:,}.",
        ]
    return "\n\n".join(parts)


def _scores(scores: dict[str, Score]) -> str:
    lines = [
        f"| {name} | {s.precision:.4f} | {s.recall:.4f} | {s.f1:.4f} | {s.right:,} | {s.wrong:,} | {s.overlooked:,} |"
        for name, s in scores.items()
        if s.right + s.wrong + s.overlooked
    ]
    head = (
        "| | precision | recall | F1 | right | wrong | overlooked |\n|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *lines])


def _calibration(scoring: Scoring) -> str:
    table = scoring.calibration()
    lines = [
        f"| {int(row['bin']) / 10:.1f} to {(int(row['bin']) + 1) / 10:.1f} | {int(row['count']):,} | {row['claimed']:.3f} | {row['right']:.3f} |"
        for _, row in table.iterrows()
    ]
    return "\n".join(["| confidence | suggestions | claimed | right |\n|---|---|---|---|", *lines])


def _speed(sizes: tuple[tuple[int, int], ...]) -> str:
    lines, seconds = [], []
    for rows, customers in sizes:
        figures = json.loads(_apart("--speed", str(rows), str(customers)))
        seconds.append((rows, figures["engine"]))
        lines.append(
            f"| {rows:,} | {customers:,} | {figures['merge']:.2f} s | {figures['engine']:.2f} s | "
            f"{figures['engine'] / figures['merge']:.1f} | {figures['sentences']:.1f} s | "
            f"{figures['megabytes'] / figures['frames']:.1f} |"
        )
        print(lines[-1])
    (few, quick), (many, slow) = seconds[0], seconds[-1]
    exponent = np.log(slow / quick) / np.log(many / few)
    steps = "; ".join(
        f"{a:,} to {b:,} rows {np.log(late / early) / np.log(b / a):.2f}"
        for (a, early), (b, late) in pairwise(seconds)
    )
    return "\n\n".join(
        [
            "## How fast\n\n"
            "The engine from two ledgers in memory to a result, beside one `pandas.merge` of the same "
            "frames on customer, reference and amount, each size in a process of its own; the best of "
            "several. One customer has 30 % of the rows. *Sentences* is the time to make every sentence "
            "of both sides in two languages, which nobody pays who does not ask. *Memory* is the peak "
            "above the two frames, in multiples of them.",
            "| rows a side | customers | merge | engine | ratio | sentences | memory |\n"
            "|---|---|---|---|---|---|---|\n" + "\n".join(lines),
            f"From {few:,} to {many:,} rows time grows with the power {exponent:.2f}; "
            f"step by step: {steps}.",
        ]
    )


def measure_speed(rows: int, customers: int) -> dict[str, float]:
    """Seconds of merge, engine and sentences; megabytes of the frames and of the engine's peak."""
    made = generate(rows, customers=customers, seed=SEED)
    ours, theirs = made.ledgers()
    frames = sum(side.memory_usage(deep=True).sum() for side in (made.ours, made.theirs)) / 1e6
    merges, engines = [], []
    for _ in range(5 if rows <= 1_000_000 else 3):
        merges.append(_timed(lambda: merge(made.ours, made.theirs)).seconds)
        engines.append(_timed(lambda: tieout.reconcile(ours, theirs)))
    result = tieout.reconcile(ours, theirs)
    return {
        "merge": min(merges),
        "engine": min(cost.seconds for cost in engines),
        "sentences": _timed(lambda: _everything(result)).seconds,
        "frames": float(frames),
        "megabytes": max(cost.megabytes for cost in engines),
    }


def _everything(result: Reconciliation) -> tuple[pd.DataFrame, ...]:
    return result.ours, result.theirs, result.matches, result.open_items


def _timed(work: object) -> Cost:
    """How long it takes, and how much more memory there is at the peak."""
    peak, over = [_resident()], threading.Event()

    def watch() -> None:
        while not over.wait(0.01):
            peak[0] = max(peak[0], _resident())

    before = peak[0]
    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    work()  # type: ignore[operator]
    seconds = time.perf_counter() - start
    over.set()
    watcher.join()
    return Cost(seconds, peak[0] - before)


def _resident() -> float:
    """Megabytes this process holds; 0 where the system does not say."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * 4096 / 1e6 if statm.exists() else 0.0


def _peers(rows: int, customers: int) -> str:
    made = generate(rows, customers=customers, seed=SEED)
    ours, theirs = made.ledgers()
    seconds = min(_timed(lambda: tieout.reconcile(ours, theirs)).seconds for _ in range(3))
    result = tieout.reconcile(ours, theirs)
    lines = [_peer("Tieout", seconds, seconds, Scoring(made.truth, Claims.of(result)).pairs())]
    for name, peer in HERE.items():
        start = time.perf_counter()
        pairs = peer(made.ours, made.theirs)
        lines.append(_peer(name, time.perf_counter() - start, seconds, _scored(made, pairs)))
    lines += [_peer_apart(name, made, seconds) for name in APART]
    return (
        "## Beside others\n\n"
        f"{rows:,} rows a side, {customers} customers, the same frames for all; pairs of "
        "rows that belong together. Splink and recordlinkage are blocked on customer with amount or "
        "reference and keep each row's best pair; they link row to row, so groups are beyond them. "
        "They need pandas 2 and run in an environment of their own in the same run, each for "
        f"{PEER_SECONDS} s at most.\n\n"
        "| | seconds | times Tieout | precision | recall | F1 |\n|---|---|---|---|---|---|\n"
        + "\n".join(lines)
    )


def _peer(name: str, seconds: float, ours: float, score: Score) -> str:
    line = (
        f"| {name} | {seconds:.2f} | {seconds / ours:.1f} | {score.precision:.4f} | "
        f"{score.recall:.4f} | {score.f1:.4f} |"
    )
    print(line)
    return line


def _peer_apart(name: str, made: TwoSided, ours: float) -> str:
    python = os.environ.get("TIEOUT_BENCH_PEERS")
    if not python:
        return f"| {name} | not measured: TIEOUT_BENCH_PEERS names no environment | | | | |"
    with TemporaryDirectory(prefix="tieout-bench") as folder:
        for side in ("ours", "theirs"):
            # As text: a pickle of one pandas cannot be read by another.
            getattr(made, side).to_csv(Path(folder) / f"{side}.csv", index=False)
        try:
            ran = subprocess.run(
                [python, "-m", "tests.benchmarks.peers", folder, name],
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=PEER_SECONDS,
            )
        except subprocess.TimeoutExpired:
            least = PEER_SECONDS / ours
            return f"| {name} | did not finish in {PEER_SECONDS} s | more than {least:.0f} | | | |"
        if ran.returncode:
            return f"| {name} | failed: {ran.stderr.strip().splitlines()[-1][:120]} | | | | |"
        pairs = np.load(Path(folder) / "pairs.npy")
    seconds = json.loads(ran.stdout.splitlines()[-1])["seconds"]
    return _peer(name, seconds, ours, _scored(made, (pairs[0], pairs[1])))


def _scored(made: TwoSided, pairs: Pairs) -> Score:
    claims = Claims.of_pairs(*pairs, len(made.ours), len(made.theirs))
    return Scoring(made.truth, claims).pairs()


def _same_on_another_pandas() -> str:
    """Whether matches, causes and sentences are the same where pandas 2 is installed."""
    python = os.environ.get("TIEOUT_BENCH_PEERS")
    head = "## On another pandas\n\n"
    if not python:
        return f"{head}Not compared: TIEOUT_BENCH_PEERS names no environment."
    here, there = (_answers(one) for one in (sys.executable, python))
    if "answers" not in there:
        return f"{head}Not compared: {there['failed']}."
    same = "the same" if here["answers"] == there["answers"] else "NOT the same"
    return (
        f"{head}pandas {here['pandas']} and pandas {there['pandas']} give {same} matches, states, "
        f"causes and sentences on {ANSWERED[0]:,} rows a side, {ANSWERED[1]} customers (a digest of all)."
    )


def _answers(python: str) -> dict[str, str]:
    ran = subprocess.run(
        [python, "-m", "tests.benchmarks.engine_answers", *map(str, (*ANSWERED, SEED))],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'addin'}"},
        capture_output=True,
        text=True,
    )
    said = (ran.stderr if ran.returncode else ran.stdout).strip().splitlines()
    return {"failed": said[-1][:120]} if ran.returncode else json.loads(said[-1])


def _other_rooms() -> str:
    """What other rooms measure by themselves, where they offer it."""
    lines = []
    for module in ("files", "statements", "reading", "functions", "books"):
        if not (Path(__file__).parent / f"{module}.py").exists():
            continue
        ran = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{module}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        said = ran.stdout.strip() or "nothing was said"
        if ran.returncode:
            why = ran.stderr.strip().splitlines()
            said = "\n".join([said, f"stopped: {why[-1] if why else ran.returncode}"])
        lines.append(f"`{module}`:\n\n```\n{said}\n```")
    return "## From file to workbook\n\n" + "\n\n".join(lines) if lines else ""


def _notes() -> str:
    return (
        "## What cannot be known\n\n"
        "- Equal amounts of one account within a day of each other, without a number or a memo that "
        "tells them apart, are *ambiguous*: they are listed, and none is chosen.\n"
        "- A sum without a number is only claimed where sums of its shape seldom agree by accident. "
        "The engine counts such accidents on the ledgers themselves (sums shifted by odd amounts); "
        "where more than four in ten would be accidents, nothing is said. In an account of many "
        "thousand open entries that is most sums over several days.\n"
        "- Of two entries that say the same in every column, either may be called the duplicate; the "
        "first by line is kept.\n"
        "- A sign turned more than the date window away from its document looks like a payment of it, "
        "and stays open.\n"
        "- Confidence is calibrated on the generator and on a second one of another style: of the "
        "suggestions at 0.9 and more at least nine in ten were right on both. On data of another kind "
        "it is an estimate."
    )


def _apart(*arguments: str) -> str:
    """One measurement in a fresh interpreter; its last line."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.run", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return ran.stdout.splitlines()[-1]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--speed"]:
        print(json.dumps(measure_speed(int(sys.argv[2]), int(sys.argv[3]))))
    else:
        main()
