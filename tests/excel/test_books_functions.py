"""RECON_QUERY: what the books answer to a cell, when it is worked out again, and why it gives nothing."""

from shutil import copytree

import pandas as pd
import pytest

from tieout.books.books import create_books, open_books
from tieout.books.posting import post_ledger
from tieout.errors import TieoutError
from tieout.excel import books_functions
from tieout.excel.bridge import Bridge
from tieout.excel.functions import call
from tieout.excel.window import Window
from tieout.ledger.ledger import Ledger

ROWS = [
    ("2026-06-30", "销售", "XS-001", "轴承", "江南机械", "CNY", "1000.00"),
    ("2026-07-05", "收款", "SK-001", "货款 6月", "江南机械", "CNY", "-400.10"),
    ("2026-07-20", "销售", "XS-002", "螺栓", "北方贸易", "CNY", "88.05"),
    ("2026-08-01", "销售", "XS-003", "spare parts", "Acme", "CNY", "500.00"),
]
NO_VALUE = -2146826246
"""What a cell with #N/A hands on."""


def ledger(rows=ROWS):
    names = ["date", "type", "reference", "memo", "customer", "currency", "amount"]
    return Ledger.from_frame(pd.DataFrame(rows, columns=names))


@pytest.fixture(scope="module")
def posted(tmp_path_factory):
    """The folder of books in which the ledger is posted."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TIEOUT_HOME", str(home))
        patched.delenv("TIEOUT_BOOKS", raising=False)
        with create_books() as made:
            post_ledger(made, ledger())
    return home


@pytest.fixture
def books(monkeypatch, tmp_path, posted):
    """A copy of those books, the user's own."""
    copytree(posted, tmp_path / "home")
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TIEOUT_BOOKS", raising=False)


def references(*arguments):
    found = call("RECON_QUERY", arguments).value
    return found if isinstance(found, str) else [row[2] for row in found[1:]]


def test_posted_entries_spill_by_date(books):
    head, first, *_ = call("RECON_QUERY", ()).value
    assert head == (
        "Date", "Type", "Reference", "Narration", "Customer", "Currency", "Amount", "Entry",
    )  # fmt: skip
    assert first == ("2026-06-30", "Sale", "XS-001", "轴承", "江南机械", "CNY", 1000.0, 1.0)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("2026-07",), ["SK-001", "XS-002"]),
        ((46204.0,), ["SK-001", "XS-002"]),
        ((2026.0,), ["XS-001", "SK-001", "XS-002", "XS-003"]),
        (("2026年第3季度",), ["SK-001", "XS-002", "XS-003"]),
        (("2026-06..2026-07-05",), ["XS-001", "SK-001"]),
        ((((46208.0, 46223.0),),), ["SK-001", "XS-002"]),
        ((((None,), ("2026-07-05",)),), ["XS-001", "SK-001"]),
        ((None, "北方"), ["XS-002"]),
        ((None, None, "收款"), ["SK-001"]),
        ((None, None, None, "货款"), ["SK-001"]),
        ((None, None, None, None, 400.10, 500.0), ["SK-001", "XS-003"]),
        (("2026-07", None, None, None, None, "88.05"), ["XS-002"]),
        ((None, None, None, None, None, None, "cny"), ["XS-001", "SK-001", "XS-002", "XS-003"]),
        (("2025",), "No entry answers the question."),
        ((202607.0,), ["SK-001", "XS-002"]),
        (("7/2026", "  ", "", "　"), ["SK-001", "XS-002"]),
        (("２０２６年７月",), ["SK-001", "XS-002"]),
        (((("2026-07",), *[(None,)] * 9),), ["SK-001", "XS-002"]),
        ((((None,), (46208.0,), ("",), (46223.0,)),), ["SK-001", "XS-002"]),
        ((None, None, None, "' OR 1=1"), "No entry answers the question."),
        ((*[None] * 7, "posted"), ["XS-001", "SK-001", "XS-002", "XS-003"]),
        ((*[None] * 7, "待复核"), "No entry answers the question."),
        ((*[None] * 7, "Sent back"), "No entry answers the question."),
        (("2026-07", *[None] * 6, " ALL ", "XS-002"), ["XS-002"]),
        ((None, None, "退货"), "No entry answers the question."),
    ],
)  # fmt: skip
def test_each_part_of_a_question_narrows_the_answer(books, arguments, expected):
    assert references(*arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("July",), '"July" is no period. Give a month such as 2026-07'),
        (("01/02/2026",), '"01/02/2026" is no period.'),
        ((((46204.0, 46205.0, 46206.0),),), "The period is given by 3 filled cells."),
        (("2026-13",), '"2026-13" is no period.'),
        ((NO_VALUE,), "The cell referred to is itself an error, #N/A."),
        ((None, None, None, None, NO_VALUE), "The cell referred to is itself an error, #N/A."),
        ((None, None, "销"), 'The books have no entry of the type "销". Types: Sale, Purchase,'),
        ((None, None, None, None, 500.0, 100.0), "The least amount 500.00 is greater than"),
        (("2026-08..2026-07",), "The first day 2026-08-01 comes after the last day 2026-07-31."),
        ((None, "丙公司"), 'The books have no customer whose name contains "丙公司".'),
        ((None, None, None, None, -5.0), '"-5" is no size of an amount'),
        ((None, None, None, None, 0.001), '"0.001" is no size of an amount'),
        ((None, None, None, None, ((1.0,), (2.0,))), "One cell is expected, not a range (least amount"),
        ((*[None] * 7, "done"), 'There is no status "done". Give one of waits for review, reviewed, posted, sent back, all.'),
        ((None, None, None, None, None, None, "Taler"), '"Taler" is not a currency.'),
        ((None, None, None, "。"), 'The keyword "。" has no letter or digit.'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_question_is_said(books, arguments, reason):
    with pytest.raises(TieoutError) as error:
        call("RECON_QUERY", arguments)
    assert str(error.value).startswith(reason)


def test_the_size_of_an_amount_is_in_the_decimals_of_each_currency(books):
    with open_books() as opened:
        post_ledger(opened, ledger([("2026-07-01", "销售", "J1", "", "東京", "JPY", "5000")]))
    assert references(None, None, None, None, 5000.0, 5000.0) == ["J1"]
    assert references(None, None, None, None, 5000.0, None, "JPY") == ["J1"]


def test_the_books_are_asked_again_only_after_they_changed(books, monkeypatch):
    from tieout.procedures import asking

    asked = []

    def counted(*arguments, **options):
        asked.append(arguments)
        return query(*arguments, **options)

    query = asking.query
    monkeypatch.setattr(asking, "query", counted)
    assert [references("2026-07"), references("2026-07")] == [["SK-001", "XS-002"]] * 2
    assert len(asked) == 1
    with open_books() as opened:
        post_ledger(opened, ledger([("2026-07-31", "销售", "XS-009", "", "Acme", "CNY", "1")]))
    assert references("2026-07") == ["SK-001", "XS-002", "XS-009"]


def test_too_many_entries_are_refused_and_never_cut_off(books, monkeypatch):
    monkeypatch.setattr(books_functions, "ROWS_MAX", 3)
    with pytest.raises(TieoutError) as error:
        call("RECON_QUERY", ())
    assert str(error.value).startswith("4 entries answer the question, more than the 3 listed")


def test_without_books_the_why_button_says_how_to_begin(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_BOOKS", str(tmp_path / "none.books"))
    shown = []
    bridge = Bridge(lambda _: Window(None, shown.append, lambda _: None, lambda: False))
    bridge.ask("listen", ("en",))
    assert bridge.ask("compute", ("RECON_QUERY", "en", ()))[0] == 1
    bridge.ask("why", ("en",))
    assert shown[0].startswith(f"There are no books at {tmp_path / 'none.books'} yet.")
