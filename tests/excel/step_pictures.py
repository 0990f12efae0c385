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
        """The tops of the first pages of a sheet as it is printed now: our columns may be on the second."""
        name = self.folder / f"{len(self.taken) + 1:02}-{step}"
        pdf = name.with_suffix(".pdf")
        sheet.to_pdf(pdf, show=False)
        size = ("-scale-to-x", str(_WIDE), "-scale-to-y", "-1", "-l", "2")
        subprocess.run(["pdftoppm", "-png", *size, pdf, name], check=True)
        pdf.unlink()
        pages = sorted(self.folder.glob(f"{name.name}-*.png"))
        _below_each_other(pages).save(name.with_suffix(".png"))
        for page in pages:
            page.unlink()
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
            sheet.paste(Image.open(file), (x, y + _LINE))
            pen.rectangle((x, y, x + _WIDE - 1, y + _LINE), fill="navy")
            pen.text((x + 4, y + 3), file.stem, fill="white")
        target = self.folder / f"steps-{number}.png"
        sheet.save(target)
        return target


def _below_each_other(pages: list[Path]) -> Image.Image:
    picture = Image.new("RGB", (_WIDE, _HIGH), "white")
    high = _HIGH // len(pages)
    for at, page in enumerate(pages):
        picture.paste(Image.open(page).convert("RGB").crop((0, 0, _WIDE, high)), (0, at * high))
    return picture
