"""What does an engine not do: said in a sentence, when it is asked."""

from typing import Never

from tieout.errors import TieoutError


class UnsupportedError(TieoutError, AttributeError):
    """An engine was asked for what only Excel can do."""

    def __init__(self, engine: str, wanted: str) -> None:
        super().__init__("engine.unsupported", engine=engine, wanted=wanted)


class Speaking:
    """Something of an engine that names what it does not have, instead of a bare AttributeError."""

    __slots__ = ()
    ENGINE = ""

    def __getattr__(self, name: str) -> Never:
        if name.startswith("__"):
            raise AttributeError(name)
        raise UnsupportedError(self.ENGINE, f"{type(self).__name__}.{name}")
