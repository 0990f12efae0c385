"""The trail: nothing is changed or deleted, and whatever is, by plain SQL or in the file, is found and named."""

import os
import shutil
import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from tests.books.conftest import copied_database, fresh_database
from tests.books.flipping import (
    content,
    flipped,
    head_of,
    is_named_by_the_seal,
    left_by_sqlite,
    without_seal,
)
from tests.books.sheets import write
from tests.books.tampering import around_guards, changes, seen, small_books, unguarded

from tieout.books import anchors
from tieout.books.books import create_books, open_books
from tieout.books.migrate import NEWEST, schema_version, upgrade
from tieout.books.place import books_url
from tieout.books.posting import post_file
from tieout.books.schema import KEPT
from tieout.books.seal import broken_seal, seal_path
from tieout.books.stores import sqlite_texts
from tieout.books.trail import BEGINNING, Anchor, AuditTrail, TrailLine
from tieout.books.trail_told import told
from tieout.books.verify import verify, verify_view
from tieout.errors import TieoutError
from tieout.progress import CancelledError


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request, tmp_path_factory):
    """Books with a file posted, closed; on each store, never changed."""
    folder = tmp_path_factory.mktemp("trail")
    os.environ["TIEOUT_HOME"] = str(folder)
    if request.param == "sqlite":
        url = str(folder / "books.sqlite")
    else:
        url = fresh_database(request.getfixturevalue("server"))
    with create_books(url, who="zhang") as books:
        post_file(books, write(folder / "july.csv"), reason="July")
        books.set("company", "某某公司")
    return url


@pytest.fixture
def written(made, tmp_path):
    """A copy of them, last seen by this computer as they are."""
    if "postgres" in made:
        url = copied_database(made)
    else:
        url = str(tmp_path / "books.sqlite")
        for ending in ("", ".seal"):
            shutil.copy(made + ending, url + ending)
    with open_books(url) as books:
        anchors.remember(books.anchored, books.head())
    return url


def around(url, *statements):
    """Plain SQL, past the program, with its guards off."""
    engine = create_engine(books_url(url))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        around_guards(connection, [(each, {}) for each in statements])
    engine.dispose()


@pytest.fixture
def open_to_all(made):
    """A connection past the guards that is taken back."""
    books, connection, anchor = unguarded(made)
    yield books, connection, anchor
    connection.rollback()
    connection.close()


def said_after(open_to_all, *statements):
    """What verifying says of the same view once it was changed by plain SQL."""
    books, connection, anchor = open_to_all
    aside = connection.begin_nested()
    try:
        around_guards(connection, [(each, {}) for each in statements])
        places = verify_view(books, connection, [anchor]).places
    finally:
        aside.rollback()
    return [each.sentence("en").replace("(owner,", "(zhang,") for each in places]


def said(url, **kept):
    # On a server who acts is who signed in there.
    return [
        place.sentence("en").replace("(owner,", "(zhang,")
        for place in verify(url, **kept).places
        if place.what != "page"
    ]


def test_books_as_they_were_written_verify(made):
    found = verify(made)
    assert found.holds
    assert found.rows > 10


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_database_refuses_to_change_or_delete(made, statement):
    engine = create_engine(books_url(made))
    server = engine.dialect.name == "postgresql"
    for table in (*(table.name for table in KEPT), "trail"):
        key = "sequence" if table == "trail" else "id"
        with engine.connect() as connection:
            count = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
            if server or (count and "TRUNCATE" not in statement):
                with pytest.raises(DBAPIError, match="tieout:append_only:"):
                    connection.execute(text(statement.format(table, key, key)))
    engine.dispose()


def test_a_file_refuses_to_replace_a_row(sqlite_url, tmp_path):
    create_books(sqlite_url).close()
    connection = sqlite3.connect(sqlite_url)
    with pytest.raises(sqlite3.IntegrityError, match="append_only"):
        connection.execute("INSERT OR REPLACE INTO settings VALUES (1, 1, 'review', 'yes', x'00')")
    connection.close()


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE entries SET cents = cents + 1 WHERE id = 2", "Row 2 of entries was changed."),
        ("UPDATE entries SET memo = '' WHERE id = 5", "Row 5 of entries was changed."),
        ("UPDATE entries SET posting_date = '2026-07-02' WHERE id = 1", "Row 1 of entries was changed."),
        ("UPDATE entries SET replaces = 1 WHERE id = 4", "Row 4 of entries was changed."),
        ("DELETE FROM entries WHERE id = 3", "Row 3 of entries is missing"),
        ("DELETE FROM entries WHERE id = 5", "Row 5 of entries is missing"),
        ("DELETE FROM entries", "Row 1 of entries is missing"),
        ("INSERT INTO entries SELECT 6, trail, batch, line, posting_date, due_date, type, reference, memo, cents, currency, customer, others, reverses, replaces, fingerprint, digest FROM entries WHERE id = 1", "Row 6 of entries was not written"),
        ("INSERT INTO entries SELECT 0, trail, batch, line, posting_date, due_date, type, reference, memo, cents, currency, customer, others, reverses, replaces, fingerprint, digest FROM entries WHERE id = 1", "Row 0 of entries was not written"),
        ("UPDATE steps SET who = 'nobody' WHERE id = 2", "Row 2 of steps was changed."),
        ("UPDATE files SET sha256 = '00'", "Row 1 of files was changed."),
        ("UPDATE settings SET digest = (SELECT digest FROM settings WHERE id = 1) WHERE id = 2", "Row 2 of settings was changed."),
        ("UPDATE trail SET who = 'nobody' WHERE sequence = 2", "Line 2 of the audit trail (nobody, prepare) was changed."),
        ("UPDATE trail SET reason = '' WHERE sequence = 2", "Line 2 of the audit trail (zhang, prepare) was changed."),
        ("UPDATE trail SET at = '2020' WHERE sequence = 3", "Line 3 of the audit trail (zhang, set) was changed."),
        ("DELETE FROM trail WHERE sequence = 2", "Lines 2 to 2 of the audit trail are missing."),
        ("DELETE FROM trail WHERE sequence = 3", "The audit trail ends at line 2, but line 3 was seen"),
        ("UPDATE trail SET previous = hash WHERE sequence = 2", "Line 2 of the audit trail (zhang, prepare) was changed."),
    ],
)  # fmt: skip
def test_what_plain_sql_changed_is_named(open_to_all, statement, place):
    found = said_after(open_to_all, statement)
    assert any(each.startswith(place) for each in found), found


def test_rows_that_changed_places_are_named(open_to_all):
    found = said_after(
        open_to_all,
        "UPDATE entries SET id = 99 WHERE id = 1",
        "UPDATE entries SET id = 1 WHERE id = 2",
        "UPDATE entries SET id = 2 WHERE id = 99",
    )
    assert found[:2] == ["Row 1 of entries was changed.", "Row 2 of entries was changed."]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_every_change_of_a_row_one_in_many_is_tried_and_seen(kind, request, tmp_path):
    url = str(tmp_path / "small.sqlite")
    if kind == "postgresql":
        url = fresh_database(request.getfixturevalue("server"))
    small_books(url, tmp_path)
    books, connection, anchor = unguarded(url)
    every = list(changes(connection))
    assert len(every) > 2000
    tried = every[3 :: 151 if kind == "sqlite" else 353]
    found = {str(each): seen(books, connection, each, anchor)[0] for each in tried}
    connection.rollback()
    connection.close()
    assert list(found.values()).count("seen") > len(tried) / 2
    assert [each for each, became in found.items() if became == "unseen"] == []


def test_verifying_texts_tells_how_far_it_is_and_can_be_cancelled(
    sqlite_url, tmp_path, monkeypatch
):
    small_books(sqlite_url, tmp_path)
    monkeypatch.setattr(sqlite_texts, "STEPS_BETWEEN", 100)
    said = []
    assert verify(sqlite_url, who="zhang", progress=lambda *step: said.append(step)).holds
    shares = [share for step, share in said if step == "comparing_texts"]
    assert len(shares) > 5
    assert shares == sorted(shares)

    def cancelled(step, share):
        del share
        if step == "comparing_texts":
            raise CancelledError

    with pytest.raises(CancelledError):
        verify(sqlite_url, who="zhang", progress=cancelled)
    assert verify(sqlite_url, who="zhang").holds


def test_a_page_of_the_index_of_texts_that_cannot_be_is_found(sqlite_url, tmp_path):
    small_books(sqlite_url, tmp_path)
    seal_path(Path(sqlite_url)).unlink()
    for other in (-126, 1, "2", b"\x02"):
        with sqlite3.connect(sqlite_url) as plain:
            plain.execute("UPDATE entry_texts_idx SET pgno = ?", (other,))
        found = verify(sqlite_url, judged=False).places
        said = ["The index of texts is not in order within itself."]
        assert [each.sentence("en") for each in found] == said, other


def test_a_row_rewritten_together_with_its_digest_is_found(written):
    from tieout.books.digests import row_digests, written_rows

    engine = create_engine(books_url(written))
    with engine.connect() as connection:
        row = list(connection.exec_driver_sql("SELECT * FROM entries WHERE id = 1").one())
    engine.dispose()
    row[9] += 1
    digest = row_digests(written_rows([[value] for value in row[:-1]]))[0].hex()
    literal = f"x'{digest}'" if "postgres" not in written else f"'\\x{digest}'::bytea"
    around(
        written,
        f"UPDATE entries SET cents = cents + 1, digest = {literal} WHERE id = 1".replace(
            ":", "\\:"
        ),
    )
    assert said(written)[0].startswith("Among rows 1 to 5 of entries something was rewritten")


def test_an_end_cut_off_everywhere_is_found_by_the_anchor(written):
    with open_books(written) as books:
        anchor = books.head()
        remembered = books.anchored
    around(
        written,
        "DELETE FROM settings WHERE trail = 3",
        "DELETE FROM trail WHERE sequence = 3",
    )
    anchors.forget(remembered)
    assert not said(written)
    assert said(written, kept_outside=[anchor]) == [
        "The audit trail ends at line 2, but line 3 was seen: the end was cut off."
    ]


def test_a_past_rewritten_with_a_chain_that_holds_is_found_by_the_anchor(written):
    other = Anchor(2, "ab" * 32)
    assert said(written, kept_outside=[other]) == [
        "Line 2 of the audit trail is not the one anchored outside the books: the past was rewritten."
    ]


def test_a_guard_removed_is_named(written):
    sqlite = "postgres" not in written
    engine = create_engine(books_url(written))
    with engine.begin() as connection:
        connection.execute(
            text(
                "DROP TRIGGER entries_no_update"
                if sqlite
                else "DROP TRIGGER entries_append_only ON entries"
            )
        )
    engine.dispose()
    name = "entries_no_update" if sqlite else "entries_append_only"
    assert f"trigger {name} was removed from the database." in said(written)


def test_any_byte_of_the_file_is_noticed(sqlite_url, tmp_path):
    small_books(sqlite_url, tmp_path)
    file = tmp_path / "books.sqlite"
    whole, as_written, anchor = file.read_bytes(), content(file), head_of(sqlite_url)
    for place in range(0, len(whole), 997):
        file.write_bytes(flipped(whole, place))
        assert is_named_by_the_seal(file, place)
    seal_path(file).unlink()
    found = Counter()
    for place in range(100, len(whole), 4999):
        file.write_bytes(flipped(whole, place))
        found[without_seal(sqlite_url, file, as_written, anchor)] += 1
        left_by_sqlite(file)
    assert found.keys() == {"carries nothing", "seen"}
    file.write_bytes(whole)
    assert verify(sqlite_url, judged=False).holds


def test_any_byte_of_the_seal_is_noticed(sqlite_url, tmp_path):
    create_books(sqlite_url).close()
    file, place = tmp_path / "books.sqlite", tmp_path / "books.sqlite.seal"
    seal = place.read_bytes()
    for byte in range(len(seal)):
        place.write_bytes(flipped(seal, byte))
        assert broken_seal(file)
    assert [each.what for each in verify(sqlite_url).places] == ["seal"]


def test_without_a_seal_a_changed_row_in_the_bytes_is_named(sqlite_url, tmp_path):
    with create_books(sqlite_url) as books:
        post_file(books, write(tmp_path / "july.csv"))
    (tmp_path / "books.sqlite.seal").unlink()
    file = tmp_path / "books.sqlite"
    whole = file.read_bytes()
    memo = "七月货款".encode()
    assert whole.count(memo) >= 1
    file.write_bytes(whole.replace(memo, "七月货歀".encode()))
    assert "Row 1 of entries was changed." in said(sqlite_url)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    file = tmp_path / "books.sqlite"
    file.write_text("not a database, only words" * 100)
    with pytest.raises(TieoutError, match="is not Tieout's books"):
        open_books(str(file))


def test_books_are_not_made_twice(written):
    with pytest.raises(TieoutError, match="There are books at"):
        create_books(written)


def test_where_there_are_no_books_it_says_so(url):
    with pytest.raises(TieoutError, match="There are no books at"):
        open_books(url)


def test_the_trail_says_who_did_what_and_why(written):
    with open_books(written) as books, books.reading() as connection:
        lines = list(AuditTrail(connection).lines())
    assert [(line.action, line.subject) for line in lines] == [
        ("init", ""),
        ("prepare", "batch:1"),
        ("set", "setting:company"),
    ]
    assert lines[1].reason == "July"
    assert '"after":"某某公司"' in lines[2].detail


LINE = TrailLine(1, "", "li", "set", "setting:x", "", "", "", BEGINNING)


@pytest.mark.parametrize(
    ("action", "subject", "detail", "en", "zh"),
    [
        ("set", "setting:review", '{"before":"no","after":"entered"}', "nothing is reviewed → what is typed or corrected is reviewed", "无须复核 → 手工录入和更正须复核"),
        ("set", "setting:readings", '{"before":"","after":"none"}', "every reading is kept → no reading is kept", "记录全部查阅 → 不记录查阅"),
        ("set", "setting:company", '{"before":"","after":"甲公司"}', "— → 甲公司", "— → 甲公司"),
        ("close_period", "period:2026-07", '{"accounts":2,"after":"closed","before":"confirmed"}', "confirmed → closed; accounts carried forward: 2", "已确认 → 已结账；结转 2 个往来账户"),
        ("review", "batch:3", '{"after":"reviewed","before":"prepared"}', "waits for review → reviewed", "待复核 → 已复核"),
        ("prepare", "batch:1", '{"file":"a.csv","known":1,"new":2,"reversed":0,"totals":{"CNY":-105,"JPY":7}}', "a.csv: 2 new, 1 in the books already, 0 reversed, total CNY -1.05, JPY 7", "a.csv：新增 2 笔，已有 1 笔，冲销 0 笔，合计 CNY -1.05, JPY 7"),
        ("customer", "customer:C1", '{"changes":[{"code":"C1","before":{"terms_days":30},"after":{"terms_days":45}}]}', "C1 Terms (days): 30 → 45", "C1 账期（天）：30 → 45"),
        ("read", "query", '{"readings":[{"kind":"query","rows":4,"asked":{"state":"posted","type":"sale"}}]}', "queries, 4 rows (status posted, type Sale)", "账项查询 4 行 (状态 已过账, 类型 销售)"),
        ("person", "person:wu", '{"people":[{"before":{"name":"wu","role":"viewer","customer_group":"","active":1,"password":false},"after":{"name":"wu","role":"viewer","customer_group":"","active":1,"password":true}}]}', "wu: a password was set", "wu：设置口令"),
        ("backup", "b", '{"encrypted":true,"head":"1:0"}', "encrypted", "已加密"),
        ("set", "setting:x", "what an older release wrote", "what an older release wrote", "what an older release wrote"),
        ("set", "setting:x", "", "", ""),
    ],
)  # fmt: skip
def test_what_was_before_and_after_is_said_in_words(action, subject, detail, en, zh, monkeypatch):
    line = replace(LINE, action=action, subject=subject, detail=detail)
    for language, said in (("en", en), ("zh", zh)):
        monkeypatch.setenv("TIEOUT_LANGUAGE", language)
        assert told(line) == said


def test_the_newest_schema_is_the_one_written(url):
    engine = create_engine(books_url(url))
    if engine.dialect.name == "sqlite":
        engine.dispose()
    with create_books(url) as books:
        assert schema_version(books.engine) == NEWEST
        upgrade(books.engine)
        assert schema_version(books.engine) == NEWEST


def test_a_copy_of_the_file_and_its_seal_verifies(sqlite_url, tmp_path):
    create_books(sqlite_url).close()
    copy = str(tmp_path / "copy.sqlite")
    shutil.copy(sqlite_url, copy)
    shutil.copy(sqlite_url + ".seal", copy + ".seal")
    assert verify(copy).holds
