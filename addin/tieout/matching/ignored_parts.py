"""What in a reference says nothing: beginnings and ends that one side adds to the other's number."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tieout.ledger.ledger import Ledger


def without_ignored_parts(ledger: Ledger, parts: Sequence[str]) -> Ledger:
    """The ledger as it is matched: its references without the parts that the policy ignores.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"date": ["2026-03-01"] * 2, "amount": ["1", "2"], "reference": ["ab-77-01", "01"]})
    >>> plain = without_ignored_parts(Ledger.from_frame(frame), ("AB-", "-01"))
    >>> plain.entries["reference"].tolist()
    ['77', '01']
    """
    if not parts:
        return ledger
    either = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    pattern = re.compile(f"^(?:{either})(?=.)|(?<=.)(?:{either})$", re.IGNORECASE)
    reference = ledger.entries["reference"]
    plain = {each: pattern.sub("", str(each)) for each in reference.unique()}
    return replace(
        ledger,
        entries=ledger.entries.assign(reference=reference.map(plain).astype(reference.dtype)),
    )
