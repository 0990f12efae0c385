"""Customers are recognised across sides, and never merged for words that everybody uses."""

import pandas as pd
import pytest

from tieout.ledger.ledger import Ledger
from tieout.matching.company_names import core, is_generic, likeness, may_be_alike
from tieout.matching.engine import reconcile
from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.matching.scope import narrowed
from tieout.texts import LANGUAGES

Row = tuple[str, str, int]
"""Customer, reference, cents."""


def ledger(rows: list[Row]) -> Ledger:
    frame = pd.DataFrame(rows, columns=["customer", "reference", "amount"])
    frame["amount"] = frame["amount"].astype(object).map(lambda cents: f"{cents / 100:.2f}")
    return Ledger.from_frame(frame.assign(date="2026-03-02"))


def reconciled(our_names: list[str], their_names: list[str], **policy: object) -> Reconciliation:
    """Each name with one invoice of its own amount; the numbers of the two sides tell nothing."""
    ours = ledger([(name, "", 1000 + i) for i, name in enumerate(our_names)])
    theirs = ledger([(name, "", 1000 + i) for i, name in enumerate(their_names)])
    return reconcile(ours, theirs, Policy(**policy))


def recognised(result: Reconciliation) -> list[tuple[str, str, str]]:
    return list(result.customers[["ours", "theirs", "how"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("上海华达电子有限公司", "上海华达电子有限责任公司"),
        ("上海华达电子有限公司", "上海華達電子有限公司"),
        ("华达（上海）电子有限公司", "华达(上海)电子有限公司"),
        ("华达 电子有限公司", "华达电子有限公司"),
        ("Ashfield Engineering Ltd", "ASHFIELD ENGINEERING LIMITED"),
        ("Ashfield Engineering Ltd", "Ashfield Engineering Co., Ltd."),
        ("Ashfield & Sons Ltd", "Ashfield and Sons Limited"),
        ("Müller Werkzeuge GmbH", "Müller Werkzeuge GmbH & Co. KG"),
        ("Bergström AB", "Bergström Aktiebolag"),
        ("Ромашка ООО", "ООО «Ромашка»"),
        ("株式会社トヨタ", "トヨタ株式会社"),
        ("Ｋｉｎｇｓｈａｗ Ltd", "Kingshaw Ltd"),
    ],
)
def test_spelling_and_legal_form_do_not_part_a_customer(ours, theirs):
    result = reconciled([ours, "丙"], [theirs, "丙"])
    assert recognised(result) == [(ours, theirs, "name")]
    assert len(result.matches) == 2


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("上海贸易有限公司", "上海贸易有限责任公司"),
        ("Global Trading Ltd", "Global Trading GmbH"),
        ("上海华达电子有限公司", "上海华源电子有限公司"),
        ("上海华达电子有限公司", "北京华达机械有限公司"),
        ("Ashfield Tools Ltd", "Beckfield Tools Ltd"),
    ],
)
def test_names_that_share_only_generic_words_are_never_merged(ours, theirs):
    result = reconciled([ours, "丙"], [theirs, "丙"])
    assert not [how for _, _, how in recognised(result) if how != "suggested"]
    assert len(result.matches) == 1


def test_a_name_that_could_be_two_is_not_recognised():
    result = reconciled(["Acorn Ltd", "Acorn GmbH"], ["Acorn Inc", "丙"])
    assert not [how for _, _, how in recognised(result) if how == "name"]


def test_transliteration_is_a_suggestion_only():
    names = ["上海华达电子有限公司", "丙"], ["Shanghai Huada Electronics Co., Ltd.", "丙"]
    result = reconciled(*names)
    assert recognised(result) == [(names[0][0], names[1][0], "suggested")]
    assert len(result.matches) == 1


def test_a_confirmed_alias_is_used_and_shown():
    names = ["上海华达电子有限公司", "丙"], ["Huada", "丙"]
    result = reconciled(*names, aliases={"Huada": names[0][0]})
    assert recognised(result) == [(names[0][0], "Huada", "alias")]
    assert len(result.matches) == 2
    assert result.customers["reason_zh"][0] == "“Huada”就是“上海华达电子有限公司”（已确认的别名）。"


def test_customers_with_the_same_documents_are_one_and_it_is_said():
    documents = [(f"INV-{n}", 10_000 + 7 * n) for n in range(1001, 1006)]
    ours = ledger([("C-0017", *d) for d in documents] + [("丙", "INV-9", 5)])
    theirs = ledger([("Huada", *d) for d in documents] + [("丙", "INV-9", 5)])
    result = reconcile(ours, theirs)
    assert recognised(result) == [("C-0017", "Huada", "entries")]
    assert result.customers["shared"][0] == 5
    assert len(result.matches) == 6


def test_one_entry_at_another_customer_does_not_make_two_customers_one():
    ours = ledger([("甲公司", "INV-1001", 12345), ("丙", "INV-9", 5)])
    theirs = ledger([("乙公司", "INV-1001", 12345), ("丙", "INV-9", 5)])
    result = reconcile(ours, theirs)
    assert recognised(result) == []
    assert result.open_items["cause"].tolist() == ["other_customer"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_recognition_has_its_sentence(language):
    result = reconciled(["Ashfield Ltd", "丙"], ["Ashfield Limited", "丙"])
    sentence = result.customers[f"reason_{language}"][0]
    assert "Ashfield Ltd" in sentence
    assert "Ashfield Limited" in sentence


def test_a_ledger_of_many_is_narrowed_to_the_customer_the_other_side_is():
    ours = ledger([("Ashfield Ltd", "INV-1", 100), ("Becks Ltd", "INV-2", 200)])
    theirs = ledger([("ASHFIELD LIMITED", "INV-1", 100)])
    ours, _ = narrowed(ours, theirs)
    assert ours.entries["customer"].tolist() == ["Ashfield Ltd"]


@pytest.mark.parametrize("many", ["ours", "theirs"])
def test_a_ledger_is_narrowed_to_a_customer_known_by_another_name(many):
    several = ledger([("华达", "INV-1", 100), ("Becks Ltd", "INV-2", 200)])
    one = ledger([("Huada Electronics", "X-7", 300)])
    sides = (several, one) if many == "ours" else (one, several)
    assert len(narrowed(*sides)[many == "theirs"]) == 2
    alias = ("华达", "Huada Electronics")
    aliases = dict([alias[::-1] if many == "ours" else alias])
    kept = narrowed(*sides, aliases)[many == "theirs"]
    assert kept.entries["customer"].tolist() == ["华达"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_at_another_customer_that_is_not_named_is_said_without_a_name(language):
    ours = ledger([("甲公司", "INV-1001", 12345), ("丙", "INV-9", 5)])
    theirs = ledger([("", "INV-1001", 12345), ("丙", "INV-9", 5)])
    items = reconcile(ours, theirs).open_items
    assert items["cause"].tolist() == ["other_customer"] * 2
    for sentence in items[f"reason_{language}"]:
        assert not any(empty in sentence for empty in ('""', "“”", "{"))


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Sociedad X S.A. de C.V.", "sociedad x"),
        ("Foo Sdn Bhd", "foo"),
        ("Foo Pty Ltd", "foo"),
        ("The Foo Company, Inc.", "the foo"),
        ("有限公司", "有限公司"),
        ("", ""),
    ],
)
def test_the_legal_form_goes_and_the_name_stays(name, bare):
    assert core(name) == bare


def test_likeness_is_symmetric_and_full_for_itself():
    names = ("上海华达电子有限公司", "Huada Ltd", "Ashfield Trading")
    for a in names:
        assert likeness(a, a) == 1.0 or is_generic(a)
        for b in names:
            assert likeness(a, b) == likeness(b, a)


def test_no_two_names_that_are_alike_are_passed_over():
    """Those that may be alike are found by comparing many at once."""
    ours = [
        "上海华达电子有限公司",
        "华达电子",
        "Ashfield Trading Ltd",
        "Acme",
        "上海贸易有限公司",
        "鑫源",
    ]
    theirs = [
        "Shanghai Huada Electronics",
        "上海华大电子公司",
        "Ashfeild Trading",
        "ACME Inc",
        "鑫源",
    ]
    alike = {(a, b) for a in ours for b in theirs if likeness(a, b) >= 0.8}
    assert alike <= set(may_be_alike(ours, theirs, 0.8))
    assert len(alike) == 5
