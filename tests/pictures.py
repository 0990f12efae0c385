"""The pictures in the README: the demo's workbooks, drawn by LibreOffice, cropped (`make pictures`)."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops
from tests.office import convert

from tieout.cli.demo import SAMPLES, Sample
from tieout.cli.door import status_of
from tieout.texts import text

FOLDER = Path(__file__).parents[1] / "addin" / "docs" / "images"
DPI, COLORS, MARGIN = 110, 64, 16
BYTES_MAX = 300_000
SHOWN = "≠✖○◇"


@dataclass(frozen=True)
class Picture:
    """A part of a page with so many confirmed entries: how much of it is shown."""

    name: str
    confirmed_min: int
    dpi: int = DPI
    height: float = 1.0
    width: float = 1.0


PICTURES = (
    Picture("result", 1, height=0.66),
    Picture("ledger", 10, dpi=150, height=0.62),
)


def main() -> None:
    """Draw every picture of every sample."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="tieout") as name:
        folder = Path(name)
        assert status_of(["demo", "--out", str(folder)]) == 0
        for sample in SAMPLES:
            printed = convert(
                folder / sample.folder / sample.result, folder / sample.language, "pdf"
            )
            for picture in PICTURES:
                draw(picture, sample, printed)


def draw(picture: Picture, sample: Sample, printed: Path) -> None:
    """Save one picture as an indexed PNG."""
    word = text("state.confirmed", sample.language)
    page = page_with(printed, word, picture.confirmed_min)
    target = FOLDER / f"{picture.name}_{sample.language}.png"
    drawn = printed.with_name(picture.name)
    span = ["-f", str(page), "-l", str(page), "-singlefile", "-r", str(picture.dpi)]
    subprocess.run(["pdftoppm", "-png", *span, printed, drawn], check=True)
    cropped(Image.open(drawn.with_suffix(".png")).convert("RGB"), picture).quantize(COLORS).save(
        target, optimize=True
    )
    size = target.stat().st_size
    assert size < BYTES_MAX, f"{target.name} has {size} bytes"
    print(f"{target.name}: page {page}, {size // 1000} kB")


def page_with(printed: Path, word: str, count_min: int) -> int:
    """The number of the page that shows most kinds of status, among those with so many of a word."""
    words = subprocess.run(["pdftotext", "-layout", printed, "-"], check=True, capture_output=True)
    pages = dict(enumerate(words.stdout.decode("utf-8").split("\f"), start=1))
    able = [number for number, page in pages.items() if page.count(word) >= count_min]
    return max(able, key=lambda number: (sum(sign in pages[number] for sign in SHOWN), -number))


def cropped(page: Image.Image, picture: Picture) -> Image.Image:
    """The page without its white margins, and as much of it as is to be seen."""
    left, top, right, bottom = ImageChops.invert(page).getbbox()
    right = left + round((right - left) * picture.width)
    bottom = top + round((bottom - top) * picture.height)
    part = page.crop((left, top, right, bottom))
    framed = Image.new("RGB", (part.width + 2 * MARGIN, part.height + 2 * MARGIN), "white")
    framed.paste(part, (MARGIN, MARGIN))
    return framed


if __name__ == "__main__":
    main()
