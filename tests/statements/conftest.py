"""The engines that the tests of this room run on."""

from tests.both_engines import engine, office

__all__ = ["engine", "office"]
