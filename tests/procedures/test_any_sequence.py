"""Whatever people do in whatever order, the laws hold after each step, and nothing they decided is lost."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.both_engines import Engine
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, THEIRS, check_laws, only_state, reordered, shown

from tieout.matching.policy import Policy
from tieout.matching.reconciliation import Reconciliation
from tieout.procedures import (
    carry_forward,
    clear,
    decisions,
    mark,
    put_rules,
    rerun,
    settle,
    undo,
    unsettle,
)
from tieout.procedures.listing import actions
from tieout.workbook.own_sheets import own_sheets

CLOSED_OURS = """日期,单据号,摘要,金额
2026-02-03,FP0901,销售,90
2026-02-25,HK77,退货,-100
"""
CLOSED_THEIRS = """日期,单据号,摘要,金额
2026-02-03,FP0901,采购,90
2026-02-26,FK0800,付款,-60
"""
SHEETS = {"ours": "我方", "theirs": "对方"}
SIDES = st.sampled_from(list(SHEETS))
SOME = st.randoms(use_true_random=False)


class AtWork(RuleBasedStateMachine):
    """An accountant at a workbook with both ledgers."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        os.environ["TIEOUT_HOME"] = str(self.folder / "home")
        self.app = self.engine.app()
        self.app_now = self.app.__enter__()
        self.closed = workbook(self.folder, CLOSED_OURS, CLOSED_THEIRS).rename(
            self.folder / "closed.xlsx"
        )
        closed = self.app_now.books.open(self.closed)
        rerun(closed, language="zh", backup=False)
        closed.save()
        closed.close()
        self.book = self.app_now.books.open(workbook(self.folder, OURS, THEIRS))
        self.result: Reconciliation | None = None
        self.known: list[tuple[int, str, str]] = []
        self.edited = False

    def teardown(self) -> None:
        self.app.__exit__(None, None, None)
        shutil.rmtree(self.folder)

    @initialize()
    def first_run(self) -> None:
        self.result = rerun(self.book, language="zh").result

    def lines(self, side: str) -> list[int]:
        entries = self.result.entries
        return entries.loc[entries["side"] == side, "line"].tolist()

    def last(self, side: str) -> int:
        dates = self.book.sheets[SHEETS[side]].range((1, 1), (40, 1)).value
        return max(place for place, date in enumerate(dates, start=1) if date is not None)

    @precondition(lambda self: not self.edited)
    @rule(random=SOME, reason=st.sampled_from(["fee", "折让", "write_off"]))
    def settle(self, random, reason: str) -> None:
        chosen = [
            random.sample(self.lines(side), min(random.randint(1, 2), len(self.lines(side))))
            for side in SHEETS
        ]
        done = settle(self.book, *chosen, reason=reason, who="王")
        self.result = done.result
        assert [one.standing for one in decisions(self.book)][-1] == "in_force"

    @precondition(lambda self: not self.edited and len(self.result.matches))
    @rule(random=SOME)
    def unsettle(self, random) -> None:
        match = random.choice(self.result.matches[["ours", "theirs"]].to_numpy().tolist())
        self.result = unsettle(self.book, *match).result

    @precondition(lambda self: len(actions(self.book)) > 1)
    @rule()
    def undo(self) -> None:
        left = [a for a in actions(self.book) if a.undoes is None]
        gone = {a.undoes for a in actions(self.book)}
        if len([a for a in left if a.number not in gone]) > 1:
            self.result = undo(self.book).result
            self.edited = False

    @precondition(lambda self: not self.edited)
    @rule(random=SOME, cause=st.sampled_from(["dispute", "in_transit", "their_error"]))
    def mark(self, random, cause: str) -> None:
        line = random.choice(self.lines("ours"))
        self.result = mark(self.book, [line], as_cause=cause, note="标记", who="李").result

    @precondition(lambda self: not self.edited)
    @rule()
    def carry(self) -> None:
        closed = self.app_now.books.open(self.closed)
        self.result = carry_forward(closed, self.book, language="zh")
        closed.close()

    @rule(days=st.sampled_from([2, 10]))
    def put_rules(self, days: int) -> None:
        put_rules(self.book, Policy(window_days=days), language="zh")
        self.edited = True

    @precondition(lambda self: not self.edited)
    @rule()
    def clear_and_undo(self) -> None:
        before = [shown(self.book, name, 8) for name in SHEETS.values()]
        clear(self.book)
        assert own_sheets(self.book).nothing
        self.result = undo(self.book).result
        assert [shown(self.book, name, 8) for name in SHEETS.values()] == before

    @rule(side=SIDES, random=SOME)
    def sort(self, side: str, random) -> None:
        order = list(range(self.last(side) - 1))
        random.shuffle(order)
        reordered(self.book, SHEETS[side], order, random.choice([4, 8]))
        self.edited = True

    @rule(side=SIDES, at=st.integers(2, 4), amount=st.sampled_from([540, 700, -500, 1200]))
    def insert(self, side: str, at: int, amount: int) -> None:
        sheet = self.book.sheets[SHEETS[side]]
        sheet.range(f"{at}:{at}").insert("down")
        sheet.range((at, 1), (at, 4)).value = ["2026-03-15", "N", "新增", amount]
        self.edited = True

    @precondition(lambda self: self.last("ours") > 4 and self.last("theirs") > 4)
    @rule(side=SIDES, at=st.integers(2, 4))
    def delete(self, side: str, at: int) -> None:
        self.book.sheets[SHEETS[side]].range(f"{at}:{at}").delete("up")
        self.edited = True

    @rule(side=SIDES, at=st.integers(2, 4), column=st.sampled_from([3, 4]))
    def edit(self, side: str, at: int, column: int) -> None:
        cell = self.book.sheets[SHEETS[side]].range((at, column))
        cell.value = "更正" if column == 3 else 77
        self.edited = True

    @rule()
    def run_again(self) -> None:
        done = rerun(self.book, language="zh")
        assert not done.decisions, "nobody typed anything"
        self.result = done.result
        self.edited = False
        before = shown(self.book, "我方", 8)
        again = rerun(self.book, language="zh")
        assert shown(self.book, "我方", 8) == before
        assert again.changes == done.changes

    @invariant()
    def laws(self) -> None:
        if self.result is not None and not self.edited:
            check_laws(self.book, self.result)
            numbers = self.result.matches["match"]
            assert numbers.is_unique, "one number, one match"

    @invariant()
    def nothing_decided_is_lost(self) -> None:
        if self.result is None or self.edited:
            return
        now = [
            (d.kept.number, d.kept.decision.verdict, d.kept.decision.why)
            for d in decisions(self.book)
        ]
        assert now[: len(self.known)] == self.known
        assert all(d.standing for d in decisions(self.book))
        self.known = now


def test_any_sequence_of_work_keeps_the_laws(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AtWork, "engine", engine, raising=False)
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")
    monkeypatch.setenv("TIEOUT_HOME", os.environ.get("TIEOUT_HOME", ""))
    only_state(monkeypatch)
    run_state_machine_as_test(
        AtWork,
        settings=settings(
            max_examples=int(os.environ.get("TIEOUT_SEQUENCES", "2")),
            stateful_step_count=7,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
