"""Where results may go: refused before the work begins, and no file is ever harmed."""

import json
import os

import pytest
from tests.cli.running import both, run

GOOD = "Date,Reference,Amount\n2026-01-05,INV-1,100.00\n2026-01-06,INV-2,250.00\n"


@pytest.fixture
def ledgers(tmp_path):
    files = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    for file in files:
        file.write_text(GOOD)
    return files


def refused(capsys, zh, en, *arguments):
    for ran, message in zip(both(capsys, "reconcile", *arguments), (zh, en), strict=True):
        assert (ran.status, ran.out, ran.error) == (2, "", message + "\n")


def test_a_folder_that_is_missing(ledgers, tmp_path, capsys):
    folder = tmp_path / "nowhere"
    refused(
        capsys,
        f"文件夹 {folder} 不存在，无法写入 result.xlsx。请先建好文件夹或改用别的位置。",
        f"There is no folder {folder} to write result.xlsx into. Make it first, or choose another place.",
        *ledgers,
        "-o",
        folder / "result.xlsx",
    )


def test_a_result_that_is_a_folder(ledgers, tmp_path, capsys):
    folder = tmp_path / "result.xlsx"
    folder.mkdir()
    refused(
        capsys,
        f"{folder} 是文件夹，不能写成文件。请给出文件名。",
        f"{folder} is a folder, so no file can be written there. Give a file name.",
        *ledgers,
        "-o",
        folder,
    )


@pytest.mark.parametrize("name", ["result.csv", "result.xls", "result"])
def test_an_unknown_extension(name, ledgers, tmp_path, capsys):
    target = tmp_path / name
    refused(
        capsys,
        f"结果文件 {target} 的扩展名不对，应为 .xlsx。请改名后重试。",
        f"The result {target} has the wrong extension; .xlsx is expected. Rename it and try again.",
        *ledgers,
        "-o",
        target,
    )


@pytest.mark.parametrize("option", ["-o", "--json"])
def test_a_ledger_is_never_overwritten_by_whatever_name(option, tmp_path, capsys):
    ours, theirs, link = tmp_path / "ours.xlsx", tmp_path / "theirs.csv", tmp_path / "link.xlsx"
    ours.write_text(GOOD)
    theirs.write_text(GOOD)
    link.symlink_to(ours)
    refused(
        capsys,
        f"{link} 是要对的账表之一，不会覆盖。请为结果另取文件名。",
        f"{link} is one of the ledgers and will not be overwritten. Choose another name for the result.",
        ours,
        theirs,
        option,
        link,
    )
    assert ours.read_text() == GOOD


def test_a_result_open_in_a_spreadsheet_program(ledgers, tmp_path, capsys):
    target = tmp_path / "result.xlsx"
    (tmp_path / "~$result.xlsx").write_bytes(b"")
    refused(
        capsys,
        f"{target} 正在别的程序中打开（有锁文件 ~$result.xlsx）。请关闭后重试；若确实没有打开，请删除该锁文件。",
        f"{target} is open in another program (there is a lock file ~$result.xlsx). Close it and try again; if it is not open, delete that lock file.",
        *ledgers,
        "-o",
        target,
    )


def test_a_result_that_may_not_be_written(ledgers, tmp_path, capsys, monkeypatch):
    target = tmp_path / "result.xlsx"
    monkeypatch.setattr(os, "access", lambda *_: False)
    refused(
        capsys,
        f"无法写入 {target}：没有权限，或正被别的程序占用。请关闭占用它的程序或改用别的位置。",
        f"{target} cannot be written: no permission, or another program holds it. Close that program, or choose another place.",
        *ledgers,
        "-o",
        target,
    )


def test_json_and_workbook_in_one_file_are_refused(ledgers, tmp_path, capsys):
    target = tmp_path / "result.xlsx"
    target.write_bytes(b"an older result")
    ran = run(capsys, "reconcile", *ledgers, "-o", target, "--json", target)
    assert ran.status == 2
    assert target.read_bytes() == b"an older result"


def test_json_on_standard_output_is_only_json(ledgers, capsys):
    ran = run(capsys, "reconcile", *ledgers, "--json", "-")
    assert json.loads(ran.out)["totals"]["difference"] == "0.00"
    assert json.loads(run(capsys, "read", ledgers[0], "--json", "-").out)["file"] == "ours.csv"


def test_an_older_result_is_replaced_and_nothing_is_left_beside_it(ledgers, tmp_path, capsys):
    target = tmp_path / "result.xlsx"
    target.write_bytes(b"an older result")
    assert run(capsys, "reconcile", *ledgers, "-o", target).status == 0
    assert target.read_bytes().startswith(b"PK")
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "ours.csv",
        "result.xlsx",
        "theirs.csv",
    ]
