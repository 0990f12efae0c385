"""Small files to post, as a customer's ERP would export them."""

import csv

HEADINGS = ["日期", "类型", "单据号", "摘要", "客户", "币种", "借方", "贷方"]
SALES = [
    ["2026-07-01", "销售", "XS-001", "七月货款", "华东机械有限公司", "CNY", "1200.00", ""],
    ["2026-07-03", "收款", "SK-001", "收到货款 电汇", "华东机械有限公司", "CNY", "", "200.00"],
    ["2026-07-05", "销售", "XS-002", "运费 代垫", "北方贸易公司", "CNY", "88.05", ""],
    ["2026-08-02", "退货", "TH-001", "退货 质量问题", "北方贸易公司", "CNY", "-8.05", ""],
    ["2026-08-09", "销售", "XS-003", "Spare parts", "Acme Ltd", "USD", "500.00", ""],
]


def write(path, rows=SALES, headings=HEADINGS):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path
