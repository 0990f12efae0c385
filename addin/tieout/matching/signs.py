"""Do their books mirror ours: what one side debits the other credits, unless a side says otherwise."""

import numpy as np

from tieout.ledger.ledger import Ledger
from tieout.matching.accounts import Accounts
from tieout.matching.reconciliation import SignFinding
from tieout.texts import text


def their_sign(ours: Ledger, theirs: Ledger, accounts: Accounts) -> SignFinding:
    """−1 where more of their amounts are found on our side with the sign turned."""
    our_amounts = ours.entries["amount"].to_numpy(dtype=np.int64)
    their_amounts = theirs.entries["amount"].to_numpy(dtype=np.int64)
    same = int(np.isin(their_amounts, our_amounts).sum())
    turned = int(np.isin(-their_amounts, our_amounts).sum())
    sign = -1 if turned > same else 1
    key = "sign.mirrored" if sign < 0 else "sign.same" if same > turned else "sign.unknown"
    values = {"same": same, "turned": turned, "entries": len(theirs)}
    return SignFinding(sign, text(key, "zh", **values), text(key, "en", **values))
