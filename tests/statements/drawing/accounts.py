"""Statements of account: balance forward, open items, activity, twelve months, goods."""

from tests.statements.drawing.page import Page


def heading(page: Page, split: str) -> None:
    """Who to whom, number, period."""
    say = page.say
    page.top(
        (
            say("客户：{{ customer }}", "To: {{ customer }}"),
            say("对账单号：{{ number }}", "Statement no.: {{ number }}"),
        ),
        (
            say("我方：{{ our_name }}", "From: {{ our_name }}"),
            say("对账期间：{{ period }}", "Period: {{ period }}"),
        ),
        (
            say("币种：{{ currency }}", "Currency: {{ currency }}"),
            say("编制日期：{{ issued }}", "Date: {{ issued }}"),
        ),
        split=split,
    )


def balance_forward(page: Page, *, monthly: bool = False) -> None:
    """Opening, every entry with the balance after it, closing."""
    say = page.say
    if monthly:
        page.title(say("月度对账单", "Monthly statement of account"), "{{ period }}")
    else:
        page.title(say("对账单", "Statement of account"), say("（余额结转式）", "Balance forward"))
    heading(page, "F")
    page.columns(
        *say(
            "序号 日期 类型 单据号 摘要 借方（增加） 贷方（减少） 方向 余额",
            "No. Date Type Document Description Debit Credit D/C Balance",
        ).split()
    )
    opening = page.line(
        ("A:G", say("期初余额", "Balance brought forward"), "band"),
        ("H", "{{ opening_direction }}", "band center"),
        ("I", "{{ opening_absolute }}", "band money"),
        height=20,
    )
    row = page.block(
        "entry_rows",
        ("{{ number }}", "center"), ("{{ date }}", "date"), ("{{ type }}", "text"), ("{{ document }}", "text"),
        ("{{ memo }}", "text"), ("{{ debit }}", "money"), ("{{ credit }}", "money"),
        ("{{ direction }}", "center"), ("{{ balance_absolute }}", "money"),
    )  # fmt: skip

    def signed_at(at: int) -> str:
        credit = say("贷", "Cr")
        return f'ROUND(IF(H{opening}="{credit}",-1,1)*I{opening}+F{at}-G{at},4)'

    page.page_sums(
        "A:E",
        {"F": "page money", "G": "page money"},
        (row, row),
        lambda at: (
            ("H", _direction(page, signed_at(at)), "page center"),
            ("I", f"=ABS({signed_at(at)})", "page money"),
        ),
        empty="HI",
    )
    total = page.line(
        ("A:E", say("本期合计", "Total for the period"), "band"),
        *((column, f"=SUM({column}{row}:{column}{row})", "band money") for column in "FG"),
        ("H", "", "band"), ("I", "", "band"),
        height=20,
    )  # fmt: skip
    signed = signed_at(total)
    page.line(
        ("A:G", say("期末余额", "Balance carried forward"), "band"),
        ("H", _direction(page, signed), "band center"),
        ("I", f"=ABS({signed})", "band money"),
        height=20,
    )
    page.together("totals", row)
    _aging_strip(page)
    closing(page)


def _direction(page: Page, signed: str) -> str:
    debit, credit, none = page.say("借 贷 平", "Dr Cr nil").split()
    return f'=IF({signed}>0,"{debit}",IF({signed}<0,"{credit}","{none}"))'


def _aging_strip(page: Page) -> None:
    """The closing balance by age."""
    page.gap()
    start = page.row
    places = ("A:B", "C", "D", "E", "F", "G", "H:I")
    names = [f"{{{{ bucket_{at}_name }}}}" for at in range(1, 7)] + [
        page.say("未核销收款", "Unapplied")
    ]
    totals = [f"{{{{ bucket_{at}_total }}}}" for at in range(1, 7)] + ["{{ unapplied_total }}"]
    page.line(*((at, name, "column") for at, name in zip(places, names, strict=True)), height=20)
    page.line(*((at, total, "money") for at, total in zip(places, totals, strict=True)))
    row = page.paragraph(
        page.say(
            "另有期初结转、无单据明细的 {{ undated_total }}，账龄不明。",
            "A further {{ undated_total }} was brought forward without documents; its age is unknown.",
        ),
        look="small",
    )
    page.define("if_undated_total", row, row)
    page.paragraph(
        page.say("账龄按{{ base }}计算。{{ method }}", "Aged by {{ base }}. {{ method }}"),
        look="small",
    )
    page.together("ages", start)


def closing(page: Page) -> None:
    """The sentence on the balance, the request, what must be known first, and our signature."""
    say = page.say
    start = page.line((f"A:{page.last}", "{{ balance_sentence }}", "strong"), height=26)
    page.paragraph(
        say(
            "请核对以上账项，如有不符请于收到之日起五个工作日内书面提出。本对账单仅为复核账目之用，并非催款结算。",
            "Please check this statement and tell us in writing within five working days if anything differs. It is for checking the accounts only and is not a request for payment.",
        ),
        2,
        "small",
    )
    page.remark()
    page.gap()
    half = len(page.widths) // 2
    split = chr(ord("A") + half)
    page.boxes(
        f"A:{chr(ord(split) - 1)}",
        f"{split}:{page.last}",
        [
            (
                say("我方（盖章）：{{ our_name }}", "For {{ our_name }}"),
                say("客户（盖章）：{{ customer }}", "For {{ customer }}"),
                20,
            ),
            (say("经办人：", "Name:"), say("经办人：", "Name:"), 24),
            (
                say("日期：　　　　年　　月　　日", "Date:"),
                say("日期：　　　　年　　月　　日", "Date:"),
                40,
            ),
        ],
    )
    page.together("signatures", start)


def activity(page: Page) -> None:
    """Every entry of the period and its totals, no balance."""
    say = page.say
    page.title(
        say("往来明细单", "Activity statement"),
        say("（本期发生，不列余额）", "Transactions of the period, without balances"),
    )
    heading(page, "E")
    page.columns(
        *say(
            "序号 日期 类型 单据号 摘要 借方（增加） 贷方（减少）",
            "No. Date Type Document Description Debit Credit",
        ).split()
    )
    row = page.block(
        "entry_rows",
        ("{{ number }}", "center"), ("{{ date }}", "date"), ("{{ type }}", "text"), ("{{ document }}", "text"),
        ("{{ memo }}", "text"), ("{{ debit }}", "money"), ("{{ credit }}", "money"),
    )  # fmt: skip
    page.page_sums("A:E", dict.fromkeys("FG", "page money"), (row, row))
    total = page.line(
        ("A:E", say("本期合计", "Total"), "band"),
        *((column, f"=SUM({column}{row}:{column}{row})", "band money") for column in "FG"),
        height=20,
    )
    page.line(
        ("A:E", say("本期净增加", "Net movement"), "band"),
        ("F:G", f"=ROUND(F{total}-G{total},4)", "band signed"),
        height=20,
    )
    page.together("totals", row)
    page.paragraph(
        say(
            "本单仅列本期发生，不代表余额；余额以对账单为准。",
            "This lists the transactions of the period only; for the balance see the statement of account.",
        ),
        look="small",
    )


def open_item(page: Page) -> None:
    """Only what is open: original, settled and open amount of each document."""
    say = page.say
    page.title(
        say("未清项对账单", "Open item statement"), say("（截至 {{ as_of }}）", "As of {{ as_of }}")
    )
    heading(page, "F")
    page.columns(
        *say(
            "序号 单据日期 单据号 摘要 到期日 原金额 已核销 未清金额 逾期天数",
            "No. Date Document Description Due Original Settled Open Overdue",
        ).split()
    )
    row = page.block(
        "document_rows",
        ("{{ number }}", "center"), ("{{ date }}", "date"), ("{{ document }}", "text"), ("{{ memo }}", "text"),
        ("{{ due_date }}", "date"), ("{{ original }}", "signed"), ("{{ settled }}", "signed"), ("{{ open }}", "signed"),
        ("{{ overdue }}", "days"),
    )  # fmt: skip
    page.page_sums("A:E", dict.fromkeys("FGH", "page signed"), (row, row), empty="I")
    page.line(
        ("A:E", say("合计（即账面余额）", "Total (the balance of the account)"), "band"),
        *((column, f"=SUM({column}{row}:{column}{row})", "band signed") for column in "FGH"),
        ("I", "", "band"),
        height=20,
    )
    page.together("totals", row)
    _aging_strip(page)
    closing(page)


def annual(page: Page) -> None:
    """Twelve months of one customer."""
    say = page.say
    page.title(say("年度对账单", "Annual statement of account"), "{{ period }}")
    heading(page, "D")
    page.columns(
        *say(
            "月份 期初余额 本月增加 本月收回 方向 期末余额",
            "Month Opening Increase Decrease D/C Closing",
        ).split()
    )
    row = page.block(
        "month_rows",
        ("{{ month }}", "center"), ("{{ opening }}", "signed"), ("{{ increase }}", "money"), ("{{ decrease }}", "money"),
        ("{{ closing_direction }}", "center"), ("{{ closing_absolute }}", "money"),
        height=22,
    )  # fmt: skip
    total = page.row
    page.line(
        ("A", say("合计", "Total"), "band"),
        ("B", "{{ opening }}", "band signed"),
        *((column, f"=SUM({column}{row}:{column}{row})", "band money") for column in "CD"),
        ("E", _direction(page, f"ROUND(B{total}+C{total}-D{total},4)"), "band center"),
        ("F", f"=ABS(ROUND(B{total}+C{total}-D{total},4))", "band money"),
        height=22,
    )
    page.together("totals", row)
    closing(page)


def goods(page: Page) -> None:
    """Product, quantity and price behind each document."""
    say = page.say
    page.title(say("商品明细对账单", "Statement of goods"))
    heading(page, "F")
    page.columns(
        *say(
            "序号 日期 单据号 商品名称 规格型号 单位 数量 单价 金额 提示",
            "No. Date Document Product Specification Unit Quantity Price Amount Remark",
        ).split()
    )
    row = page.block(
        "goods_rows",
        ("{{ number }}", "center"), ("{{ date }}", "date"), ("{{ document }}", "text"), ("{{ product }}", "text"),
        ("{{ specification }}", "text"), ("{{ unit }}", "center"), ("{{ quantity }}", "number"), ("{{ price }}", "number"),
        ("{{ amount }}", "signed"), ("{{ flag }}", "text"),
    )  # fmt: skip
    page.sheet.conditional_format(
        f"I{row}:J{row}",
        {
            "type": "formula",
            "criteria": f"=LEN($J{row})>0",
            "format": page.book.add_format({"bg_color": "#FDE9C8"}),
        },
    )
    page.page_sums("A:H", {"I": "page signed"}, (row, row), empty="J")
    page.line(
        ("A:H", say("合计", "Total"), "band"),
        ("I", f"=SUM(I{row}:I{row})", "band signed"),
        ("J", "", "band"),
        height=20,
    )
    page.together("totals", row)
    note = page.paragraph(
        say(
            "有 {{ flagged_count }} 行的数量×单价与金额不符，已在提示栏标出，请核对。",
            "In {{ flagged_count }} lines quantity × price is not the amount; see the remarks.",
        ),
        look="remark",
    )
    page.define("if_flagged_count", note, note)
