"""Which tests take part in `make quick`, and in whose home all of them are."""

import gc
import os
from collections.abc import Iterator

import pytest
from tests.printing import only_asked_for

from tieout.cli import door
from tieout.cli.app import app, command_tree
from tieout.cli.help_texts import Command
from tieout.texts import Language

WHOLE_WAY = (
    "tests/books/",
    "tests/cli/",
    "tests/collecting/",
    "tests/excel/test_bridge",
    "tests/excel/test_books_buttons",
    "tests/excel/test_books_functions",
    "tests/excel/test_entry_buttons",
    "tests/excel/test_settle_buttons",
    "tests/ledger/test_bank_files",
    "tests/ledger/test_hostile",
    "tests/procedures/",
    "tests/statements/test_changed_lines",
    "tests/statements/test_command_line",
    "tests/statements/test_issuing",
    "tests/statements/test_kinds",
    "tests/statements/test_readme",
    "tests/statements/test_replies",
    "tests/statements/test_statement_sheet",
    "tests/statements/test_within",
    "tests/workbook/test_learning",
    "tests/workbook/test_mixed_customers",
    "tests/workbook/test_result_workbook",
)
"""Tests that go through files, commands or a database: a second each, minutes together."""

gc.set_threshold(50_000)  # as a command does: collecting the tests makes objects that all stay


def pytest_collection_finish() -> None:
    """What was collected stays to the end: nothing looks through it again for what has gone."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A law is tried on many examples, a whole way takes its time: both wait for `make test`."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("law")
        if item.nodeid.startswith(WHOLE_WAY):
            item.add_marker("slow")
    only_asked_for(config, items)


@pytest.fixture(autouse=True, scope="session")
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes books or backups into the user's own folder."""
    before = os.environ.get("TIEOUT_HOME")
    os.environ["TIEOUT_HOME"] = str(tmp_path_factory.mktemp("home"))
    yield
    if before is None:
        del os.environ["TIEOUT_HOME"]
    else:
        os.environ["TIEOUT_HOME"] = before


@pytest.fixture(autouse=True, scope="session")
def _commands_made_once() -> Iterator[None]:
    """Each command a user starts makes the tree of all commands; those of the tests share theirs."""
    made: dict[tuple[Language, int], Command] = {}

    def once(language: Language) -> Command:
        key = language, len(app.registered_groups)
        return made.get(key) or made.setdefault(key, command_tree(language))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(door, "command_tree", once)
        yield
