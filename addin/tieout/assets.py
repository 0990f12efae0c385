"""Where do the templates and shims lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def asset(folder: str, name: str) -> Path:
    """Path of `folder/name`, where folder is `workbook_templates` or `vba_shims`."""
    inside = _PACKAGE / folder / name
    return inside if inside.exists() else _CHECKOUT / folder / name
