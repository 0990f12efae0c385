"""By what is an entry known again, when its sheet was sorted, or grew, or was read anew."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tieout.ledger.ledger import Ledger
from tieout.matching.coded import Texts

SAYS = ("date", "type", "reference", "memo", "amount", "currency", "customer")
"""What an entry says; its line is not part of it, for lines move."""
_BETWEEN = "\x1f"


def fingerprints(ledger: Ledger) -> list[str]:
    """One text an entry: a digest of what it says, and its number among entries that say the same.

    The ledger is taken as it was read, their books unturned.

    >>> frame = pd.DataFrame({"date": ["2026-01-31"] * 2, "amount": ["12.30"] * 2})
    >>> first, second = fingerprints(Ledger.from_frame(frame))
    >>> first[:-1] == second[:-1], first[-2:], second[-2:]
    (True, '-1', '-2')
    """
    said = pa.array(said_by(ledger.entries, SAYS, _BETWEEN)).dictionary_encode()
    codes = said.indices.to_numpy(zero_copy_only=False)
    digests = [
        blake2b(text.encode(), digest_size=8).hexdigest() for text in said.dictionary.to_pylist()
    ]
    ordinal = pd.Series(codes).groupby(codes).cumcount().to_numpy() + 1
    return [f"{digests[c]}-{n}" for c, n in zip(codes.tolist(), ordinal.tolist(), strict=True)]


def said_by(entries: pd.DataFrame, names: Sequence[str], between: str) -> Texts:
    """What the entries say in some columns, each as one text."""
    columns = [_text(entries[name]) for name in names]
    return pc.binary_join_element_wise(*columns, pa.scalar(between, pa.large_string()))


def _text(column: pd.Series) -> Texts:
    if column.dtype.kind == "M":
        days = column.to_numpy(dtype="datetime64[D]")
        return pa.array(np.where(np.isnat(days), "", days.astype(str)), pa.large_string())
    if column.dtype.kind in "iu":
        return pa.array(column.to_numpy(np.int64)).cast(pa.large_string())
    return pa.array(column.astype(object).fillna("").astype(str).tolist(), pa.large_string())
