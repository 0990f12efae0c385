"""Working papers and schedules: 余额调节表, 未达账项, aging in days and in years, all customers of a year."""

from tests.statements.drawing.page import Page


def _top(page: Page, split: str, *, customer: bool = True, as_of: bool = True) -> None:
    say = page.say
    when = (
        say("截止日：{{ as_of }}", "As of: {{ as_of }}")
        if as_of
        else say("期间：{{ period }}", "Period: {{ period }}")
    )
    first = say("编制单位：{{ our_name }}", "Company: {{ our_name }}")
    second = (
        say("对方单位：{{ customer }}", "Customer: {{ customer }}")
        if customer
        else say("币种：{{ currency }}", "Currency: {{ currency }}")
    )
    lines = [(first, say("编号：{{ number }}", "No.: {{ number }}")), (second, when)]
    if customer:
        lines.append(
            (
                say("币种：{{ currency }}", "Currency: {{ currency }}"),
                say("编制日期：{{ issued }}", "Date: {{ issued }}"),
            )
        )
    page.top(*lines, split=split)


def _signed(page: Page, *areas: str) -> None:
    """Preparer, reviewer, approver."""
    names = page.say("编制人： 复核人： 审批人：", "Prepared: Reviewed: Approved:").split()
    page.gap()
    page.line(
        *((area, name, "heading") for area, name in zip(areas, names, strict=True)), height=26
    )


def reconciliation(page: Page) -> None:
    """余额调节表: both balances to the adjusted ones, side by side."""
    say = page.say
    page.title(say("往来余额调节表", "Reconciliation statement"))
    _top(page, "F")
    page.line(
        ("A:E", say("我方账（应收账款）", "Our books (accounts receivable)"), "column"),
        ("F:J", say("对方账（应付账款）", "Their books (accounts payable)"), "column"),
        height=20,
    )
    heads = say("日期 单据号 摘要 原因 金额", "Date Document Description Cause Amount").split()
    row = page.line(
        *((chr(65 + at), name, "column") for at, name in enumerate(heads * 2)), height=20
    )
    page.repeat(row - 1, row)
    start = page.line(
        ("A:D", say("我方账面应收余额", "Balance in our books"), "band"),
        ("E", "{{ our_closing }}", "band signed"),
        ("F:I", say("对方账面应付余额", "Balance in their books"), "band"),
        ("J", "{{ their_closing }}", "band signed"),
        height=20,
    )
    sums = []
    for section, ours, theirs in (
        (
            "add",
            say("加：对方已记增加、我方未记", "Add: increases booked by them only"),
            say("加：我方已记增加、对方未记", "Add: increases booked by us only"),
        ),
        (
            "less",
            say("减：对方已记减少、我方未记", "Less: decreases booked by them only"),
            say("减：我方已记减少、对方未记", "Less: decreases booked by us only"),
        ),
        (
            "correction",
            say("±：我方错账更正与核销", "±: corrections and write-offs in our books"),
            say("±：对方错账更正", "±: corrections in their books"),
        ),
    ):
        head = page.line(("A:D", ours, "section"), ("F:I", theirs, "section"), height=19)
        row = page.block(
            f"{section}_rows",
            *(
                (f"{{{{ {side}_{name} }}}}", look)
                for side in ("our", "their")
                for name, look in (
                    ("date", "date"),
                    ("document", "text"),
                    ("memo", "text"),
                    ("cause", "center"),
                    ("amount", "signed" if section == "correction" else "money"),
                )
            ),
        )
        for column in "EJ":
            page.put(
                f"{column}{head}",
                f"=SUM({column}{row}:{column}{row})",
                "subtotal signed",
                bold=True,
                bg_color="#F2F4F7",
            )
        sums.append(head)
    add, less, correction = sums
    adjusted = page.line(
        ("A:D", say("我方调节后余额", "Our adjusted balance"), "band"), ("E", f"=ROUND(E{start}+E{add}-E{less}+E{correction},2)", "band signed"),
        ("F:I", say("对方调节后余额", "Their adjusted balance"), "band"), ("J", f"=ROUND(J{start}+J{add}-J{less}+J{correction},2)", "band signed"), height=22,
    )  # fmt: skip
    page.gap(6)
    page.line(
        (
            "A:I",
            say("调节后差额（我方 − 对方）", "Difference of the adjusted balances (ours − theirs)"),
            "label",
        ),
        ("J", f"=ROUND(E{adjusted}-J{adjusted},2)", "subtotal signed"),
        height=19,
    )
    after = page.row - 1
    page.line(
        ("A:I", say("其中：期初余额差额", "of which: difference of the opening balances"), "label"),
        ("J", "{{ opening_difference }}", "subtotal signed"),
        height=19,
    )
    opening = page.row - 1
    page.line(
        (
            "A:J",
            say(
                "其中：双方金额不符，以及尚待查明由谁更正的账项",
                "of which: amounts that differ, and entries of which it is not known who is wrong",
            ),
            "section",
        ),
        height=19,
    )
    names = say(
        "我方日期|我方单据|怎样处理|原因|我方金额|对方日期|对方单据|对方摘要|对方金额|差额",
        "Our date|Our document|What to do|Cause|Our amount|Their date|Their document|Their description|Their amount|Difference",
    ).split("|")
    page.line(*((chr(65 + at), name, "head") for at, name in enumerate(names)), height=18)
    row = page.block(
        "pair_rows",
        ("{{ our_date }}", "date"), ("{{ our_document }}", "text"), ("{{ action }}", "text"), ("{{ cause }}", "center"), ("{{ our_amount }}", "signed"),
        ("{{ their_date }}", "date"), ("{{ their_document }}", "text"), ("{{ their_memo }}", "text"), ("{{ their_amount }}", "signed"), ("{{ difference }}", "signed"),
    )  # fmt: skip
    total = page.line(
        ("A:I", say("金额不符及待查小计", "Subtotal of what is to be looked into"), "label"),
        ("J", f"=SUM(J{row}:J{row})", "subtotal signed"),
        height=19,
    )
    start = page.line(
        ("A:I", say("未查明差额", "Unexplained difference"), "band"),
        ("J", f"=ROUND(J{after}-J{opening}-J{total},2)", "band signed"),
        height=20,
    )
    left = page.row - 1
    page.line(
        (
            "A:J",
            f'=IF(J{after}=0,"{say("√ 调节一致。", "✓ Agrees after adjustment.")}","{say("≠ 调节不一致：差额来自期初、金额不符或待查账项，见上。", "≠ Does not agree yet: the opening, amounts that differ, or what is to be looked into, see above.")}")&IF(J{left}=0,"","{say(" × 有未查明差额，可能记错账。", " ✗ Part is unexplained; an entry may be wrong.")}")',
            "verdict",
        ),
        height=22,
    )
    page.remark()
    _signed(page, "A:C", "D:F", "G:J")
    page.together("signatures", start)


def in_transit(page: Page) -> None:
    """未达账项明细: what only one side has booked, by side."""
    say = page.say
    page.title(say("未达账项明细表", "Items in transit"))
    _top(page, "E")
    page.columns(
        *say(
            "序号 日期 单据号 摘要 增加 减少 已过天数",
            "No. Date Document Description Increase Decrease Days",
        ).split()
    )
    totals = []
    for name, title, total in (
        (
            "only_ours_rows",
            say("一、我方已记、对方未记", "1. Booked by us only"),
            say("小计", "Subtotal"),
        ),
        (
            "only_theirs_rows",
            say("二、对方已记、我方未记", "2. Booked by them only"),
            say("小计", "Subtotal"),
        ),
    ):
        page.line(("A:G", title, "section"), height=19)
        row = page.block(
            name,
            ("{{ number }}", "center"),
            ("{{ date }}", "date"),
            ("{{ document }}", "text"),
            ("{{ memo }}", "text"),
            ("{{ increase }}", "money"),
            ("{{ decrease }}", "money"),
            ("{{ days }}", "days"),
        )
        totals.append(
            page.line(
                ("A:D", total, "label"),
                *((c, f"=SUM({c}{row}:{c}{row})", "subtotal") for c in "EF"),
                ("G", "", "label"),
                height=19,
            )
        )
    ours, theirs = totals
    start = page.line(
        (
            "A:D",
            say("未达账项对差额的影响（我方 − 对方）", "Effect on the difference (ours − theirs)"),
            "band",
        ),
        ("E:F", f"=ROUND(E{ours}-F{ours}-E{theirs}+F{theirs},2)", "band signed"),
        ("G", "", "band"),
        height=20,
    )
    page.paragraph(
        say(
            "增加、减少以我方应收角度列示。未达账项在后续期间由对方入账后自动消除，超过规定天数的请追查。",
            "Increase and decrease are of what is owed to us. Items in transit clear when the other side books them; look into those that stay long.",
        ),
        look="small",
    )
    _signed(page, "A:C", "D", "E:G")
    page.together("signatures", start)


def aging(page: Page) -> None:
    """账龄分析表 in days, a line a customer."""
    say = page.say
    page.title(say("应收账款账龄分析表", "Aging schedule"), say("按{{ base }}", "By {{ base }}"))
    _top(page, "G", customer=False)
    page.columns(
        say("序号", "No."),
        say("客户", "Customer"),
        *(f"{{{{ bucket_{at}_name }}}}" for at in range(1, 7)),
        say("账龄不明\n（期初）", "Undated\n(opening)"),
        say("未核销收款", "Unapplied"),
        say("合计", "Total"),
        height=32,
    )
    row = page.block(
        "customer_rows",
        ("{{ number }}", "center"), ("{{ customer }}", "text"), *((f"{{{{ bucket_{at} }}}}", "signed") for at in range(1, 7)),
        ("{{ undated }}", "signed"), ("{{ unapplied }}", "signed"), (f"=SUM(C{page.row}:J{page.row})", "signed"),
    )  # fmt: skip
    page.page_sums("A:B", dict.fromkeys("CDEFGHIJK", "page signed"), (row, row))
    total = page.line(
        ("A:B", say("合计", "Total"), "band"),
        *((c, f"=SUM({c}{row}:{c}{row})", "band signed") for c in "CDEFGHIJK"),
        height=20,
    )
    page.line(
        ("A:B", say("占比", "Share"), "label"),
        *((c, f"=IF($K{total}=0,0,{c}{total}/$K{total})", "percent") for c in "CDEFGHIJK"),
        height=19,
    )
    page.paragraph("{{ method }}", look="small")
    page.remark()
    _signed(page, "A:C", "D:G", "H:K")
    page.together("totals", row)


def statutory(page: Page) -> None:
    """The note to the accounts: by years, provision typed by the accountant."""
    say = page.say
    page.title(say("应收账款按账龄披露", "Receivables by age (note to the accounts)"))
    _top(page, "F", customer=False)
    row = page.row
    page.line(
        ("B:E", say("年初账面余额", "Opening of the year"), "column"),
        ("F:I", say("期末账面余额（{{ as_of }}）", "Closing ({{ as_of }})"), "column"),
        height=20,
    )
    names = say("账面余额 计提比例 坏账准备 账面价值", "Balance Rate Provision Carrying").split()
    page.line(*((chr(66 + at), name, "column") for at, name in enumerate(names * 2)), height=20)
    page.put(f"A{row}:A{row + 1}", say("账龄", "Age"), "column")
    page.repeat(row, row + 1)
    first = page.row
    for name, label in (
        ("within_1", say("1年以内", "Within 1 year")), ("years_1_2", say("1-2年", "1–2 years")), ("years_2_3", say("2-3年", "2–3 years")),
        ("over_3", say("3年以上", "Over 3 years")), ("undated", say("账龄不明（期初无明细）", "Unknown (opening without documents)")),
    ):  # fmt: skip
        row = page.line(
            ("A", label, "label"),
            ("B", f"{{{{ opening_{name} }}}}", "signed"),
            ("F", f"{{{{ closing_{name} }}}}", "signed"),
            height=22,
        )
        for balance, rate, provision, carrying in (("B", "C", "D", "E"), ("F", "G", "H", "I")):
            page.put(f"{rate}{row}", 0, "input percent")
            page.put(f"{provision}{row}", f"=ROUND({balance}{row}*{rate}{row},2)", "signed")
            page.put(f"{carrying}{row}", f"=ROUND({balance}{row}-{provision}{row},2)", "signed")
    last = page.row - 1
    page.line(
        ("A", say("合计", "Total"), "band"),
        *((c, f"=SUM({c}{first}:{c}{last})", "band signed") for c in "BDEFHI"),
        ("C", "", "band"),
        ("G", "", "band"),
        height=22,
    )
    page.line(
        ("A", say("另：预收款项（贷方余额）", "Besides: advances (credit balances)"), "label"),
        ("B", "{{ opening_advances }}", "signed"),
        ("F", "{{ closing_advances }}", "signed"),
        height=22,
    )
    page.paragraph(
        say(
            "计提比例由会计人员在黄色单元格中填写。贷方余额应作为预收款项/合同负债列报，不抵减其他客户的应收款。",
            "Enter the provision rates in the yellow cells. Credit balances are reported as advances and are not set off against other customers.",
        ),
        look="small",
    )
    _signed(page, "A:C", "D:F", "G:I")


def customers(page: Page) -> None:
    """年度往来对账汇总: 年初, 增加, 收回, 年末, a line a customer."""
    say = page.say
    page.title(say("客户往来年度汇总表", "Annual summary of customer accounts"))
    _top(page, "D", customer=False, as_of=False)
    page.columns(
        *say(
            "序号 客户 年初余额 本年增加 本年收回 年末余额",
            "No. Customer Opening Increase Decrease Closing",
        ).split()
    )
    row = page.block(
        "customer_rows",
        ("{{ number }}", "center"),
        ("{{ customer }}", "text"),
        ("{{ opening }}", "balance"),
        ("{{ increase }}", "money"),
        ("{{ decrease }}", "money"),
        (f"=ROUND(C{page.row}+D{page.row}-E{page.row},2)", "balance"),
    )
    page.page_sums("A:B", dict.fromkeys("CDEF", "page signed"), (row, row))
    total = page.row
    page.line(
        ("A:B", say("合计", "Total"), "band"),
        *((c, f"=SUM({c}{row}:{c}{row})", "band money") for c in "DE"),
        *((c, f"=SUM({c}{row}:{c}{row})", "band balance") for c in "CF"),
        height=20,
    )
    page.line(
        (
            "A:F",
            f'=IF(ROUND(C{total}+D{total}-E{total}-F{total},2)=0,"{say("√ 年初 ＋ 增加 － 收回 ＝ 年末", "✓ Opening + increase − decrease = closing")}","{say("× 不勾稽，请检查", "✗ Does not add up")}")',
            "verdict",
        ),
        height=22,
    )
    page.paragraph(
        say("贷方余额为预收。", "A balance in brackets is an advance from the customer."),
        look="small",
    )
    page.remark()
    _signed(page, "A:B", "C:D", "E:F")
    page.together("totals", row)
