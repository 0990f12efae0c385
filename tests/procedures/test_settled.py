"""A difference that a person has accepted for a reason is nothing to deal with any more."""

import pytest
from tests.procedures.deciding import opened

from tieout.procedures import settle, undo
from tieout.texts import LANGUAGES, text

OURS = "日期,单据号,摘要,金额\n2026-03-01,FP1,销售,100\n2026-03-02,SK1,收款,-500\n2026-03-09,SK2,收款,-80\n"
THEIRS = "日期,单据号,摘要,金额\n2026-03-01,FP1,采购,100\n2026-03-02,SK1,付款,-505\n2026-03-09,SK2,付款,-80\n"


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")


def said(book) -> list[str]:
    return [str(row[0]) for row in book.sheets["对账结果"].used_range.value if row[0]]


def verdict(book) -> str:
    return next(line for line in said(book) if line[:1] in "✔○✖")


def test_the_verdict_counts_a_settled_difference_no_more(engine, tmp_path):
    with opened(engine, tmp_path, OURS, THEIRS) as book:
        assert verdict(book).startswith("○ 本期发生额相差 5.00")
        assert "2 笔账项待处理" in verdict(book)
        settle(book, [3], [3], reason="fee", note="银行扣费")
        assert verdict(book) == (
            "✔ 本期发生额相差 5.00，均为已认定的差额，没有待处理账项；按“建议分录”入账后相符。"
        )
        assert "其中：已认定的差额" in said(book)
        assert "没有待确认的勾对" in str(book.sheets["待确认勾对"].range("A2").value)
        undo(book)
        assert "2 笔账项待处理" in verdict(book)
        settle(book, [3], [3], reason="fee")
        assert str(book.sheets["我方"].range("H3").value).startswith("人工判定：手续费。")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_word_looked_for_is_how_reasons_of_decisions_begin(language):
    word = text("workbook.causes.decided", language)
    for form in ("reason", "reason_alone"):
        assert text(f"pass.decision.{form}", language, **dict.fromkeys(
            ("note", "side", "own_references", "difference", "side_books", "our_count", "our_amount",
             "their_count", "their_amount"), "")).startswith(word)  # fmt: skip
