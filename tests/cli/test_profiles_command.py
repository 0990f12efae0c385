"""A mapping is stated, remembered, shown and forgotten on the command line; limits and passwords too."""

import io

import msoffcrypto
import pytest
from tests.ledger.hostile_files import good

from tieout.cli.door import status_of
from tieout.ledger.profile import profiles

TEXT = "日期,合同号,结算数,金额\n2026-01-05,C-1,113.00,100.00\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TIEOUT_PROFILES", str(tmp_path / "profiles"))
    profiles.cache_clear()
    yield
    profiles.cache_clear()


def test_a_mapping_is_stated_remembered_and_forgotten(tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_text(TEXT, encoding="utf-8")
    words = ["--set", "金额=结算数", "--save-profile", "华东", "--customer", "华东公司"]
    assert status_of(["read", str(file), *words]) == 0
    assert "113.00" in capsys.readouterr().out
    assert status_of(["read", str(file), "--language", "en"]) == 0
    assert "Source: 华东" in capsys.readouterr().out
    assert status_of(["profiles", "list"]) == 0
    assert "华东  (华东公司)" in capsys.readouterr().out
    assert status_of(["profiles", "show", "华东", "--language", "en"]) == 0
    assert "amount ← 结算数" in capsys.readouterr().out
    assert status_of(["profiles", "forget", "华东"]) == 0
    assert status_of(["profiles", "forget", "华东"]) == 2
    capsys.readouterr()
    assert status_of(["read", str(file), "--set", "total=结算数"]) == 2
    assert "--set" in capsys.readouterr().err


def test_an_encrypted_workbook_is_opened_with_a_password_from_somewhere(
    tmp_path, capsys, monkeypatch
):
    file, kept, locked = tmp_path / "a.xlsx", tmp_path / "passwords", io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(good())).encrypt("机密 1", locked)
    file.write_bytes(locked.getvalue())
    kept.write_text("of another\n机密 1\n", encoding="utf-8")
    monkeypatch.setenv("OF_THE_FILE", "机密 1")
    for source in (f"file:{kept}", "env:OF_THE_FILE"):
        assert status_of(["read", str(file), "--password-from", source]) == 0
    monkeypatch.setenv("OF_THE_FILE", "wrong")
    capsys.readouterr()
    for source, said in (
        ("env:OF_THE_FILE", "does not open"),
        ("env:NOWHERE", "no password in env:NOWHERE"),
        ("机密 1", "does not take the password itself"),
    ):
        words = ["read", str(file), f"--password-from={source}", "--language", "en"]
        assert status_of(words) == 2
        error = capsys.readouterr().err
        assert said in error
        assert "机密" not in error


def test_a_limit_that_is_none_is_refused(tmp_path, capsys):
    assert status_of(["read", str(tmp_path / "a.xlsx"), "--read-memory", "lots"]) == 2
    assert "--read-memory" in capsys.readouterr().err
