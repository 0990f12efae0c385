"""How is any text found, Chinese too: by its pieces of two or three characters, in a row.

Chinese words of two characters are common, so a piece that begins with a Chinese character has two,
any other three. Only letters and digits count: `INV-001` is found as `inv001`. A text has a keyword
in it exactly when the keyword's pieces follow one another in the text's.
"""

import unicodedata
from functools import lru_cache

TEXT_LENGTH_MAX = 4000


def normalised(text: str) -> str:
    """Letters and digits only, one width, one case.

    >>> normalised("ＩＮＶ-001 货款")
    'inv001货款'
    """
    folded = unicodedata.normalize("NFKC", text[:TEXT_LENGTH_MAX]).casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


@lru_cache(maxsize=20_000)
def pieces(text: str) -> list[str]:
    """The pieces at every place of a text; towards the end they are shorter.

    >>> pieces("收货款"), pieces("INV1")
    (['收货', '货款', '款'], ['inv', 'nv1', 'v1', '1'])
    """
    whole = normalised(text)
    return [whole[i : i + (2 if character >= "⺀" else 3)] for i, character in enumerate(whole)]


def sought(keyword: str) -> tuple[list[str], bool]:
    """The pieces a keyword asks for in a row, and whether the last is only the beginning of one.

    >>> sought("货款"), sought("货"), sought("款AB"), sought("inv-001")
    ((['货款'], False), (['货'], True), (['款a', 'ab'], True), (['inv', 'nv0', 'v00', '001'], False))
    """
    whole = normalised(keyword)
    found = pieces(keyword)
    full = [
        piece
        for piece, first in zip(found, whole, strict=True)
        if len(piece) == (2 if first >= "⺀" else 3)
    ]
    reached = len(full) - 1 + len(full[-1]) if full else 0
    if reached >= len(whole):
        return full, False
    return [*full, found[len(full)]], True
