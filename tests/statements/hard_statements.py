"""Statements of what fits worst: the longest names and texts, amounts of a trillion, in every kind.

`python -m tests.statements.hard_statements FOLDER` writes and prints all of them, to be looked at.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.statements.samples import ledger

import tieout
from tieout.statements.account import one_account
from tieout.statements.fields import Fields
from tieout.statements.heading import Issuer, StatementHeading
from tieout.statements.kinds import KINDS, CustomersKind, Kind, ReconciledKind, template_of
from tieout.statements.office import to_pdf
from tieout.statements.one_side import sides_of
from tieout.statements.writing import write_filled
from tieout.texts import LANGUAGES, Language

CUSTOMER = "内蒙古自治区鄂尔多斯市准格尔旗远大重型装备制造及国际贸易集团股份有限公司呼和浩特分公司"
OURS = "Consolidated International Valve & Flange Manufacturing Holdings (Hangzhou) Company Limited"
AMOUNT = "999999999999.99"
SHOWN = "999,999,999,999.99"
_REFERENCE = "XS-2026-000000000012345678-A"
_MEMO = "销售 不锈钢法兰 DN100 PN16 按合同 HT-2026-0001 第三批 http://example.com/contracts/HT-2026-0001"
_ROWS = (
    ("2026-01-15", _REFERENCE, _MEMO, AMOUNT),
    ("2026-02-15", f"{_REFERENCE}2", _MEMO, AMOUNT),
    ("2026-03-01", "SK-1", _MEMO, f"-{AMOUNT}"),
)
HEADING = StatementHeading(
    number="DZ-202603-0001",
    begin=date(2026, 1, 1),
    end=date(2026, 3, 31),
    fingerprint="3f9c1a2b3c",
    issuer=Issuer(
        name=OURS,
        address="浙江省杭州市滨江区江南大道一百号远山国际中心甲座三十六层",
        phone="+86 571 8888 0000 ext. 12345",
        contact="李会计",
        bank="中国工商银行股份有限公司杭州滨江高新技术产业开发区支行",
        bank_account="1202020109900088888",
        auditor="浙江正衡会计师事务所（特殊普通合伙）杭州分所",
        auditor_address="浙江省杭州市西湖区文三路一百二十三号正衡大厦二十一层",
        terms_days=10,
    ),
)


def hard_fields(kind: Kind, language: Language) -> Fields:
    """The fields of a statement that is hard to fit."""
    ours = ledger(_ROWS, customer=CUSTOMER, opening=AMOUNT)
    if isinstance(kind, ReconciledKind):
        booked = [
            (*row[:3], row[3].removeprefix("-") if row[3][0] == "-" else f"-{row[3]}")
            for row in _ROWS
        ]
        booked[0] = (*booked[0][:3], "-999999999990.99")
        theirs = ledger(booked[:2], customer=OURS, opening=f"-{AMOUNT}")
        return kind.fields(one_account(tieout.reconcile(ours, theirs)), HEADING, "due", language)
    side = next(iter(sides_of(ours).values()))
    if isinstance(kind, CustomersKind):
        return kind.fields([side], HEADING, "due", language)
    if kind.name == "goods":
        entries = ours.entries.assign(
            商品名称=_MEMO, 规格型号=_REFERENCE, 数量="3", 单价="333333333333.33"
        )
        side = next(iter(sides_of(tieout.Ledger(entries, opening=ours.opening)).values()))
    return kind.fields(side, HEADING, "due", language)


def written(folder: Path, pairs: list[tuple[str, Language]]) -> Iterator[Path]:
    """A workbook of each kind and language."""
    for name, language in pairs:
        kind, file = KINDS[name], folder / f"hard_{name}_{language}.xlsx"
        write_filled(hard_fields(kind, language), kind.blocks, template_of(name, language), file)
        yield file


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(exist_ok=True)
    to_pdf(list(written(place, [(name, language) for name in KINDS for language in LANGUAGES])))
