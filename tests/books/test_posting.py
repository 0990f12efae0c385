"""Posting: the same file or row twice is seen, a corrected file shows what changed, another person reviews."""

from datetime import date

import pytest
from tests.books.conftest import opened_by
from tests.books.sheets import SALES, write

from tieout.books.balances import balances
from tieout.books.books import create_books
from tieout.books.journal import batches, correct, post, reject, reverse, review
from tieout.books.posting import post_file
from tieout.books.verify import verify
from tieout.errors import TieoutError

JULY_AND_AUGUST = {
    ("华东机械有限公司", "CNY"): 100000,
    ("北方贸易公司", "CNY"): 8000,
    ("Acme Ltd", "USD"): 50000,
}


@pytest.fixture
def july(tmp_path):
    return write(tmp_path / "july.csv")


def test_a_file_is_posted_and_balances(books, july):
    posting = post_file(books, july)
    assert (posting.new, posting.known) == (5, 0)
    assert posting.batch.state == "posted"
    assert balances(books) == JULY_AND_AUGUST
    assert balances(books, as_of=date(2026, 7, 4)) == {("华东机械有限公司", "CNY"): 100000}


def test_the_same_file_twice_is_seen(books, july):
    post_file(books, july)
    head = books.head()
    again = post_file(books, july)
    assert (again.batch, again.new, again.known) == (None, 0, 5)
    assert books.head() == head


def test_the_same_row_in_another_file_is_seen(books, july, tmp_path):
    post_file(books, july)
    more = [*SALES, ["2026-08-10", "销售", "XS-004", "新", "Acme Ltd", "USD", "1.00", ""]]
    posting = post_file(books, write(tmp_path / "year.csv", more))
    assert (posting.new, posting.known) == (1, 5)


def test_two_equal_rows_of_a_file_are_two_entries(books, tmp_path):
    twice = write(tmp_path / "a.csv", [SALES[0], SALES[0]])
    assert post_file(books, twice).new == 2
    assert post_file(books, twice).known == 2
    thrice = write(tmp_path / "b.csv", [SALES[0]] * 3)
    assert (post_file(books, thrice).new, post_file(books, thrice).known) == (1, 3)


def test_a_corrected_file_shows_what_changed_and_is_not_guessed(books, july, tmp_path):
    post_file(books, july)
    mended = [list(row) for row in SALES]
    mended[0][6] = "1250.00"
    write(july, mended)
    with pytest.raises(TieoutError) as refused:
        post_file(books, july)
    assert refused.value.message("en") == (
        "july.csv has rows with the references of batch 1 but other content; nothing was posted:\n"
        "  line 2 XS-001: entry 1, 1,200.00, becomes 1,250.00 (2026-07-01)\n"
        "If the file is a corrected edition, add --corrects 1 (reverses and replaces); "
        "if its rows are all new, add --additional."
    )
    assert balances(books) == JULY_AND_AUGUST


def test_a_corrected_file_reverses_and_replaces(books, july):
    post_file(books, july)
    mended = [list(row) for row in SALES[:-1]]  # one changed, the last one gone
    mended[0][6] = "1250.00"
    posting = post_file(books, write(july, mended), corrects=1)
    assert (posting.new, posting.known, len(posting.changed)) == (1, 3, 2)
    assert balances(books) == {
        ("华东机械有限公司", "CNY"): 105000,
        ("北方贸易公司", "CNY"): 8000,
        ("Acme Ltd", "USD"): 0,
    }
    again = post_file(books, july)
    assert (again.new, again.known) == (0, 4)


def test_what_looks_like_a_change_can_be_additional(books, july):
    post_file(books, july)
    other = [list(SALES[0])]
    other[0][6] = "1.00"
    posting = post_file(books, write(july, other), additional=True)
    assert posting.new == 1
    assert balances(books)["华东机械有限公司", "CNY"] == 100100


def test_problems_that_block_are_all_said_and_nothing_is_posted(books, tmp_path):
    bad = [list(SALES[0]), list(SALES[1]), list(SALES[2])]
    bad[0][6] = "1,2OO.00"
    bad[1][0] = ""
    bad[2][4] = ""
    head = books.head()
    with pytest.raises(TieoutError) as refused:
        post_file(books, write(tmp_path / "bad.csv", bad))
    message = refused.value.message("en")
    assert "3 problems" in message
    assert "1,2OO.00" in message
    assert "there is no date" in message
    assert "no customer is named" in message
    assert books.head() == head


def test_a_customer_can_be_named_where_the_file_names_none(books, tmp_path):
    rows = [list(SALES[0])]
    rows[0][4] = ""
    post_file(books, write(tmp_path / "a.csv", rows), customer="Named Ltd")
    assert balances(books) == {("Named Ltd", "CNY"): 120000}


@pytest.fixture
def reviewed_books(url):
    with create_books(url, who="zhang", review=True) as made:
        yield made


def test_a_batch_waits_for_another_person(reviewed_books, url, july):
    batch = post_file(reviewed_books, july).batch
    assert batch.state == "prepared"
    assert balances(reviewed_books) == {}
    with pytest.raises(TieoutError, match="has not been reviewed"):
        post(reviewed_books, batch.id)
    with pytest.raises(TieoutError, match="Who prepared a batch cannot review it"):
        review(reviewed_books, batch.id)
    with opened_by(url, "li") as theirs:
        assert review(theirs, batch.id).reviewed_by == "li"
    assert post(reviewed_books, batch.id).state == "posted"
    assert balances(reviewed_books) == JULY_AND_AUGUST
    with pytest.raises(TieoutError, match="posted or rejected already"):
        reject(reviewed_books, batch.id, "too late")


def test_a_rejected_batch_says_why_and_can_be_posted_again(reviewed_books, url, july):
    batch = post_file(reviewed_books, july).batch
    with opened_by(url, "li") as theirs:
        with pytest.raises(TieoutError, match="Give a reason"):
            reject(theirs, batch.id, " ")
        reject(theirs, batch.id, "wrong month")
    assert batches(reviewed_books)[0].reason == "wrong month"
    again = post_file(reviewed_books, july)
    assert (again.new, again.batch.state) == (5, "prepared")


def test_a_correction_is_a_reversing_and_a_replacing_entry(books, july):
    post_file(books, july)
    correct(books, [(1, 130000)], "typing error")
    reverse(books, [3], "wrong customer")
    assert balances(books) == {
        ("华东机械有限公司", "CNY"): 110000,
        ("北方贸易公司", "CNY"): -805,
        ("Acme Ltd", "USD"): 50000,
    }
    with pytest.raises(TieoutError, match="Entry 1 is reversed already"):
        reverse(books, [1], "again")
    with pytest.raises(TieoutError, match="Entry 77 is not there"):
        reverse(books, [77], "again")


def test_everything_that_was_done_verifies(books, july):
    post_file(books, july)
    correct(books, [(1, 130000)], "typing error")
    books.close()
    assert verify(books.store.url.render_as_string(hide_password=False)).holds


def test_many_rows_go_in_bulk_and_verify(books, tmp_path):
    rows = [
        [
            "2026-07-01",
            "销售",
            f"XS-{i}",
            "换\t行\n\\N 货款" if i % 7 == 0 else "货款",
            "A\\B",
            "CNY",
            f"{i}.01",
            "",
        ]
        for i in range(1, 20_500)
    ]
    assert post_file(books, write(tmp_path / "big.csv", rows)).new == len(rows)
    assert balances(books) == {("A\\B", "CNY"): sum(100 * i + 1 for i in range(1, 20_500))}
    books.close()
    assert verify(books.store.url.render_as_string(hide_password=False)).holds


def test_what_a_server_refuses_while_many_rows_are_added_is_a_sentence(books, tmp_path):
    rows = [["2026-07-01", "", f"R-{i}", "", "C", "CNY", "1.00", ""] for i in range(300)]
    with books.deriving() as connection:
        if books.store.name == "postgresql":
            connection.exec_driver_sql(
                "CREATE OR REPLACE FUNCTION tieout_entries_rules() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'tieout:batch_begun'; END $$"
            )
        else:
            connection.exec_driver_sql(
                "CREATE TRIGGER refused BEFORE INSERT ON entries WHEN NEW.line > 200 "
                "BEGIN SELECT RAISE(ABORT, 'tieout:batch_begun'); END"
            )
    with pytest.raises(TieoutError, match="The batch is prepared already"):
        post_file(books, write(tmp_path / "many.csv", rows))
