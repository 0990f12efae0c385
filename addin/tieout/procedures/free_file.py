"""Which name of a file is still free: the one that was thought of, else with a number."""

from pathlib import Path


def free_file(folder: Path, name: str) -> Path:
    """A workbook that is not there yet, in a folder that then is."""
    folder.mkdir(parents=True, exist_ok=True)
    file, number = folder / f"{name}.xlsx", 1
    while file.exists():
        number += 1
        file = folder / f"{name} ({number}).xlsx"
    return file
