"""What name is in a cell that says what kind of name it is: 客户:C001/上海华东 is 上海华东."""

import re

_KINDS = "客户|客商|往来单位|供应商|单位|customer|client|supplier|vendor"
_LABEL = rf"(?:[【\[]\s*(?:{_KINDS})\s*[】\]]|(?:{_KINDS})\s*(?:-{{2,}}|[:：/]))\s*"
LABELLED = rf"(?i)(^|[;；])\s*{_LABEL}"
"""What is found in every cell that says the kind of its name, by arrow too."""
_NAME = re.compile(rf"(?:^|[;；])\s*{_LABEL}([^;；]+)", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9.]*\d[A-Za-z0-9.]*(?:-{2,}|[/|:：_-]|\s+)\s*(?=\D)")


_OF_ACCOUNT = re.compile(
    r"(?:会计|明细)?科目(?:名称)?\s*[:：]\s*[\d.]*\s*(?:应收|应付|预收|预付|其他应收|其他应付)(?:账款|帐款|款项|款)?"
    r"\s*(?:[-－—_/\\:：]{1,2}|\s)\s*(?P<name>\D.*)"
)


def name_of_account(text: str) -> str:
    """Whose account an account of a ledger is by its name, "" where that names nobody.

    >>> name_of_account("科目：1122 应收账款 - 上海华东"), name_of_account("科目：1122 应收账款")
    ('上海华东', '')
    """
    found = _OF_ACCOUNT.fullmatch(text.strip())
    return found["name"].strip() if found else ""


def party_name(text: str) -> str:
    """The name, without its kind and its code; other texts as they are.

    >>> [party_name(t) for t in ("客户:C001/杭州西湖商贸", "部门:01/销售部;客户:02/宁波港务", "客户---001---上海华东")]
    ['杭州西湖商贸', '宁波港务', '上海华东']
    >>> party_name("【客户】01 东方公司"), party_name("3M 中国有限公司"), party_name("客户: 3721")
    ('东方公司', '3M 中国有限公司', '3721')
    """
    found = _NAME.search(text)
    if found is None:
        return text
    name = found[1].strip()
    return _CODE.sub("", name, count=1) if _CODE.match(name) else name
