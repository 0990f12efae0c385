"""The demo: the shipped samples are what their script writes, and show every cause there is."""

import json
import shutil
from functools import cache

import pytest
from python_calamine import CalamineWorkbook
from tests.cli.holding import assert_adds_up
from tests.cli.running import run, run_aside
from tests.samples import chinese, english

from tieout.assets import asset
from tieout.cli.demo import SAMPLES
from tieout.matching.causes import BY_PEOPLE, Cause

FOUND = [cause for cause in Cause if cause not in BY_PEOPLE]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The demo in a language, run when first asked for: its folder, its console, the JSON of each sample."""
    return cache(lambda language: demonstrated(tmp_path_factory.mktemp("demo"), language))


def demonstrated(folder, language):
    said = run_aside("demo", "--out", folder, language=language)
    assert (said.status, said.error) == (0, "")
    documents = {
        sample.language: json.loads(
            (folder / sample.folder / sample.result).with_suffix(".json").read_text("utf-8")
        )
        for sample in SAMPLES
    }
    return folder, said, documents


def causes(document):
    found = {match["cause"] for match in document["matches"]} - {None}
    return found | {item["cause"] for item in document["open_items"]}


def test_every_cause_occurs_and_everything_adds_up(ran):
    _, said, documents = ran("zh")
    for document in documents.values():
        assert_adds_up(document)
        assert min(len(document[side]["entries"]) for side in ("ours", "theirs")) >= 300
        assert document["sign"]["theirs"] == -1
        assert {match["state"] for match in document["matches"]} >= {"confirmed", "ambiguous"}
    everything = {cause.value for cause in FOUND}
    # A ledger of many customers states no balance of its own; one of a single customer no other.
    assert causes(documents["en"]) == everything - {"opening"}
    assert causes(documents["zh"]) == everything - {"opening", "other_customer"}
    assert documents["zh"]["ours"]["opening"] != documents["zh"]["theirs"]["opening"]
    assert "✖ 期初不符" in said.out
    for cause in FOUND:
        assert cause.word("zh") in said.out


@pytest.mark.slow
@pytest.mark.parametrize(("language", "first"), [("zh", "中文样例"), ("en", "English sample")])
def test_the_users_language_comes_first_and_what_to_open_is_said(language, first, ran):
    folder, said, _ = ran(language)
    sample = next(sample for sample in SAMPLES if sample.folder == first)
    assert sample.ours in said.out.splitlines()[0]
    result = folder / first / sample.result
    assert result.exists()
    assert str(result) in said.out.strip().splitlines()[-1]


@pytest.mark.slow
def test_it_can_be_run_again_and_says_where_it_cannot_write(tmp_path, ran, capsys):
    demonstrated(shutil.copytree(ran("en")[0], tmp_path / "demo"), "en")
    (tmp_path / "file").write_text("x")
    said = run(capsys, "demo", "--out", tmp_path / "file")
    assert said.status == 2
    assert said.error.endswith("Choose another place.\n")


@pytest.mark.parametrize(("language", "pair"), [("zh", chinese), ("en", english)])
def test_the_shipped_ledgers_are_what_the_script_writes(language, pair, tmp_path):
    pair.write(tmp_path)
    names = sorted(file.name for file in tmp_path.iterdir())
    (sample,) = [sample for sample in SAMPLES if sample.language == language]
    assert names == sorted([sample.ours, sample.theirs])
    for name in names:
        assert content(tmp_path / name) == content(asset("samples", f"{language}/{name}"))


def content(file):
    if file.suffix == ".csv":
        return file.read_bytes()
    book = CalamineWorkbook.from_path(file)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
