"""How does a shop chain book what a wholesaler delivers: in receipt notes and statements, not delivery by delivery.

We book every delivery under the number of its invoice, its delivery note in the memo. They book one
receipt note that lists delivery notes, one a month that lists none,
or a haulier's freight of a week under the number of its statement. Payments keep 5 % and a rebate back.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from tests.benchmarks.two_sided import Truth, TwoSided

from tieout.ledger.ledger import COLUMNS

Entry = tuple[int, int, str, str]
"""Day, minor units, reference, memo."""
CHAINS = {"listed": "家和超市有限公司", "monthly": "百惠商贸有限公司", "weekly": "远达物流有限公司"}
MONTHS, DAYS = 10, 30


@dataclass
class Written:
    """What is written so far on both sides, and the lot it is drawn by."""

    rng: np.random.Generator
    ours: list[dict[str, object]] = field(default_factory=list)
    theirs: list[dict[str, object]] = field(default_factory=list)
    events: int = 0

    def book(self, scenario: str, customer: str, ours: list[Entry], theirs: list[Entry]) -> None:
        """What both sides recorded of one thing."""
        self.events += 1
        told = {"scenario": scenario, "customer": customer, "group": self.events, "cause": ""}
        for entries, side in ((ours, self.ours), (theirs, self.theirs)):
            names = ("day", "amount", "reference", "memo")
            side += [dict(zip(names, entry, strict=True)) | told for entry in entries]

    def between(self, lowest: int, highest: int) -> int:
        """One of the numbers up to below the highest."""
        return int(self.rng.integers(lowest, highest))


def receipt_notes(deliveries: int, seed: int) -> TwoSided:
    """Two ledgers of about three times so many deliveries a month, and what is true of them."""
    written = Written(np.random.default_rng(seed))
    for month in range(MONTHS):
        for style, book in (("listed", _listed), ("monthly", _monthly), ("weekly", _weekly)):
            some = _deliveries(written, month, deliveries, style)
            book(written, CHAINS[style], month, some)
            _paid(written, CHAINS[style], month, sum(cents for _, cents, *_ in some))
    sides = [_side(written.rng, rows) for rows in (written.ours, written.theirs)]
    ours, theirs = (side[list(COLUMNS)] for side in sides)
    truth = Truth(*(side[["group", "event", "scenario", "cause"]] for side in sides))
    return TwoSided(ours, theirs, truth)


def _deliveries(written: Written, month: int, count: int, style: str) -> list[Entry]:
    """Deliveries of a month by day; freight has few prices, and the week of its statement in the memo."""
    days = np.sort(month * DAYS + written.rng.integers(0, 24, count)).tolist()
    if style == "weekly":
        prices = written.rng.choice([1200, 1500, 1500, 1830, 2200, 3550], count).tolist()
        first = 100_000_000_000 + 997 * month * count
        return [
            (day, price, f"{first + 7 * n}", f"运费 账单ZD2026W{10 + day // 7}")
            for n, (day, price) in enumerate(zip(days, prices, strict=True))
        ]
    invoice, note = 30_110_000 + 1009 * month, {"listed": 40_000, "monthly": 70_000}[style]
    return [
        (day, written.between(20_000, 900_000), f"{invoice + 3 * n + note}", _note(month, note + n))
        for n, day in enumerate(days)
    ]


def _note(month: int, number: int) -> str:
    return f"销售 送货单SH26{month + 1:02d}{number:05d}"


def _listed(written: Written, customer: str, month: int, some: list[Entry]) -> None:
    """Up to twelve delivery notes, of any days of the month, a receipt note."""
    order = written.rng.permutation(len(some)).tolist()
    for start in range(0, len(some), 12):
        part = [some[place] for place in order[start : start + 12]]
        listed = "、".join(memo.removeprefix("销售 送货单") for *_, memo in part)
        total = sum(cents for _, cents, *_ in part)
        received = (
            max(day for day, *_ in part) + 2,
            total,
            f"RK{month}{start:03d}",
            f"入库 {listed}",
        )
        written.book("listed", customer, part, [received])


def _monthly(written: Written, customer: str, month: int, some: list[Entry]) -> None:
    """All of a month."""
    total = sum(cents for _, cents, *_ in some)
    stated = (
        month * DAYS + 27,
        total,
        f"JS{month + 1:02d}",
        f"{month + 1}月货款 送货单{len(some)}张",
    )
    written.book("monthly", customer, some, [stated])


def _weekly(written: Written, customer: str, month: int, some: list[Entry]) -> None:
    """The freight of each week under the number of the statement that our memos name."""
    for week in sorted({day // 7 for day, *_ in some}):
        part = [entry for entry in some if entry[0] // 7 == week]
        total = sum(cents for _, cents, *_ in part)
        # The week goes on over the end of the month, so its statement has a part for each month.
        number = f"ZD2026W{10 + week}"
        written.book(
            "weekly", customer, part, [(part[-1][0] + 3, total, number, f"{month + 1}月运费")]
        )


def _paid(written: Written, customer: str, month: int, total: int) -> None:
    """What is due without 5 % kept back and 3 % rebate, which both sides book apart."""
    day = month * DAYS + 45 + written.between(0, 4)
    rebate, kept = total * 3 // 100, total * 5 // 100
    for cents, memo in ((total - rebate - kept, "货款"), (rebate, "返利")):
        ours = (day + written.between(0, 4), -cents, f"SK{written.between(100, 999)}", f"收{memo}")
        written.book("paid", customer, [ours], [(day, -cents, "", f"付{memo}")])


def _side(rng: np.random.Generator, rows: list[dict[str, object]]) -> pd.DataFrame:
    """The entries of a side by day, within a day by lot."""
    side = pd.DataFrame(rows)
    side = side.iloc[np.lexsort((rng.random(len(side)), side["day"]))].reset_index(drop=True)
    days = (np.datetime64("2026-01-01") + side["day"].to_numpy()).astype("datetime64[us]")
    return side.assign(
        line=np.arange(1, len(side) + 1),
        date=days,
        due_date=np.full(len(side), np.datetime64("NaT"), dtype="datetime64[us]"),
        type="",
        currency="CNY",
        event=side["group"],
    )
