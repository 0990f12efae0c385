"""A corrected mapping is remembered for the sheets it was made for, and for no others."""

import pytest
from tests.ledger.sheets import amounts, read_text

import tieout
from tieout.errors import TieoutError
from tieout.ledger.profile import profiles
from tieout.ledger.saved_profiles import save_profile

TEXT = "日期,合同号,结算数,金额\n2026-01-05,C-1,113.00,100.00\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TIEOUT_PROFILES", str(tmp_path / "profiles"))
    profiles.cache_clear()
    yield
    profiles.cache_clear()


def test_a_saved_mapping_is_recognised_the_next_time(tmp_path):
    first = read_text(tmp_path, TEXT)
    assert amounts(first) == [10000]
    columns = {"date": "日期", "reference": "合同号", "amount": "结算数"}
    save_profile(first, "华东公司 ../../etc", columns)
    again = read_text(tmp_path, TEXT)
    assert amounts(again) == [11300]
    assert profiles()[again.source.profile].called("zh") == "华东公司 ../../etc"
    assert [file.parent.name for file in tmp_path.rglob("*.toml")] == ["profiles"]


def test_a_sheet_with_other_headings_is_read_as_before(tmp_path):
    columns = {"date": "日期", "reference": "合同号", "amount": "结算数"}
    save_profile(read_text(tmp_path, TEXT), "华东公司", columns)
    assert read_text(tmp_path, "日期,单号,金额\n2026-01-05,A,1\n").source.profile == "generic"


def test_a_heading_the_sheet_does_not_have_is_refused(tmp_path):
    with pytest.raises(TieoutError) as refused:
        save_profile(read_text(tmp_path, TEXT), "x", {"amount": "总额"})
    assert refused.value.message("en") == (
        "The sheet has no heading 总额. Its headings: 日期、合同号、结算数、金额. Choose one of these."
    )


def test_a_broken_profile_is_named(tmp_path):
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "a.toml").write_text("name = [", encoding="utf-8")
    with pytest.raises(TieoutError) as refused:
        read_text(tmp_path, TEXT)
    assert refused.value.key == "profile.unreadable"
    assert "a.toml" in refused.value.message("zh")


def test_titles_of_any_kind_can_be_saved(tmp_path):
    ledger = read_text(tmp_path, TEXT)
    for title in ('"quoted"', "back\\slash", "新\n行", "\x7f\x01", "😀"):
        save_profile(ledger, title, {"date": "日期", "amount": "结算数"})
    assert len(profiles()) == len(set(profiles()))
    assert isinstance(read_text(tmp_path, TEXT), tieout.Ledger)
