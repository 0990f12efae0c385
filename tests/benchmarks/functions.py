"""How fast are worksheet functions: RECON_DIFF on the bridge beside the engine alone on the same entries."""

import time
from datetime import datetime

import pandas as pd
from tests.benchmarks.two_sided import generate

from tieout.excel.bridge import Bridge
from tieout.excel.cells import serial
from tieout.excel.ledgers import MEMORY
from tieout.excel.window import Window
from tieout.ledger.ledger import Ledger
from tieout.matching.engine import reconcile

RATIO_MAX = 2.0
"""The bridge may take twice what the engine takes: reading the cells and writing the table included."""
HEADINGS = ("日期", "凭证号", "业务参考号", "类型", "摘要", "客户", "币种", "金额")


def recon_diff_on_the_bridge(rows: int = 100_000, repeats: int = 3) -> dict[str, float]:
    """Seconds of a first call, of a call with unchanged cells, and of the engine alone; their ratio.

    The engine alone takes ledgers that are read already, and says its differences with their reasons,
    for that is what the table holds.
    """
    two = generate(rows)
    frames = [two.ours.head(rows), two.theirs.head(rows)]
    blocks = tuple(map(_block, frames))
    bridge = Bridge(lambda _: Window(None, print, print, lambda: False))
    question = ("RECON_DIFF", "zh", blocks)
    matching, engine = map(min, zip(*(_engine(frames) for _ in range(repeats)), strict=True))
    first = min(_asked(bridge, question) for _ in range(repeats))
    begin = time.perf_counter()
    _, value, errors = bridge.ask("compute", question)
    again = time.perf_counter() - begin
    assert not errors
    return {
        "rows": rows,
        "columns": len(HEADINGS),
        "differences": len(value) - 1,
        "bridge_seconds": first,
        "unchanged_seconds": again,
        "engine_seconds": engine,
        "engine_without_sentences_seconds": matching,
        "ratio": first / engine,
        "ratio_max": RATIO_MAX,
    }


def _asked(bridge: Bridge, question: tuple[object, ...]) -> float:
    MEMORY.forget()
    begin = time.perf_counter()
    bridge.ask("compute", question)
    return time.perf_counter() - begin


def _engine(frames: list[pd.DataFrame]) -> tuple[float, float]:
    """Seconds of matching, and of matching and saying why."""
    ours, theirs = map(Ledger.from_frame, frames)
    begin = time.perf_counter()
    result = reconcile(ours, theirs)
    matched = time.perf_counter() - begin
    for side in (result.ours, result.theirs):
        assert len(side["reason_zh"])
    return matched, time.perf_counter() - begin


def _block(frame: pd.DataFrame) -> tuple[tuple[object, ...], ...]:
    """The frame as Excel hands it over: numbers, texts, days as serials."""
    days = [
        serial(day.to_pydatetime()) if isinstance(day, datetime) else None for day in frame["date"]
    ]
    plain = {
        name: frame[name].tolist() if name in frame else [None] * len(frame) for name in _NAMES
    }
    columns = [days, [f"记-{at}" for at in range(len(frame))], *(plain[name] for name in _NAMES)]
    columns[-1] = [float(amount) for amount in columns[-1]]
    return (HEADINGS, *zip(*columns, strict=True))


_NAMES = ("reference", "type", "memo", "customer", "currency", "amount")


if __name__ == "__main__":
    print(recon_diff_on_the_bridge())
