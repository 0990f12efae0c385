"""Two ledgers as a sheet holds them, as Excel hands them over."""

OURS = (
    ("日期", "单号", "摘要", "借方", "贷方"),
    (46030.0, "INV-001", "销售", 1000.0, None),
    (46035.0, "INV-002", "销售", 250.5, None),
    (46040.0, "R-9", "收款", None, 600.0),
    ("合计", None, None, 1250.5, 600.0),
)
THEIRS = (
    ("Date", "Reference", "Memo", "Amount"),
    (46031.0, "inv001", "buy", 1000.0),
    (46035.0, "INV002", "buy", 205.5),
)


def changed(block, row, column, value):
    """The same block with one other cell."""
    rows = [list(line) for line in block]
    rows[row][column] = value
    return tuple(map(tuple, rows))
