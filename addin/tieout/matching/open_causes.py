"""Why is an entry open: the most telling cause that its surroundings show."""

import numpy as np

from tieout.matching.causes import Cause
from tieout.matching.coded import Ints
from tieout.matching.findings import CAUSES_BY_CODE
from tieout.matching.policy import Policy
from tieout.matching.rows import NO_DAY, Rows


def open_causes(rows: Rows, open_rows: Ints, match: Ints, policy: Policy) -> Ints:
    """A cause code for each open row."""
    code = {cause: CAUSES_BY_CODE.index(cause) for cause in Cause}
    last = rows.day.max(initial=NO_DAY)
    day = rows.day[open_rows]
    causes = np.full(len(open_rows), code[Cause.MISSING])
    causes[day >= last - policy.cutoff_days] = code[Cause.IN_TRANSIT]
    causes[day == NO_DAY] = code[Cause.UNEXPLAINED]
    return causes
