"""What the README promises is there: its Python runs, its commands, pictures, files and targets exist."""

import doctest
import re
import shlex
from pathlib import Path

import pytest
from tests.cli.running import run

from tieout.cli.app import command_tree
from tieout.texts import table

REPOSITORY = Path(__file__).parents[2]
READMES = ["README.md", "README.zh.md"]


@pytest.fixture(params=READMES)
def readme(request):
    return REPOSITORY / request.param


def blocks(readme):
    """The lines of the shell blocks, without their comments."""
    text = readme.read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL):
        yield from (line.partition(" #")[0].strip() for line in block.splitlines())


def test_its_python_runs(readme):
    found = doctest.testfile(str(readme), module_relative=False, encoding="utf-8")
    assert found.attempted > 5
    assert found.failed == 0


def test_its_commands_are_accepted(readme, tmp_path, capsys, monkeypatch):
    """Every tieout line, on ledgers of the names it uses."""
    monkeypatch.chdir(tmp_path)
    commands = [shlex.split(line)[1:] for line in blocks(readme) if line.startswith("tieout ")]
    assert len(commands) >= 4
    for words in commands:
        for name in words:
            if re.fullmatch(r"(ours|theirs|我方|对方)\.(xlsx|csv)", name):
                (tmp_path / name).write_text("Date,Reference,Amount\n2026-01-05,A-1,5.00\n")
    for words in commands:
        if any(name in words for name in ("both.xlsx", "两方账.xlsx")):
            continue  # held by the tests of reconcile; a workbook is no three lines
        ran = run(capsys, *words, language="en")
        assert ran.error == ""
        assert ran.status == 0


def test_every_command_is_known_and_every_target_of_make(readme):
    known = set(command_tree("en").commands)
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for line in blocks(readme):
        words = shlex.split(line)
        if words and words[0] == "tieout":
            assert known & set(words)
    for target in re.findall(r"`?make ([a-z]+)", readme.read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE) or target in ("puts",)


def test_every_file_it_names_is_there(readme):
    text = readme.read_text(encoding="utf-8")
    named = re.findall(r"\]\(([^)#]+)\)", text)
    named += [name for name in re.findall(r"`((?:addin|tests)/[\w/.]+)`", text) if "<" not in name]
    assert len(named) > 5
    missing = [name for name in named if not (REPOSITORY / name).exists()]
    assert not missing


def test_the_pictures_are_small(readme):
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+\.png)\)", readme.read_text(encoding="utf-8"))
    assert len(pictures) == 2
    for picture in pictures:
        assert (REPOSITORY / picture).stat().st_size < 300_000


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_every_cause_and_sign_is_told_in_the_words_of_the_screen(name, language):
    text = (REPOSITORY / name).read_text(encoding="utf-8").lower()
    words = [
        texts[language] for key, texts in table().items() if re.fullmatch(r"cause\.\w+\.word", key)
    ]
    abridged = {"transposed": "transposed digits"}
    missing = [word for word in words if abridged.get(word.lower(), word.lower()) not in text]
    assert not missing
    assert all(sign in text for sign in "✔≈◇≠○✖")
