"""The command line: a door for scripts at night."""

from tieout.cli.door import main

__all__ = ["main"]
