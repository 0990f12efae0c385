"""Write what is generated from the registry: `python -m tieout.excel.shims`."""

import re
from pathlib import Path

from tieout.assets import asset
from tieout.excel.function_shims import functions_module, functions_table
from tieout.excel.ribbon import ribbon_xml
from tieout.texts import Language

FOLDER = "vba_shims"
READMES: dict[str, Language] = {"README.md": "en", "README.zh.md": "zh"}
_TABLE = re.compile(r"(<!-- functions -->\n).*?(<!-- /functions -->)", re.DOTALL)


def generated() -> dict[str, str]:
    """The text of each generated shim by its name."""
    return {"TieoutFunctions.bas": functions_module(), "ribbon.xml": ribbon_xml()}


def shim(name: str) -> str:
    """The text of a shim as it lies in its folder."""
    return asset(FOLDER, name).read_text(encoding="ascii")


def readme(name: str) -> Path:
    """A README of the checkout."""
    return asset(FOLDER, "README.md").parents[1] / name


def with_table(text: str, language: Language) -> str:
    """The text of a README, its table of functions made anew."""
    return _TABLE.sub(lambda found: f"{found[1]}{functions_table(language)}\n{found[2]}", text)


if __name__ == "__main__":
    for name, source in generated().items():
        asset(FOLDER, name).write_text(source, encoding="ascii", newline="\n")
    for name, language in READMES.items():
        text = readme(name).read_text(encoding="utf-8")
        readme(name).write_text(with_table(text, language), encoding="utf-8", newline="\n")
