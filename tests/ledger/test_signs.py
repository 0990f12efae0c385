"""How a sheet shows debits and credits."""

from tests.ledger.sheets import amounts, codes, read_cells, read_text


def test_debit_less_credit(tmp_path):
    ledger = read_text(
        tmp_path, "日期,借方,贷方\n2026-01-05,10.50,\n2026-01-06,,3\n2026-01-07,-2,0\n"
    )
    assert amounts(ledger) == [1050, -300, -200]
    assert ledger.source.sign_rule == "debit_credit"


def test_a_signed_amount(tmp_path):
    ledger = read_text(tmp_path, "Date,Amount\n2026-01-05,10.50\n2026-01-06,(3)\n2026-01-07,2-\n")
    assert amounts(ledger) == [1050, -300, -200]
    assert ledger.source.sign_rule == "signed"


def test_an_amount_with_a_direction_word(tmp_path):
    text = "日期,方向,金额\n2026-01-05,借,10.50\n2026-01-06,贷,3\n2026-01-07,贷,-2\n"
    ledger = read_text(tmp_path, text)
    assert amounts(ledger) == [1050, -300, 200]
    assert ledger.source.sign_rule == "direction"


def test_english_direction_words(tmp_path):
    text = "Date,Dr/Cr,Amount\n2026-01-05,Dr,10.50\n2026-01-06,CR,3\n2026-01-07,Credit,2\n"
    assert amounts(read_text(tmp_path, text)) == [1050, -300, -200]


def test_the_direction_of_a_balance_is_not_that_of_the_amounts(tmp_path):
    text = "日期,摘要,借方,贷方,方向,余额\n2026-01-05,a,10,,借,10\n2026-01-06,b,,30,贷,20\n2026-01-07,c,20,,平,0\n"
    ledger = read_text(tmp_path, text)
    assert amounts(ledger) == [1000, -3000, 2000]
    assert ledger.problems == ()
    assert list(ledger.closing.values()) == [0]


def test_a_level_direction_with_an_amount_is_asked(tmp_path):
    ledger = read_text(tmp_path, "日期,方向,金额\n2026-01-05,借,1\n2026-01-06,平,5\n")
    assert codes(ledger) == ["not_a_direction"]
    assert (ledger.problems[0].line, ledger.problems[0].column, ledger.problems[0].found) == (
        3,
        2,
        "平",
    )
    assert ledger.problems[0].blocks


def test_a_row_with_both_sides_is_their_difference_and_said(tmp_path):
    ledger = read_text(tmp_path, "日期,借方,贷方\n2026-01-05,10,4\n2026-01-06,1,\n")
    assert amounts(ledger) == [600, 100]
    assert codes(ledger) == ["both_sides"]


def test_a_mirrored_ledger_turns_amounts_and_balances(tmp_path):
    ledger = read_text(tmp_path, "日期,借方,贷方,余额\n2026-01-05,10,,10\n2026-01-06,,4,6\n")
    turned = ledger.mirrored(ledger.entries["amount"].to_numpy() != 0, -1)
    assert amounts(turned) == [-1000, 400]
    assert list(turned.closing.values()) == [-600]


def test_negative_zero_is_zero(tmp_path):
    ledger = read_cells(tmp_path, [["日期", "单号", "金额"], ["2026-01-05", "A", -0.0]])
    assert amounts(ledger) == [0]
    assert ledger.problems == ()
