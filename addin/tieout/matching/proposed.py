"""Which entry would settle an open item, and on whose books: proposed in words, never posted."""

import numpy as np
import pandas as pd
import pyarrow as pa

from tieout.matching.our_books import OurBooks
from tieout.matching.proposals import REVERSED_BY_HOLDER, Proposal, proposal_for
from tieout.matching.said import or_words
from tieout.matching.sentences import amount_texts, filled
from tieout.texts import Language, table, text


def proposed_entries(items: pd.DataFrame, books: OurBooks, language: Language) -> list[str]:
    """For each open item the entry that would settle it, "" where waiting or looking comes first.

    `items` has side, cause, amount, currency, customer and reference; `books` are ours.
    """
    amount = items["amount"].to_numpy(np.int64)
    size = amount_texts(np.abs(amount), items["currency"].to_numpy(dtype=object))
    named = or_words(_texts(items["reference"]), text("match.without_reference", language))
    customer = or_words(_texts(items["customer"]), books.party(language))
    written = np.full(len(items), "", dtype=object)
    # One item of each kind stands for all of it: the accounts depend on nothing else.
    kinds = items.assign(plus=amount > 0).groupby(["cause", "side", "plus"], sort=False).indices
    for place in kinds.values():
        cause, side = items["cause"].iloc[place[0]], items["side"].iloc[place[0]]
        one = int(np.sign(amount[place[0]]))
        entry = proposal_for(cause, side, one if side == "ours" else -one, one, 0, books=books)
        some = pa.array(place)
        values = {
            "amount": size.take(some),
            "reference": named.take(some),
            "customer": customer.take(some),
        }
        written[place] = filled(_form(entry, language), values, len(place)).to_pylist()
    return written.tolist()


def _texts(column: pd.Series) -> pa.Array:
    return pa.array(column.astype(str).tolist(), pa.large_string())


def _form(entry: Proposal, language: Language) -> str:
    """The sentence of an entry, its accounts in their places."""
    if entry.whose not in ("ours", "theirs"):
        return ""
    if entry.note in REVERSED_BY_HOLDER:
        return table()[f"entry.{entry.whose}.reversed"][language]
    if not entry.debit:
        return table()["entry.theirs.asked"][language]
    form = table()[f"entry.{entry.whose}.booked"][language]
    for place, account in (("{debit}", entry.debit), ("{credit}", entry.credit)):
        form = form.replace(place, table()[f"proposal.account.{account}"][language])
    return form
