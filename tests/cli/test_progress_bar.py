"""Progress is told at a terminal only, on standard error, and never stands in what a script reads."""

import io

from tieout.cli import progress_bar
from tieout.progress import silent


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_nobody_is_told_where_there_is_no_terminal(monkeypatch):
    monkeypatch.setattr("sys.stderr", io.StringIO())
    with progress_bar.progress_bar() as progress:
        assert progress is silent


def test_a_terminal_sees_each_step_in_its_language(monkeypatch, capsys):
    terminal = Terminal()
    monkeypatch.setenv("TIEOUT_LANGUAGE", "zh")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", terminal)
    with progress_bar.progress_bar() as progress:
        progress("reading", 0.5)
        progress("matching", 1.0)
    assert "正在读取账表" in terminal.getvalue()
    assert "正在勾对" in terminal.getvalue()
    assert capsys.readouterr().out == ""
