"""A machinery supplier in Suzhou and its customer in Hangzhou: 明细账 on both sides."""

import random
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path

from tests.samples.sheets import Sheet
from tests.samples.trade import Line, Trade, half_a_year

OURS, THEIRS = "苏州恒泽机电设备有限公司", "杭州临江智能装备股份有限公司"
OUR_OPENING, THEIR_OPENING = 128_654_000, 128_194_000

GOODS = (
    ("滚珠丝杠SFU2005", 38600),
    ("直线导轨HGR20", 26850),
    ("滑块HGH20CA", 15280),
    ("行星减速机PLF090", 186000),
    ("弹性联轴器", 9660),
    ("交叉滚子轴承", 74200),
    ("同步带轮", 5840),
    ("电主轴组件", 648000),
    ("气动卡盘", 213000),
    ("伺服电机支架", 12450),
)


class ChineseVoice:
    """丝杠导轨的供应商和它的客户。"""

    customer = THEIRS
    other_customer = ""
    tax_percent = 13

    def price(self, rng: random.Random) -> tuple[str, int]:
        name, net = rng.choice(GOODS)
        quantity = rng.choice([2, 4, 5, 6, 8, 10, 12, 16, 20, 24, 30])
        return f"{name} {quantity}件", round(net * quantity * 1.13)

    def payment(self, rng: random.Random) -> int:
        return rng.randrange(80, 900) * 10_000 + rng.choice([0, 0, 5000, 123_400])

    def number(self, kind: str, day: date, count: int) -> str:
        prefix, first = {"invoice": ("XS", 0), "credit_note": ("XH", 0), "claim": ("KK", 8800)}[
            kind
        ]
        return f"{prefix}{day:%y%m}-{first + count:04d}"

    def restyled(self, reference: str, style: int) -> str:
        return (reference, reference.replace("-", ""), reference.lower(), "")[style]

    def our_memo(self, kind: str, goods: str, count: int) -> str:
        bank = ("工行电汇", "网银转账", "建行电汇", "银行承兑汇票")[count % 4]
        return {
            "invoice": f"销售{goods}",
            "credit_note": f"销售退回 {goods}",
            "receipt": f"收{THEIRS[2:6]}货款 {bank}",
        }[kind]

    def their_memo(self, kind: str, goods: str, reference: str, count: int) -> str:
        what = goods.removeprefix("销售").removeprefix("退回 ").split(" ")[0]
        said = {
            "invoice": ("采购入库 {}", "材料入库 {}", "收到发票 {}", "购{}")[count % 4],
            "credit_note": "采购退货 {}",
            "receipt": ("付恒泽机电货款", "支付货款 网银", "付供应商款", "承兑汇票背书付款")[
                count % 4
            ],
        }[kind].format(what)
        return f"{said} 单号{reference}" if reference else said

    def listing(self, references: list[str]) -> str:
        return f"合并入账 {'、'.join(references)}"

    def said(self, key: str, reference: str = "") -> str:
        return {
            "claim": "质量扣款 滑块来料划伤12件",
            "reversal": f"红冲 {reference} 开票信息有误",
            "pencilled": "年度返利差额 待与供应商核实",
        }[key]


def chinese_trade() -> Trade:
    return half_a_year(ChineseVoice(), 20260105)


def write(folder: Path) -> None:
    """Our 三栏明细账 with month totals, their 往来明细账 with mirrored sides."""
    trade = chinese_trade()
    our_ledger(trade.ours).write(folder / "我方应收账款明细账.xlsx")
    their_ledger(trade.theirs).write(folder / "对方应付账款明细账.xlsx")


def our_ledger(lines: Iterable[Line]) -> Sheet:
    """As U8 prints it: 月 and 日 in columns of their own, 本月合计 and 本年累计 after each month."""
    sheet = Sheet("应收账款明细账", widths=(5, 5, 10, 34, 13, 15, 15, 6, 16))
    sheet.title("应收账款明细账", 9)
    sheet.row([f"单位：{OURS}", *[""] * 5, "期间：2026.01—2026.06"])
    sheet.row([f"科目：1122 应收账款　　客户：{THEIRS}", *[""] * 5, "币种：人民币"])
    sheet.headings(["2026年", "", "凭证号数", "摘要", "单据号", "借方", "贷方", "方向", "余额"])
    sheet.headings(["月", "日", "", "", "", "", "", "", ""], under_merged=True)
    balance = OUR_OPENING
    sheet.row([1, 1, "", "期初余额", "", None, None, *directed(balance)], bold=True)
    year = [0, 0]
    vouchers = numbered(lines)
    for month, entries in groupby(vouchers, key=lambda pair: pair[1].day.month):
        sums = [0, 0]
        for voucher, line in entries:
            debit, credit = sides(line)
            balance += line.cents
            sums = [sums[0] + (debit or 0), sums[1] + (credit or 0)]
            sheet.row(
                [
                    month,
                    line.day.day,
                    voucher,
                    line.memo,
                    line.reference,
                    money(debit),
                    money(credit),
                    *directed(balance),
                ]
            )
        year = [year[0] + sums[0], year[1] + sums[1]]
        sheet.row([month, "", "", "本月合计", "", *map(money, sums), *directed(balance)], bold=True)
        sheet.row([month, "", "", "本年累计", "", *map(money, year), *directed(balance)], bold=True)
    return sheet


def their_ledger(lines: Iterable[Line]) -> Sheet:
    """Their payables: what we debit stands on the credit side, the balance in words of their own."""
    sheet = Sheet("往来明细", widths=(12, 12, 12, 14, 36, 15, 15, 9, 16))
    sheet.title(f"{THEIRS}　供应商往来明细账", 9)
    sheet.row([f"供应商：{OURS}", *[""] * 4, "2026年1月1日至2026年6月30日　单位：元"])
    sheet.headings(
        [
            "记账日期",
            "凭证字号",
            "业务类型",
            "单据编号",
            "业务摘要",
            "借方金额",
            "贷方金额",
            "余额方向",
            "余额",
        ]
    )
    balance = THEIR_OPENING
    sheet.row([date(2026, 1, 1), "", "", "", "上年结转", None, None, *directed(-balance)])
    kinds = {"invoice": "采购发票", "credit_note": "退货折让", "receipt": "付款"}
    for voucher, line in numbered(lines):
        credit, debit = sides(line)
        balance += line.cents
        sheet.row(
            [
                line.day,
                voucher.replace("记-", "转-"),
                kinds[line.kind],
                line.reference,
                line.memo,
                money(debit),
                money(credit),
                *directed(-balance),
            ]
        )
    sheet.row(["合计", *[""] * 4, *totals(lines), "", None], bold=True)
    return sheet


def numbered(lines: Iterable[Line]) -> list[tuple[str, Line]]:
    """In order of their days, each with its voucher; what has no day stands last."""
    ordered = sorted(lines, key=lambda line: (line.day or date.max, line.kind, line.reference))
    return [(f"记-{place:04d}", line) for place, line in enumerate(ordered, start=1)]


def sides(line: Line) -> tuple[int | None, int | None]:
    """Debit and credit of our books; returns stand on the debit side in red."""
    if line.kind == "receipt":
        return None, -line.cents
    return line.cents, None


def directed(balance: int) -> list[object]:
    return ["借" if balance > 0 else "贷" if balance < 0 else "平", abs(balance) / 100]


def money(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def totals(lines: Iterable[Line]) -> list[float]:
    debits = [debit for line in lines if (debit := sides(line)[1]) is not None]
    credit_sums = [credit for line in lines if (credit := sides(line)[0]) is not None]
    return [sum(debits) / 100, sum(credit_sums) / 100]
