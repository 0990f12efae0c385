"""Every source profile: its sample is recognised, and read to the entries in the expected file."""

import os
from functools import cache
from pathlib import Path

import pytest

import tieout
from tieout.ledger.currency import format_amount
from tieout.ledger.profile import profiles
from tieout.ledger.report import describe

FOLDER = Path(__file__).parent / "profiles"
WRITE = os.environ.get("TIEOUT_GOLDEN") == "write"
NAMES = sorted(name for name in profiles() if name != "generic" and not name.startswith("saved_"))


@cache
def recognised(name: str) -> tieout.Ledger:
    """The sample of a profile, read without being told which it is."""
    return tieout.read(FOLDER / name / "sample.csv")


def written(ledger: tieout.Ledger) -> str:
    """The ledger as text: what was understood, then each entry."""
    entries = (
        f"{row.line:>3} | {'' if row.date is None or row.date != row.date else f'{row.date:%Y-%m-%d}'} | {row.type} | {row.reference} | {row.memo} | "
        f"{format_amount(row.amount, row.currency)} {row.currency} | {row.customer}"
        for row in ledger.entries.itertuples()
    )
    return "\n".join([describe(ledger, "zh"), "", *entries, ""])


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_recognised_and_read(name):
    ledger = recognised(name)
    assert ledger.source.profile == name
    expected = FOLDER / name / "expected.txt"
    if WRITE:
        expected.write_text(written(ledger), encoding="utf-8")
    assert written(ledger) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_the_same_when_its_profile_is_named(name):
    named = tieout.read(FOLDER / name / "sample.csv", profile=name)
    assert named.entries.equals(recognised(name).entries)


@pytest.mark.parametrize("name", NAMES)
def test_no_sample_has_anything_unread(name):
    ledger = recognised(name)
    assert len(ledger) >= 2
    assert not [problem for problem in ledger.problems if problem.blocks]


def test_a_ledger_of_nobody_in_particular_is_read_by_the_usual_headings(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("日期,单号,金额\n2026-01-05,A,1\n", encoding="utf-8")
    assert tieout.read(file).source.profile == "generic"
