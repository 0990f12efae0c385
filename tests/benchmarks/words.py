"""What do the lines say: customers, document types and memos in Chinese and English."""

from itertools import product

import pyarrow as pa

TYPES = {
    "zh": {
        "ours": ("销售发票", "收款单", "红字发票"),
        "theirs": ("采购发票", "付款单", "红字发票"),
    },
    "en": {
        "ours": ("Invoice", "Receipt", "Credit note"),
        "theirs": ("Bill", "Payment", "Debit note"),
    },
}
"""By document: INVOICE, RECEIPT, CREDIT_NOTE; each side calls them in its own way."""

PREFIXES = {
    "zh": (("XS", "SK", "HC"), ("INV", "SK", "CN"), ("FP", "SKD", "HZ")),
    "en": (("INV", "RC", "CN"), ("SI", "RCT", "SCN")),
}
"""By customer (cyclic), then by document."""

VOUCHERS = {"zh": {"ours": "SKPZ", "theirs": "FKPZ"}, "en": {"ours": "RV", "theirs": "PV"}}
"""The numbers of our receipts and of their payments, each side's own."""

_MEMOS = {
    "zh": {
        "ours": (
            (
                "产品货款",
                "销售商品",
                "开票",
                "材料款",
                "加工费",
                "运费",
                "设备配件",
                "技术服务费",
                "模具费",
                "包装材料",
            ),
            ("收款", "收货款", "银行承兑汇票", "电汇", "网银收款", "客户回款", "收到转账"),
            ("退货", "销售折让", "质量扣款", "返利"),
        ),
        "theirs": (
            (
                "采购材料",
                "材料入库",
                "货款",
                "原材料采购",
                "收到发票",
                "委托加工",
                "运杂费",
                "采购商品",
            ),
            ("付款", "支付货款", "付供应商款", "开具承兑汇票", "网银转账", "电汇付款"),
            ("采购退货", "采购折让", "质量索赔", "返利"),
        ),
    },
    "en": {
        "ours": (
            (
                "Goods",
                "Sales",
                "Spare parts",
                "Freight",
                "Service fee",
                "Materials",
                "Processing",
                "Tooling",
            ),
            ("Payment received", "Bank transfer", "BACS receipt", "Cheque received", "Receipt"),
            ("Goods returned", "Price allowance", "Rebate", "Quality claim"),
        ),
        "theirs": (
            ("Purchases", "Raw materials", "Goods received", "Carriage", "Supplies", "Services"),
            ("Payment", "Supplier payment", "BACS run", "Bank transfer out", "Cheque"),
            ("Return to supplier", "Allowance claimed", "Rebate due", "Quality claim"),
        ),
    },
}
_MONTHLY = {
    "zh": {
        "ours": ("{}月货款", "收{}月货款", "{}月退货"),
        "theirs": ("{}月采购", "付{}月货款", "{}月退货"),
    },
    "en": {
        "ours": ("Deliveries month {}", "Payment for month {}", "Returns month {}"),
        "theirs": ("Purchases month {}", "Payment month {}", "Returns month {}"),
    },
}
FIXED_EACH = 24
"""Memos of a document that do not name the month; the twelve that do follow."""

CONTRACT = {"zh": " 合同HT2026-", "en": " contract C2026-"}
"""Stands in many memos of one customer: a number that settles nothing."""

NAMING = {
    "zh": ("货款 {}", "{} 货款", "发票号{}", "{} 号单据"),
    "en": ("Goods {}", "{} goods", "Invoice no. {}", "re {}"),
}
LISTING = {
    "zh": (("", "、", " 货款"), ("", ",", ""), ("合并 ", "/", "")),
    "en": (("For ", ", ", ""), ("", "; ", ""), ("Invoices ", " / ", "")),
}
"""How a memo lists several numbers: before, between, after."""
REVERSING = {
    "zh": ("红冲", "冲销", "红字冲销", "冲回"),
    "en": ("Reversal", "Reversed", "Reversal of", "Storno"),
}
STANDING = {"zh": ("房租", "仓储费", "服务费"), "en": ("RENT", "STORAGE", "RETAINER")}
"""References of payments that come again and again."""


def memos(language: str, side: str, document: int) -> pa.Array:
    """FIXED_EACH memos, then one for each month."""
    fixed = _MEMOS[language][side][document]
    monthly = _MONTHLY[language][side][document]
    repeated = [fixed[i % len(fixed)] for i in range(FIXED_EACH)]
    return pa.array([*repeated, *(monthly.format(m) for m in range(1, 13))], pa.large_string())


def customer_names(language: str, count: int) -> pa.Array:
    """Distinct company names."""
    parts = _NAME_PARTS[language]
    forms = list(product(*parts))
    step = 7919  # A prime, so that neighbours differ in more than their last word.
    names = ["".join(forms[i * step % len(forms)]) for i in range(min(count, len(forms)))]
    names += [f"{names[i % len(forms)]} {i // len(forms) + 1}" for i in range(len(forms), count)]
    return pa.array(names, pa.large_string())


_NAME_PARTS = {
    "zh": (
        (
            "上海",
            "北京",
            "深圳",
            "广州",
            "杭州",
            "苏州",
            "宁波",
            "无锡",
            "青岛",
            "武汉",
            "成都",
            "重庆",
            "天津",
            "佛山",
            "东莞",
            "厦门",
        ),
        ("华", "鑫", "恒", "泰", "瑞", "嘉", "宏", "金", "永", "德"),
        ("达", "盛", "源", "昌", "通", "丰", "信", "隆", "和", "远"),
        ("电子", "机械", "贸易", "科技", "建材", "化工"),
        ("有限公司",),
    ),
    "en": (
        (
            "Ash",
            "Beck",
            "Crown",
            "Dale",
            "East",
            "Ford",
            "Glen",
            "Hill",
            "Iron",
            "Kings",
            "Lake",
            "Marsh",
            "North",
            "Oak",
            "Port",
            "Stone",
        ),
        ("field", "bridge", "ton", "gate", "well", "worth", "ham", "stead", "bourne", "shaw"),
        (
            " Engineering",
            " Foods",
            " Logistics",
            " Packaging",
            " Textiles",
            " Tools",
            " Supplies",
            " Systems",
            " Metals",
            " Trading",
        ),
        (" Ltd", " Group Ltd", " & Sons Ltd", " plc", " (UK) Ltd", " Holdings Ltd"),
    ),
}
