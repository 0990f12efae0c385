"""How right is a result: precision, recall and F1 against the truth, counted without a loop on rows.

A pair is one of our rows and one of theirs that stand in one match. Ambiguous matches claim nothing,
so they are no pairs. Where an event has several right answers (which twin is the duplicate), each of
them counts once. Reversals are pairs of rows of one side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from tests.benchmarks.two_sided import FLEXIBLE, Truth, kind_of

Ints = npt.NDArray[np.int64]
PAIR_CAUSES = ("rounding", "fee", "tax", "transposition", "decimal", "sign", "amount")
OPEN_CAUSES = ("in_transit", "missing", "duplicate", "other_customer", "one_sided_reversal")
KINDS = ("one_to_one", "one_to_many", "many_to_one", "many_to_many", "reversal")


class Score(NamedTuple):
    """Counts of what was right, wrong and overlooked."""

    right: int
    wrong: int
    overlooked: int

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the true that was found; 1 where there is nothing to find."""
        return self.right / (self.right + self.overlooked) if self.right + self.overlooked else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = 2 * self.right + self.wrong + self.overlooked
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True)
class Claims:
    """What a result claims: the match of each row (0 = none), and of each match what it says.

    `cause` has a word for each row of a side: why it is open. `matches` is indexed by match and has
    state, pass, cause, confidence.
    """

    ours: Ints
    theirs: Ints
    our_cause: np.ndarray
    their_cause: np.ndarray
    matches: pd.DataFrame

    @classmethod
    def of(cls, result: Any) -> "Claims":
        """Read from a Reconciliation, or anything with its frames."""
        columns = ["state", "pass", "cause", "confidence"]
        return cls(
            ours=result.ours["match"].to_numpy(np.int64),
            theirs=result.theirs["match"].to_numpy(np.int64),
            our_cause=result.ours["cause"].to_numpy(object),
            their_cause=result.theirs["cause"].to_numpy(object),
            matches=result.matches.set_index("match")[columns],
        )

    @classmethod
    def of_pairs(cls, ours: Ints, theirs: Ints, our_rows: int, their_rows: int) -> "Claims":
        """Row positions paired one to one, as a plain join gives them; a row's first pair counts."""
        _, first = np.unique(ours, return_index=True)
        ours, theirs = ours[first], theirs[first]
        _, first = np.unique(theirs, return_index=True)
        match = np.arange(1, len(first) + 1)
        sides = np.zeros(our_rows, np.int64), np.zeros(their_rows, np.int64)
        sides[0][ours[first]] = match
        sides[1][theirs[first]] = match
        said = {"state": "confirmed", "pass": "join", "cause": "", "confidence": 1.0}
        nothing = (np.full(count, "", dtype=object) for count in (our_rows, their_rows))
        return cls(*sides, *nothing, pd.DataFrame(said, index=pd.Index(match, name="match")))


@dataclass(frozen=True)
class Scoring:
    """Claims beside the truth."""

    truth: Truth
    claims: Claims

    def pairs(self, states: Iterable[str] = ("confirmed", "suggested")) -> Score:
        """Pairs of rows that belong together, over matches of some states."""
        return self._cross(self._stated(states))

    def pairs_by_pass(self) -> dict[str, Score]:
        """Per pass what it claimed, right and wrong; nothing is overlooked by one pass alone."""
        sure = self._stated(("confirmed", "suggested"))
        passes = self.claims.matches["pass"]
        found = {name: self._cross(sure & (passes == name)) for name in passes[sure].unique()}
        return {name: score._replace(overlooked=0) for name, score in found.items()}

    def pairs_by_scenario(self) -> dict[str, Score]:
        """Per scenario how many of its pairs were found; `wrong` are pairs with a row of it."""
        cells = self._cells[self._counted(self._cells, ("confirmed", "suggested"))]
        return {
            str(name): Score(
                int(cells.loc[cells["scenario"] == name, "right"].sum()),
                0,
                int(self._expected[self._expected.index == name].sum())
                - int(cells.loc[cells["scenario"] == name, "right"].sum()),
            )
            for name in sorted(self._expected.index.unique())
        }

    def kinds(self) -> dict[str, Score]:
        """Per kind: pairs in matches of that kind, against pairs in true matches of that kind."""
        return {kind: self._kind(kind) for kind in KINDS}

    def causes(self) -> dict[str, Score]:
        """Per cause: single pairs that differ, and open rows."""
        return {cause: self._pair_cause(cause) for cause in PAIR_CAUSES} | {
            cause: self._open_cause(cause) for cause in OPEN_CAUSES
        }

    def calibration(self, state: str = "suggested", bins: int = 10) -> pd.DataFrame:
        """Of the suggestions in each bin of confidence: how many, their mean, how many are right."""
        matches = self._judged[self.claims.matches["state"] == state]
        place = np.minimum((matches["confidence"] * bins).astype(int), bins - 1)
        grouped = matches.assign(right=matches["right"].astype(float)).groupby(place)
        table = grouped.agg(
            count=("right", "size"), claimed=("confidence", "mean"), right=("right", "mean")
        )
        return table.rename_axis("bin").reset_index()

    @cached_property
    def ambiguous_rows(self) -> int:
        """Rows left in ambiguous matches."""
        ambiguous = self.claims.matches.index[self.claims.matches["state"] == "ambiguous"]
        return int(np.isin(np.concatenate([self.claims.ours, self.claims.theirs]), ambiguous).sum())

    def _stated(self, states: Iterable[str]) -> pd.Series:
        return self.claims.matches["state"].isin(list(states))

    def _cross(self, chosen: pd.Series) -> Score:
        matches = set(chosen.index[chosen])
        sizes = self._sizes[chosen]
        claimed = int((sizes["ours"] * sizes["theirs"]).sum())
        cells = self._cells[self._cells["match"].isin(matches)]
        right, neutral = int(cells["right"].sum()), int(cells["neutral"].sum())
        return Score(right, claimed - right - neutral, int(self._expected.sum()) - right)

    def _counted(self, cells: pd.DataFrame, states: Iterable[str]) -> pd.Series:
        stated = self._stated(states)
        return cells["match"].isin(set(stated.index[stated]))

    @cached_property
    def _rows(self) -> pd.DataFrame:
        """All rows of both sides: side, match, group, event, scenario, cause (true), said."""
        sides = (
            (self.truth.ours, self.claims.ours, self.claims.our_cause),
            (self.truth.theirs, self.claims.theirs, self.claims.their_cause),
        )
        return pd.concat(
            [
                truth.assign(match=match, said=said, theirs=side)
                for side, (truth, match, said) in enumerate(sides)
            ],
            ignore_index=True,
        )

    @cached_property
    def _sizes(self) -> pd.DataFrame:
        """Rows of each match on either side."""
        index = self.claims.matches.index
        return pd.DataFrame(
            {
                side: pd.Series(match[match > 0]).value_counts().reindex(index, fill_value=0)
                for side, match in (("ours", self.claims.ours), ("theirs", self.claims.theirs))
            }
        )

    @cached_property
    def _expected(self) -> pd.Series:
        """True pairs of each group (flexible events: one if they have a pair), by scenario."""
        rows = self._rows[(self._rows["group"] > 0)]
        counts = (
            rows.groupby(["scenario", "group"])["theirs"].agg(["size", "sum"]).reset_index(level=1)
        )
        pairs = (counts["size"] - counts["sum"]) * counts["sum"]
        return pairs[~pairs.index.isin(["one_sided_reversal"])]

    @cached_property
    def _cells(self) -> pd.DataFrame:
        """Where a match meets a group (or a flexible event): pairs there that are right or neutral."""
        rows = self._rows[self._rows["match"] > 0]
        flexible = rows["scenario"].isin(FLEXIBLE)
        rows = rows[flexible | (rows["group"] > 0)]
        flexible = rows["scenario"].isin(FLEXIBLE)
        key = np.where(flexible, -1 - rows["event"], rows["group"])
        cells = (
            rows.groupby(["match", key, "scenario"])["theirs"].agg(["size", "sum"]).reset_index()
        )
        pairs = (cells["size"] - cells["sum"]) * cells["sum"]
        neutral = cells["scenario"].isin(["one_sided_reversal", "other_customer"])
        # Of the twins of a duplicate one has a partner: a second pair is wrong.
        right = np.where(cells["scenario"] == "duplicate", np.minimum(pairs, 1), pairs)
        return cells.assign(
            right=np.where(neutral, 0, right), neutral=np.where(neutral, np.minimum(pairs, 1), 0)
        )

    @cached_property
    def _kind_of_match(self) -> pd.Series:
        sizes = self._sizes
        kinds = kind_of(sizes["ours"].to_numpy(), sizes["theirs"].to_numpy())
        return pd.Series(kinds, index=sizes.index)

    @cached_property
    def _kind_of_group(self) -> pd.Series:
        rows = self._rows[self._rows["group"] > 0]
        counts = rows.groupby("group")["theirs"].agg(["size", "sum"])
        kinds = kind_of((counts["size"] - counts["sum"]).to_numpy(), counts["sum"].to_numpy())
        return pd.Series(kinds, index=counts.index)

    def _kind(self, kind: str) -> Score:
        if kind == "reversal":
            return self._reversals()
        sure = self._stated(("confirmed", "suggested")) & (self._kind_of_match == kind)
        found = self._cross(sure)
        groups = set(self._kind_of_group.index[self._kind_of_group == kind])
        cells = self._cells[self._counted(self._cells, ("confirmed", "suggested"))]
        flexible = (cells["scenario"] == "duplicate") & (kind == "one_to_one")
        in_kind = cells["level_1"].isin(groups) | flexible
        reached = int(cells.loc[in_kind, "right"].sum())
        return Score(found.right, found.wrong, max(self._true_pairs(groups) - reached, 0))

    def _true_pairs(self, groups: set[int]) -> int:
        rows = self._rows[
            self._rows["group"].isin(groups) & (self._rows["scenario"] != "one_sided_reversal")
        ]
        counts = rows.groupby("group")["theirs"].agg(["size", "sum"])
        return int(((counts["size"] - counts["sum"]) * counts["sum"]).sum())

    def _reversals(self) -> Score:
        """Own-side matches against own-side groups; an entry and its one-sided reversal are neutral."""
        own = self._kind_of_match.index[self._kind_of_match == "reversal"]
        stated = self._stated(("confirmed", "suggested"))
        own = own[stated.reindex(own).to_numpy(bool)]
        judged = self._judged.reindex(own)
        true = int((self._kind_of_group == "reversal").sum())
        free = int(judged["scenario"].eq("one_sided_reversal").sum())
        right = int((judged["right"] & (judged["scenario"] != "one_sided_reversal")).sum())
        wrong = len(own) - right - free
        return Score(right, wrong, true - right)

    @cached_property
    def _judged(self) -> pd.DataFrame:
        """Each match: is it exactly a true group (or a right answer of a flexible event)."""
        rows = self._rows[self._rows["match"] > 0]
        flexible = rows["scenario"].isin(FLEXIBLE)
        key = np.where(flexible, -1 - rows["event"], rows["group"])
        grouped = (
            rows.assign(key=key)
            .groupby("match")
            .agg(
                size=("key", "size"),
                lowest=("key", "min"),
                highest=("key", "max"),
                scenario=("scenario", "first"),
                true_cause=("cause", "max"),
            )
        )
        group_size = self._rows.loc[self._rows["group"] > 0, "group"].value_counts()
        whole = grouped["lowest"].map(group_size).fillna(2) == grouped["size"]
        right = (grouped["lowest"] == grouped["highest"]) & (grouped["lowest"] != 0) & whole
        return self.claims.matches.join(grouped.assign(right=right))

    def _pair_cause(self, cause: str) -> Score:
        """Single pairs found with this cause, against true single pairs of this cause."""
        single = self._stated(("confirmed", "suggested")) & (self._kind_of_match == "one_to_one")
        said = self._judged[single & (self.claims.matches["cause"] == cause)]
        right = int((said["right"] & (said["true_cause"] == cause)).sum())
        rows = self._rows[(self._rows["group"] > 0) & (self._rows["cause"] == cause)]
        true = rows.groupby("group").size()
        single_groups = self._kind_of_group.reindex(true.index) == "one_to_one"
        return Score(right, len(said) - right, int(single_groups.sum()) - right)

    def _open_cause(self, cause: str) -> Score:
        """Open rows said to be open for this cause; twins count by event, once."""
        rows = self._rows
        said = rows[(rows["match"] == 0) & (rows["said"] == cause)]
        true = rows[(rows["group"] == 0) & (rows["cause"] == cause)]
        if cause not in ("duplicate", "one_sided_reversal"):
            right = int((said["cause"] == cause).sum())
            return Score(right, len(said) - right, len(true) - right)
        hit = said[said["scenario"] == cause]
        right = int(hit["event"].nunique())
        return Score(right, len(said) - right, int(true["event"].nunique()) - right)


def table(title: str, scores: dict[str, Score]) -> str:
    """Scores as a table of text."""
    head = f"{title:<22}{'precision':>10}{'recall':>10}{'F1':>10}{'right':>10}{'wrong':>8}{'overlooked':>12}"
    lines = [
        f"{name:<22}{s.precision:>10.4f}{s.recall:>10.4f}{s.f1:>10.4f}"
        f"{s.right:>10,}{s.wrong:>8,}{s.overlooked:>12,}"
        for name, s in scores.items()
    ]
    return "\n".join([head, *lines])


def report(scoring: Scoring) -> str:
    """Everything in plain text."""
    overall = {
        "pairs": scoring.pairs(),
        "pairs, confirmed": scoring.pairs(("confirmed",)),
    }
    parts = [
        table("overall", overall),
        table("kind", scoring.kinds()),
        table("cause", scoring.causes()),
        table("pass", scoring.pairs_by_pass()),
        table("scenario", scoring.pairs_by_scenario()),
        "confidence of suggestions\n" + scoring.calibration().to_string(index=False),
        f"rows in ambiguous matches: {scoring.ambiguous_rows:,}",
    ]
    return "\n\n".join(parts)
