"""What does a cell say that its row is instead of an entry: an opening, a closing, a total."""

import re
import unicodedata

from tieout.ledger.aside import Aside, aside_by
from tieout.ledger.cleaning.dated_sayings import LENGTH_MAX, Dated, without_days
from tieout.ledger.cleaning.simplified import simplified

_OWED = r"(应收|应付|往来|账面|累计)?(款|账款|款项)?"
_LEFT = r"(余额|结存|结余|结转|欠款|金额|余款|数)"
SAYINGS = {
    "opening": rf"期初{_OWED}{_LEFT}?|(年初|月初|季初)({_OWED}{_LEFT}|应[收付]款?)|(上期|上月|上年|上季|前期|去年|初始|起始|上年年?末|上期末|上月末){_OWED}{_LEFT}|承上[期月年页]?|结转上[期月年]|opening|(opening|op\.?|starting|start|beginning|previous|prior|initial) bal(ance)?\.?|(bal(ance)?\.? )?(b/?f(wd)?|b/?d|brought (forward|fwd|down))|bal(ance)?\.? (forward|fwd|carried forward)|anfangsbestand|saldovortrag|solde initial|report à nouveau|saldo iniziale|saldo inicial",
    "closing": rf"期末{_OWED}{_LEFT}?|(年末|月末|季末)({_OWED}{_LEFT}|应[收付]款?)|(本期|本月|本年|当前|目前)(余额|结存|结余)|(当前|目前|累计|总|合计)欠款|(总|合计)余额|尚欠款?|截[止至].{{0,12}}(余额|欠款)|结转下[期月年]|closing|(closing|ending|end|final|current) bal(ance)?\.?|(bal(ance)?\.? )?(c/?f(wd)?|c/?d|carried down)|bal(ance)?\.? (at end|outstanding|due( [a-z]{{3}})?)|(balance|amount|total) (due|outstanding)( [a-z]{{3}})?|outstanding balance|endbestand|endsaldo|solde final|saldo finale|saldo final",
    "carried_forward": r"承前页|过次页|转次页|接前页|carried (over|forward)|page total",
    "subtotal": r"(本|当|每|上)?(日|周|旬|月|季|期)度?(发生额)?(合计|小计)|当前(合计|小计)|本期发生额|小计|[日周月季]计|(\d{2,4}年)?\d{1,2}月份?(合计|小计)|\d{4}年度?小计|(\d{4}年)?第?[一二三四1-4]季度?(合计|小计)|sub-? ?total|monthly total|period total|zwischensumme|sous-total|subtotale",
    "cumulative": r"(本年|当前|本期|本月)?累计(发生额)?|year to date|ytd",
    "total": r"(合计|总计|共计|人民币)(金额)?(\(?(人民币)?(金额)?大写\)?)?[:：]?(人民币)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{2,}|(人民币|美元|外币|本单|本页|全部)?合计|总计|共计|本年合计|合计金额|sum|(grand |report )?totals?( for .*)?|(sub-? ?)?totals?( for| of)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?( \d{4})?|total général|summe|gesamt|totale|total general",
}
"""What a row says that is no entry; the whole text of a cell, colons and spaces aside."""

_PATTERN = re.compile("|".join(f"(?P<{why}>{words})" for why, words in SAYINGS.items()))
_SPACELESS = re.compile(_PATTERN.pattern.replace(" ", ""))
_TWO_TONGUES = re.compile(r"([一-鿿]+)[/|]?([a-z/ ]+)")
_DUE = re.compile(r"due|outstanding|应[收付]款?$")
_BARE = re.compile(
    r"(?:the )?(?:ledger |account |book )?bal(?:ance)?\.?|(?:账面|账户|本账户|往来|客户)?(?:应收|应付)?(?:账款|款项)?(?:累计)?"
    r"(?:余额|结存|结余|欠款)|(?:konto)?saldo|kontostand|solde"
)
BALANCES = (Aside.OPENING, Aside.CLOSING)


def why_aside(text: object) -> str:
    """What a cell says a row is, "" where it says nothing of the kind.

    >>> why_aside("本 月 合 计："), why_aside("Opening Balance"), why_aside("合计货款 3 月"), why_aside("合计 Total")
    ('subtotal', 'opening', '', 'total')
    >>> why_aside("Closing balance at 31 December 2025"), why_aside("期末余额（12月）"), why_aside("Payment of balance 2025")
    ('closing', 'closing', '')
    """
    if not isinstance(text, str) or len(text) > LENGTH_MAX:
        return ""
    plain = plain_saying(text)
    if not plain and "*" in text:
        return "total"
    found = _PATTERN.fullmatch(plain) or _in_both_tongues(plain)
    if found:
        return found.lastgroup or ""
    dated = without_days(plain)
    return _said_of_a_day(dated.said) if dated else ""


def plain_saying(text: str) -> str:
    """A text in small letters of half width, in simplified writing, without marks around it."""
    plain = re.sub(r"[\s:：*]+$|^[\s*]+", "", unicodedata.normalize("NFKC", text)).lower()
    if re.search(r"[一-鿿]", plain):
        plain = simplified(re.sub(r"\s+", "", plain))
    return plain


def _said_of_a_day(said: str) -> str:
    """What is a balance whenever it is said; a total of one is told in Chinese only, and what is due is no balance."""
    found = _PATTERN.fullmatch(said)
    why = (found.lastgroup or "") if found and not _DUE.search(said) else ""
    return why if aside_by(why) in BALANCES or re.search(r"[一-鿿]", said) else ""


def _in_both_tongues(plain: str) -> re.Match[str] | None:
    """合计 Total: a saying and its translation, both of which say so."""
    both = _TWO_TONGUES.fullmatch(plain)
    if both is None:
        return None
    chinese = _PATTERN.fullmatch(both[1])
    return chinese if _SPACELESS.fullmatch(both[2].replace(" ", "")) else None


def bare_balance(text: object) -> Dated | None:
    """A balance of a day or a month that does not say which one it is; None for everything else.

    >>> bare_balance("Balance as of 2025-12-31").day, bare_balance("12月余额").whole, bare_balance("付12月余额")
    (datetime.date(2025, 12, 31), False, None)
    """
    if not isinstance(text, str) or len(text) > LENGTH_MAX:
        return None
    dated = without_days(plain_saying(text))
    return dated if dated and _BARE.fullmatch(dated.said) else None
