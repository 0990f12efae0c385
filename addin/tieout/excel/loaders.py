"""Which files can the add-in be, and what can load Python for it."""

from typing import Literal, get_args

Kind = Literal["xlam", "xlsm"]
Loader = Literal["own", "xlwings"]
LOADERS: tuple[Loader, ...] = get_args(Loader)
