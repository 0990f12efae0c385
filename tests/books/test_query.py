"""Query and trace: what is asked is found, with totals, and every entry tells its story."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.books.sheets import write

from tieout.books.books import create_books
from tieout.books.customers_named import customers_named
from tieout.books.grams import normalised
from tieout.books.journal import correct
from tieout.books.posting import post_file
from tieout.books.query import CurrencyTotal, Question, every, query
from tieout.books.search import catch_up
from tieout.books.trace import record_event, trace
from tieout.errors import TieoutError


@pytest.fixture
def july(books, tmp_path):
    post_file(books, write(tmp_path / "july.csv"))
    return books


def references(books, **asked):
    return [entry.reference for entry in query(books, Question(**asked)).entries]


def test_every_way_of_asking_finds_what_it_asks_for(july):
    asked = [
        ({}, ["XS-001", "SK-001", "XS-002", "TH-001", "XS-003"]),
        (
            {"from_date": date(2026, 7, 3), "to_date": date(2026, 8, 2)},
            ["SK-001", "XS-002", "TH-001"],
        ),
        ({"customer": "北方贸易公司"}, ["XS-002", "TH-001"]),
        ({"customer": "北方"}, ["XS-002", "TH-001"]),
        ({"customer": "acme"}, ["XS-003"]),
        ({"customer": "nobody"}, []),
        ({"type": "销售"}, ["XS-001", "XS-002", "XS-003"]),
        ({"type": "return"}, ["TH-001"]),
        ({"currency": "USD"}, ["XS-003"]),
        ({"least": Decimal("88.05"), "most": Decimal(200)}, ["SK-001", "XS-002"]),
        ({"most": Decimal("88.04")}, ["TH-001"]),
        ({"least": Decimal("500.01")}, ["XS-001"]),
        ({"reference": "XS-002"}, ["XS-002"]),
        ({"keyword": "货款"}, ["XS-001", "SK-001"]),
        ({"keyword": "退"}, ["TH-001"]),
        ({"keyword": "spare PARTS"}, ["XS-003"]),
        ({"keyword": "ｘｓ-００"}, ["XS-001", "XS-002", "XS-003"]),
        ({"keyword": "机械有限"}, ["XS-001", "SK-001"]),
        ({"keyword": "公司XS"}, []),
        ({"keyword": "货款", "type": "payment"}, ["SK-001"]),
        ({"state": "prepared"}, []),
        ({"state": None, "keyword": "质量"}, ["TH-001"]),
    ]
    for question, expected in asked:
        assert references(july, **question) == expected, question


def test_totals_and_counts_are_of_all_even_when_few_are_shown(july):
    answer = query(july, Question(), limit=2)
    assert (len(answer.entries), answer.count) == (2, 5)
    assert answer.totals == {
        "CNY": CurrencyTotal(4, 128805, 20805),
        "USD": CurrencyTotal(1, 50000, 0),
    }
    assert answer.totals["CNY"].net == 108000


def test_a_size_without_a_currency_is_in_the_decimals_of_each(july, tmp_path):
    more = [
        ["2026-09-01", "销售", "J-1", "", "東京商事", "JPY", "500", ""],
        ["2026-09-01", "销售", "K-1", "", "Kuwait Co", "KWD", "499.999", ""],
        ["2026-09-01", "收款", "K-2", "", "Kuwait Co", "KWD", "", "500.001"],
    ]
    post_file(july, write(tmp_path / "more.csv", more))
    asked = {"least": Decimal("500.00"), "most": Decimal("500.5")}
    assert references(july, **asked) == ["XS-003", "J-1", "K-2"]
    assert references(july, currency="JPY", **asked) == ["J-1"]
    assert references(july, most=Decimal("0.5"), currency="JPY") == []


def test_a_keyword_without_letters_is_refused(july):
    with pytest.raises(TieoutError, match="has no letter or digit"):
        query(july, Question(keyword="--"))


def test_quotes_and_operators_in_a_keyword_are_only_text(july):
    for keyword in ("'; DROP TABLE entries; --", '" OR 1', "a AND b", "NEAR(货款)", "款*", "\\'a"):
        query(july, Question(keyword=keyword))


def test_what_is_posted_later_is_found_too(july, tmp_path):
    assert references(july, keyword="新增") == []
    more = [["2026-09-01", "销售", "XS-009", "新增货款", "Acme Ltd", "USD", "1.00", ""]]
    post_file(july, write(tmp_path / "more.csv", more))
    assert references(july, keyword="新增") == ["XS-009"]


@pytest.fixture(scope="module")
def many_texts(tmp_path_factory):
    import os

    folder = tmp_path_factory.mktemp("texts")
    os.environ["TIEOUT_HOME"] = str(folder)
    alphabet = "货款AB1 -"
    texts = sorted(
        {"".join(alphabet[(i // 7**k) % 7] for k in range(5)) for i in range(0, 7**5, 11)}
    )
    rows = [
        ["2026-01-01", "", str(i), each, "C", "CNY", "1.00", ""] for i, each in enumerate(texts)
    ]
    with create_books(str(folder / "a.sqlite")) as books:
        post_file(books, write(folder / "a.csv", rows))
        yield books


@given(st.text(alphabet="货款AB1 -", min_size=1, max_size=5).filter(normalised))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_keyword_finds_exactly_the_texts_that_contain_it(many_texts, keyword):
    found = {
        entry.id for entry in query(many_texts, Question(keyword=keyword), limit=99_999).entries
    }
    part = normalised(keyword)
    expected = {
        entry.id
        for entry in every(many_texts, Question())
        if any(part in normalised(each) for each in (entry.memo, entry.reference, entry.customer))
    }
    assert found == expected


def test_an_entry_tells_its_story(july):
    record_event(july, [1, 2], "match", "M7", detail="same reference")
    record_event(july, [1], "decision", "accept M7", reason="seen the draft")
    record_event(july, [1], "statement", "DZ-2026-07")
    correct(july, [(1, 130000)], "typing error")
    story = trace(july, 1)
    assert (story.entry.reference, story.file, story.entry.line) == ("XS-001", "july.csv", 2)
    assert [step.sentence("en") for step in story.steps] == [
        "read from july.csv:2",
        "prepared in batch 1",
        "batch 1 posted",
        "match M7 — same reference",
        "decision accept M7",
        "on statement DZ-2026-07",
        "reversed by entry 6",
        "replaced by entry 7",
    ]
    assert trace(july, 7).steps[0].sentence("zh") == "为替换账项 1 而记"
    with pytest.raises(TieoutError, match="There is no entry 99"):
        trace(july, 99)


@pytest.mark.parametrize(("indexed", "few"), [(False, 1000), (True, 1000), (True, 1)])
def test_a_part_of_a_name_is_looked_for_whatever_its_width_and_marks(
    july, monkeypatch, indexed, few
):
    monkeypatch.setattr("tieout.books.customers_named.FEW_ROWS", few)
    if indexed:
        catch_up(july)
    for part, names in (
        ("ＡＣＭＥ l", ["Acme Ltd"]),
        ("公司", ["北方贸易公司", "华东机械有限公司"]),
        ("公", ["北方贸易公司", "华东机械有限公司"]),
        ("机械-有限", ["华东机械有限公司"]),
        ("货款", []),  # stands in a text, but in no name
        ("...", []),
    ):
        with july.reading() as connection:
            assert customers_named(connection, july.store, part) == names, part


def test_books_without_entries_know_no_name(books):
    assert query(books, Question(customer="东")).count == 0
