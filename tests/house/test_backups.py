"""A copy of a workbook is kept before it is changed, found again, and put back."""

from datetime import datetime, timedelta

import pytest

from tieout.backups import KEPT_DAYS, back_up, backups, backups_folder, restore
from tieout.errors import TieoutError

NOW = datetime(2026, 3, 31, 9, 30).astimezone()


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_HOME", str(tmp_path / "home"))


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "三月.xlsx"
    path.write_bytes(b"old")
    return path


def test_a_copy_is_listed_and_restored_and_what_was_there_is_kept_too(book):
    made = back_up(book, NOW)
    book.write_bytes(b"new")
    restored = restore(made.name, NOW + timedelta(hours=1))
    assert (restored.origin, book.read_bytes()) == (book, b"old")
    newest, oldest = backups(book)
    assert (newest.copy.read_bytes(), oldest.copy.read_bytes()) == (b"new", b"old")
    assert oldest.when == NOW


def test_a_copy_of_what_is_there_already_is_restored_too(book):
    made = back_up(book, NOW)
    restore(made.name, NOW + timedelta(days=KEPT_DAYS + 1))
    assert book.read_bytes() == b"old"
    assert [one.when for one in backups(book)] == [NOW + timedelta(days=KEPT_DAYS + 1)]


def test_a_copy_can_be_restored_beside_the_file(book, tmp_path):
    made = back_up(book, NOW)
    restore(made.name, NOW, tmp_path / "beside.xlsx")
    assert (tmp_path / "beside.xlsx").read_bytes() == b"old"


def test_the_same_file_is_not_kept_twice(book):
    back_up(book, NOW)
    later = NOW + timedelta(days=KEPT_DAYS - 1)
    again = back_up(book, later)
    assert [(one.copy, one.when) for one in backups()] == [(again.copy, later)]
    other = book.with_name("other.xlsx")
    other.write_bytes(b"x")
    back_up(other, later + timedelta(days=KEPT_DAYS - 1))
    assert again.copy.read_bytes() == b"old", "it counts from when it was last needed"


def test_a_copy_is_kept_for_two_weeks(book, tmp_path):
    back_up(book, NOW)
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"x")
    back_up(other, NOW + timedelta(days=KEPT_DAYS - 1))
    assert len(backups(book)) == 1
    back_up(other, NOW + timedelta(days=KEPT_DAYS, minutes=1))
    assert backups(book) == []
    assert len(list(backups_folder().iterdir())) == 1


def test_a_file_that_is_not_there_has_no_copy(tmp_path):
    assert back_up(tmp_path / "none.xlsx", NOW) is None


@pytest.mark.parametrize(("damage", "key"), [(False, "backup.no_such"), (True, "backup.damaged")])
def test_a_copy_that_is_not_there_or_not_whole_is_refused(book, damage, key):
    made = back_up(book, NOW)
    made.copy.write_bytes(b"half")
    with pytest.raises(TieoutError) as error:
        restore(made.name if damage else "nothing", NOW)
    assert error.value.key == key
    assert book.read_bytes() == b"old"
