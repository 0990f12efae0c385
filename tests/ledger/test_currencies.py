"""In which currency is each row."""

from tests.ledger.sheets import amounts, codes, read_text


def currencies(ledger):
    return ledger.entries["currency"].tolist()


def test_a_column_of_currencies_gives_each_row_its_decimals(tmp_path):
    text = "日期,单号,币种,金额\n2026-01-05,A,人民币,1.50\n2026-01-05,B,JPY,150\n2026-01-05,C,KWD,1.500\n"
    ledger = read_text(tmp_path, text)
    assert currencies(ledger) == ["CNY", "JPY", "KWD"]
    assert amounts(ledger) == [150, 150, 1500]
    assert codes(ledger) == ["mixed_currencies"]


def test_the_currency_may_stand_above_the_headings_or_in_them(tmp_path):
    assert currencies(read_text(tmp_path, "币种：美元,\n日期,金额\n2026-01-05,1\n")) == ["USD"]
    assert currencies(read_text(tmp_path, "日期,金额（USD）\n2026-01-05,1\n")) == ["USD"]
    assert currencies(read_text(tmp_path, "日期,金额（万元）\n2026-01-05,1\n")) == ["CNY"]


def test_a_currency_told_by_the_caller_is_taken_where_the_file_names_none(tmp_path):
    assert currencies(read_text(tmp_path, "日期,金额\n2026-01-05,1\n", currency="JPY")) == ["JPY"]


def test_a_sign_beside_the_amount_names_the_currency(tmp_path):
    ledger = read_text(tmp_path, "Date,Amount\n2026-01-05,€5.00\n2026-01-06,6.00\n")
    assert currencies(ledger) == ["EUR", "EUR"]
    assert amounts(ledger) == [500, 600]


def test_signs_of_several_currencies_are_kept_apart(tmp_path):
    ledger = read_text(tmp_path, "Date,Amount\n2026-01-05,$5.00\n2026-01-06,€7.00\n")
    assert currencies(ledger) == ["USD", "EUR"]
    assert codes(ledger) == ["mixed_currencies"]


def test_an_amount_without_a_sign_among_several_currencies_is_asked(tmp_path):
    ledger = read_text(tmp_path, "Date,Amount\n2026-01-05,$5.00\n2026-01-06,€7.00\n2026-01-07,9\n")
    assert codes(ledger) == ["currency_unclear", "mixed_currencies"]
    assert ledger.problems[0].line == 4


def test_a_sign_against_the_currency_of_the_row_is_asked(tmp_path):
    ledger = read_text(
        tmp_path, "Date,Currency,Amount\n2026-01-05,CNY,$5.00\n2026-01-06,CNY,¥5.00\n"
    )
    assert codes(ledger) == ["other_currency"]
    assert ledger.problems[0].blocks


def test_a_currency_that_is_none_is_named(tmp_path):
    ledger = read_text(tmp_path, "日期,单号,币种,金额\n2026-01-05,A,元宝,1.50\n")
    assert codes(ledger) == ["not_a_currency"]
    assert ledger.problems[0].found == "元宝"


def test_more_decimals_than_the_currency_has_are_asked(tmp_path):
    ledger = read_text(tmp_path, "日期,单号,币种,金额\n2026-01-05,A,JPY,1.50\n")
    assert codes(ledger) == ["too_many_decimals"]


def test_the_name_of_the_foreign_currency_is_not_that_of_local_amounts(tmp_path):
    text = "日期,单号,币别,原币金额,本币金额\n2026-01-05,A,USD,100.00,700.00\n"
    ledger = read_text(tmp_path, text)
    assert amounts(ledger) == [70000]
    assert currencies(ledger) == [""]
    text = "日期,单号,币种,借方,外币借方,贷方\n2026-01-05,A,美元,700.00,100.00,\n"
    assert currencies(read_text(tmp_path, text)) == [""]


def test_the_foreign_amount_keeps_the_name_of_its_currency(tmp_path):
    text = "日期,单号,币别,原币金额\n2026-01-05,A,USD,100.00\n"
    assert currencies(read_text(tmp_path, text)) == ["USD"]
    text = "Date,Reference,Local Currency,Amount in local currency\n2026-01-05,A,EUR,5.00\n"
    assert currencies(read_text(tmp_path, text)) == ["EUR"]
