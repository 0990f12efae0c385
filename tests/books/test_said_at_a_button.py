"""Remedies: where a button was pressed they are buttons; a command is named only where there is no button."""

import re
from string import Formatter

import pytest

from tieout.errors import TieoutError
from tieout.texts import LANGUAGES, at_a_button, table

HERE = "at_a_button."
ONLY_TYPED = {
    "bad_anchor", "person_known", "no_person", "user_without_password", "backup_not_restored", "unknown_state",
    "no_backup_folder", "no_schedule",
}  # fmt: skip
"""What only a command can be refused with."""


def fields(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_what_is_said_at_a_button_names_no_command_and_knows_nothing_more():
    said = {key: texts for key, texts in table().items() if key.startswith(HERE)}
    assert said
    for key, texts in said.items():
        elsewhere = table()[key.removeprefix(HERE)]
        for language in LANGUAGES:
            assert not re.search(r"tieout [a-z]|--[a-z]", texts[language]), key
            assert fields(texts[language]) <= fields(elsewhere[language]), key


def test_every_refusal_of_the_books_that_names_a_command_has_a_button_too():
    named = {
        key
        for key, texts in table().items()
        if key.startswith("books.") and re.search(r"tieout books", texts["en"])
    }
    missing = {key for key in named if HERE + key not in table()}
    assert {key.removeprefix("books.") for key in missing} == ONLY_TYPED


def test_the_remedy_is_that_of_the_door():
    error = TieoutError("books.none_yet", where="a.sqlite")
    assert "tieout books init" in error.message("en")
    with at_a_button():
        assert error.message("zh") == "a.sqlite 还没有账簿。请按“记账”建立账簿并记入第一份账。"
    assert "tieout books init" in error.message("zh")


def test_a_button_leaves_nothing_behind_when_it_fails():
    with pytest.raises(TieoutError), at_a_button():
        raise TieoutError("books.busy", found="x")
    assert "Try again" in TieoutError("books.busy", found="x").message("en")
