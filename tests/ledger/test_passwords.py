"""An encrypted workbook of old is opened with its password, wherever the password comes from."""

import io
import sys
from pathlib import Path

import pytest
from tests.ledger.sheets import amounts

import tieout
from tieout.cli import reading_options
from tieout.cli.reading_options import reading_as_told
from tieout.errors import TieoutError
from tieout.ledger.passwords import opened_with

LOCKED = Path(__file__).parent / "same_table" / "locked.xls"
"""As LibreOffice 7.4 wrote it, with the password `secret`."""
AMOUNTS = [123450, -99, 1, -100000000]


def read():
    return tieout.read(LOCKED, sheet="signed")


def test_the_right_one_of_several_passwords_opens_it():
    with opened_with(lambda _: ["wrong", "secret"]):
        assert amounts(read()) == AMOUNTS


@pytest.mark.parametrize(
    ("passwords", "why"), [((), "read.encrypted"), (("wrong", ""), "read.wrong_password")]
)
def test_without_the_right_one_it_is_refused(passwords, why):
    with pytest.raises(TieoutError) as refused, opened_with(lambda _: passwords):
        read()
    assert refused.value.key == why
    assert "locked.xls" in refused.value.message("en")


def test_a_password_is_kept_in_the_keyring(monkeypatch):
    kept = {("tieout", "华东"): "secret"}
    monkeypatch.setattr("keyring.get_password", lambda service, name: kept.get((service, name)))
    with reading_as_told([("--password-from", "keyring:华东")]):
        assert amounts(read()) == AMOUNTS
    with pytest.raises(TieoutError) as refused, reading_as_told([("--password-from", "keyring:x")]):
        read()
    assert refused.value.key == "cli.no_password"


def test_a_password_is_asked_until_it_is_given_or_nothing_is(monkeypatch):
    typed = iter(["wrong", "secret", "never"])
    monkeypatch.setattr(reading_options, "getpass", lambda _: next(typed))
    with reading_as_told([("--password-from", "prompt")]):
        assert amounts(read()) == AMOUNTS
    monkeypatch.setattr(reading_options, "getpass", lambda _: "")
    with pytest.raises(TieoutError) as refused, reading_as_told([("--password-from", "prompt")]):
        read()
    assert refused.value.key == "read.encrypted"


def test_where_nobody_sits_at_the_terminal_nobody_is_asked(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    monkeypatch.setattr(reading_options, "getpass", lambda _: pytest.fail("asked"))
    with pytest.raises(TieoutError) as refused, reading_as_told([]):
        read()
    assert refused.value.key == "read.encrypted"
