"""The front of the house: both doors behind the one command `tieout`; neither knows the other."""

import typer

from tieout.cli import main
from tieout.cli.app import app
from tieout.cli.help_texts import SpokenCommand, SpokenGroup
from tieout.excel.command import COMMANDS

_ADDIN = typer.Typer(cls=SpokenGroup, help="addin.help.addin", no_args_is_help=True)
for _name, _command in COMMANDS.items():
    _ADDIN.command(_name, cls=SpokenCommand, help=f"addin.help.{_name}")(_command)
app.add_typer(_ADDIN, name="addin")

__all__ = ["main"]
