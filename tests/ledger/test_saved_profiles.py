"""A corrected mapping is remembered for the sheets it was made for, and for no others."""

import pytest
from tests.ledger.sheets import amounts, read_text

import tieout
from tieout.errors import TieoutError
from tieout.ledger.profile import profiles
from tieout.ledger.saved_profiles import forget_profile, save_profile, saved_profiles

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
        "The sheet has no heading 总额. Its headings: 日期, 合同号, 结算数, 金额. Choose one of these."
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


def test_columns_that_are_stated_are_read_and_the_others_found_as_usual(tmp_path):
    text = "日期,合同号,金额,结算数\n2026-01-05,C-1,100.00,113.00\n"
    ledger = read_text(tmp_path, text, columns={"amount": "结算数", "reference": "合同号"})
    assert amounts(ledger) == [11300]
    assert ledger.entries["reference"].tolist() == ["C-1"]
    assert f"{ledger.entries['date'][0]:%Y-%m-%d}" == "2026-01-05"
    assert ledger.source.profile == "stated"


def test_headings_of_no_known_word_are_read_when_they_are_stated(tmp_path):
    text = "tag,stück,plus,minus\n2026-01-05,A,5,\n2026-01-06,B,,3\n"
    stated = {"date": "tag", "reference": "stück", "debit": "plus", "credit": "minus"}
    assert amounts(read_text(tmp_path, text, columns=stated)) == [500, -300]


def test_an_amount_that_is_stated_wins_over_debit_and_credit(tmp_path):
    text = "日期,借方,贷方,净额\n2026-01-05,5,2,3\n"
    assert amounts(read_text(tmp_path, text, columns={"amount": "净额"})) == [300]


def test_a_heading_that_is_stated_and_is_not_there_is_refused(tmp_path):
    with pytest.raises(TieoutError) as refused:
        read_text(tmp_path, TEXT, columns={"amount": "总额"})
    assert refused.value.message("zh") == (
        "表头中没有 总额。现有表头：日期、合同号、结算数、金额。请选择现有的表头。"
    )


def test_the_customer_of_a_profile_is_taken_where_the_sheet_names_nobody(tmp_path):
    first = read_text(tmp_path, TEXT)
    save_profile(first, "华东", {"date": "日期", "amount": "结算数"}, "华东公司")
    assert read_text(tmp_path, TEXT).entries["customer"].tolist() == ["华东公司"]
    named = read_text(tmp_path, "客户：华南公司,,,\n" + TEXT)
    assert named.entries["customer"].tolist() == ["华南公司"]


def test_of_two_profiles_of_one_layout_the_one_of_the_customer_is_taken_or_it_is_asked(tmp_path):
    first = read_text(tmp_path, TEXT)
    save_profile(first, "东", {"date": "日期", "amount": "结算数"}, "华东公司")
    save_profile(first, "南", {"date": "日期", "amount": "金额"}, "华南公司")
    assert amounts(read_text(tmp_path, "客户：华南公司,,,\n" + TEXT)) == [10000]
    assert amounts(read_text(tmp_path, "客户：华东公司,,,\n" + TEXT)) == [11300]
    assert amounts(read_text(tmp_path, TEXT, profile="南")) == [10000]
    with pytest.raises(TieoutError) as refused:
        read_text(tmp_path, TEXT)
    assert refused.value.key == "profile.several"


def test_a_profile_that_is_forgotten_is_used_no_more(tmp_path):
    save_profile(read_text(tmp_path, TEXT), "华东", {"date": "日期", "amount": "结算数"})
    assert [each.called("zh") for each in saved_profiles()] == ["华东"]
    forget_profile("华东")
    assert amounts(read_text(tmp_path, TEXT)) == [10000]
    with pytest.raises(TieoutError) as refused:
        forget_profile("华东")
    assert refused.value.key == "profile.not_saved"
