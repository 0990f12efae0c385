"""Which two ledgers, with known truth, is the engine measured on.

Both ledgers record one account (or one per customer): our receivables and their payables. A true
match is what both sides recorded of the same event; a split is one line here, several there. Every
event is one of the scenarios below, in these shares of our rows; what they leave is plain pairs.

| scenario | share | what differs |
|---|---|---|
| plain | rest | nothing but the date; their memo sometimes names the number |
| restyled_reference | 14 % | 4587, 004587, 发票 4587, ＩＮＶ４５８７, No.4587, 4587-R, lower case, space, slash, dot |
| last_digits_only | 1.5 % | six or eight last digits of the 20 of an e-invoice |
| misread_digit | 1.5 % | 0/O 1/l 5/S 8/B |
| slipped_digit | 2 % | one digit wrong, missing or swapped |
| named_in_memo | 3 % | their own voucher number or none; ours only in the memo |
| no_reference | 8 % | receipts: amount and date alone |
| weekly | 0.4 % × 6 lines | equal amounts every week, half the series with a week left out |
| instalments | 0.8 % × 4 lines | an invoice and its receipts under one number on both sides |
| one_to_many, many_to_one | 2.5 % each | 40 % listed in a memo, 30 % under one reference, 30 % by sum |
| many_to_many | 0.8 % | 65 % under a batch number, 35 % by sum |
| rounding, fee, tax, transposition, decimal, sign, amount | 1, .8, .6, .8, .5, .5, .8 % | the amount |
| reversal | 1 % | an own-side pair that the other side never had |
| one_sided_reversal | 0.4 % | taken back on one side only |
| duplicate | 0.8 % | booked twice on one side |
| missing | 2 % | on one side only, at least forty days before the end |
| in_transit | 0.8 % | on one side only, in the last five days |
| other_customer | 0.6 % | booked at another customer on one side (where there are several) |

Dates: 55 % on the same day; else they book invoices 1–4 days later and payments 1–4 days earlier, 2 %
up to forty days away; payments only on working days. Amounts: log-normal around 8,000.00, a quarter in
whole units, some receipts in hundreds. One customer has 30 % of the rows, the others fall off as
1/√rank. A twentieth of the memos names a contract that settles nothing; receipts and payments have
vouchers of each side's own, whose digits sometimes are those of an unrelated document.

Not in it, because nobody could know: reversals booked by both sides (settled within or across),
sums without references at customers with more than 2,000 rows, duplicates without reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from tests.benchmarks import words
from tests.benchmarks.draw import Draw
from tests.benchmarks.lines import CAUSES, Booked, Ints, Lines, laid_together
from tests.benchmarks.scenarios import groups, own_side, repeated, singles
from tests.benchmarks.scenarios.slipped_amounts import slipped_amount
from tests.benchmarks.writing import OWN

from tieout.ledger.ledger import COLUMNS, Ledger

SCENARIOS = {
    "restyled_reference": singles.restyled_reference,
    "last_digits_only": singles.last_digits_only,
    "misread_digit": singles.misread_digit,
    "slipped_digit": singles.slipped_digit,
    "named_in_memo": singles.named_in_memo,
    "no_reference": singles.no_reference,
    "weekly": repeated.weekly,
    "instalments": repeated.instalments,
    "one_to_many": groups.one_to_many,
    "many_to_one": groups.many_to_one,
    "many_to_many": groups.many_to_many,
    "rounding": slipped_amount("rounding"),
    "fee": slipped_amount("fee"),
    "tax": slipped_amount("tax"),
    "transposition": slipped_amount("transposition"),
    "decimal": slipped_amount("decimal"),
    "sign": slipped_amount("sign"),
    "amount": slipped_amount("amount"),
    "reversal": own_side.reversal,
    "one_sided_reversal": own_side.one_sided_reversal,
    "duplicate": own_side.duplicate,
    "missing": own_side.missing,
    "in_transit": own_side.in_transit,
    "other_customer": own_side.other_customer,
    "plain": singles.plain,
}
DEFAULT_MIX: Mapping[str, float] = {
    "restyled_reference": 0.14,
    "last_digits_only": 0.015,
    "misread_digit": 0.015,
    "slipped_digit": 0.02,
    "named_in_memo": 0.03,
    "no_reference": 0.08,
    "weekly": 0.004,
    "instalments": 0.008,
    "one_to_many": 0.025,
    "many_to_one": 0.025,
    "many_to_many": 0.008,
    "rounding": 0.01,
    "fee": 0.008,
    "tax": 0.006,
    "transposition": 0.008,
    "decimal": 0.005,
    "sign": 0.005,
    "amount": 0.008,
    "reversal": 0.01,
    "one_sided_reversal": 0.004,
    "duplicate": 0.008,
    "missing": 0.02,
    "in_transit": 0.008,
    "other_customer": 0.006,
}
"""Events of each scenario per row of ours; plain pairs make up the rest."""
FLEXIBLE = ("duplicate", "one_sided_reversal", "other_customer")
"""Scenarios with more than one right answer: which twin is the duplicate, what stays open."""


@dataclass(frozen=True)
class Truth:
    """What truly belongs together, by row.

    `ours` and `theirs` have a row for each row of the ledger: group (0 = belongs to nothing),
    event, scenario, cause (of the group's difference, or why the row is open; "" = none).
    """

    ours: pd.DataFrame
    theirs: pd.DataFrame

    @cached_property
    def matches(self) -> pd.DataFrame:
        """The true matches: group, kind, scenario, cause, ours and theirs (row positions)."""
        sides = {"ours": self.ours, "theirs": self.theirs}
        places = {name: _places(side) for name, side in sides.items()}
        both = pd.concat([side.loc[side["group"] > 0] for side in sides.values()])
        first = both.drop_duplicates("group").sort_values("group").set_index("group")
        matches = first[["scenario", "cause"]].reset_index()
        for name, found in places.items():
            matches[name] = [found.get(group, []) for group in matches["group"]]
        kinds = kind_of(matches["ours"].map(len).to_numpy(), matches["theirs"].map(len).to_numpy())
        return matches.assign(kind=kinds)


@dataclass(frozen=True)
class TwoSided:
    """Two ledgers as frames of COLUMNS, amounts in minor units, and what is true of them."""

    ours: pd.DataFrame
    theirs: pd.DataFrame
    truth: Truth

    def ledgers(self) -> tuple[Ledger, Ledger]:
        """Both as ledgers, without a Decimal a row."""
        return Ledger(self.ours), Ledger(self.theirs)

    def in_major_units(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Both as people hand them to Ledger.from_frame, amounts Decimal."""
        return _in_major_units(self.ours), _in_major_units(self.theirs)


def generate(
    rows: int,
    *,
    customers: int = 1,
    seed: int = 1,
    mix: Mapping[str, float] = DEFAULT_MIX,
    language: str = "zh",
    mirrored: bool = False,
) -> TwoSided:
    """Two ledgers of about so many rows a side (ours exactly, where there is room for plain pairs).

    The same arguments give the same ledgers on any machine. `mirrored` turns the sign of theirs.
    """
    draw = Draw.of(seed, language, rows, customers)
    parts = [SCENARIOS[name](draw, round(share * rows)) for name, share in mix.items()]
    names = list(mix)
    left = rows - sum(len(part.ours) for part in parts)
    if left > 0 and "plain" not in mix:
        parts.append(singles.plain(draw, left))
        names.append("plain")
    booked = laid_together(parts)
    return _two_sided(draw, booked, parts, names, mirrored)


def kind_of(ours: Ints, theirs: Ints) -> np.ndarray:
    """The kind of a match by the number of its rows on each side."""
    return np.select(
        [(ours == 0) | (theirs == 0), (ours == 1) & (theirs == 1), ours == 1, theirs == 1],
        ["reversal", "one_to_one", "one_to_many", "many_to_one"],
        "many_to_many",
    ).astype(object)


def _two_sided(
    draw: Draw, booked: Booked, parts: list[Booked], names: list[str], mirrored: bool
) -> TwoSided:
    frames, truths = [], []
    for side, lines in (("ours", booked.ours), ("theirs", booked.theirs)):
        scenario = np.repeat(np.arange(len(parts)), [len(getattr(part, side)) for part in parts])
        # In the order of the days; within a day by lot, so that the order tells nothing.
        order = np.lexsort((draw.rng.random(len(lines)), lines.day))
        lines = _in_own_words(draw, lines.take(order), side)
        sign = -1 if mirrored and side == "theirs" else 1
        frames.append(_frame(draw, lines, side, sign))
        truths.append(_truth(lines, np.array(names, dtype=object)[scenario[order]]))
    return TwoSided(*frames, Truth(*truths))


def _in_own_words(draw: Draw, lines: Lines, side: str) -> Lines:
    """Memos where nothing had to be said, and the side's own prefix on its vouchers."""
    own = words.VOUCHERS[draw.language][side]
    return lines.but(
        memo=pc.coalesce(lines.memo, draw.words(lines, side)),
        reference=pc.replace_substring(lines.reference, OWN, own),
    )


def _frame(draw: Draw, lines: Lines, side: str, sign: int) -> pd.DataFrame:
    first = np.datetime64("2026-01-01")
    days = (first + lines.day).astype("datetime64[us]")
    names = words.customer_names(draw.language, draw.customers)
    currency = "CNY" if draw.language == "zh" else "GBP"
    types = pa.array(words.TYPES[draw.language][side], pa.large_string())
    frame = pd.DataFrame(
        {
            "line": np.arange(1, len(lines) + 1),
            "date": days,
            "due_date": np.where(
                lines.document == 0, days + np.timedelta64(30, "D"), np.datetime64("NaT")
            ),
            "type": _series(types.take(pa.array(lines.document))),
            "reference": _series(lines.reference),
            "memo": _series(lines.memo),
            "amount": sign * lines.cents,
            "currency": currency,
            "customer": _series(names.take(pa.array(lines.customer))),
        }
    )
    return frame[list(COLUMNS)]


def _series(texts: pa.Array) -> pd.Series:
    return texts.to_pandas()


def _truth(lines: Lines, scenario: np.ndarray) -> pd.DataFrame:
    causes = np.array(CAUSES, dtype=object)
    return pd.DataFrame(
        {
            "group": lines.group,
            "event": lines.event,
            "scenario": scenario,
            "cause": causes[lines.cause],
        }
    )


def _places(side: pd.DataFrame) -> dict[int, list[int]]:
    group = side["group"].to_numpy()
    order = np.argsort(group, kind="stable")
    found, start = np.unique(group[order], return_index=True)
    pieces = np.split(order, start[1:])
    return {int(g): piece.tolist() for g, piece in zip(found, pieces, strict=True) if g}


def _in_major_units(frame: pd.DataFrame) -> pd.DataFrame:
    amounts = [Decimal(cents).scaleb(-2) for cents in frame["amount"].tolist()]
    return frame.assign(amount=pd.Series(amounts, dtype=object))
