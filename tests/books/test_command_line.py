"""`tieout books` as a person types it."""

import json
import sqlite3

import pytest
from tests.books.sheets import SALES, write
from tests.cli.running import run


@pytest.fixture
def july(tmp_path):
    return write(tmp_path / "july.csv")


def test_a_day_with_the_books(capsys, tmp_path, monkeypatch, july):
    assert run(capsys, "books", "init").status == 0
    assert "5 new entries, 0 in the books" in run(capsys, "books", "post", july).out
    again = run(capsys, "books", "post", july)
    assert (again.status, again.out) == (
        0,
        f"{july}: 5 rows, all in the books already; nothing new.\n",
    )
    found = run(capsys, "books", "query", "货款", "--period", "2026-07", language="zh")
    assert found.out.splitlines()[-2:] == [
        "共 2 笔，列出 2 笔",
        "CNY 2 笔 借方 1,200.00 贷方 200.00 净额 1,000.00",
    ]
    asked = json.loads(run(capsys, "books", "query", "--min", "500", "--json").out)
    assert [(entry["reference"], entry["amount"]) for entry in asked["entries"]] == [
        ("XS-001", "1200.00"),
        ("XS-003", "500.00"),
    ]
    assert "read from july.csv:2" in run(capsys, "books", "trace", "1").out
    assert "batch:1" in run(capsys, "books", "trail").out
    assert run(capsys, "books", "verify").status == 0
    assert (
        run(capsys, "books", "close", "2026-07").out
        == "2026-07 closed; 2 accounts carried forward.\n"
    )
    saved = tmp_path / "saved.backup"
    assert "restored on trial and verified" in run(capsys, "books", "backup", saved).out
    elsewhere = tmp_path / "elsewhere.sqlite"
    assert run(capsys, "books", "restore", saved, "--books", elsewhere).status == 0
    monkeypatch.setenv("TIEOUT_BOOKS", str(elsewhere))
    assert "华东机械有限公司  CNY" in run(capsys, "books", "balances", "--as-of", "2026-07-31").out


def test_verify_names_the_place_and_exits_with_1(capsys, tmp_path, july):
    place = tmp_path / "a.sqlite"
    run(capsys, "books", "init", "--books", place)
    run(capsys, "books", "post", july, "--books", place)
    head = run(capsys, "books", "trail", "--head", "--books", place).out.strip()
    assert run(capsys, "books", "verify", "--books", place, "--anchor", head).status == 0
    connection = sqlite3.connect(place)
    connection.execute("DROP TRIGGER entries_no_update")
    connection.execute("UPDATE entries SET cents = 1 WHERE id = 3")
    connection.commit()
    connection.close()
    ran = run(capsys, "books", "verify", "--books", place, "--anchor", head)
    assert ran.status == 1
    assert "Row 3 of entries was changed." in ran.out
    assert "trigger entries_no_update was removed" in ran.out


def test_wrong_words_are_told_and_exit_with_2(capsys, tmp_path, july):
    place = tmp_path / "a.sqlite"
    assert "Run tieout books init first" in run(capsys, "books", "query", "--books", place).error
    run(capsys, "books", "init", "--books", place)
    for arguments, said in (
        (["close", "2026-13"], "is no accounting period"),
        (["query", "--from", "yesterday"], "is no date"),
        (["query", "--min", "much"], "is no amount"),
        (["query", "--status", "lost"], "There is no status"),
        (["post", tmp_path / "nothing.csv"], "There is no file"),
        (["review", "7"], "There is no batch 7"),
        (["trace", "7"], "There is no entry 7"),
        (["verify", "--anchor", "x"], "is no anchor"),
        (["init"], "There are books at"),
    ):
        ran = run(capsys, "books", *arguments, "--books", place)
        assert (ran.status, said in ran.error) == (2, True), (arguments, ran)
    assert run(capsys, "books", "query", "--books", "mysql://x/y").status == 2


def test_review_and_correction_from_the_command_line(capsys, tmp_path, july):
    place = tmp_path / "a.sqlite"
    run(capsys, "books", "init", "--review", "--books", place)
    assert "waits for review" in run(capsys, "books", "post", july, "--books", place).out
    own = run(capsys, "books", "review", "1", "--books", place)
    assert (own.status, "Who prepared a batch cannot review it" in own.error) == (2, True)
    assert (
        run(capsys, "books", "reject", "1", "--reason", "wrong month", "--books", place).status == 0
    )
    assert "wrong month" in run(capsys, "books", "batches", "--books", place).out


def test_a_correction_from_the_command_line(capsys, tmp_path, july):
    place = tmp_path / "a.sqlite"
    run(capsys, "books", "init", "--books", place)
    run(capsys, "books", "post", july, "--books", place)
    wrong = run(capsys, "books", "correct", "1", "1250.001", "--reason", "typing", "--books", place)
    assert (wrong.status, "is no amount" in wrong.error) == (2, True)
    assert (
        run(
            capsys, "books", "correct", "1", "1,250.00", "--reason", "typing", "--books", place
        ).status
        == 0
    )
    mended = [list(row) for row in SALES]
    mended[2][6] = "99.00"
    refused = run(capsys, "books", "post", write(july, mended), "--books", place)
    assert (refused.status, "add --corrects 1" in refused.error) == (2, True)
    done = run(capsys, "books", "post", july, "--corrects", "1", "--books", place)
    assert "entry 3, 88.05, becomes 99.00" in done.out


def test_passphrases_come_from_a_file(capsys, tmp_path, july):
    pytest.importorskip("sqlcipher3")
    place, secret = tmp_path / "a.sqlite", tmp_path / "secret"
    secret.write_text("a long passphrase\n")
    assert (
        run(
            capsys, "books", "init", "--encrypted", "--books", place, "--passphrase-file", secret
        ).status
        == 0
    )
    assert (
        run(capsys, "books", "post", july, "--books", place, "--passphrase-file", secret).status
        == 0
    )
    assert run(capsys, "books", "verify", "--books", place, "--passphrase-file", secret).status == 0
    assert run(capsys, "books", "query", "--books", place).status == 2
