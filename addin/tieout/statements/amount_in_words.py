"""How is an amount written in words, so that no digit can be added to it.

Chinese follows 《支付结算办法》附件一. Libraries that were tried leave out the 零 of 壹亿零壹仟 and of
壹拾元零伍角, or know no 大写.
"""

from tieout.ledger.currency import decimals
from tieout.texts import Language, text

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))
_PARTS = "角分厘"
# fmt: off
_ONES = (
    "zero", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS = (
    "-", "-", "twenty", "thirty", "forty", "fifty", "sixty",
    "seventy", "eighty", "ninety",
)
# fmt: on
_POWERS = (
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (1000, "thousand"),
    (100, "hundred"),
)


def amount_in_words(cents: int, currency: str, language: Language) -> str:
    """An amount in the words of a language, its currency before it.

    >>> amount_in_words(140950, "CNY", "zh"), amount_in_words(140950, "CNY", "en")
    ('人民币壹仟肆佰零玖元伍角', 'CNY one thousand four hundred nine and 50/100')
    """
    if language == "en":
        return f"{currency} {english_words(cents, currency)}".strip()
    return currency_name(currency, "zh", spoken=True) + chinese_words(cents, currency)


def chinese_words(cents: int, currency: str = "CNY") -> str:
    """金额大写, without the name of the currency.

    >>> [chinese_words(cents) for cents in (600714, 1640902, 32504)]
    ['陆仟零柒元壹角肆分', '壹万陆仟肆佰零玖元零贰分', '叁佰贰拾伍元零肆分']
    >>> [chinese_words(cents) for cents in (168032, 10700053, 140950, 5, 50)]
    ['壹仟陆佰捌拾元零叁角贰分', '壹拾万柒仟元零伍角叁分', '壹仟肆佰零玖元伍角', '伍分', '伍角']
    >>> [chinese_words(cents) for cents in (0, 1000, -1230, 10000100000, 10**14)]
    ['零元整', '壹拾元整', '负壹拾贰元叁角', '壹亿零壹仟元整', '壹万亿元整']
    >>> chinese_words(1000, "JPY"), chinese_words(1005, "KWD")
    ('壹仟元整', '壹元零伍厘')
    """
    sign = "负" if cents < 0 else ""
    yuan, parts = divmod(abs(cents), 10 ** decimals(currency))
    whole = _chinese(yuan) + "元" if yuan or not parts else ""
    if not parts:
        return f"{sign}{whole}整"
    return sign + whole + _chinese_parts(parts, decimals(currency), yuan)


def english_words(cents: int, currency: str = "CNY") -> str:
    """An amount in English words, as on a cheque: minor units as a fraction.

    >>> [english_words(cents) for cents in (0, 5, 2100, -123450)]  # doctest: +NORMALIZE_WHITESPACE
    ['zero and 00/100', 'zero and 05/100', 'twenty-one and 00/100',
     'minus one thousand two hundred thirty-four and 50/100']
    >>> english_words(10**14), english_words(1000, "JPY"), english_words(1005, "KWD")
    ('one trillion and 00/100', 'one thousand', 'one and 005/1000')
    """
    sign = "minus " if cents < 0 else ""
    places = decimals(currency)
    whole, parts = divmod(abs(cents), 10**places)
    fraction = f" and {parts:0{places}}/{10**places}" if places else ""
    return sign + _english(whole) + fraction


def currency_name(currency: str, language: Language, *, spoken: bool = False) -> str:
    """The name of a currency; one without a name is its code, and an unstated one is not spoken.

    >>> currency_name("CNY", "zh"), currency_name("SEK", "zh"), currency_name("", "zh", spoken=True)
    ('人民币', 'SEK', '')
    """
    if not currency:
        return "" if spoken else text("statement.currency.unstated", language)
    try:
        return text(f"statement.currency.{currency}", language)
    except KeyError:
        return currency


def _chinese(number: int) -> str:
    """A whole number; a skipped place is one 零, however many were skipped."""
    if number < 10:
        return _DIGITS[number]
    unit, word = next(place for place in _PLACES if place[0] <= number)
    head, rest = divmod(number, unit)
    zero = "零" if 0 < rest < unit // 10 else ""
    return _chinese(head) + word + zero + (_chinese(rest) if rest else "")


def _chinese_parts(parts: int, places: int, yuan: int) -> str:
    """角 and 分; 零 where a place was skipped, also the one before 角 (元位是零)."""
    digits = f"{parts:0{places}}"
    words, skipped = "", yuan > 0 and yuan % 10 == 0
    for digit, unit in zip(digits, _PARTS, strict=False):
        if digit != "0":
            words += ("零" if skipped else "") + _DIGITS[int(digit)] + unit
        skipped = digit == "0" and (yuan > 0 or words != "")
    return words


def _english(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    unit, word = next(power for power in _POWERS if power[0] <= number)
    head, rest = divmod(number, unit)
    return f"{_english(head)} {word}" + (f" {_english(rest)}" if rest else "")
