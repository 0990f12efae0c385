"""Under which name does Windows know the bridge, and with which command does it start it."""

from collections.abc import Mapping
from pathlib import PureWindowsPath

CLASS_ID = "{3A5B8C57-2D0E-4C9B-8E51-94F07D1B6A20}"
PROGRAM_ID = "Tieout.Bridge"
SETTINGS_KEYS = (
    r"Software\VB and VBA Program Settings\Tieout",
    r"Software\VB and VBA Program Settings\Tieout\Excel",
)
"""Where the add-in keeps the language that was chosen (VBA's SaveSetting)."""
_CLASSES = r"Software\Classes"


def registry_values(python: PureWindowsPath) -> Mapping[str, str]:
    r"""The keys below HKEY_CURRENT_USER and their default values.

    >>> values = registry_values(PureWindowsPath(r"C:\Users\王\AppData\Local\Tieout\env\Scripts\pythonw.exe"))
    >>> [value for key, value in values.items() if key.endswith("LocalServer32")]
    ['"C:\\Users\\王\\AppData\\Local\\Tieout\\env\\Scripts\\pythonw.exe" -I -m tieout.excel.server']
    """
    of_class = rf"{_CLASSES}\CLSID\{CLASS_ID}"
    return {
        rf"{_CLASSES}\{PROGRAM_ID}": "Tieout",
        rf"{_CLASSES}\{PROGRAM_ID}\CLSID": CLASS_ID,
        of_class: "Tieout",
        rf"{of_class}\ProgID": PROGRAM_ID,
        rf"{of_class}\LocalServer32": command(python),
        rf"{of_class}\PythonCOM": "tieout.excel.com.ComBridge",
    }


def command(python: PureWindowsPath) -> str:
    """The constant command: `-I` keeps the current folder and the environment out of the search path."""
    return f'"{python}" -I -m tieout.excel.server'
