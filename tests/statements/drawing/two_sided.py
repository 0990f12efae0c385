"""The two-sided 往来对账单: both books side by side."""

from tests.statements.drawing.page import BRACKETS, INK, Page

WIDTHS = (5.5, 11.5, 19, 25, 14.5, 14.5, 11.5, 19, 14.5, 14.5, 14, 15)
SECTIONS = ("matched", "only_ours", "only_theirs")
WORDS = {
    "zh": {
        "sheet": "往来对账单",
        "title": "往来对账单",
        "top": (
            ("我方：{{ our_name }}", "对账单号：{{ number }}"),
            ("对方：{{ customer }}", "对账期间：{{ period }}"),
            ("币种：{{ currency }}", "编制日期：{{ issued }}"),
        ),
        "no": "序号",
        "ours": "我方账（应收账款）",
        "theirs": "对方账（应付账款）",
        "difference": "差额",
        "status": "状态",
        "columns": ("日期", "单据号", "摘要", "借方", "贷方"),
        "opening": "期初余额",
        "closing": "期末余额",
        "movement": "本期发生额合计",
        "subtotal": "小计",
        "sections": ("一、双方均已入账", "二、我方已记、对方未记", "三、对方已记、我方未记"),
        "agree": "√ 双方期末余额相符。",
        "differ": "≠ 双方期末余额不符，差额见上一行。",
        "listed": " √ 期初差额与各项差额之和等于期末差额，差额已全部列明。",
        "unlisted": " × 差额未全部列明，请先查明再签章。",
        "request": "请核对以上往来账项。相符的，请在下方签章并寄回一份；不符的，请列明不符项目及金额。如有异议请于五个工作日内书面提出。本对账单仅为复核账目之用，并非催款结算。",
        "sign": (
            ("我方（盖章）：{{ our_name }}", "对方（盖章）：{{ customer }}"),
            ("结论：以上为我方账面记录", "结论：□ 信息证明无误　　□ 信息不符（不符项目另附）"),
            ("经办人：", "经办人："),
            ("盖章：", "盖章："),
            ("日期：　　　　年　　月　　日", "日期：　　　　年　　月　　日"),
        ),
    },
    "en": {
        "sheet": "Statement of account",
        "title": "Statement of account — two-sided",
        "top": (
            ("From: {{ our_name }}", "Statement no.: {{ number }}"),
            ("To: {{ customer }}", "Period: {{ period }}"),
            ("Currency: {{ currency }}", "Date: {{ issued }}"),
        ),
        "no": "No.",
        "ours": "Our books (accounts receivable)",
        "theirs": "Your books (accounts payable)",
        "difference": "Difference",
        "status": "Status",
        "columns": ("Date", "Document", "Description", "Debit", "Credit"),
        "opening": "Balance brought forward",
        "closing": "Balance carried forward",
        "movement": "Movement in the period",
        "subtotal": "Subtotal",
        "sections": ("1. Booked by both", "2. Booked by us only", "3. Booked by you only"),
        "agree": "✓ The closing balances agree.",
        "differ": "≠ The closing balances differ by the amount in the line above.",
        "listed": " ✓ Every difference is listed: opening and listed differences add up to it.",
        "unlisted": " ✗ Part of the difference is not listed; find it before signing.",
        "request": "Please check this statement against your books. If it agrees, sign below and return one copy; if not, list what differs and by how much. Please tell us in writing within five working days. Balances in parentheses are in your favour. This statement is for checking the accounts only and is not a request for payment.",
        "sign": (
            ("For {{ our_name }}", "For {{ customer }}"),
            ("The above is taken from our books", "☐ Agreed     ☐ Not agreed (details attached)"),
            ("Name:", "Name:"),
            ("Signature and stamp:", "Signature and stamp:"),
            ("Date:", "Date:"),
        ),
    },
}


def draw(page: Page) -> None:
    """The whole template."""
    words = WORDS[page.language]
    page.title(words["title"])
    for at, (ours, theirs) in enumerate(words["top"]):
        page.line(("A:F", ours, "strong" if at < 2 else "heading"), ("G:L", theirs, "heading"))
    page.gap(6)
    _headings(page, words)
    opening = _opening(page, words)
    first = page.row + 1
    subtotals = [_section(page, words, at, name) for at, name in enumerate(SECTIONS)]
    last = subtotals[-1] - 1
    page.page_sums(
        "A:B",
        {**dict.fromkeys("EFIJ", "page money"), "K": "page signed"},
        (first, last),
        lambda row: _balances(page, opening, row),
        empty=("C:D", "G:H", "L"),
    )
    movement = _movement(page, words, subtotals)
    closing = _closing(page, words, opening, movement)
    _verdict(page, words, opening, movement, closing)
    page.together("totals", last)
    start = page.line(("A:L", "{{ balance_sentence }}", "strong"), height=24)
    page.paragraph(words["request"], 2 if page.language == "en" else 1, "small")
    page.remark()
    page.gap()
    _signatures(page, words)
    page.together("signatures", start)


def _headings(page: Page, words: dict) -> None:
    row = page.row
    page.line(("B:F", words["ours"], "column"), ("G:J", words["theirs"], "column"), height=20)
    date, document, memo, debit, credit = words["columns"]
    page.line(
        *zip(
            "BCDEFGHIJ",
            (date, document, memo, debit, credit, date, document, debit, credit),
            ["column"] * 9,
            strict=True,
        ),
        height=20,
    )
    for column, name in (("A", "no"), ("K", "difference"), ("L", "status")):
        page.put(f"{column}{row}:{column}{row + 1}", words[name], "column")
    page.repeat(row, row + 1)


def _opening(page: Page, words: dict) -> int:
    row = page.row
    if page.language == "zh":
        return page.line(
            ("A:C", words["opening"], "band"),
            ("D", "{{ our_opening_direction }}", "band center"),
            ("E:F", "{{ our_opening_absolute }}", "band money"),
            ("G", "", "band"),
            ("H", "{{ their_opening_direction }}", "band center"),
            ("I:J", "{{ their_opening_absolute }}", "band money"),
            ("K", f"=ROUND({_our(row)}-{_their(row)},2)", "band signed"),
            ("L", "", "band"),
            height=20,
        )
    page.line(
        ("A:D", words["opening"], "band"),
        ("G:H", "", "band"),
        ("K", f"=ROUND(E{row}-I{row},2)", "band signed"),
        ("L", "", "band"),
        height=20,
    )
    page.put(f"E{row}:F{row}", "{{ our_opening }}", "band money", num_format=BRACKETS)
    page.put(f"I{row}:J{row}", "{{ their_opening }}", "band money", num_format=BRACKETS)
    return row


def _our(row: int) -> str:
    return f'IF(D{row}="贷",-1,1)*E{row}'


def _their(row: int) -> str:
    return f'IF(H{row}="借",-1,1)*I{row}'


def _closings(page: Page, opening: int, movement: int) -> tuple[str, str]:
    """Both balances after a movement, positive where the customer owes us."""
    our, their = (f"E{opening}", f"I{opening}")
    if page.language == "zh":
        our, their = _our(opening), _their(opening)
    ours = f"ROUND({our}+E{movement}-F{movement},2)"
    return ours, f"ROUND({their}+J{movement}-I{movement},2)"


def _balances(page: Page, opening: int, row: int) -> tuple[tuple[str, object, str], ...]:
    """What is carried to another page: both balances stand where entries have their texts."""
    ours, theirs = _closings(page, opening, row)
    if page.language == "en":
        shown = (("C", "Balance"), ("D", f"={ours}"), ("G", "Balance"), ("H", f"={theirs}"))
    else:
        shown = (
            ("C", f'="余额（"&{_direction(ours, "借贷")}&"）"'),
            ("D", f"=ABS({ours})"),
            ("G", f'="余额（"&{_direction(theirs, "贷借")}&"）"'),
            ("H", f"=ABS({theirs})"),
        )
    looks = ("page right", "page balance") * 2
    cells = ((column, said, look) for (column, said), look in zip(shown, looks, strict=True))
    return (*cells, ("L", "", "page"))


def _direction(balance: str, words: str) -> str:
    return f'IF({balance}>0,"{words[0]}",IF({balance}<0,"{words[1]}","平"))'


def _section(page: Page, words: dict, at: int, name: str) -> int:
    head = page.line(("A:L", words["sections"][at], "section"), height=19)
    row = page.block(
        f"{name}_rows",
        ("{{ number }}", "center"),
        ("{{ our_date }}", "date"),
        ("{{ our_document }}", "text"),
        ("{{ our_memo }}", "text"),
        ("{{ our_debit }}", "money"),
        ("{{ our_credit }}", "money"),
        ("{{ their_date }}", "date"),
        ("{{ their_document }}", "text"),
        ("{{ their_debit }}", "money"),
        ("{{ their_credit }}", "money"),
        ("{{ difference }}", "signed"),
        ("{{ status }}", "text"),
    )
    page.together(f"head_{name}", head, row)
    tint = "#FDE9C8" if at == 0 else "#FCE4D6"
    marked = page.book.add_format({"bg_color": tint, "font_color": INK})
    page.sheet.conditional_format(
        f"K{row}:L{row}",
        {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER($K{row}),$K{row}<>0,LEN($L{row})>0)",
            "format": marked,
        },
    )
    return page.line(
        ("A:D", words["subtotal"], "label"),
        ("G:H", "", "label"),
        ("L", "", "label"),
        *((c, f"=SUM({c}{row}:{c}{row})", "subtotal") for c in "EFIJ"),
        ("K", f"=SUM(K{row}:K{row})", "subtotal signed"),
        height=19,
    )


def _movement(page: Page, words: dict, subtotals: list[int]) -> int:
    return page.line(
        ("A:D", words["movement"], "band"),
        ("G:H", "", "band"),
        ("L", "", "band"),
        *((c, "=" + "+".join(f"{c}{row}" for row in subtotals), "band money") for c in "EFIJ"),
        ("K", "=" + "+".join(f"K{row}" for row in subtotals), "band signed"),
        height=20,
    )


def _closing(page: Page, words: dict, opening: int, movement: int) -> int:
    row = page.row
    ours, theirs = _closings(page, opening, movement)
    if page.language == "en":
        page.line(
            ("A:D", words["closing"], "band"),
            ("G:H", "", "band"),
            ("K", f"=ROUND(E{row}-I{row},2)", "band signed"),
            ("L", "", "band"),
            height=20,
        )
        for area, balance in ((f"E{row}:F{row}", ours), (f"I{row}:J{row}", theirs)):
            page.put(area, f"={balance}", "band money", num_format=BRACKETS)
        return row
    return page.line(
        ("A:C", words["closing"], "band"),
        ("D", f"={_direction(ours, '借贷')}", "band center"),
        ("E:F", f"=ABS({ours})", "band money"),
        ("G", "", "band"),
        ("H", f"={_direction(theirs, '贷借')}", "band center"),
        ("I:J", f"=ABS({theirs})", "band money"),
        ("K", f"=ROUND({_our(row)}-{_their(row)},2)", "band signed"),
        ("L", "", "band"),
        height=20,
    )


def _verdict(page: Page, words: dict, opening: int, movement: int, closing: int) -> None:
    said = (
        f'=IF(K{closing}=0,"{words["agree"]}","{words["differ"]}")'
        f'&IF(ROUND(K{opening}+K{movement}-K{closing},2)=0,"{words["listed"]}","{words["unlisted"]}")'
    )
    page.line(("A:L", said, "verdict"), height=22)


def _signatures(page: Page, words: dict) -> None:
    heights = (20, 20, 22, 34, 20)
    page.boxes(
        "A:F",
        "G:L",
        [(*both, height) for both, height in zip(words["sign"], heights, strict=True)],
    )
