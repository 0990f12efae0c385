"""How far is a long piece of work: told to whoever waits, who may cancel it."""

from collections.abc import Callable

from tieout.errors import TieoutError

Progress = Callable[[str, float], None]
"""Called with the key of a text `progress.<step>` and the share done, 0 to 1; may raise CancelledError."""


class CancelledError(TieoutError):
    """The user stopped the work; nothing was changed, or the sentence of another key says what was."""

    def __init__(self, key: str = "progress.cancelled", **values: object) -> None:
        super().__init__(key, **values)


def silent(step: str, share: float) -> None:
    """Nobody waits."""
    del step, share
