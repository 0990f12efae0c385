"""Each pass on a ledger one can read, with the state and the sentence it gives."""

import pytest
from tests.matching.ledgers import ledger

from tieout.matching.engine import reconcile
from tieout.matching.pass_names import PASS_NAMES

# Pass, our entries, their entries, state, kind, cause, sentence in Chinese.
CASES = [
    (
        "reversal",
        [("2026-03-02", "INV-1001", 5000), ("2026-03-05", "INV-1001", -5000, "红冲")],
        [],
        "confirmed",
        "reversal",
        "",
        "我方自行冲销：INV-1001，50.00 与 -50.00 相抵为零。",
    ),
    (
        "same_reference",
        [("2026-03-02", "INV-1001", 5000)],
        [("2026-03-05", "INV-1001", 5000)],
        "confirmed",
        "one_to_one",
        "",
        "双方参考号均为 INV-1001，金额均为 50.00，日期相隔 3 天。",
    ),
    (
        "same_number",
        [("2026-03-02", "INV-001001", 5000)],
        [("2026-03-02", "No.1001", 5000)],
        "confirmed",
        "one_to_one",
        "",
        "参考号写法不同（我方 INV-001001，对方 No.1001），号码相同，金额均为 50.00，日期相同。",
    ),
    (
        "within_tolerance",
        [("2026-03-02", "INV-1001", 5000)],
        [("2026-03-02", "INV-1001", 4997)],
        "confirmed",
        "one_to_one",
        "rounding",
        "同号（我方 INV-1001，对方 INV-1001），我方 50.00，对方 49.97，相差 0.03，在容差之内。",
    ),
    (
        "named_in_text",
        [("2026-03-02", "INV-1001", 5000), ("2026-03-03", "INV-1002", 7000)],
        [("2026-03-05", "FK-88", 12000, "付 INV-1001、INV-1002 货款")],
        "confirmed",
        "many_to_one",
        "",
        "一方摘要或参考号写明另一方的号码（我方 INV-1001、INV-1002，对方 FK-88），合计均为 120.00。",
    ),
    (
        "reference_group",
        [("2026-03-02", "INV-1001", 12000)],
        [("2026-03-02", "INV-1001", 5000), ("2026-03-02", "INV-1001", 7000)],
        "confirmed",
        "one_to_many",
        "",
        "同一号码 INV-1001：我方 1 笔、对方 2 笔，合计均为 120.00。",
    ),
    (
        "both_name",
        [("2026-03-02", "SK-11", -12000, "收 INV-10011 货款")],
        [("2026-04-12", "FK-88", -12000, "付 INV10011")],
        "confirmed",
        "one_to_one",
        "",
        "双方摘要写明相同的号码（我方 SK-11：收 INV-10011 货款；对方 FK-88：付 INV10011），合计均为 -120.00。",
    ),
    (
        "same_number_slipped",
        [("2026-03-02", "INV-1001", 5400)],
        [("2026-03-02", "INV-1001", 4500)],
        "suggested",
        "one_to_one",
        "transposition",
        "同号（我方 INV-1001，对方 INV-1001），日期相近，我方 54.00，对方 45.00，差额 9.00，正合数字颠倒。建议勾对，请确认。",
    ),
    (
        "similar_reference",
        [("2026-03-02", "INV-10012", 5000)],
        [("2026-03-02", "INV-10021", 5000)],
        "confirmed",
        "one_to_one",
        "",
        "金额均为 50.00，号码只差一处（我方 INV-10012，对方 INV-10021），日期相同。",
    ),
    (
        "amount_and_date",
        [("2026-03-02", "", 5000)],
        [("2026-03-04", "", 5000)],
        "confirmed",
        "one_to_one",
        "",
        "金额均为 50.00，日期相隔 2 天（我方 2026-03-02，对方 2026-03-04），窗口内没有其他同额账项与之竞争。",
    ),
    (
        "amount_alone",
        [("", "", 5017)],
        [("2026-03-04", "", 5017)],
        "suggested",
        "one_to_one",
        "",
        "金额均为 50.17，双方各只有一笔；缺少日期（我方 无日期，对方 2026-03-04），不能更确定。建议勾对，请确认。",
    ),
    (
        "reversal_by_date",
        [("2026-03-01", "", 5000), ("2026-03-03", "", 5000), ("2026-03-05", "", -5000, "冲销")],
        [("2026-03-01", "", 5000)],
        "suggested",
        "reversal",
        "",
        "我方自行冲销：（无号），50.00 与 -50.00 相抵为零；未注明所冲的是哪一笔，此前同额的账项中只有这一笔尚未勾对。建议勾对，请确认。",
    ),
    (
        "same_number_far",
        [("2026-01-02", "INV-1001", 5000)],
        [("2026-08-02", "INV-1001", 5000)],
        "suggested",
        "one_to_one",
        "",
        "号码相同（我方 INV-1001，对方 INV-1001），金额均为 50.00，但日期相隔 212 天，超出窗口。建议勾对，请确认。",
    ),
    (
        "same_number_differing",
        [("2026-03-02", "INV-1001", 5400)],
        [("2026-03-02", "INV-1001", 4700)],
        "suggested",
        "one_to_one",
        "amount",
        "同号（我方 INV-1001，对方 INV-1001）但金额不同：我方 54.00，对方 47.00，差额 7.00，表现为金额不符。建议勾对，请确认。",
    ),
    (
        "both_name_differing",
        [("2026-03-02", "SK-11", -48500, "收 INV-10011 货款")],
        [("2026-03-05", "FK-88", -50000, "付 INV10011")],
        "suggested",
        "one_to_one",
        "amount",
        "双方摘要写明同一号码（我方 SK-11：收 INV-10011 货款；对方 FK-88：付 INV10011）但金额不同：我方 -485.00，对方 -500.00，差额 15.00，表现为金额不符。建议勾对，请确认。",
    ),
    (
        "exact_sum",
        [("2026-03-02", "", 123456)],
        [("2026-03-02", "", 100000), ("2026-03-02", "", 23456)],
        "confirmed",
        "one_to_many",
        "",
        "我方 1 笔（无号）与对方 2 笔（无号）合计均为 1,234.56，日期相隔不超过窗口。",
    ),
    (
        "whole_days_sum",
        [
            ("2026-03-02", "", 123457),
            ("2026-03-09", "", 98760),
            ("2026-03-09", "", 45203),
            ("2026-03-20", "", 77711),
        ],
        [("2026-03-23", "ZD-9", 345131)],
        "suggested",
        "many_to_one",
        "",
        "一方连续数日的全部未清账项合计等于另一方一笔：我方 4 笔（无号）与对方 1 笔（ZD-9）合计均为 3,451.31；附近没有别的连续数日与之相等。建议勾对，请确认。",
    ),
    (
        "subset_sum",
        [("2026-03-02", "", 1234567)],
        [
            ("2026-03-01", "", 200011),
            ("2026-03-02", "", 300017),
            ("2026-03-03", "", 77777),
            ("2026-03-04", "", 400023),
            ("2026-03-05", "", 334516),
        ],
        "suggested",
        "one_to_many",
        "",
        "我方 1 笔（无号）与对方 4 笔（无号）合计均为 12,345.67；窗口内的其他组合都不相等。建议勾对，请确认。",
    ),
    (
        "named_differing",
        [("2026-03-02", "INV-1001", 5400)],
        [("2026-03-04", "PI-88", 4700, "到票 INV-1001")],
        "suggested",
        "one_to_one",
        "amount",
        "一方摘要或参考号写明另一方的号码（我方 INV-1001，对方 PI-88）但金额不同：我方 54.00，对方 47.00，差额 7.00，表现为金额不符。建议勾对，请确认。",
    ),
    (
        "similar_number_differing",
        [("2026-03-02", "INV-10012", 54000)],
        [("2026-03-02", "INV-10021", 45000)],
        "suggested",
        "one_to_one",
        "transposition",
        "号码近似（我方 INV-10012，对方 INV-10021），我方 540.00，对方 450.00，差额 90.00，表现为数字颠倒。建议勾对，请确认。",
    ),
    (
        "differing_by_date",
        [("2026-03-02", "", -998500)],
        [("2026-03-02", "", -1000000)],
        "suggested",
        "one_to_one",
        "fee",
        "日期相同，我方 -9,985.00，对方 -10,000.00，差额 15.00，表现为手续费；请核对单据。建议勾对，请确认。",
    ),
    (
        "unmarked_reversal",
        [("2026-03-02", "INV-1001", 5000), ("2026-03-05", "INV-1001", -5000)],
        [],
        "suggested",
        "reversal",
        "",
        "我方同号两笔 INV-1001，50.00 与 -50.00 相抵为零，对方无此号；是否冲销，请查原始单据。建议勾对，请确认。",
    ),
]


@pytest.mark.parametrize(
    ("found_by", "ours", "theirs", "state", "kind", "cause", "sentence"),
    CASES,
    ids=[case[0] for case in CASES],
)
def test_a_pass_finds_what_it_says(found_by, ours, theirs, state, kind, cause, sentence):
    matches = reconcile(ledger(ours), ledger(theirs)).matches
    # What this pass needs may be that another has found something before.
    assert matches["pass"].tolist()[1:] in ([], [found_by])
    match = matches.iloc[-1]
    assert (match["pass"], match["state"], match["kind"], match["cause"]) == (
        found_by,
        state,
        kind,
        cause,
    )
    assert match["reason_zh"] == sentence
    assert match["reason_en"]


def test_every_pass_has_its_case():
    assert [case[0] for case in CASES] == list(PASS_NAMES)


def test_a_number_with_letters_within_is_known_in_a_text():
    ours = [
        ("2026-03-02", "SF1001234567", 2200, "运费 账单ZD2026W12"),
        ("2026-03-03", "SF1001239999", 1800, "运费 账单ZD2026W12"),
    ]
    matches = reconcile(ledger(ours), ledger([("2026-03-09", "ZD2026W12", 4000)])).matches
    assert matches[["pass", "state"]].to_numpy().tolist() == [["named_in_text", "confirmed"]]


def test_a_year_in_the_number_does_not_hide_it():
    ours = ledger([("2026-03-02", "INV2026-0045", 5017), ("2026-03-03", "INV2026-0046", 5017)])
    theirs = ledger([("2026-03-04", "46", 5017), ("2026-03-05", "45", 5017)])
    matches = reconcile(ours, theirs).matches
    assert sorted(zip(matches["ours"], matches["theirs"], strict=True)) == [([1], [2]), ([2], [1])]


def test_numberings_of_each_side_s_own_are_not_taken_for_one():
    ours = ledger([("2026-03-02", f"记-{n}", 10_000 + 37 * n) for n in range(101, 110)])
    theirs = ledger([("2026-03-02", f"记-{n}", 90_000 + 53 * n) for n in range(101, 110)])
    assert reconcile(ours, theirs).matches.empty


def test_payments_that_always_come_a_day_later_find_their_own():
    days = [1, 2, 4, 5, 7, 8, 11, 12, 15]
    ours = ledger([(f"2026-03-{day:02d}", "", 120_000) for day in days])
    theirs = ledger([(f"2026-03-{day + 1:02d}", "", 120_000) for day in days])
    matches = reconcile(ours, theirs).matches
    assert all(
        mine == other for mine, other in zip(matches["ours"], matches["theirs"], strict=True)
    )
    assert len(matches) == len(days)


def test_five_weekly_payments_against_four_leave_the_one_left_out():
    weeks = [2, 9, 16, 23, 30]
    ours = ledger([(f"2026-03-{day:02d}", "", 10_000) for day in weeks])
    theirs = ledger([(f"2026-03-{day:02d}", "", 10_000) for day in weeks if day != 16])
    items = reconcile(ours, theirs).open_items
    assert items[["side", "line"]].to_numpy().tolist() == [["ours", 3]]


def test_a_fee_is_found_where_both_texts_name_the_invoice():
    ours = ledger([("2026-03-03", "RC10001", -3_998_500, "Receipt less charges SI/2025/00123")])
    theirs = ledger([("2026-03-02", "PV-2001", -4_000_000, "Payment SI/2025/00123")])
    match = reconcile(ours, theirs).matches.iloc[0]
    assert (match["cause"], match["difference"]) == ("fee", 1500)


@pytest.mark.parametrize(
    ("ours", "theirs", "cause"),
    [
        (1234, 1243, "transposition"),
        (926, 982, "tax"),
        (1234, 1236, "rounding"),
        (10, 100, "decimal"),
    ],
)
def test_a_small_difference_is_a_rounding_only_where_no_slip_gives_it(ours, theirs, cause):
    pair = [ledger([("2026-03-02", "INV-1001", cents)]) for cents in (ours, theirs)]
    match = reconcile(*pair).matches.iloc[0]
    assert (match["pass"], match["cause"]) == ("within_tolerance", cause)


@pytest.mark.parametrize(("sign", "cause"), [(-1, "fee"), (1, "tax")])
def test_one_percent_is_kept_back_from_a_receipt_and_is_tax_on_an_invoice(sign, cause):
    ours, theirs = (ledger([("2026-03-02", "TT-1001", sign * c)]) for c in (50_000, 50_500))
    assert reconcile(ours, theirs).matches["cause"].tolist() == [cause]


def test_the_nearest_miss_says_what_would_have_to_change():
    ours, theirs = ledger([("2026-03-02", "", 12345)]), ledger([("2026-03-20", "", 12345)])
    item = reconcile(ours, theirs).open_items.iloc[0]
    assert item["nearest"]["window_days"] == 18
    assert "第 1 行 （无号） 123.45" in item["reason_zh"]
    assert "日期窗口放宽到 18 天即可勾对" in item["reason_zh"]
    assert item["entry_zh"].endswith("依据 （无号）。")


def test_the_same_row_twice_is_a_duplicate_and_one_of_them_is_matched():
    ours = ledger([("2026-03-02", "INV-1001", 5000)] * 2)
    theirs = ledger([("2026-03-04", "INV-1001", 5000)])
    result = reconcile(ours, theirs)
    assert result.matches[["state", "kind"]].to_numpy().tolist() == [["confirmed", "one_to_one"]]
    assert result.open_items["cause"].tolist() == ["duplicate"]


@pytest.mark.parametrize(
    ("listing", "found"),
    [
        ("付 FP2026-0045、0046、0047", True),
        ("付 FP2026-0045/0046/0047", True),
        ("Payment of FP-20260045 & 046 & 047", True),
        ("付 2026-05、合同 0046、0047", False),
        ("付 FP2026-0045至0047", True),
        ("付 FP2026-0045~2026-0047", True),
        ("Payment of FP-20260045 - 47", True),
        ("Payment of FP-20260045 to FP-20260047", True),
        ("付 FP2026-0045至0046", False),
    ],
)
def test_what_a_list_shortens_is_read_in_full(listing, found):
    parts = [(f"2026-03-0{n}", f"FP-2026004{n}", 10_000 + 37 * n**3) for n in (5, 6, 7)]
    total = sum(cents for _, _, cents in parts)
    matches = reconcile(ledger(parts), ledger([("2026-03-09", "", total, listing)])).matches
    assert (matches["pass"].tolist() == ["named_in_text"]) == found


def test_a_line_between_two_numbers_joins_them_where_their_sum_says_so():
    parts = [(f"2026-03-0{n}", f"FP-004{n}", 10_000 + 37 * n**3) for n in (5, 6, 7)]
    ends = parts[0][2] + parts[2][2]
    matches = reconcile(
        ledger(parts), ledger([("2026-03-09", "", ends, "付 FP-0045-0047")])
    ).matches
    assert matches[["pass", "ours"]].to_numpy().tolist() == [["named_in_text", [1, 3]]]


def test_a_sum_goes_before_the_one_number_that_a_text_names():
    parts = [("2026-03-02", "INV-1001", 30_011), ("2026-03-02", "", 20_013)]
    whole = [("2026-03-02", "PV-2088", 50_024, "付 INV-1001 等")]
    match = reconcile(ledger(parts), ledger(whole)).matches.iloc[0]
    assert (match["pass"], match["ours"]) == ("exact_sum", [1, 2])


def test_a_contract_is_no_contra_entry():
    ours = ledger([("2026-01-02", "INV-1001", 5000, "Goods contract C2026-001")])
    theirs = ledger([("2026-03-30", "INV-2001", 700)])
    assert reconcile(ours, theirs).open_items["cause"].tolist()[0] == "missing"


@pytest.mark.parametrize(("prefix", "states"), [("INV", []), ("FK", ["confirmed"])])
def test_a_sum_of_documents_that_have_other_numbers_of_the_same_numbering_is_an_accident(
    prefix, states
):
    ours = ledger([("2026-03-02", "INV-1001", 12_031)])
    theirs = ledger([("2026-03-02", f"{prefix}-2001", 5_013), ("2026-03-02", "", 7_018)])
    assert reconcile(ours, theirs).matches["state"].tolist() == states


def test_where_each_side_numbers_its_own_vouchers_numbers_a_slip_apart_tell_nothing():
    vouchers = [("2026-03-02", f"记-{1001 + n}", 10_100 + 777 * n) for n in range(4)]
    others = [("2026-03-02", f"记-{1001 + n}", 50_300 + 991 * n) for n in range(4)]
    ours = ledger([*vouchers, ("2026-03-02", "记-5287", 30_000)])
    theirs = ledger([*others, ("2026-03-28", "记-5887", 30_000)])
    assert len(reconcile(ours, theirs).matches) == 0
