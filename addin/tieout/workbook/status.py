"""What stands in a status cell: a sign and a word for every state and cause, and its colour."""

import numpy as np
import pandas as pd

from tieout.matching.causes import CAUSES, IN_PAIRS, Cause
from tieout.texts import Language, text

SIGNS = {
    "confirmed": "✔",
    "suggested": "≈",
    "ambiguous": "◇",
    "differs": "≠",
    "timing": "○",
    "error": "✖",
    "aside": "·",
}
FILLS = {
    "✔": "#EAF6EF",
    "≈": "#FFF6CC",
    "◇": "#F1E4F1",
    "≠": "#FDE5D3",
    "○": "#DCEBF7",
    "✖": "#F9D2C4",
}
"""Tints of the palette of Okabe and Ito, which colour-blind eyes tell apart; the sign prints too."""
STATES = ("confirmed", "suggested", "ambiguous")


def state_status(state: str, language: Language) -> str:
    """The status of an entry in a match without a cause."""
    return f"{SIGNS[state]} {text(f'state.{state}', language)}"


def cause_status(cause: Cause, language: Language) -> str:
    """The status of an entry with a cause."""
    nature = "timing" if CAUSES[cause].nature == "timing" else "error"
    sign = SIGNS["differs"] if cause in IN_PAIRS else SIGNS[nature]
    return f"{sign} {cause.word(language)}"


def aside_status(language: Language) -> str:
    """The status of a row that is no entry."""
    return f"{SIGNS['aside']} {text('workbook.not_an_entry', language)}"


def all_statuses(language: Language) -> list[str]:
    """Every status an entry can have, in the order of the choice list."""
    states = [state_status(state, language) for state in STATES]
    return [*states, *(cause_status(cause, language) for cause in Cause if cause != Cause.OPENING)]


def statuses(side: pd.DataFrame, language: Language) -> np.ndarray:
    """The status of each entry of a side of a result."""
    cause = side["cause"].to_numpy(dtype=object)
    words = {str(each): cause_status(each, language) for each in Cause}
    states = {s: state_status(s, language) for s in STATES}
    by_cause = pd.Series(cause, dtype=object).map(words).to_numpy(dtype=object)
    by_state = side["state"].map(states).to_numpy(dtype=object)
    return np.where((cause != "") & (side["state"] != "ambiguous").to_numpy(), by_cause, by_state)
