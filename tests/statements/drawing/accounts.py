"""Statements of account: balance forward, open items, activity, twelve months, goods."""

from itertools import combinations, pairwise

from tests.statements.drawing.page import INK, Page


def heading(page: Page, split: str) -> None:
    """Who to whom, number, period."""
    say = page.say
    page.top(
        (
            say("客户：{{ customer }}", "Bill to: {{ customer }}"),
            say("对账单号：{{ number }}", "Statement no.: {{ number }}"),
        ),
        (
            say("我方：{{ our_name }}", "From: {{ our_name }}"),
            say("对账期间：{{ period }}", "Period: {{ period }}"),
        ),
        (
            say("币种：{{ currency }}", "Currency: {{ currency }}"),
            say("编制日期：{{ issued }}", "Statement date: {{ issued }}"),
        ),
        split=split,
        optional={
            "our_contact": say(
                "我方联系人：{{ our_contact }}　电话：{{ our_phone }}　地址：{{ our_address }}",
                "Contact: {{ our_contact }}   Telephone: {{ our_phone }}   Address: {{ our_address }}",
            ),
            "terms": say("付款期限：{{ terms }}", "Terms: {{ terms }}"),
        },
    )


def balance_forward(page: Page, *, monthly: bool = False) -> None:
    """Opening, every entry with the balance after it, closing."""
    say = page.say
    if monthly:
        page.title(say("月度对账单", "Monthly statement of account"))
    else:
        page.title(say("对账单", "Statement of account"), say("（余额结转式）", "Balance forward"))
    heading(page, page.half)
    columns = _in_chinese(page) if page.language == "zh" else _in_english(page)
    row, total = columns
    if monthly:
        _year_to_date(page)
    if page.language == "zh":
        signed = _signed(page, row - 1, total)
        page.line(
            ("A:G", "期末余额", "band"),
            ("H", _direction(page, signed), "band center"),
            ("I", f"=ABS({signed})", "band money"),
            height=20,
        )
    else:
        page.line(
            ("A:H", "Balance carried forward", "band"),
            ("I", f"=ROUND(I{row - 1}+G{total}-H{total},2)", "band balance"),
            height=20,
        )
    page.together("totals", row)
    _aging_strip(page)
    closing(page)
    _remittance_slip(page)


def _in_chinese(page: Page) -> tuple[int, int]:
    """方向 and 余额 beside each entry: the rows of the entries and of their total."""
    page.columns(
        *["序号", "日期", "类型", "单据号", "摘要", "借方（增加）", "贷方（减少）", "方向", "余额"]
    )
    opening = page.line(
        ("A:G", "期初余额", "band"),
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
    page.page_sums(
        "A:E",
        {"F": "page money", "G": "page money"},
        (row, row),
        lambda at: (
            ("H", _direction(page, _signed(page, opening, at)), "page center"),
            ("I", f"=ABS({_signed(page, opening, at)})", "page money"),
        ),
        empty="HI",
    )
    return row, _total(page, row, "A:E", "FG", "HI")


def _in_english(page: Page) -> tuple[int, int]:
    """The due date beside each entry, and a balance whose brackets are in the customer's favour."""
    page.columns(
        *["No.", "Date", "Type", "Reference", "Description", "Due date", "Debit\n(charges)", "Credit\n(payments)", "Balance"],
        height=30,
    )  # fmt: skip
    opening = page.line(
        ("A:H", "Balance brought forward", "band"),
        ("I", "{{ opening }}", "band balance"),
        height=20,
    )
    row = page.block(
        "entry_rows",
        ("{{ number }}", "center"), ("{{ date }}", "date"), ("{{ type }}", "text"), ("{{ document }}", "text"),
        ("{{ memo }}", "text"), ("{{ due_date }}", "date"), ("{{ debit }}", "money"), ("{{ credit }}", "money"),
        ("{{ balance }}", "balance"),
    )  # fmt: skip
    page.page_sums(
        "A:F",
        dict.fromkeys("GH", "page money"),
        (row, row),
        lambda at: (("I", f"=ROUND(I{opening}+G{at}-H{at},2)", "page balance"),),
        empty="I",
    )
    return row, _total(page, row, "A:F", "GH", "I")


def _total(page: Page, row: int, label: str, summed: str, empty: str) -> int:
    """What the entries add up to."""
    return page.line(
        (label, page.say("本期合计", "Total for the period"), "band"),
        *((column, f"=SUM({column}{row}:{column}{row})", "band money") for column in summed),
        *((column, "", "band") for column in empty),
        height=20,
    )


def _signed(page: Page, opening: int, at: int) -> str:
    """The balance after the sums of a row, positive where it is a debit."""
    return f'ROUND(IF(H{opening}="{page.say("贷", "Cr")}",-1,1)*I{opening}+F{at}-G{at},2)'


def _year_to_date(page: Page) -> None:
    """本年累计: from the first of January, or the first day the ledger has."""
    more, less, label = ("F", "G", "A:E") if page.language == "zh" else ("G", "H", "A:F")
    page.line(
        (
            label,
            page.say("本年累计（自{{ year_begin }}）", "Year to date (from {{ year_begin }})"),
            "label",
        ),
        (more, "{{ year_increase }}", "subtotal"),
        (less, "{{ year_decrease }}", "subtotal"),
        *((column, "", "label") for column in ("HI" if page.language == "zh" else "I")),
        height=19,
    )


def _remittance_slip(page: Page) -> None:
    """What an English statement ends with: to be cut off and sent with the payment."""
    if page.language == "zh":
        return
    half, last = page.half, page.last
    before = chr(ord(half) - 1)
    start = page.line((f"A:{last}", "✂ ------------------------- Remittance slip -------------------------", "cut"), height=24)  # fmt: skip
    for left, right in (
        ("Account: {{ customer }}", "Amount due: {{ amount_due }} {{ currency }}"),
        ("Statement no.: {{ number }}", "Amount enclosed:"),
        ("Statement date: {{ issued }}", "Pay to: {{ our_name }}"),
    ):
        page.line((f"A:{before}", left, "heading"), (f"{half}:{last}", right, "heading"))
    row = page.line(
        (f"A:{last}", "Bank: {{ our_bank }}   Account: {{ our_bank_account }}", "heading")
    )
    page.define("if_our_bank", row, row)
    page.together("slip", start)


def _direction(page: Page, signed: str) -> str:
    debit, credit, none = page.say("借 贷 平", "Dr Cr nil").split()
    return f'=IF({signed}>0,"{debit}",IF({signed}<0,"{credit}","{none}"))'


def _aging_strip(page: Page) -> None:
    """The closing balance by age."""
    page.gap()
    start = page.row
    names = [f"{{{{ bucket_{at}_name }}}}" for at in range(1, 7)] + [
        page.say("未核销收款", "Unapplied")
    ]
    totals = [f"{{{{ bucket_{at}_total }}}}" for at in range(1, 7)] + ["{{ unapplied_total }}"]
    places = _strip(page, len(names))
    page.line(*((at, name, "column") for at, name in zip(places, names, strict=True)), height=20)
    page.line(*((at, total, "signed") for at, total in zip(places, totals, strict=True)))
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


def _strip(page: Page, count: int) -> list[str]:
    """So many areas over all columns, as equally wide as columns allow."""
    columns = len(page.widths)

    def areas(starts: tuple[int, ...]) -> list[tuple[int, int]]:
        return [*pairwise((0, *starts, columns))]

    def narrowest(starts: tuple[int, ...]) -> float:
        return min(sum(page.widths[first:end]) for first, end in areas(starts))

    best = max(combinations(range(1, columns), count - 1), key=narrowest)
    letters = [(chr(ord("A") + first), chr(ord("A") + end - 1)) for first, end in areas(best)]
    return [first if first == last else f"{first}:{last}" for first, last in letters]


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
    split = page.half
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
    heading(page, page.half)
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
        ("F:G", f"=ROUND(F{total}-G{total},2)", "band signed"),
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
    heading(page, page.half)
    page.columns(
        *say(
            "序号 单据日期 单据号 摘要 到期日 原金额 已核销 未清金额 逾期天数",
            "No.|Date|Reference|Description|Due date|Original|Settled|Open|Days late",
        ).split("|" if page.language == "en" else None)
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
    _remittance_slip(page)


def annual(page: Page) -> None:
    """Twelve months of one customer."""
    say = page.say
    page.title(say("年度对账单", "Annual statement of account"))
    heading(page, page.half)
    page.columns(
        *say(
            "月份 期初余额 本月增加 本月收回 期末余额",
            "Month Opening Increase Decrease Closing",
        ).split()
    )
    row = page.block(
        "month_rows",
        ("{{ month }}", "center"), ("{{ opening }}", "balance"), ("{{ increase }}", "money"), ("{{ decrease }}", "money"),
        ("{{ closing }}", "balance"),
        height=22,
    )  # fmt: skip
    total = page.row
    page.line(
        ("A", say("全年合计", "Total"), "band"),
        ("B", "{{ opening }}", "band balance"),
        *((column, f"=SUM({column}{row}:{column}{row})", "band money") for column in "CD"),
        ("E", f"=ROUND(B{total}+C{total}-D{total},2)", "band balance"),
        height=22,
    )
    page.together("totals", row)
    closing(page)


def goods(page: Page) -> None:
    """Product, quantity and price behind each document."""
    say = page.say
    page.title(say("商品明细对账单", "Statement of goods"))
    heading(page, page.half)
    page.columns(
        *say(
            "序号 日期 单据号 商品名称 规格型号 单位 数量 单价 金额 提示",
            "No. Date Document Product Specification Unit Quantity Price Amount Remark",
        ).split()
    )
    opening = page.line(
        ("A:H", say("期初余额", "Balance brought forward"), "band"),
        ("I", "{{ opening }}", "band balance"),
        ("J", "", "band"),
        height=20,
    )
    row = page.block(
        "goods_rows",
        ("{{ number }}", "center"), ("{{ date }}", "date"), ("{{ document }}", "text"), ("{{ product }}", "text"),
        ("{{ specification }}", "text"), ("{{ unit }}", "center"), ("{{ quantity }}", "number"), ("{{ price }}", "price"),
        ("{{ amount }}", "signed"), ("{{ flag }}", "text"),
    )  # fmt: skip
    page.sheet.conditional_format(
        f"I{row}:J{row}",
        {
            "type": "formula",
            "criteria": f"=LEN($J{row})>0",
            "format": page.book.add_format({"bg_color": "#FDE9C8", "font_color": INK}),
        },
    )
    page.page_sums("A:H", {"I": "page signed"}, (row, row), empty="J")
    total = page.line(
        ("A:H", say("本期合计", "Total for the period"), "band"),
        ("I", f"=SUM(I{row}:I{row})", "band signed"),
        ("J", "", "band"),
        height=20,
    )
    page.line(
        ("A:H", say("期末余额", "Balance carried forward"), "band"),
        ("I", f"=ROUND(I{opening}+I{total},2)", "band balance"),
        ("J", "", "band"),
        height=20,
    )
    page.together("totals", row)
    note = page.paragraph(
        say(
            "有 {{ flagged_count }} 行的数量×单价与金额不符，已在提示栏标出，请核对。",
            "Quantity × price is not the amount in lines with a remark ({{ flagged_count }}); please check.",
        ),
        look="remark",
    )
    page.define("if_flagged_count", note, note)
    closing(page)
