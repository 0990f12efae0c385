"""Whatever somebody makes of our hidden sheet, one sentence says where, and what to do; nothing is dropped in silence."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.procedures.books import workbook
from tests.procedures.deciding import OURS, THEIRS, only_state

from tieout.engines import headless
from tieout.errors import TieoutError
from tieout.ledger.ledger import Account
from tieout.matching.causes import Cause
from tieout.matching.decision import Decision
from tieout.matching.known_row import KnownRow
from tieout.matching.policy import Policy
from tieout.procedures import clear, decisions, mark, rerun, undo
from tieout.workbook.carried import Carried, CarriedItem
from tieout.workbook.carried_marks import found_as_json
from tieout.workbook.changes import KINDS, Change, Changes
from tieout.workbook.changes_section import changes_from
from tieout.workbook.decisions import (
    Action,
    KeptDecision,
    action_from,
    action_values,
    decision_from,
    decision_values,
)
from tieout.workbook.match_numbers import Numbers, numbers_from
from tieout.workbook.own_sheets import UNREADABLE, own_sheets
from tieout.workbook.snapshot import SNAPSHOT_COLUMN

NOW = datetime(2026, 3, 31, 9, 30).astimezone()
ITEM = CarriedItem(
    "ours", "2026-02-03", "", "FP1", "销售", "甲", "", 9000, "二月.xlsx",
    carried_mark=found_as_json(Cause.DUPLICATE),
)  # fmt: skip
CARRIED = Carried("二月.xlsx", (ITEM,), {"ours ": 9000}, {"": 5}, {"": 0}, 1)
STATEMENT = {
    "mark": "m", "heading": {"our_name": "我方", "end": "2026-03-31"}, "account": Account("甲", ""),
    "policy": Policy().model_dump(mode="json"), "template": None, "language": "zh",
}  # fmt: skip
CLEANING = {"sheet": None, "ours": "我方", "theirs": "对方", "language": "zh"}
ACTIONS = [
    Action(1, "reconcile", "王", NOW, policy_before=Policy().model_dump_json()),
    Action(2, "carry", "王", NOW, carried_before=CARRIED.as_json()),
    *(
        Action(3, kind, "王", NOW, undoes=2, made=json.dumps(made))
        for kind, made in (
            ("statement", STATEMENT),
            ("rules", {"currency": "CNY"}),
            ("cleaning", CLEANING),
            ("import", {"digest": "00"}),
        )
    ),
]
ROW = KnownRow("0a-1", 3, "2026-03-01", "", "FP1", "销售", 9000, "", "甲", 2)
DECISION = Decision("accept", ("0a-1",), ("0a-1",), "王", NOW, "尾差", Cause.ROUNDING)
KEPT = KeptDecision(1, 1, DECISION, (ROW,), (ROW,), (7,))
SAID = "2026-03-01¦FP1¦9000¦¦甲"
CHANGES = Changes(
    dict.fromkeys(KINDS, 1), (Change("changed", "ours", 3, "duplicate", "confirmed", SAID, SAID),)
)
WRITTEN = [
    *((action_from, json.dumps(action_values(action))) for action in ACTIONS),
    (decision_from, json.dumps(decision_values(KEPT))),
    (Carried.from_json, CARRIED.as_json()),
    (changes_from, CHANGES.as_json()),
    (numbers_from, Numbers(last=7, given_up={"ab": 3}).as_json()),
]


def test_what_is_not_altered_is_read_as_it_was():
    actions = [action_from(json.dumps(action_values(action))) for action in ACTIONS]
    assert actions == ACTIONS
    read = [reading(written) for reading, written in WRITTEN[len(ACTIONS) :]]
    assert read[:3] == [KEPT, CARRIED, CHANGES]
    assert (read[3].last, read[3].given_up) == (7, {"ab": 3})


JUNK = st.sampled_from([None, "x", "", -1.5, True, [], {}, [1], {"a": 1}, "1" * 5000])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(WRITTEN), st.data())
def test_an_altered_value_is_refused_or_still_of_the_kind_it_was(written, data):
    reading, text = written
    value = json.loads(text)
    inside, key = value, data.draw(st.sampled_from(sorted(value)))
    while isinstance(inside[key], dict | list) and inside[key] and data.draw(st.booleans()):
        inside = inside[key]
        keys = sorted(inside) if isinstance(inside, dict) else list(range(len(inside)))
        key = data.draw(st.sampled_from(keys))
    inside[key] = data.draw(JUNK)
    try:
        read = reading(json.dumps(value))
    except UNREADABLE:
        return
    assert type(read) is type(reading(text))
    assert _again(read), "what was taken can be written again"


def _again(read: object) -> str:
    if isinstance(read, Action):
        return json.dumps(action_values(replace(read, number=int(read.number))))
    if isinstance(read, KeptDecision):
        return json.dumps(decision_values(read))
    return read.as_json()


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    """A reconciled workbook in which an item was marked, on disk."""
    folder = tmp_path_factory.mktemp("altered")
    with pytest.MonkeyPatch.context() as patch, headless.app() as app:
        patch.setenv("TIEOUT_HOME", str(folder / "home"))
        only_state(patch)
        book = app.books.open(workbook(folder, OURS, THEIRS))
        rerun(book, language="zh", backup=False)
        mark(book, [6], as_cause="dispute", note="待查", who="李")
        book.save()
    return folder / "book.xlsx"


@pytest.fixture
def book(decided, tmp_path, monkeypatch):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")
    only_state(monkeypatch)
    with headless.app() as app:
        yield app.books.open(decided)


def state_row(book, key: str) -> int:
    keys = own_sheets(book).sheets["state"].range("A1:A60").value
    return keys.index(key) + 1


@pytest.mark.parametrize("key", ["policy", "action", "decision", "run", "ours.widths_before"])
def test_an_altered_cell_is_named_with_its_row_and_a_remedy(book, key):
    state, row = own_sheets(book).sheets["state"], state_row(book, key)
    state.range((row, 2)).value = '{"number": 1, "kin'
    with pytest.raises(TieoutError) as refused:
        rerun(book, language="zh")
    assert refused.value.message("zh").startswith(
        f'隐藏工作表“{state.name}”第 {row} 行（{key}）不是本软件写下的样子，可能被人改动过：{{"number": 1, "kin。请撤销改动'
    )
    assert f"Row {row} ({key}) of the hidden sheet" in refused.value.message("en")
    assert "tieout backups list" in refused.value.message("en")


@pytest.mark.parametrize(
    ("column", "altered"), [(0, "nobody"), (1, "three"), (4, "maybe"), (6, "no bars")]
)
def test_an_altered_line_of_the_last_run_is_refused(book, column, altered):
    state = own_sheets(book).sheets["state"]
    state.range((2, SNAPSHOT_COLUMN + column)).value = altered
    with pytest.raises(TieoutError, match="自 F 列起") as refused:
        rerun(book, language="zh")
    assert "From column F on" in refused.value.message("en")


def test_an_action_that_was_deleted_is_missed(book):
    state = own_sheets(book).sheets["state"]
    row = state_row(book, "action")
    state.range((row, 1), (row, 2)).clear_contents()
    with pytest.raises(TieoutError, match="应依次编号 1、2、3…，现为 2") as refused:
        decisions(book)
    assert "numbered 1, 2, 3 and on, and are 2" in refused.value.message("en")


def test_an_altered_workbook_can_be_cleared_and_reconciled_anew(book):
    for key in ("policy", "action", "decision", "run", "ours.widths_before", "theirs.sheet"):
        own_sheets(book).sheets["state"].range((state_row(book, key), 2)).value = "{"
    own_sheets(book).sheets["state"].range((2, SNAPSHOT_COLUMN + 1)).value = "three"
    clear(book)
    assert own_sheets(book).nothing
    with pytest.raises(TieoutError):
        undo(book)
    assert rerun(book, language="zh").result.totals.unexplained == 0
    assert decisions(book) == ()
