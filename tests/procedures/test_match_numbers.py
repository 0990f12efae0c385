"""A match keeps its number as long as its entries are the same: people write it on paper."""

import pytest
from tests.procedures.deciding import (
    MATCH,
    OURS,
    THEIRS,
    check_laws,
    only_state,
    opened,
    reordered,
    shown,
)

from tieout.errors import TieoutError
from tieout.procedures import Which, accept, rerun, settle, undo, unsettle


@pytest.fixture(autouse=True)
def _thin(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")
    only_state(monkeypatch)


def numbers(book) -> list[int | None]:
    return [None if cell is None else int(cell) for cell in shown(book, "我方", MATCH)]


def test_numbers_stay_when_matches_come_and_go_and_come_back(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        before = numbers(book)
        assert sorted(number for number in before if number) == [1, 2, 3, 4]
        unsettle(book, [2])
        assert numbers(book) == [None, *before[1:]], "the others keep theirs"
        settle(book, [7], [7], reason="fee")
        assert numbers(book) == [None, *before[1:5], 5], "a number once given means no other match"
        undo(book, steps=2)
        assert numbers(book) == before, "what comes back has its number again"
        settle(book, [7], [7], reason="fee", note="再次")
        assert numbers(book)[5] == 5
        done = rerun(book, language="zh")
        check_laws(book, done.result)
        assert numbers(book) == [*before[:5], 5]


def test_numbers_follow_the_entries_when_the_ledger_is_sorted_and_grows(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        before = numbers(book)
        reordered(book, "我方", [5, 4, 3, 2, 1, 0], 8)
        for sheet, word in (("我方", "销售"), ("对方", "采购")):
            book.sheets[sheet].range("2:2").insert("down")
            book.sheets[sheet].range("A2:D2").value = ["2026-02-28", "FP0999", word, 10]
        rerun(book, language="zh")
        assert numbers(book) == [5, *reversed(before)]


def test_a_number_that_was_written_is_kept_and_a_match_is_asked_for_by_its_number(engine, tmp_path):
    with opened(engine, tmp_path) as book:
        before = numbers(book)
        for sheet in ("我方", "对方"):
            book.sheets[sheet].range((7, MATCH)).value = 88
        book.sheets["对方"].range((7, MATCH - 1)).value = "≠ 手续费"
        done = rerun(book, language="zh")
        assert numbers(book) == [*before[:5], 88]
        assert 88 in done.result.matches["match"].tolist()
        assert unsettle(book, [7]).decisions[0].our_lines == (7,)
        suggested = before[1]
        assert accept(book, Which(matches=[suggested])).decisions[0].our_lines == (3,)
        with pytest.raises(TieoutError) as error:
            accept(book, Which(matches=[88]))
        assert "没有勾对号 88" in error.value.message("zh")


def test_entries_merged_into_one_match_or_split_get_new_numbers(engine, tmp_path):
    with opened(engine, tmp_path, OURS, THEIRS) as book:
        before = numbers(book)
        settle(book, [2, 5], [2, 5])
        merged = numbers(book)
        assert merged[0] == merged[3] == 5
        undo(book)
        assert numbers(book) == before
