"""The door: languages, help, wrong words, faults of our own, Ctrl-C; never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.running import both, run

from tieout.cli.app import command_tree
from tieout.cli.door import status_of
from tieout.progress import CancelledError
from tieout.texts import LANGUAGES

GOOD = "Date,Reference,Amount\n2026-01-05,INV-1,100.00\n"


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["foo"], "没有命令“foo”。", 'There is no command "foo".'),
        (
            ["polcy"],
            "没有命令“polcy”。您要的可能是：tieout policy",
            'There is no command "polcy". Perhaps you mean: tieout policy',
        ),
        (
            ["policy", "rules.toml"],
            "“rules.toml”是文件，前面要先写命令：tieout policy 命令 rules.toml。可用的命令：show, check, sheet, save, proposed。",
            '"rules.toml" is a file; a command goes before it: tieout policy COMMAND rules.toml. The commands are: show, check, sheet, save, proposed.',
        ),
        (["read"], "缺少 FILE。", "FILE is missing."),
        (
            ["read", "a", "b"],
            "多出了“b”。文件名中有空格时请加引号。",
            '"b" is one word too many. Put quotes around a file name with spaces.',
        ),
        (["read", "a", "--jsn", "x"], "没有选项 --jsn。", "There is no option --jsn."),
        (["read", "a", "--json"], "选项 --json 后面缺少取值。", "The option --json needs a value."),
        (["reconcile"], "缺少 OURS。", "OURS is missing."),
        (["choose", "a.xlsx"], "缺少 --match N。", "--match N is missing."),
    ],
)
def test_wrong_words_get_one_sentence_and_where_help_is(words, zh, en, capsys):
    for ran, sentence in zip(both(capsys, *words), (zh, en), strict=True):
        first, second = ran.error.splitlines()
        assert first == sentence
        assert "--help" in second
        assert (ran.status, ran.out) == (2, "")


def test_an_unknown_language_is_said(capsys, monkeypatch):
    monkeypatch.setenv("TIEOUT_LANGUAGE", "en")
    assert status_of(["--language", "fr", "read", "x"]) == 2
    assert capsys.readouterr().err == 'There is no language "fr". --language takes: zh / en.\n'


def test_the_language_may_stand_anywhere_and_is_forgotten_afterwards(capsys, monkeypatch):
    monkeypatch.setenv("TIEOUT_LANGUAGE", "en")
    status_of(["read", "nothing.csv", "--language=zh"])
    assert capsys.readouterr().err == "找不到文件 nothing.csv。请检查路径后重试。\n"
    assert os.environ["TIEOUT_LANGUAGE"] == "en"


def commands():
    return ["", *command_tree("en").commands]


@pytest.mark.parametrize("command", commands())
def test_help_is_in_the_users_language_and_shows_no_key(command, capsys):
    arguments = [command, "--help"] if command else ["--help"]
    zh, en = both(capsys, *arguments)
    assert (zh.status, en.status) == (0, 0)
    assert "用法：" in zh.out
    assert "Usage:" in en.out
    assert "显示本帮助" in zh.out
    assert "Show this help" in en.out
    assert "cli." not in zh.out + en.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_show_the_help(language, capsys):
    ran = run(capsys, language=language)
    assert ran.status == 0
    assert "reconcile" in ran.out


def test_the_version_is_that_of_the_project(capsys):
    from importlib.metadata import version

    assert run(capsys, "--version").out == f"tieout {version('tieout')}\n"


def test_a_fault_of_our_own_is_one_sentence_and_a_file_with_details(tmp_path, capsys, monkeypatch):
    (tmp_path / "a.csv").write_text(GOOD)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("tieout.cli.read.describe", lambda ledger: 1 / 0)
    ran = run(capsys, "read", tmp_path / "a.csv")
    assert ran.status == 70
    assert ran.error.count("\n") == 1
    assert "Traceback" not in ran.error
    (details,) = tmp_path.glob("tieout-*.txt")
    assert str(details) in ran.error
    assert "ZeroDivisionError" in details.read_text(encoding="utf-8")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, CancelledError])
def test_ctrl_c_says_cancelled(interruption, tmp_path, capsys, monkeypatch):
    (tmp_path / "a.csv").write_text(GOOD)

    def interrupted(*_, **__):
        raise interruption

    monkeypatch.setattr("tieout.cli.read.read_ledger", interrupted)
    zh, en = both(capsys, "read", tmp_path / "a.csv")
    assert (zh.status, zh.error) == (130, "已取消，工作簿和文件未作任何改动。\n")
    assert (en.status, en.error) == (
        130,
        "Cancelled; nothing was changed in the workbook or the files.\n",
    )


@pytest.mark.slow
def test_the_installed_command_works_from_any_folder(tmp_path):
    """Through the operating system: exit status, streams, a console that shows no Chinese."""
    (tmp_path / "a.csv").write_text(GOOD)
    command = Path(sys.executable).with_name("tieout")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(
        [command, "--language", "zh", "reconcile", "a.csv", "a.csv", "-o", "r.xlsx"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"r.xlsx" in ran.stdout
    assert (tmp_path / "r.xlsx").exists()
    ran = subprocess.run([command, "read", "b.csv"], cwd=tmp_path, capture_output=True, check=False)
    assert ran.returncode == 2
    assert ran.stdout == b""


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_failure(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(GOOD + "2026-01-05,INV-2,x\n" * 30)
    command = Path(sys.executable).with_name("tieout")
    ran = subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{command}' read '{file}' | true"],
        capture_output=True,
        check=False,
    )
    assert ran.stderr == b""
    assert ran.returncode in (0, 141)
