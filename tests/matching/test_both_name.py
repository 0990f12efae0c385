"""Receipts that name the invoice they settle on both sides, though neither side shows the invoice."""

from tests.matching.ledgers import ledger

from tieout.matching.engine import reconcile

RECEIPT = ("2026-03-02", "SK-11", -12000, "收 INV-10011")


def found(ours, theirs):
    result = reconcile(ledger(ours), ledger(theirs))
    return [(m["pass"], m["ours"], m["theirs"]) for _, m in result.matches.iterrows()]


def test_of_two_alike_each_goes_with_the_one_that_names_its_invoice():
    ours = [RECEIPT, ("2026-03-02", "SK-12", -12000, "收 INV-10025")]
    theirs = [
        ("2026-03-02", "FK-88", -12000, "付 INV-10025"),
        ("2026-03-02", "FK-90", -12000, "付 INV-10011"),
    ]
    assert found(ours, theirs) == [("both_name", [1], [2]), ("both_name", [2], [1])]


def test_one_against_two_that_name_its_invoice():
    theirs = [
        ("2026-03-20", "FK-88", -5000, "付 INV-10011"),
        ("2026-04-02", "FK-90", -7000, "付 INV-10011"),
    ]
    assert found([RECEIPT], theirs) == [("both_name", [1], [1, 2])]


DELIVERIES = [
    ("2026-03-02", "30011201", 12000, "销售 送货单 SH26030001"),
    ("2026-03-04", "30011207", 34050, "销售 送货单 SH26030002"),
    ("2026-03-09", "30011213", 7011, "销售 送货单 SH26030003"),
]
LISTED = "入库 送货单 SH26030001、SH26030002、SH26030003"


def test_one_against_all_that_its_list_names():
    theirs = [("2026-03-12", "RK-501", 53061, LISTED)]
    assert found(DELIVERIES, theirs) == [("both_name", [1, 2, 3], [1])]
    assert found(theirs, DELIVERIES) == [("both_name", [1], [1, 2, 3])]


def test_a_list_that_does_not_add_up_is_not_confirmed():
    theirs = [("2026-03-12", "RK-501", 53062, LISTED)]
    assert all(by != "both_name" for by, *_ in found(DELIVERIES, theirs))


def test_a_return_taken_off_is_not_netted():
    ours = [*DELIVERIES, ("2026-03-10", "30011215", -1050, "退货 送货单 SH26030002")]
    assert all(
        by != "both_name" for by, *_ in found(ours, [("2026-03-12", "RK-501", 52011, LISTED)])
    )


def test_a_delivery_that_two_lists_name_is_not_told():
    theirs = [
        ("2026-03-12", "RK-501", 53061, LISTED),
        ("2026-03-12", "RK-502", 7011, "入库 送货单 SH26030003"),
    ]
    assert all(by != "both_name" for by, *_ in found(DELIVERIES, theirs))


def test_a_number_that_several_name_on_both_sides_tells_nothing():
    ours = [RECEIPT, ("2026-03-03", "SK-12", -12000, "收 INV-10011")]
    theirs = [
        ("2026-03-02", "FK-88", -12000, "INV-10011"),
        ("2026-03-03", "FK-9", -500, "INV-10011"),
    ]
    assert all(by != "both_name" for by, *_ in found(ours, theirs))


def test_a_year_or_a_day_is_no_number():
    for said in ("2026 货款", "20260302 货款", "2026年3月"):
        ours = [("2026-03-02", "SK-11", -12000, said)]
        theirs = [("2026-05-30", "FK-88", -12000, said)]
        assert not found(ours, theirs)
