"""The generated ledgers are what their truth says they are."""

import hashlib

import numpy as np
import pandas as pd
import pytest
from tests.benchmarks.slips import looks_like
from tests.benchmarks.two_sided import DEFAULT_MIX, SCENARIOS, TwoSided, generate


@pytest.fixture(scope="module", params=[(1, "zh"), (40, "en")], ids=["one-zh", "many-en"])
def made(request: pytest.FixtureRequest) -> TwoSided:
    customers, language = request.param
    return generate(4000, customers=customers, seed=7, language=language)


def _amounts(made: TwoSided) -> pd.DataFrame:
    """True totals of each group: ours, theirs, and its cause."""
    sides = [
        truth.assign(amount=frame["amount"], side=side)
        for side, frame, truth in (
            ("ours", made.ours, made.truth.ours),
            ("theirs", made.theirs, made.truth.theirs),
        )
    ]
    rows = pd.concat(sides)
    rows = rows[rows["group"] > 0]
    totals = rows.pivot_table(
        index="group", columns="side", values="amount", aggfunc="sum", fill_value=0
    )
    return totals.assign(
        cause=rows.groupby("group")["cause"].first(),
        scenario=rows.groupby("group")["scenario"].first(),
    )


def test_our_side_has_exactly_the_rows_asked_for(made: TwoSided) -> None:
    assert len(made.ours) == 4000
    assert abs(len(made.theirs) - 4000) < 200


def test_every_scenario_of_the_mix_occurs(made: TwoSided) -> None:
    found = set(made.truth.ours["scenario"]) | set(made.truth.theirs["scenario"])
    expected = set(SCENARIOS) - (
        {"other_customer"} if made.ours["customer"].nunique() == 1 else set()
    )
    assert found == expected


def test_groups_without_a_cause_add_up_to_the_same_on_both_sides(made: TwoSided) -> None:
    totals = _amounts(made)
    equal = totals[(totals["cause"] == "")]
    two_sided = equal[equal["scenario"] != "reversal"]
    assert (two_sided["ours"] == two_sided["theirs"]).all()
    assert (equal.loc[equal["scenario"] == "reversal", ["ours", "theirs"]] == 0).all(axis=None)


@pytest.mark.parametrize(
    "cause", ["rounding", "fee", "tax", "transposition", "decimal", "sign", "amount"]
)
def test_a_differing_pair_shows_its_cause_and_no_other(made: TwoSided, cause: str) -> None:
    totals = _amounts(made)
    pairs = totals[(totals["scenario"] == cause)]
    assert len(pairs) >= 20
    rows = made.truth.ours.assign(type=made.ours["type"])
    rows = rows[rows["group"] > 0].drop_duplicates("group")
    document = (
        rows.set_index("group")["type"]
        .reindex(pairs.index)
        .isin(["收款单", "Receipt"])
        .to_numpy(int)
    )
    shown = looks_like(pairs["ours"].to_numpy(), pairs["theirs"].to_numpy(), document)
    assert {name for name, fits in shown.items() if fits.any()} == {cause}
    assert shown[cause].all()


def test_open_rows_have_a_cause_and_matched_rows_a_group(made: TwoSided) -> None:
    for truth in (made.truth.ours, made.truth.theirs):
        is_open = truth["group"] == 0
        assert (truth.loc[is_open, "cause"] != "").all()


def test_what_is_in_transit_is_dated_in_the_last_days_and_what_is_missing_is_not(
    made: TwoSided,
) -> None:
    for frame, truth in ((made.ours, made.truth.ours), (made.theirs, made.truth.theirs)):
        days = (pd.Timestamp("2026-12-31") - frame["date"]).dt.days
        assert (days[truth["cause"] == "in_transit"] < 5).all()
        assert (days[truth["cause"] == "missing"] >= 20).all()


def test_the_true_matches_list_every_grouped_row_once(made: TwoSided) -> None:
    for side, truth in (("ours", made.truth.ours), ("theirs", made.truth.theirs)):
        listed = made.truth.matches[side].explode().dropna().to_numpy(int)
        assert sorted(listed) == np.flatnonzero(truth["group"] > 0).tolist()


def test_one_customer_has_about_a_third_of_the_rows() -> None:
    made = generate(20_000, customers=50, seed=3)
    share = made.ours["customer"].value_counts(normalize=True).iloc[0]
    assert 0.25 < share < 0.35


def test_the_same_seed_gives_the_same_ledgers_everywhere() -> None:
    made = generate(1000, customers=5, seed=11)
    text = "\n".join(
        frame.assign(date=frame["date"].dt.strftime("%Y-%m-%d"))
        .drop(columns="due_date")
        .to_csv(index=False, lineterminator="\n")
        for frame in (made.ours, made.theirs)
    )
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "70412888fd33a86b"


def test_another_seed_gives_other_ledgers() -> None:
    assert not generate(500, seed=1).ours["amount"].equals(generate(500, seed=2).ours["amount"])


def test_mirrored_turns_their_signs_and_nothing_else() -> None:
    straight, mirrored = generate(500, seed=1), generate(500, seed=1, mirrored=True)
    assert (straight.theirs["amount"] == -mirrored.theirs["amount"]).all()
    assert straight.ours.equals(mirrored.ours)


def test_the_shares_of_the_mix_leave_room_for_plain_pairs() -> None:
    assert sum(DEFAULT_MIX.values()) < 0.6


def test_amounts_in_major_units_are_exact() -> None:
    made = generate(200, seed=5)
    ours, _ = made.in_major_units()
    assert [int(amount * 100) for amount in ours["amount"]] == made.ours["amount"].tolist()
