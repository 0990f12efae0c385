"""Saving: the old file or the whole new one, never half, and as readable as it was."""

import os
import stat

import pytest

from tieout.errors import TieoutError
from tieout.progress import CancelledError
from tieout.saving import whole_file


def left_over(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".tieout-")]


def write_half(target, failure):
    with whole_file(target) as beside:
        beside.write_text("half")
        raise failure


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path):
    target = tmp_path / "结果.xlsx"
    target.write_text("old")
    with whole_file(target) as beside:
        beside.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert not left_over(tmp_path)


@pytest.mark.parametrize("failure", [ValueError(), KeyboardInterrupt(), CancelledError()])
def test_a_failure_leaves_the_old_file_as_it_was(tmp_path, failure):
    target = tmp_path / "result.xlsx"
    target.write_text("old")
    with pytest.raises(type(failure)):
        write_half(target, failure)
    assert target.read_text() == "old"
    assert not left_over(tmp_path)


def test_what_a_killed_program_left_goes_with_the_next_save_and_a_running_one_is_left_alone(
    tmp_path,
):
    killed, running, foreign = (
        tmp_path / name for name in (".tieout-killed.xlsx", ".tieout-running.xlsx", ".other.xlsx")
    )
    for file in (killed, running, foreign):
        file.write_text("half")
    for file in (killed, foreign):
        os.utime(file, (1, 1))
    with whole_file(tmp_path / "result.xlsx") as beside:
        beside.write_text("new")
    assert {file.name for file in tmp_path.iterdir()} == {
        "result.xlsx",
        running.name,
        foreign.name,
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_stays_as_readable_as_it_was_and_a_new_one_is_as_any_other(tmp_path):
    other = tmp_path / "other"
    other.write_text("")
    fresh, kept = tmp_path / "fresh", tmp_path / "kept"
    kept.write_text("old")
    kept.chmod(0o640)
    for target in (fresh, kept):
        with whole_file(target) as beside:
            beside.write_text("new")
    assert stat.S_IMODE(fresh.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


def test_a_folder_that_is_not_there_is_said(tmp_path):
    target = tmp_path / "no such folder" / "result.xlsx"
    with pytest.raises(TieoutError) as caught, whole_file(target):
        pass
    assert caught.value.message("zh") == (
        f"{target} 未能保存（No such file or directory），原有文件保持不变。"
        "请关闭正在使用它的程序、检查文件夹权限和磁盘空间后重试。"
    )
