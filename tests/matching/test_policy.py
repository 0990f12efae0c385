"""A policy is read from a file, says what it means, and rules what matches."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.ledgers import ledger

from tieout.errors import TieoutError
from tieout.ledger.ledger import Ledger
from tieout.matching.engine import reconcile
from tieout.matching.pass_names import PASS_NAMES
from tieout.matching.policy import CustomerPolicy, DateWindow, Policy, Weights
from tieout.matching.policy_file import read_policy
from tieout.matching.policy_rows import policy_rows
from tieout.matching.presets import PRESETS, preset
from tieout.matching.rows import rows_of
from tieout.matching.rules import rules_of

POLICIES = st.builds(
    Policy,
    preset=st.sampled_from(sorted(PRESETS)),
    tolerance_cents=st.integers(0, 10_000),
    tolerance_percent=st.integers(0, 50_000).map(lambda n: Decimal(n) / 10_000),
    tolerance_cap_cents=st.none() | st.integers(0, 10_000),
    window=st.none()
    | st.builds(
        DateWindow, anchor=st.sampled_from(["ours", "theirs"]), days_after=st.integers(0, 9)
    ),
    across_months=st.booleans(),
    fee_on_receipts_only=st.booleans(),
    payments_are_credits=st.booleans(),
    passes=st.permutations(PASS_NAMES).map(lambda p: tuple(p[:5])),
    weights=st.builds(Weights, date=st.integers(0, 9)),
    customers=st.dictionaries(
        st.sampled_from(["甲公司", 'a "quoted" one', "b.c"]),
        st.builds(CustomerPolicy, tolerance_cents=st.integers(0, 9)),
    ),
    aliases=st.dictionaries(st.sampled_from(["A Ltd", "甲"]), st.sampled_from(["B", "乙"])),
)


def written(folder: Path, rules: str) -> Path:
    file = folder / "policy.toml"
    file.write_text(rules, encoding="utf-8")
    return file


def many_customers(*names: str | int) -> Ledger:
    """One entry a customer of the names, of the cents that come last."""
    *customers, cents = names
    sides = [ledger([("2026-03-02", "A-1", cents)], customer=name).entries for name in customers]
    entries = pd.concat(sides, ignore_index=True)
    return Ledger(entries.assign(line=range(1, len(entries) + 1)))


def states(ours: Ledger, theirs: Ledger, policy: Policy) -> list[str]:
    return reconcile(ours, theirs, policy).matches["state"].tolist()


@settings(deadline=None, max_examples=60)
@given(POLICIES)
def test_a_policy_written_and_read_is_the_same(tmp_path_factory, policy):
    file = written(tmp_path_factory.mktemp("policy"), policy.to_toml())
    assert read_policy(file) == policy
    assert read_policy(file).fingerprint == policy.fingerprint


def test_a_file_starts_from_its_preset(tmp_path):
    policy = read_policy(written(tmp_path, 'preset = "bank"\nwindow_days = 3\n'))
    assert (policy.preset, policy.tolerance_cents, policy.window_days) == ("bank", 0, 3)
    assert policy.window == PRESETS["bank"].window


@pytest.mark.parametrize(
    ("rules", "zh"),
    [
        ("window_day = 3", "window_day：3，应为已有的规则名（如 window_days, window）"),
        ('window_days = "soon"', "window_days：'soon'，应为整数"),
        ("window_days = 2.5", "window_days：2.5，应为整数"),
        ("tolerance_cents = -1", "tolerance_cents：-1，应为不小于 0 的数"),
        ("tolerance_percent = 101", "tolerance_percent：101，应为不大于 100 的数"),
        ("tolerance_percent = 0.00001", "应为最多四位小数的百分数"),
        ('across_months = "maybe"', "across_months：'maybe'，应为true 或 false"),
        ('[window]\nanchor = "bank"', "window.anchor：'bank'，应为'ours' or 'theirs' 之一"),
        ('passes = ["by_guess"]', "passes：['by_guess']，应为不重复的轮次名：reversal"),
        (
            '[customers."甲"]\nwindow_dys = 1',
            "customers.甲.window_dys：1，应为已有的规则名（如 window_days",
        ),
        ("window = 3", "window：3，应为一个表"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named(tmp_path, rules, zh):
    with pytest.raises(TieoutError) as error:
        read_policy(written(tmp_path, rules))
    first, *faults = error.value.message("zh").split("\n")
    assert first == "对账规则文件 policy.toml 中有不能使用的规则，请更正后重试："
    assert len(faults) == 1
    assert zh in faults[0]
    assert "policy.toml" in error.value.message("en")


def test_all_faults_are_named_at_once(tmp_path):
    with pytest.raises(TieoutError) as error:
        read_policy(written(tmp_path, 'window_days = "x"\ntolerance_cents = -1\n'))
    assert error.value.message("en").split("\n")[1:] == [
        "  tolerance_cents: found -1, expected no less than 0",
        "  window_days: found 'x', expected a whole number",
    ]


@pytest.mark.parametrize(
    ("rules", "en"),
    [
        ("window_days 3", "The policy file policy.toml is not valid TOML"),
        ('preset = "cash"', "There is no preset cash. Known: receivables, supplier, bank"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path, rules, en):
    with pytest.raises(TieoutError) as error:
        read_policy(written(tmp_path, rules))
    assert error.value.message("en").startswith(en)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(TieoutError) as error:
        read_policy(tmp_path / "none.toml")
    assert error.value.message("zh") == f"找不到对账规则文件 {tmp_path / 'none.toml'}。请检查路径。"


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_can_be_written_read_and_shown(tmp_path, name):
    policy = preset(name)
    assert read_policy(written(tmp_path, policy.to_toml())) == policy
    rows = policy_rows(policy)
    assert [row.name for row in rows] == [n for n in Policy.model_fields if n != "customers"]
    assert all(row.meaning_zh and row.meaning_en for row in rows)


def test_the_rules_of_single_customers_stand_on_the_sheet_too():
    policy = Policy(customers={"甲公司": CustomerPolicy(tolerance_cents=5)})
    last = policy_rows(policy)[-1]
    assert (last.name, last.value) == ("customers.甲公司.tolerance_cents", "5")


@pytest.mark.parametrize(
    ("policy", "found"),
    [
        (Policy(tolerance_cents=100), []),
        (Policy(tolerance_percent=Decimal("0.5")), ["within_tolerance"]),
        (Policy(tolerance_percent=Decimal("0.5"), tolerance_cap_cents=400), []),
    ],
)
def test_the_tolerance_is_absolute_or_percent_or_percent_with_a_cap(policy, found):
    ours = ledger([("2026-03-02", "INV-1001", 100_000)])
    theirs = ledger([("2026-03-02", "INV-1001", 99_510)])
    matches = reconcile(ours, theirs, policy).matches
    assert matches.loc[matches["state"] == "confirmed", "pass"].tolist() == found


@pytest.mark.parametrize(
    ("anchor", "matched"), [("ours", True), ("theirs", False)], ids=["ours", "theirs"]
)
def test_the_window_may_be_open_to_one_side_only(anchor, matched):
    ours, theirs = ledger([("2026-03-02", "", 12345)]), ledger([("2026-03-09", "", 12345)])
    policy = Policy(window=DateWindow(anchor=anchor, days_before=0, days_after=10))
    assert bool(states(ours, theirs, policy)) is matched


def test_a_match_by_date_may_be_kept_within_the_month():
    ours, theirs = ledger([("2026-03-31", "", 12345)]), ledger([("2026-04-01", "", 12345)])
    assert states(ours, theirs, Policy()) == ["confirmed"]
    assert states(ours, theirs, Policy(across_months=False)) == []


def test_a_pass_that_is_off_finds_nothing():
    ours, theirs = ledger([("2026-03-31", "", 12345)]), ledger([("2026-04-01", "", 12345)])
    passes = tuple(name for name in PASS_NAMES if name != "amount_and_date")
    assert states(ours, theirs, Policy(passes=passes)) == []


def test_passes_run_in_the_order_of_the_policy():
    ours, theirs = (ledger([("2026-03-02", "INV-1001", 12345)]) for _ in range(2))
    usual = reconcile(ours, theirs).matches["pass"].tolist()
    turned = Policy(passes=("amount_and_date", "same_reference"))
    assert (usual, reconcile(ours, theirs, turned).matches["pass"].tolist()) == (
        ["same_reference"],
        ["amount_and_date"],
    )


def test_one_customer_may_have_rules_of_its_own():
    rows = [("2026-03-02", "INV-1001", 100_000)]
    sides = [
        Ledger(
            ledger([*rows, ("2026-03-02", "INV-2002", 200_000)])
            .entries.assign(customer=["甲公司", "乙公司"])
            .assign(amount=lambda frame, less=less: frame["amount"] - less)
        )
        for less in (0, 300)
    ]
    policy = Policy(customers={"甲公司": CustomerPolicy(tolerance_cents=500)})
    matches = reconcile(*sides, policy).matches
    assert matches.loc[matches["ours"].map(lambda lines: lines == [1]), "pass"].tolist() == [
        "within_tolerance"
    ]
    assert matches.loc[matches["ours"].map(lambda lines: lines == [2]), "pass"].tolist() == [
        "same_number_differing"
    ]


def test_customers_with_the_same_rules_of_their_own_are_looked_at_together():
    """Some hundred customers of three kinds are three kinds of rules, not some hundred."""
    ours, theirs = (many_customers("甲", "乙", "丙", "丁", cents) for cents in (5000, 4700))
    wide = CustomerPolicy(tolerance_cents=500)
    own = {"甲": wide, "乙": wide, "丙": CustomerPolicy(tolerance_cents=400), "无": wide}
    policy = Policy(customers=own, tolerance_cents=0)
    assert len(rules_of(policy, ours, theirs, rows_of(ours, theirs, {})[0]).special) == 2
    found = reconcile(ours, theirs, policy).matches
    passes = dict(zip(found["ours"].map(tuple), found["pass"], strict=True))
    assert passes.pop((4,)) != "within_tolerance"
    assert list(passes.values()) == ["within_tolerance"] * 3


def test_memos_that_agree_break_a_tie_of_dates():
    rents = [("2026-03-01", "", 50_000, memo) for memo in ("一号楼房租", "二号楼房租")]
    ours = ledger(rents)
    theirs = ledger([("2026-03-01", "", 50_000, "二号楼房租"), ("2026-03-01", "", 50_000, "租金")])
    matches = reconcile(ours, theirs).matches
    assert [2] in matches["ours"].tolist()
    assert matches.loc[matches["ours"].map(lambda m: m == [2]), "theirs"].tolist() == [[1]]


@given(st.integers(0, 10**15), st.integers(0, 1_000_000), st.none() | st.integers(0, 10**9))
def test_the_percent_tolerance_is_exact(amount, millionths, cap):
    policy = Policy(
        tolerance_cents=0,
        tolerance_percent=Decimal(millionths) / 10_000,
        tolerance_cap_cents=cap,
    )
    exact = amount * millionths // 1_000_000
    assert policy.tolerances(np.array([amount]))[0] == (exact if cap is None else min(exact, cap))
