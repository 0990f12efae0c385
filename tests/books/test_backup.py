"""Backup: consistent, encrypted where wanted, believed only after restoring; restore to any line, into either store."""

import csv
import gzip
import json
from datetime import datetime

import pytest
from tests.books.conftest import fresh_database
from tests.books.sheets import write
from tests.cli.running import run

from tieout.books.backup import back_up, point_of, restore
from tieout.books.backup_schedule import (
    Schedule,
    is_due,
    schedule_of,
    scheduled_backup,
    set_schedule,
)
from tieout.books.balances import balances
from tieout.books.books import create_books, open_books
from tieout.books.export import export
from tieout.books.journal import correct
from tieout.books.people import add_person
from tieout.books.periods import close_period, reopen_period
from tieout.books.posting import post_file
from tieout.books.trail import AuditTrail
from tieout.books.verify import verify
from tieout.errors import TieoutError


@pytest.fixture
def lived_in(books, tmp_path):
    """Books in which things happened in an order that matters."""
    post_file(books, write(tmp_path / "july.csv"))
    close_period(books, "2026-07")
    reopen_period(books, "2026-07", "forgotten")
    correct(books, [(1, 130000)], "typing error")
    books.set("review", "yes")
    return books


def test_a_backup_restores_into_another_file(lived_in, tmp_path):
    made = back_up(lived_in, tmp_path / "a.backup")
    place = str(tmp_path / "restored.sqlite")
    found = restore(place, made.file)
    assert found.holds
    assert found.head == made.head
    with open_books(place) as restored:
        assert balances(restored) == balances(lived_in)
        restored.set("x", "goes on")
    assert verify(place).holds


def test_a_backup_restores_into_a_server(lived_in, tmp_path, server):
    made = back_up(lived_in, tmp_path / "a.backup")
    place = fresh_database(server)
    assert restore(place, made.file).holds
    with open_books(place) as restored:
        assert balances(restored) == balances(lived_in)


def test_a_backup_restores_to_a_point(lived_in, tmp_path):
    made = back_up(lived_in, tmp_path / "a.backup")
    place = str(tmp_path / "restored.sqlite")
    assert restore(place, made.file, until=2).head.sequence == 2
    with open_books(place) as restored:
        assert balances(restored)["华东机械有限公司", "CNY"] == 100000


def test_a_backup_restores_to_a_day_or_a_moment(lived_in, tmp_path):
    made = back_up(lived_in, tmp_path / "a.backup")
    with lived_in.reading() as connection:
        lines = list(AuditTrail(connection).lines())
    place = str(tmp_path / "restored.sqlite")
    assert restore(place, made.file, until=point_of(lines[1].at)).head.sequence == 2
    assert restore(f"{place}2", made.file, until=point_of(lines[-1].at[:10])).head == made.head
    with pytest.raises(TieoutError, match="there were no books yet"):
        restore(f"{place}3", made.file, until=point_of("2001-01-01"))
    assert not (tmp_path / "restored.sqlite3").exists()
    for wrong in ("yesterday", "2026-13-01", "-1"):
        with pytest.raises(TieoutError, match="is no point to restore to"):
            point_of(wrong)


def test_a_scheduled_backup_is_made_when_it_is_due_and_the_oldest_goes(sqlite_url, tmp_path):
    folder = tmp_path / "backups"
    schedule = Schedule(str(folder), every_days=7, keep=2, encrypted=False)
    with create_books(sqlite_url) as books:
        with pytest.raises(TieoutError, match="There is no folder"):
            set_schedule(books, schedule)
        folder.mkdir()
        set_schedule(books, schedule)
        assert schedule_of(books) == schedule
        (folder / "tieout-another-20200101-000000.backup").touch()
        (folder / f"tieout-{books.books_id[:8]}-notes.backup").touch()
        removed = []
        for day in (1, 7, 8, 14, 15):
            now = datetime(2026, 1, day, 12)
            if is_due(books, schedule, now.date()):
                removed += [
                    file.name[-23:-14] for file in scheduled_backup(books, schedule, now)[1]
                ]
        assert removed == ["-20260101"]
        assert len(list(folder.iterdir())) == 4
        assert restore(str(tmp_path / "r.sqlite"), max(folder.glob("*-2026011*"))).holds
        set_schedule(books, None)
        assert schedule_of(books) is None


def test_an_encrypted_backup_shows_nothing_and_opens_with_its_passphrase(lived_in, tmp_path):
    made = back_up(lived_in, tmp_path / "a.backup", passphrase="正确的口令")
    assert "货款".encode() not in made.file.read_bytes()
    place = str(tmp_path / "restored.sqlite")
    with pytest.raises(TieoutError, match="is encrypted"):
        restore(place, made.file)
    with pytest.raises(TieoutError, match="does not open this backup"):
        restore(place, made.file, passphrase="wrong")
    assert restore(place, made.file, passphrase="正确的口令").holds


def test_an_encrypted_backup_of_many_blocks_cannot_be_cut_or_reordered(tmp_path):
    from tieout.books.sealed_file import BLOCK_BYTES, SealingWriter, unsealed

    file = tmp_path / "sealed"
    plain = bytes(range(256)) * (BLOCK_BYTES * 5 // 512)
    with file.open("wb") as out:
        writer = SealingWriter(out, "p")
        for start in range(0, len(plain), 70_001):
            writer.write(plain[start : start + 70_001])
        writer.close()
    with file.open("rb") as whole:
        assert b"".join(unsealed(whole, "p")) == plain
    sealed = file.read_bytes()
    block, start = BLOCK_BYTES + 16, 32
    first, second = sealed[start : start + block], sealed[start + block : start + 2 * block]
    for wrong in (
        sealed[: start + 2 * block],
        sealed[:start] + second + first + sealed[start + 2 * block :],
        sealed[:-1],
        sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:],
    ):
        file.write_bytes(wrong)
        with file.open("rb") as whole, pytest.raises(TieoutError):
            list(unsealed(whole, "p"))


def test_a_backup_overwrites_nothing(lived_in, tmp_path):
    made = back_up(lived_in, tmp_path / "a.backup")
    with pytest.raises(TieoutError, match="overwrites nothing"):
        back_up(lived_in, made.file)
    place = tmp_path / "restored.sqlite"
    restore(str(place), made.file)
    with pytest.raises(TieoutError, match="There are books at"):
        restore(str(place), made.file)


def test_a_backup_that_was_changed_does_not_verify(lived_in, tmp_path):
    made = back_up(lived_in, tmp_path / "a.backup")
    lines = gzip.decompress(made.file.read_bytes()).decode().splitlines()
    changed = [line.replace("七月货款", "八月货款") for line in lines]
    assert changed != lines
    made.file.write_bytes(gzip.compress("\n".join(changed).encode()))
    assert not restore(str(tmp_path / "restored.sqlite"), made.file).holds


def test_a_backup_cut_off_is_refused(lived_in, tmp_path):
    made = back_up(lived_in, tmp_path / "a.backup")
    whole = made.file.read_bytes()
    made.file.write_bytes(whole[:-200])
    with pytest.raises(TieoutError):
        restore(str(tmp_path / "one.sqlite"), made.file)
    lines = gzip.decompress(whole).decode().splitlines()[:-1]
    made.file.write_bytes(gzip.compress("\n".join(lines).encode()))
    with pytest.raises(TieoutError, match="damaged or cut off"):
        restore(str(tmp_path / "two.sqlite"), made.file)


def test_what_is_no_backup_is_refused(tmp_path):
    wrong = tmp_path / "letter.txt"
    wrong.write_text("dear customer")
    with pytest.raises(TieoutError, match="is no backup"):
        restore(str(tmp_path / "restored.sqlite"), wrong)
    with pytest.raises(TieoutError, match="There is no file"):
        restore(str(tmp_path / "restored.sqlite"), tmp_path / "nothing")


def test_everything_leaves_as_plain_files(lived_in, tmp_path):
    files = export(lived_in, tmp_path / "out")
    with (tmp_path / "out" / "entries.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["reference"] for row in rows][:2] == ["XS-001", "SK-001"]
    assert len(files) > 10
    with pytest.raises(TieoutError, match="is not an empty folder"):
        export(lived_in, tmp_path / "out")


def test_a_text_that_looks_like_a_formula_leaves_as_text(books, tmp_path):
    rows = [["2026-01-01", "", "=1+1", "@SUM(A1)", "C", "CNY", "1.00", ""]]
    post_file(books, write(tmp_path / "a.csv", rows))
    export(books, tmp_path / "out")
    assert "'=1+1" in (tmp_path / "out" / "entries.csv").read_text(encoding="utf-8-sig")


def test_backups_and_exports_stand_in_the_trail(lived_in, tmp_path):
    back_up(lived_in, tmp_path / "a.backup")
    export(lived_in, tmp_path / "out")
    with lived_in.reading() as connection:
        last = list(AuditTrail(connection).lines(last=2))
    assert [(line.action, line.subject) for line in last] == [
        ("backup", "a.backup"),
        ("export", "out"),
    ]
    assert json.loads(last[0].detail)["encrypted"] is False


def test_encrypted_books_open_only_with_their_passphrase(sqlite_url, tmp_path):
    pytest.importorskip("sqlcipher3")
    with create_books(sqlite_url, passphrase="it's 口令") as books:
        post_file(books, write(tmp_path / "july.csv"))
        found = balances(books)
    raw = (tmp_path / "books.sqlite").read_bytes()
    assert not raw.startswith(b"SQLite")
    assert "货款".encode() not in raw
    with open_books(sqlite_url, passphrase="it's 口令") as books:
        assert balances(books) == found
    assert verify(sqlite_url, passphrase="it's 口令").holds
    for wrong in ("other", None):
        with pytest.raises(TieoutError, match=r"does not open|is not Tieout's books"):
            open_books(sqlite_url, passphrase=wrong)


def test_whom_a_server_gave_no_rights_while_restoring_is_named_with_the_remedy(
    server, tmp_path, capsys, monkeypatch
):
    url, target = fresh_database(server), fresh_database(server)
    with create_books(url) as books:
        add_person(books, "nina", "preparer", ["east"])
        back_up(books, tmp_path / "a.backup")
    monkeypatch.setattr("tieout.books.backup._let_in", lambda *_: None)
    ran = run(capsys, "books", "restore", tmp_path / "a.backup", "--books", target)
    assert ran.status == 1
    shown = target.replace("+psycopg", "")
    assert f'  tieout books users role nina preparer --group "east" --books {shown}\n' in ran.out
    monkeypatch.undo()
    again = run(
        capsys, "books", "restore", tmp_path / "a.backup", "--books", fresh_database(server)
    )
    assert (again.status, "no rights" in again.out) == (0, False)
