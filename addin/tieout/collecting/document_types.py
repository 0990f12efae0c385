"""What kind of document is a row, and does it make the customer owe more or less."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

DocumentType = Literal[
    "sale",
    "return",
    "payment",
    "refund",
    "fee",
    "discount",
    "adjustment",
    "goods_out",
    "goods_in",
]
DOCUMENT_TYPES: tuple[DocumentType, ...] = get_args(DocumentType)
WORDS: Mapping[DocumentType, str] = {
    "sale": "销售 Sale",
    "return": "退货 Return",
    "payment": "收款 Payment",
    "refund": "退款 Refund",
    "fee": "费用 Fee",
    "discount": "折扣 Discount",
    "adjustment": "调整 Adjustment",
    "goods_out": "出库 Goods out",
    "goods_in": "入库 Goods in",
}
"""As they stand in the ledger, whoever reads it."""
LESS: frozenset[DocumentType] = frozenset({"return", "payment", "discount", "goods_in"})
"""Documents by which the customer owes less. An adjustment counts as it is written."""


def document_types(
    words: Sequence[str],
    types: Mapping[DocumentType, Sequence[str]],
    ignored: Sequence[str],
    document: DocumentType | None,
) -> list[str]:
    """The document of each row: a type, "ignored", or "" where the word is not known.

    >>> document_types(["Order", "void", "gift"], {"sale": ["order"]}, ["void"], None)
    ['sale', 'ignored', '']
    """
    known: dict[str, str] = dict.fromkeys(map(str.casefold, ignored), "ignored")
    for name, own in types.items():
        known |= dict.fromkeys(map(str.casefold, own), name)
    usual = document or ""
    return [known.get(word.strip().casefold(), usual) for word in words]


def signed(cents: npt.NDArray[np.int64], documents: Sequence[str]) -> npt.NDArray[np.int64]:
    """The amounts with the sign of their documents.

    Where every amount of a kind that makes the customer owe less is written with a minus, the source
    writes signs already, and they stay; otherwise a minus turns the document around, as a payment
    of −5.00 takes 5.00 of payments back.

    >>> signed(np.array([100, 30, -5]), ["sale", "payment", "payment"]).tolist()
    [100, -30, 5]
    >>> signed(np.array([100, -30]), ["sale", "payment"]).tolist()
    [100, -30]
    """
    result = cents.copy()
    kinds = np.array(documents, dtype=object)
    for kind in LESS:
        mine = kinds == kind
        if mine.any() and (cents[mine] > 0).any():
            result[mine] = -cents[mine]
    return result
