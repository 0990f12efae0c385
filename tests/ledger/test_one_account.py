"""The statement of a bank is one account; who is behind an entry is a word of it."""

from tests.ledger.sheets import amounts, codes, read_text

import tieout
from tieout.ledger.ledger import Account
from tieout.ledger.report import describe
from tieout.matching.scope import narrowed

BANK = """交易日期,柜员交易号,借方发生额,贷方发生额,账户余额,摘要,对方账号,对方账户名称
2026-06-02,EBK0001,,500.00,10500.00,货款,6225,华东公司
2026-06-03,EBK0002,200.00,,10300.00,付款,6226,供应商甲
2026-06-05,EBK0003,,500.00,10800.00,货款,6227,华南有限公司
"""
JOURNAL = """日期,凭证号,摘要,对方单位,借方,贷方,余额
2026-06-01,,期初余额,,,,10000.00
2026-06-02,B-1,收货款,华东公司,500.00,,10500.00
2026-06-03,B-2,付款,供应商甲,,200.00,10300.00
2026-06-04,B-3,收货款,华南公司,500.00,,10800.00
"""


def read_both(tmp_path):
    return read_text(tmp_path, JOURNAL), read_text(tmp_path, BANK)


def test_counterparties_of_a_bank_are_words_and_its_balances_those_of_the_account(tmp_path):
    bank = read_text(tmp_path, BANK)
    assert bank.entries["customer"].tolist() == ["", "", ""]
    assert bank.entries["memo"].tolist() == ["货款 华东公司", "付款 供应商甲", "货款 华南有限公司"]
    assert bank.entries["对方账户名称"].tolist() == ["华东公司", "供应商甲", "华南有限公司"]
    assert (amounts(bank), bank.closing) == ([50000, -20000, 50000], {Account("", "CNY"): 1080000})
    assert "收入为正、支出为负" in describe(bank, "zh")


def test_who_says_that_they_are_customers_reads_them_so(tmp_path):
    stated = read_text(
        tmp_path,
        BANK,
        columns={"customer": "对方账户名称", "debit": "贷方发生额", "credit": "借方发生额"},
    )
    assert stated.entries["customer"].tolist() == ["华东公司", "供应商甲", "华南有限公司"]
    journal = read_text(tmp_path, JOURNAL, columns={"counterparty": "对方单位"})
    assert journal.entries["customer"].tolist() == ["", "", ""]
    assert list(journal.closing.values()) == [1080000]


def test_a_journal_beside_a_bank_statement_is_one_account_too_and_it_is_said(tmp_path):
    journal, bank = read_both(tmp_path)
    assert journal.entries["customer"].nunique() == 3
    ours, theirs = narrowed(journal, bank)
    assert theirs is bank
    assert ours.opening == {Account("", ""): 1000000}
    assert ours.closing == {Account("", ""): 1080000}
    assert codes(ours) == ["one_account"]
    assert "对方单位" in ours.problems[-1].sentence("zh")


def test_a_payment_under_another_writing_of_the_name_is_no_other_customer(tmp_path):
    result = tieout.reconcile(*narrowed(*read_both(tmp_path)))
    assert result.matches["state"].tolist() == ["confirmed"] * 3
    assert result.totals["difference"] == 0
    assert result.their_sign.sign == 1


def test_two_ledgers_of_customers_stay_so(tmp_path):
    journal, _ = read_both(tmp_path)
    assert narrowed(journal, journal) == (journal, journal)


def test_a_journal_without_a_balance_that_holds_states_none(tmp_path):
    broken = read_text(tmp_path, JOURNAL.replace("10300.00", "10301.00"))
    ours, _ = narrowed(broken, read_text(tmp_path, BANK))
    assert (ours.opening, ours.closing) == ({}, {})
