"""On the 余额调节表 an entry under the wrong customer is put right by the side that can have mixed customers up."""

import openpyxl
import pytest

from tieout.procedures import reconcile_files

SHARED = (
    "2026-03-10,XS-1007,销售 球阀,500",
    "2026-03-05,XS-1001,销售,200",
    "2026-03-06,XS-1002,销售,300",
)
OURS_MIXED = ("临江阀门有限公司", "钱塘水务有限公司")


def written(file, rows, customers, sign=""):
    lines = [f"{row.rpartition(',')[0]},{sign}{row.rpartition(',')[2]}" for row in rows]
    body = [f"{line},{who}" for line, who in zip(lines, customers, strict=True)]
    file.write_text("\n".join(["日期,单号,摘要,金额,客户", *body]), encoding="utf-8-sig")
    return file


def statement(tmp_path, our_customers, their_customers):
    """Column A and column D of the sheet, cut where the adjusted balances stand."""
    ours = written(tmp_path / "ours.csv", SHARED, our_customers)
    theirs = written(tmp_path / "theirs.csv", SHARED, their_customers)
    target = tmp_path / "result.xlsx"
    reconcile_files(ours, theirs, target, language="zh")
    rows = list(openpyxl.load_workbook(target)["余额调节表"].iter_rows(values_only=True))
    cut = next(at for at, row in enumerate(rows) if row[0] == "我方调节后余额")
    return (
        [row[0] for row in rows[:cut]],
        [row[3] for row in rows[:cut]],
        [row[0] for row in rows[cut:]],
    )


ONE, OTHER = OURS_MIXED


@pytest.mark.parametrize(
    ("our_customers", "their_customers", "where"),
    [
        ((OTHER, ONE, ONE), (ONE, ONE, ONE), 0),
        ((ONE, ONE, ONE), (OTHER, ONE, ONE), 1),
        ((OTHER, ONE, ONE), (ONE, ONE, OTHER), 2),
    ],
)
def test_where_a_mixed_up_customer_stands(tmp_path, our_customers, their_customers, where):
    found = statement(tmp_path, our_customers, their_customers)
    assert ["✖ 串户" in part for part in found] == [place == where for place in range(3)]
