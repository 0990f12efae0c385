"""Write what is generated among the shims: `python -m tieout.excel.shims`."""

from tieout.assets import asset
from tieout.excel.function_shims import functions_module
from tieout.excel.ribbon import ribbon_xml

FOLDER = "vba_shims"


def generated() -> dict[str, str]:
    """The text of each generated file by its name."""
    return {"TieoutFunctions.bas": functions_module(), "ribbon.xml": ribbon_xml()}


def shim(name: str) -> str:
    """The text of a shim as it lies in its folder."""
    return asset(FOLDER, name).read_text(encoding="ascii")


if __name__ == "__main__":
    for name, source in generated().items():
        asset(FOLDER, name).write_text(source, encoding="ascii", newline="\n")
