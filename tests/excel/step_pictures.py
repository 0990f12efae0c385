"""What a person sees after each step: the sheet in front, drawn, nine steps on one picture."""

import subprocess
from pathlib import Path

import xlwings as xw
from PIL import Image, ImageDraw

_WIDE, _HIGH, _LINE, _ACROSS, _EACH = 640, 460, 18, 3, 9


class StepPictures:
    """The pictures of one run, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: list[Path] = []
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, step: str, sheet: xw.Sheet) -> None:
        """The first page of a sheet as it is printed now."""
        name = self.folder / f"{len(self.taken) + 1:02}-{step}"
        pdf = name.with_suffix(".pdf")
        sheet.to_pdf(pdf, show=False)
        size = ("-scale-to-x", str(_WIDE), "-scale-to-y", "-1")
        subprocess.run(["pdftoppm", "-png", "-singlefile", "-f", "1", *size, pdf, name], check=True)
        pdf.unlink()
        self.taken.append(name.with_suffix(".png"))

    def together(self) -> list[Path]:
        """All of them on as few pictures as can be looked at, each under its name."""
        parts = [self.taken[at : at + _EACH] for at in range(0, len(self.taken), _EACH)]
        return [self._together(number, part) for number, part in enumerate(parts, 1)]

    def _together(self, number: int, part: list[Path]) -> Path:
        rows = -(-len(part) // _ACROSS)
        sheet = Image.new("RGB", (_WIDE * _ACROSS, (_HIGH + _LINE) * rows), "white")
        pen = ImageDraw.Draw(sheet)
        for at, file in enumerate(part):
            x, y = _WIDE * (at % _ACROSS), (_HIGH + _LINE) * (at // _ACROSS)
            page = Image.open(file).convert("RGB").crop((0, 0, _WIDE, _HIGH))
            sheet.paste(page, (x, y + _LINE))
            pen.rectangle((x, y, x + _WIDE - 1, y + _LINE), fill="navy")
            pen.text((x + 4, y + 3), file.stem, fill="white")
        target = self.folder / f"steps-{number}.png"
        sheet.save(target)
        return target
