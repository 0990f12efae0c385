"""Letters: confirmations for the auditor, our own confirmation with its reply slip, reminders, differences."""

from tests.statements.drawing.page import Page


def _to(page: Page, title: str) -> None:
    page.title(title)
    page.line(
        (
            f"A:{page.last}",
            page.say(
                "编号：{{ number }}　　币种：{{ currency }}",
                "No.: {{ number }}     Currency: {{ currency }}",
            ),
            "heading",
        )
    )
    page.line(
        (f"A:{page.last}", page.say("{{ customer }}：", "To: {{ customer }}"), "strong"), height=24
    )


def _auditor(page: Page) -> None:
    say = page.say
    half = chr(ord("A") + len(page.widths) // 2)
    before = chr(ord(half) - 1)
    for ours, theirs in (
        (
            say("回函地址：{{ auditor_address }}", "Reply to: {{ auditor }}"),
            say(
                "邮编：{{ auditor_postcode }}",
                "Address: {{ auditor_address }} {{ auditor_postcode }}",
            ),
        ),
        (
            say("联系人：{{ auditor_contact }}", "Contact: {{ auditor_contact }}"),
            say(
                "电话：{{ auditor_phone }}　　传真：{{ auditor_fax }}",
                "Telephone: {{ auditor_phone }}   Fax: {{ auditor_fax }}",
            ),
        ),
    ):
        page.line((f"A:{before}", ours, "heading"), (f"{half}:{page.last}", theirs, "heading"))
    page.gap(6)


def _balance_table(page: Page, *, blank: bool = False) -> None:
    """截止日期 | 贵公司欠 | 欠贵公司 | 备注."""
    say = page.say
    page.paragraph(
        say(
            "1．本公司与贵公司的往来账项列示如下：",
            "1. The balance between our companies:",
        ),
        look="strong",
    )
    page.columns(
        *say("截止日期|贵公司欠|欠贵公司|备注", "As of|You owe us|We owe you|Remarks").split("|"),
        repeat=False,
    )
    us, you = ("", "") if blank else ("{{ owed_to_us }}", "{{ owed_by_us }}")
    row = page.row
    page.line(
        ("A", "{{ as_of }}", "date"),
        ("D", "" if blank else "{{ closing_in_words }}", "text"),
        height=30,
    )
    for column, value, name in (("B", us, "reply_owed_to_us"), ("C", you, "reply_owed_by_us")):
        page.put(f"{column}{row}", value, "input money" if blank else "money")
        if blank:
            page.define_cell(name, f"{column}{row}")
    page.gap(6)
    page.paragraph(say("2．其他事项：", "2. Other matters:"), look="strong")
    page.gap(24)


def _reply_boxes(page: Page, *, amount: bool = True) -> None:
    """结论: agreed, or not with what differs; the only cells that can be changed."""
    say = page.say
    start = page.paragraph(
        say(
            "结论（请在黄色单元格中填写，签章后寄回）：",
            "Reply (fill in the yellow cells, sign and return):",
        ),
        look="strong",
    )
    row = page.line(("A", say("是否相符", "Agreed?"), "label"), height=22)
    page.put(f"B{row}", "", "input")
    page.define_cell("reply_agrees", f"B{row}")
    yes, no = say("相符 不符", "agrees disagrees").split()
    page.sheet.data_validation(f"B{row}", {"validate": "list", "source": [yes, no]})
    page.put(f"C{row}", say("贵公司账面余额", "Balance in your books"), "label")
    page.put(f"D{row}", "", "input money")
    page.define_cell("reply_balance", f"D{row}")
    row = page.line(
        ("A", say("经办人", "Name"), "label"), ("C", say("日期", "Date"), "label"), height=22
    )
    page.put(f"B{row}", "", "input")
    page.put(f"D{row}", "", "input date")
    page.define_cell("reply_name", f"B{row}")
    page.define_cell("reply_date", f"D{row}")
    row = page.line(("A", say("不符项目及说明", "What differs"), "label"), height=52)
    page.put(f"B{row}:D{row}", "", "input")
    page.define_cell("reply_note", f"B{row}")
    page.gap()
    page.boxes(
        "A:B",
        "C:D",
        [
            (
                say("1．信息证明无误。", "1. The above is agreed."),
                say(
                    "2．信息不符，不符项目如上或另附。",
                    "2. Not agreed; differences above or attached.",
                ),
                22,
            ),
            (say("（盖章）", "(stamp)"), say("（盖章）", "(stamp)"), 46),
            (
                say("经办人：　　　　　年　月　日", "Name and date:"),
                say("经办人：　　　　　年　月　日", "Name and date:"),
                24,
            ),
        ],
    )
    page.together("reply", start)
    page.lock()


def _audit_letter(
    page: Page, title: str, body: str, note: str, *, blank: bool = False, reply: bool = True
) -> None:
    _to(page, title)
    page.paragraph(body, 2)
    page.gap(6)
    _auditor(page)
    _balance_table(page, blank=blank)
    start = page.paragraph(note, 2, "small")
    page.line(("C:D", "{{ our_name }}", "sign"), height=20)
    page.line(
        ("C:D", page.say("（公司盖章）　　{{ issued }}", "(stamp)   {{ issued }}"), "sign"),
        height=30,
    )
    page.together("signature", start)
    page.remark()
    if reply:
        _reply_boxes(page)
    else:
        page.lock()


_ONLY = "本函仅为复核账目之用，并非催款结算。若款项在上述日期之后已经付清，仍请及时函复为盼。"
_ONLY_EN = "This letter is for checking the accounts only and is not a request for payment. If the amount has been settled since the date above, please reply all the same."


def positive(page: Page) -> None:
    """积极式: a reply is asked for whether or not it agrees."""
    _audit_letter(
        page,
        page.say("企业询证函", "Confirmation of account"),
        page.say(
            "　　本公司聘请的{{ auditor }}正在对本公司{{ year }}年度财务报表进行审计，按照中国注册会计师审计准则的要求，应当询证本公司与贵公司的往来账项等事项。下列信息出自本公司账簿记录，如与贵公司记录相符，请在本函下端“信息证明无误”处签章证明；如有不符，请在“信息不符”处列明不符项目；如存在与本公司有关的未列入本函的其他项目，也请列出金额及详细资料。回函请直接寄至{{ auditor }}。",
            "Our auditors, {{ auditor }}, are auditing our financial statements for {{ year }} and ask us to confirm with you the balance of our account. The information below is taken from our books. If it agrees with yours, please sign at the foot; if not, please say what differs. Please list any other matter between us that is not shown. Send your reply directly to {{ auditor }}.",
        ),
        page.say(_ONLY, _ONLY_EN),
    )


def negative(page: Page) -> None:
    """消极式: a reply only if it does not agree."""
    _audit_letter(
        page,
        page.say("企业询证函（消极式）", "Confirmation of account (reply only if you disagree)"),
        page.say(
            "　　本公司聘请的{{ auditor }}正在对本公司{{ year }}年度财务报表进行审计，按照中国注册会计师审计准则的要求，应当询证本公司与贵公司的往来账项等事项。下列信息出自本公司账簿记录，如与贵公司记录相符，则无需回复；如有不符，请直接通知{{ auditor }}，并请在下方列明不符的项目及具体内容。",
            "Our auditors, {{ auditor }}, are auditing our financial statements for {{ year }}. The information below is taken from our books. If it agrees with yours, no reply is needed. If you disagree with the amount shown, please tell our auditors directly at the address below and say what differs.",
        ),
        page.say(
            _ONLY.replace("仍请及时函复为盼", "请以上述日期的余额为准核对"),
            _ONLY_EN.replace(
                "please reply all the same", "please check the balance as at that date"
            ),
        ),
    )


def blank(page: Page) -> None:
    """填列式: the amount is left for the customer."""
    _audit_letter(
        page,
        page.say("企业询证函（填列式）", "Confirmation of account (please state the balance)"),
        page.say(
            "　　本公司聘请的{{ auditor }}正在对本公司{{ year }}年度财务报表进行审计，按照中国注册会计师审计准则的要求，应当询证本公司与贵公司的往来账项等事项。请根据贵公司账簿记录，在下表黄色单元格中填列截至 {{ as_of }} 贵公司与本公司往来账项的余额，签章后直接寄至{{ auditor }}。",
            "Our auditors, {{ auditor }}, are auditing our financial statements for {{ year }}. Please enter in the yellow cells the balance of our account as it stands in your books at {{ as_of }}, sign, and send your reply directly to {{ auditor }}.",
        ),
        page.say(_ONLY, _ONLY_EN),
        blank=True,
    )


def reply_slip(page: Page) -> None:
    """对账确认函 with its 确认联（回执）: our figures above the line, their reply below it."""
    say = page.say
    _to(page, say("对账确认函", "Account confirmation"))
    page.paragraph(
        say(
            "　　为核对双方往来账目，现将截至 {{ as_of }} 本公司账面记录列示如下，请核对后于 {{ reply_by }} 前在下方回执上填写并签章寄回。",
            "So that our books agree, the following is what ours show at {{ as_of }}. Please check it, fill in the slip below and return it signed by {{ reply_by }}.",
        ),
        2,
    )
    page.gap(6)
    names = say("期初余额 本期增加 本期减少 期末余额", "Opening Increase Decrease Closing").split()
    page.columns(*names, repeat=False)
    row = page.row
    page.line(
        ("A", "{{ opening }}", "balance"),
        ("B", "{{ increase }}", "money"),
        ("C", "{{ decrease }}", "money"),
        ("D", f"=ROUND(A{row}+B{row}-C{row},2)", "balance"),
        height=26,
    )
    page.line(
        (
            "A:D",
            say(
                "对账期间：{{ period }}",
                "Period: {{ period }}. Brackets: in your favour.",
            ),
            "small",
        )
    )
    page.line(("A:D", "{{ balance_sentence }}", "strong"), height=30)
    start = page.paragraph(
        say(
            "联系人：{{ our_contact }}　电话：{{ our_phone }}　地址：{{ our_address }}",
            "Contact: {{ our_contact }}   Telephone: {{ our_phone }}   Address: {{ our_address }}",
        ),
        look="small",
    )
    page.line(("C:D", "{{ our_name }}", "sign"), height=20)
    page.line(("C:D", say("（盖章）　　{{ issued }}", "(stamp)   {{ issued }}"), "sign"), height=30)
    page.together("signature", start)
    page.remark()
    page.line(
        (
            "A:D",
            say(
                "✂ ------------------------- 回　执（确认联）-------------------------",
                "✂ ------------------------- Reply slip -------------------------",
            ),
            "cut",
        ),
        height=24,
    )
    page.line(
        (
            "A:D",
            say(
                "{{ our_name }}：贵公司编号 {{ number }} 的对账确认函已收悉，经核对：",
                "To {{ our_name }}: we have received your confirmation no. {{ number }} and reply:",
            ),
            "heading",
        ),
        height=24,
    )
    _reply_boxes(page)


_TONES = {
    "friendly": (
        ("付款提醒函", "Payment reminder"),
        (
            "　　感谢贵公司一直以来的支持。经核对我方账目，截至 {{ as_of }}，贵公司尚有下列款项已过约定付款日期。想必是一时疏忽，特此提醒，敬请安排付款；如已付款，请忽略本函。",
            "Thank you for your custom. According to our books at {{ as_of }} the documents below are past their due date. This may have been overlooked; we should be glad if you would arrange payment. If you have paid already, please disregard this letter.",
        ),
        (
            "如对金额有疑问，请与我们联系。",
            "If you have any question about the amounts, please let us know.",
        ),
    ),
    "firm": (
        ("催款函", "Second reminder"),
        (
            "　　经核对，截至 {{ as_of }}，贵公司仍有下列货款逾期未付，逾期最长已达 {{ overdue_days_max }} 天。请贵公司于 {{ reply_by }} 前将逾期款项 {{ overdue_figures }} 支付至下列账户，或书面告知付款安排。",
            "At {{ as_of }} the documents below are still unpaid, the oldest {{ overdue_days_max }} days overdue. Please pay the overdue total of {{ overdue_figures }} to the account below by {{ reply_by }}, or tell us in writing when you will.",
        ),
        (
            "逾期未付将影响后续发货与信用额度。",
            "Further deliveries and your credit limit depend on payment.",
        ),
    ),
    "final": (
        ("催款函（最后通知）", "Final demand"),
        (
            "　　贵公司拖欠下列到期货款，经我方多次催要至今未付。截至 {{ as_of }}，逾期款项合计 {{ overdue_figures }}（{{ overdue_in_words }}）。现正式要求贵公司于 {{ reply_by }} 前一次性付清。逾期仍未支付的，我方将依法主张债权及逾期付款损失，由此产生的费用由贵公司承担。",
            "The documents below are due and, in spite of our reminders, unpaid. At {{ as_of }} the overdue total is {{ overdue_figures }} ({{ overdue_in_words }}). We formally demand payment in full by {{ reply_by }}, failing which we shall pursue the debt and the loss caused by late payment, with costs, without further notice.",
        ),
        ("", ""),
    ),
}


def reminder(page: Page, tone: str) -> None:
    """催款函 in one of three tones."""
    say = page.say
    title, body, note = _TONES[tone]
    _to(page, say(*title))
    page.paragraph(say(*body), 2)
    page.gap(6)
    page.columns(
        *(
            say(
                "单据号 摘要 单据日期 到期日 逾期天数 未付金额",
                "Reference|Description|Date|Due date|Days late|Unpaid",
            ).split("|" if page.language == "en" else None)
        )
    )
    row = page.block(
        "overdue_rows",
        ("{{ document }}", "text"), ("{{ memo }}", "text"), ("{{ date }}", "date"), ("{{ due_date }}", "date"), ("{{ overdue }}", "days"), ("{{ open }}", "money"),
    )  # fmt: skip
    page.page_sums("A:E", {"F": "page money"}, (row, row))
    page.line(
        ("A:E", say("逾期合计", "Total overdue"), "band"),
        ("F", f"=SUM(F{row}:F{row})", "band money"),
        height=20,
    )
    page.line(
        (
            "A:E",
            say("账面余额（含未到期）", "Balance of the account, what is not due included"),
            "label",
        ),
        ("F", "{{ closing }}", "subtotal signed"),
        height=19,
    )
    page.together("totals", row)
    page.gap()
    start = page.row
    if tone != "friendly":
        page.paragraph(
            say(
                "收款户名：{{ our_name }}　开户行：{{ our_bank }}　账号：{{ our_bank_account }}",
                "Pay to: {{ our_name }}   Bank: {{ our_bank }}   Account: {{ our_bank_account }}",
            ),
            look="strong",
        )
    if note[0]:
        page.paragraph(say(*note), look="small")
    page.paragraph(
        say(
            "联系人：{{ our_contact }}　电话：{{ our_phone }}",
            "Contact: {{ our_contact }}   Telephone: {{ our_phone }}",
        ),
        look="small",
    )
    page.remark()
    page.gap()
    page.line(("D:F", "{{ our_name }}", "sign"), height=20)
    page.line(("D:F", say("（盖章）　　{{ issued }}", "(stamp)   {{ issued }}"), "sign"), height=34)
    page.together("signature", start)


def differences(page: Page) -> None:
    """差异函: what the customer is to look at, and what the other differences add up to."""
    say = page.say
    _to(page, say("往来账项差异函", "Letter of differences"))
    page.paragraph(
        say(
            "　　经逐笔核对双方 {{ period }} 的往来账，我方期末余额 {{ our_closing_figures }}，贵方期末余额 {{ their_closing_figures }}，差额 {{ difference_figures }}。其中下列 {{ count }} 项需请贵方核实，请逐项查明并于 {{ reply_by }} 前函复。",
            "We have compared both books for {{ period }}, entry by entry. Our closing balance is {{ our_closing_figures }}, yours {{ their_closing_figures }}; the difference is {{ difference_figures }}. What needs your attention is listed below ({{ count }}): please look into each item and reply by {{ reply_by }}.",
        ),
        3,
    )
    page.columns(
        *say(
            "序号|我方日期|我方单据|我方金额|贵方日期|贵方单据|贵方金额|差额|原因|请贵方处理",
            "No.|Our date|Our document|Our amount|Your date|Your document|Your amount|Difference|Cause|What we ask of you",
        ).split("|"),
        height=24,
    )
    row = page.block(
        "difference_rows",
        ("{{ number }}", "center"), ("{{ our_date }}", "date"), ("{{ our_document }}", "text"), ("{{ our_amount }}", "signed"),
        ("{{ their_date }}", "date"), ("{{ their_document }}", "text"), ("{{ their_amount }}", "signed"), ("{{ difference }}", "signed"),
        ("{{ cause }}", "center"), ("{{ action }}", "text"),
    )  # fmt: skip
    page.page_sums("A:G", {"H": "page signed"}, (row, row), empty=("I:J",))
    total = page.line(
        ("A:G", say("请贵方核实的差异合计", "Total of what needs your attention"), "band"),
        ("H", f"=SUM(H{row}:H{row})", "band signed"),
        ("I:J", "", "band"),
        height=20,
    )
    first, last = _left_out(page)
    balance = page.line(
        (
            "A:G",
            say("期末余额差额（我方 − 贵方）", "Difference of the closing balances (ours − yours)"),
            "band",
        ),
        ("H", "{{ difference }}", "band signed"),
        ("I:J", "", "band"),
        height=20,
    )
    page.line(
        (
            "A:J",
            f'=IF(ROUND(H{total}+SUM(H{first}:H{last})-H{balance},2)=0,"{say("√ 以上各项之和等于期末余额差额。", "✓ The above adds up to the difference of the closing balances.")}","{say("× 以上各项之和不等于期末余额差额，请先查明。", "✗ The above does not add up to the difference of the closing balances.")}")',
            "verdict",
        ),
        height=22,
    )
    page.paragraph(
        say(
            "金额以我方应收角度列示，正数为贵公司欠我方。本函仅为复核账目之用，并非催款结算。",
            "Amounts are from our point of view: positive is owed to us. This letter is for checking the accounts only and is not a request for payment.",
        ),
        look="small",
    )
    page.gap()
    page.line(("H:J", "{{ our_name }}", "sign"), height=20)
    page.line(("H:J", say("（盖章）　　{{ issued }}", "(stamp)   {{ issued }}"), "sign"), height=34)
    page.together("totals", row)


def _left_out(page: Page) -> tuple[int, int]:
    """The differences that are not listed, a row for each kind; it goes where there are none."""
    rows = [
        page.line(
            ("A:G", said, "label"),
            ("H", f"{{{{ {name}_difference }}}}", "subtotal signed"),
            ("I:J", "", "label"),
            height=19,
        )
        for name, said in (
            (
                "in_transit",
                page.say(
                    "未达账项 {{ in_transit_count }} 项（另一方入账后自动消除，未列）",
                    "{{ in_transit_count }} in transit, not listed: they clear when the other side books them",
                ),
            ),
            (
                "with_us",
                page.say(
                    "由我方处理 {{ with_us_count }} 项（无需贵方处理，未列）",
                    "{{ with_us_count }} with us, not listed: there is nothing for you to do",
                ),
            ),
        )
    ]
    for row, name in zip(rows, ("in_transit_count", "with_us_count"), strict=True):
        page.define(f"if_{name}", row, row)
    return rows[0], rows[-1]
