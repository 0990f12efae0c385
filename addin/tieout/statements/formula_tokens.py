"""What does a formula consist of; statements of one template repeat the same formulas, so each is read once."""

from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token


@lru_cache(maxsize=2_000)
def tokens_of(formula: str) -> tuple[Token, ...]:
    """The tokens of a formula; nobody changes them.

    >>> [token.value for token in tokens_of("=SUM(A1:A2)+1")]
    ['SUM(', 'A1:A2', ')', '+', '1']
    """
    return tuple(Tokenizer(formula).items)


def in_places(formula: str, places: int) -> str:
    """A formula that rounds to two decimals, as amounts have in a template, to those of a currency.

    >>> in_places("=ROUND(A1-ROUND(B1,2),2)+ROUND(C1,0)", 3)
    '=ROUND(A1-ROUND(B1,3),3)+ROUND(C1,0)'
    """
    tokens = tokens_of(formula)
    said, inside = [token.value for token in tokens], list[str]()
    for at, token in enumerate(tokens):
        if token.subtype == Token.OPEN:
            inside.append(token.value.upper())
        elif token.subtype == Token.CLOSE and inside.pop() == "ROUND(":
            before = [one.value for one in tokens[at - 2 : at]]
            said[at - 1] = str(places) if before == [",", "2"] else said[at - 1]
    return "=" + "".join(said)
