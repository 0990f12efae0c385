"""Files as programs and people really send them: every amount, day, name and balance is the one a person would read."""

import pytest

import tieout

TALLY = """ABC Traders
1-Apr-24 to 30-Jun-24
Date,Particulars,,Vch Type,Vch No.,Debit,Credit
1-Apr-24,To,Opening Balance,,,"1,15,000.00",
5-Apr-24,To,Sales,Sales,12,"2,36,000.00",
20-May-24,By,HDFC Bank,Receipt,9,,"1,00,000.00"
,,,,,"3,51,000.00","1,00,000.00"
,By,Closing Balance,,,,"2,51,000.00"
,,,,,"3,51,000.00","3,51,000.00"
"""
NESTED = """Acme Supplies Inc.,,,,,,
,Date,Transaction type,Num,Memo/Description,Amount,Balance
Blue Sky LLC,,,,,,
,01/05/2025,Invoice,1001,Widgets,"1,200.00","1,200.00"
,01/25/2025,Payment,5501,,-700.00,500.00
Blue Sky LLC:Branch East,,,,,,
,02/14/2025,Invoice,1007,Widgets,300.00,300.00
Total for Blue Sky LLC:Branch East,,,,,$300.00,
Total for Blue Sky LLC,,,,,$800.00,
Red Rock Co,,,,,,
,03/01/2025,Invoice,1010,Bolts,"2,000.50","2,000.50"
Total for Red Rock Co,,,,,"$2,000.50",
TOTAL,,,,,"$2,800.50",
"Saturday, April 5, 2025 10:00 AM GMT+08:00 - Cash Basis",,,,,,
"""
LABELLED = """日期,单号,摘要,借方,贷方
客户：C001/上海华东
2026-01-05,A1,销售,100.00,
客户：C002/宁波港务
2026-01-06,A2,收款,,40.00
"""
THREE_COLUMNS = """年,月,日,凭证号数,摘要,借方,贷方,方向,余额
2024,,,,上年结转,,,借,"8,000.00"
2024,12,20,记-0033,收到货款,,"8,000.00",平,0.00
2024,12,,,当前合计,,"8,000.00",平,0.00
2024,12,,,当前累计,,"8,000.00",平,0.00
2025,01,06,记-0002,销售商品,"3,390.00",,借,"3,390.00"
,,,,过次页,"3,390.00",,借,"3,390.00"
年,月,日,凭证号数,摘要,借方,贷方,方向,余额
,,,,承前页,"3,390.00",,借,"3,390.00"
,02,03,记-0001,收款,,"3,000.00",借,390.00
"""
NO_YEAR = """往来对账单
对账期间：2024年12月1日至2025年1月31日
日期,单号,摘要,应收,已收,余额
,,上期结余,,,500.00
12-05,XS01,销售,300.00,,800.00
12月28日,SK01,收款,,600.00,200.00
1/6,XS02,销售,100.00,,300.00
"""
TRADE = """往来对账单
日期,来源单号,内容,数量,单价,合计,已收,未收
2025-01-05,XS001,螺丝,100,1.50,150.00,100.00,50.00
2025-01-06,XS002,螺母,200,2.00,400.00,0.00,400.00
本单合计,,,,,550.00,100.00,450.00
"""
XERO = """Statement of Account
Date,Activity,Reference,Due Date,Invoice Amount,Payments,Balance (USD)
1 Jan 2025,Opening Balance,,,,,350.00
5 Jan 2025,Invoice # INV-0012,PO 77,4 Feb 2025,"1,200.00",,"1,550.00"
20 Jan 2025,Payment on Invoice # INV-0010,,,,350.00,"1,200.00"
31 Mar 2025,Closing Balance,,,,,"1,200.00"
,,,,,BALANCE DUE USD,"1,200.00"
"""
SPANISH = """Fecha;Asiento;Documento;Concepto;Debe;Haber;Saldo
02-ene-2025;1;F-001;Factura;1.210,00;;1.210,00 D
20-ene-2025;7;C-1;Cobro;;1.000,00;210,00 D
05-feb-2025;9;A-3;Abono;;300,00;90,00 A
"""
SWISS = """Datum;Beleg;Text;Betrag CHF
31.01.2025;R1;Rechnung;1'250.50
15.02.2025;Z1;Zahlung;-1'000.00
"""
FRENCH = """Date;N° pièce;Libellé;Débit;Crédit;Solde
02/01/2025;FAC-001;Facture;1\u202f234,56;;1\u202f234,56
15/01/2025;REG-01;Règlement;;1\u202f000,00;234,56
;;Total;1\u202f234,56;1\u202f000,00;
"""
JOURNAL = """期间：2025.01-2025.03
科目名称,日期,摘要,凭证号数,方向,金额,科目编码
应收账款,2025.01.05,销售,记-0001,借,"11,300.00",112201
应收账款,2025.01.20,收款,记-0015,贷,"5,000.00",112201
合计,,,,,"11,300.00",
"""
PAGES = """往来明细账 第1页
日期,单号,摘要,借方,贷方,余额
2025-01-01,,承前页,,,1000.00
2025-01-02,A1,销售,200.00,,1200.00
往来明细账 第2页
日期,单号,摘要,借方,贷方,余额
2025-01-03,A2,收款,,700.00,500.00
"""
REAL = {
    "tally": (TALLY, ["12|23600000|", "9|-10000000|"], 11500000, 25100000, []),
    "nested": (
        NESTED,
        [
            "1001|120000|Blue Sky LLC",
            "5501|-70000|Blue Sky LLC",
            "1007|30000|Blue Sky LLC:Branch East",
            "1010|200050|Red Rock Co",
        ],
        0,
        280050,
        ["customer_sections"],
    ),
    "labelled": (LABELLED, ["A1|10000|上海华东", "A2|-4000|宁波港务"], 0, 0, ["customer_sections"]),
    "three columns": (
        THREE_COLUMNS,
        ["记-0033|-800000|", "记-0002|339000|", "记-0001|-300000|"],
        800000,
        39000,
        [],
    ),
    "no year": (NO_YEAR, ["XS01|30000|", "SK01|-60000|", "XS02|10000|"], 50000, 30000, []),
    "trade": (TRADE, ["XS001|5000|", "XS002|40000|"], 0, 0, ["both_sides"]),
    "xero": (XERO, ["PO 77|120000|", "|-35000|"], 35000, 120000, []),
    "spanish": (SPANISH, ["F-001|121000|", "C-1|-100000|", "A-3|-30000|"], 0, -9000, []),
    "swiss": (SWISS, ["R1|125050|", "Z1|-100000|"], 0, 0, ["headings_unknown"]),
    "french": (FRENCH, ["FAC-001|123456|", "REG-01|-100000|"], 0, 23456, []),
    "journal": (JOURNAL, ["记-0001|1130000|", "记-0015|-500000|"], 0, 0, []),
    "pages": (PAGES, ["A1|20000|", "A2|-70000|"], 100000, 50000, []),
}


def sent(folder, text: str):
    file = folder / "sent.csv"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", REAL)
def test_a_real_file_is_read_as_a_person_reads_it(tmp_path, name):
    text, entries, opening, closing, codes = REAL[name]
    ledger = tieout.read(sent(tmp_path, text))
    read = ledger.entries[["reference", "amount", "customer"]].itertuples(index=False)
    assert ["|".join(map(str, row)) for row in read] == entries
    assert sum(ledger.opening.values()) == opening
    assert sum(ledger.closing.values()) == closing
    assert [problem.code for problem in ledger.problems] == codes


def test_a_day_without_a_year_is_of_the_year_in_which_it_lies_in_the_period(tmp_path):
    days = tieout.read(sent(tmp_path, NO_YEAR)).entries["date"].astype(str).tolist()
    assert days == ["2024-12-05", "2024-12-28", "2025-01-06"]


def test_a_day_that_lies_in_two_years_of_the_period_is_asked(tmp_path):
    text = NO_YEAR.replace("2024年12月1日至2025年1月31日", "2024年1月1日至2025年12月31日")
    assert [p.code for p in tieout.read(sent(tmp_path, text)).problems] == ["not_a_date"] * 3


def test_a_letter_for_a_digit_proves_no_decimal_comma(tmp_path):
    text = '日期,单号,金额\n2026-01-05,A1,"1,2OO.00"\n2026-01-06,A2,500.005\n'
    ledger = tieout.read(sent(tmp_path, text))
    assert [p.code for p in ledger.problems] == ["letter_in_amount", "unclear_amount"]
    assert ledger.entries["amount"].tolist() == [0, 0]


def test_the_foreign_columns_are_read_where_they_are_named(tmp_path):
    text = (
        "日期,凭证号,摘要,币别,原币借方,原币贷方,本币借方,本币贷方\n"
        "2026-01-05,记-1,出口销售,USD,1000.00,,7100.00,\n2026-01-20,记-5,收汇,USD,,400.00,,2880.00\n"
    )
    columns = {"debit": "原币借方", "credit": "原币贷方", "currency": "币别"}
    ledger = tieout.read(sent(tmp_path, text), columns=columns)
    assert ledger.entries["amount"].tolist() == [100000, -40000]
    assert ledger.currencies == ("USD",)
    assert ledger.problems == ()


def test_a_name_is_read_without_its_kind_and_code(tmp_path):
    text = "日期,凭证号,借方金额,贷方金额,核算维度\n2026-01-05,1,5,,客户:C001/上海华东\n2026-01-06,2,,5,部门:01/销售部;客户:C002/宁波港务\n"
    assert tieout.read(sent(tmp_path, text)).entries["customer"].tolist() == [
        "上海华东",
        "宁波港务",
    ]
