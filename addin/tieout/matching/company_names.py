"""When do two names mean one company: spelling and legal form aside, the same distinctive words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from rapidfuzz import fuzz, process

from tieout.ledger.cleaning.simplified import simplified

# Longest first: 有限责任公司 must go before 公司.
_CHINESE_FORMS = (
    "股份有限责任公司|有限责任公司|股份有限公司|集团有限公司|控股有限公司|有限公司|无限公司|集团公司"
    "|分公司|总公司|公司|有限合伙|普通合伙|特殊普通合伙|个体工商户|株式会社|有限会社|合同会社"
)
_FORMS = re.compile(rf"(?:{_CHINESE_FORMS})$|^(?:株式会社|有限会社|合同会社)")
_CYRILLIC_FORMS = re.compile(r"^(?:ооо|оао|зао|пао|ао|ип|тов|пат)\s+|\s+(?:ооо|оао|зао|пао|ао)$")
# Legal forms written out, which the library knows by their letters only.
_WRITTEN_OUT = re.compile(
    r"\s(?:aktiebolag|aktiengesellschaft|aktieselskab|aksjeselskap|osakeyhtiö|kommanditgesellschaft"
    r"|gesellschaft mit beschränkter haftung|société anonyme|société à responsabilité limitée"
    r"|besloten vennootschap|naamloze vennootschap|sociedad anónima|sociedad limitada"
    r"|società per azioni|società a responsabilità limitata|limited liability company"
    r"|public limited company)$"
)
_LAST_FORM = re.compile(r"(?:\s(?:co|company|corp|corporation|inc|ltd|limited|llc|plc|the))+$")
_NOT_A_WORD = re.compile(r"[^\w]+", re.UNICODE)
_GENERIC_CHINESE = re.compile(
    "中国|中华|北京|上海|天津|重庆|深圳|广州|广东|江苏|浙江|山东|福建|四川|湖北|湖南|河南|河北|杭州|苏州"
    "|南京|宁波|无锡|青岛|武汉|成都|佛山|东莞|厦门|西安|香港|台湾|国际|全球|亚太|华东|华南|华北|省|市|区|县"
    "|贸易|商贸|进出口|科技|技术|电子|机械|设备|建材|化工|实业|工业|工程|建筑|物流|运输|食品|服饰|纺织"
    "|医药|信息|网络|软件|咨询|管理|服务|投资|控股|集团|发展|制造|销售|供应链|材料|五金|塑料|包装|汽车|能源"
)
_AT_ONCE = 500
"""Names compared at once with all of the other side."""
_GENERIC = frozenset(
    [
        "the",
        "and",
        "of",
        "for",
        "group",
        "holding",
        "holdings",
        "international",
        "global",
        "trading",
        "trade",
        "import",
        "export",
        "imports",
        "exports",
        "company",
        "co",
        "corp",
        "limited",
        "services",
        "service",
        "solutions",
        "systems",
        "technology",
        "technologies",
        "tech",
        "industries",
        "industrial",
        "engineering",
        "manufacturing",
        "supplies",
        "supply",
        "logistics",
        "transport",
        "foods",
        "food",
        "textiles",
        "tools",
        "metals",
        "packaging",
        "construction",
        "building",
        "consulting",
        "management",
        "enterprises",
        "enterprise",
        "partners",
        "associates",
        "sons",
        "brothers",
        "bros",
        "uk",
        "usa",
        "us",
        "china",
        "hong",
        "kong",
        "europe",
        "asia",
        "america",
        "shanghai",
        "beijing",
        "london",
        "national",
        "general",
        "products",
        "electronics",
        "electronic",
        "machinery",
        "chemical",
        "software",
        "energy",
        "motors",
        "auto",
        "automotive",
        "pharma",
        "medical",
        "east",
        "west",
        "north",
        "south",
        "new",
    ]
)


@cache
def whole(name: str) -> str:
    """The name without differences of spelling: width, case, traditional characters, punctuation.

    >>> whole("臺灣（台北）電子　有限公司"), whole("ACME, Ltd.")
    ('台湾台北电子有限公司', 'acme ltd')
    """
    plain = simplified(unicodedata.normalize("NFKC", name)).casefold()
    words = _NOT_A_WORD.sub(" ", plain.replace("&", " and ")).split()
    return _without_gaps(" ".join(words))


@cache
def core(name: str) -> str:
    """The name without its legal form.

    >>> [core(n) for n in ("上海华达电子有限责任公司", "Acme Trading Co., Ltd.", "ACME Trading Limited")]
    ['上海华达电子', 'acme trading', 'acme trading']
    >>> core("Müller GmbH & Co. KG"), core("ООО Ромашка"), core("株式会社トヨタ")
    ('müller', 'ромашка', 'トヨタ')
    """
    plain = unicodedata.normalize("NFKC", name).strip()
    # A legal form that cleanco knows is a word among others.
    if len(plain.split()) > 1:
        plain = _without_known_forms(plain)
    bare = _CYRILLIC_FORMS.sub("", whole(plain) or whole(name)).strip()
    for pattern in (_FORMS, _FORMS, _WRITTEN_OUT, _LAST_FORM):
        bare = pattern.sub("", bare).strip() or bare
    return bare


def _without_known_forms(name: str) -> str:
    from cleanco.clean import custom_basename, normalized, strip_punct, strip_tail

    forms = _known_forms()
    for _ in range(3):
        before = name
        words = {strip_punct(word) for word in normalized(strip_tail(name)).split()}
        likely = sorted(form for word in words for form in forms.get(word, ()))
        name = custom_basename(name, [form for _, form in likely]).strip()
        if name == before:
            break
    return name


@cache
def _known_forms() -> dict[str, list[tuple[int, tuple[int, list[str]]]]]:
    """The legal forms that cleanco knows by their last word, with their place in its order.

    It compares a name with all of them, one after the other; most end in no word of the name.
    """
    from cleanco.clean import prepare_default_terms

    forms: dict[str, list[tuple[int, tuple[int, list[str]]]]] = {}
    for place, (count, words) in enumerate(prepare_default_terms()):
        forms.setdefault(words[-1], []).append((place, (count, words)))
    return forms


def is_generic(name: str) -> bool:
    """The name without its legal form has no word of its own.

    >>> is_generic("上海贸易有限公司"), is_generic("Global Trading Ltd"), is_generic("上海华达贸易有限公司")
    (True, True, False)
    """
    return len(distinctive(name)) < 2


@cache
def distinctive(name: str) -> str:
    """What of a name is not in every other one too.

    >>> distinctive("深圳鑫源电子有限公司"), distinctive("Ashfield Trading (UK) Ltd")
    ('鑫源', 'ashfield')
    """
    words = [word for word in core(name).split() if word not in _GENERIC]
    return _GENERIC_CHINESE.sub("", "".join(words)) if words else ""


def likeness(first: str, second: str) -> float:
    """How alike two names are, 0 to 1, by what is distinctive; sound counts where the scripts differ.

    >>> round(likeness("上海华达电子有限公司", "Shanghai Huada Electronics Co Ltd"), 2)
    0.9
    >>> likeness("上海贸易有限公司", "上海商贸有限公司")
    0.0
    """
    if is_generic(first) or is_generic(second):
        return 0.0
    if _is_chinese(first) != _is_chinese(second):
        return _sounds_alike(first, second)
    own = fuzz.ratio(distinctive(first), distinctive(second)) / 100
    if len(distinctive(first)) < 4 or len(distinctive(second)) < 4:
        own = float(distinctive(first) == distinctive(second))
    return own * (0.8 + 0.2 * fuzz.token_sort_ratio(core(first), core(second)) / 100)


def may_be_alike(
    first: Sequence[str], second: Sequence[str], least: float
) -> Iterator[tuple[str, str]]:
    """Every name of the first with every one of the second whose likeness may be so much or more.

    >>> list(may_be_alike(["Ashfield Trading", "Acme"], ["Ashfeild Trading", "Birch"], 0.8))
    [('Ashfield Trading', 'Ashfeild Trading')]
    """
    (chinese, latin), (their_chinese, their_latin) = map(_by_script, (first, second))
    yield from _spelled_nearly(chinese, their_chinese, least)
    yield from _spelled_nearly(latin, their_latin, least)
    for one, others in ((chinese, their_latin), (latin, their_chinese)):
        # What is sought in what depends on the script alone.
        yield from ((a, b) for a in one for b in others if _sounds_alike(a, b) >= least)


def _by_script(names: Sequence[str]) -> tuple[list[str], list[str]]:
    telling = [name for name in names if not is_generic(name)]
    return list(filter(_is_chinese, telling)), [n for n in telling if not _is_chinese(n)]


def _spelled_nearly(
    first: Sequence[str], second: Sequence[str], least: float
) -> Iterator[tuple[str, str]]:
    """Names of one script whose distinctive words are alike; compared many at once."""
    theirs = [distinctive(name) for name in second]
    for start in range(0, len(first), _AT_ONCE):
        some = first[start : start + _AT_ONCE]
        ours = [distinctive(name) for name in some]
        scores = process.cdist(
            ours, theirs, scorer=fuzz.ratio, score_cutoff=100 * least, workers=-1
        )
        for a, b in np.argwhere(scores):
            yield some[a], second[b]


def _sounds_alike(first: str, second: str) -> float:
    """Transliteration is never certain, so never more than 0.9."""
    chinese, latin = (first, second) if _is_chinese(first) else (second, first)
    sound = _sound(chinese)
    return 0.9 if len(sound) >= 4 and sound in _in_one_word(latin) else 0.0


@cache
def _sound(name: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(distinctive(name)))


@cache
def _in_one_word(name: str) -> str:
    return core(name).replace(" ", "")


def _is_chinese(name: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in name)


def _without_gaps(text: str) -> str:
    """Gaps between Chinese characters say nothing."""
    return re.sub(r"(?<=[\u3040-\u9fff]) (?=[\u3040-\u9fff])", "", text)
