"""金额大写 and English words say exactly the amount, and follow the rules for 零 and 整."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.statements.amount_in_words import chinese_words, english_words

AMOUNTS = st.integers(-(10**14), 10**14) | st.integers(-(10**6), 10**6)
DIGITS = {word: digit for digit, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def chinese_value(words):
    """The cents that words say, read as a teller reads them: digit by digit, place by place."""
    sign = -1 if words.startswith("负") else 1
    yuan, _, parts = words.lstrip("负").rpartition("元")
    cents = 0
    for digit, unit in re.findall(r"([壹贰叁肆伍陆柒捌玖])([角分])", parts):
        cents += DIGITS[digit] * (10 if unit == "角" else 1)
    return sign * (100 * chinese_number(yuan) + cents)


def chinese_number(words):
    if "亿" in words:
        high, _, low = words.rpartition("亿")
        return chinese_number(high) * 10**8 + chinese_number(low)
    if "万" in words:
        high, _, low = words.rpartition("万")
        return chinese_number(high) * 10**4 + chinese_number(low)
    total = digit = 0
    for word in words:
        if word in PLACES:
            total, digit = total + digit * PLACES[word], 0
        else:
            digit = DIGITS[word]
    return total + digit


@given(AMOUNTS)
def test_chinese_words_say_the_amount(cents):
    words = chinese_words(cents)
    assert chinese_value(words) == cents
    assert "零零" not in words
    assert "零元" not in words or words == "零元整" or words == "负零元整"
    assert words.endswith("整") == (cents % 100 == 0)
    assert not words.lstrip("负").startswith("拾")


ENGLISH = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
POWERS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


@given(AMOUNTS)
def test_english_words_say_the_amount(cents):
    words, _, fraction = english_words(cents).rpartition(" and ")
    sign = -1 if words.startswith("minus ") else 1
    total = group = 0
    for word in words.removeprefix("minus ").replace("-", " ").split():
        if word == "hundred":
            group *= 100
        elif word in POWERS:
            total, group = total + group * POWERS[word], 0
        else:
            group += ENGLISH[word]
    assert sign * (100 * (total + group) + int(fraction.removesuffix("/100"))) == cents


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (140950, "壹仟肆佰零玖元伍角"),
        (600714, "陆仟零柒元壹角肆分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (168032, "壹仟陆佰捌拾元零叁角贰分"),
        (10700053, "壹拾万柒仟元零伍角叁分"),
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角"),
        (10**14, "壹万亿元整"),
        (10**14 - 1, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        (10000000100, "壹亿零壹元整"),
        (100100000, "壹佰万壹仟元整"),
        (-5, "负伍分"),
    ],
)
def test_the_examples_of_the_rules(cents, words):
    assert chinese_words(cents) == words
