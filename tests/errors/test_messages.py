"""Every message of the reader is exactly the one in the catalogue, and the page shows them all."""

import os
from collections import defaultdict
from pathlib import Path

import pytest
from tests.errors.catalogue import FOLDER, PAGE, cases, codes, page, said

from tieout.ledger import workbook_process
from tieout.ledger.bank import recognition
from tieout.ledger.passwords import opened_with
from tieout.ledger.reading_limits import ReadingLimits, limits_of

USUAL = ReadingLimits()
LIMITS = {"too_slow": ReadingLimits(seconds=0.001)}
PASSWORDS = defaultdict(tuple, wrong_password=("not this one",))
WRITE = os.environ.get("TIEOUT_GOLDEN") == "write"


def not_permitted(self, mode="r", **kwargs):
    raise PermissionError


@pytest.mark.parametrize("code", cases())
def test_an_input_brings_about_exactly_its_messages(code, monkeypatch):
    monkeypatch.chdir(FOLDER / code)
    if code == "statement_too_large":
        monkeypatch.setattr(recognition, "BYTES_MAX", 100)
    if code in LIMITS:
        workbook_process.forget()
    if code == "not_a_limit":
        monkeypatch.setenv("TIEOUT_READ_MEGABYTES", "lots")
        found = said(code)
    else:
        with (
            limits_of(LIMITS.get(code, USUAL)),
            opened_with(lambda _: PASSWORDS[code]),
            monkeypatch.context() as only_here,
        ):
            if code == "not_permitted":
                only_here.setattr(Path, "open", not_permitted)
            found = said(code)
    assert any(message.key.partition(".")[2] == code for message in found)
    written = "\n".join(message.written() for message in found)
    expected = FOLDER / code / "expected.txt"
    if WRITE:
        expected.write_text(written, encoding="utf-8")
    assert written == expected.read_text(encoding="utf-8")


def test_every_message_of_the_reader_is_in_the_catalogue():
    assert codes() == set(cases())


def test_every_message_says_where_and_what_to_do():
    for code in cases():
        for block in (FOLDER / code / "expected.txt").read_text(encoding="utf-8").split("\n\n"):
            _, zh, en = block.strip().split("\n")
            assert "input" in zh or "第" in zh or "“nobody”" in zh or "lots" in zh
            assert zh.endswith("。")
            assert en.endswith(".")
            assert "{" not in zh + en


def test_the_page_of_messages_is_current():
    if WRITE:
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()
