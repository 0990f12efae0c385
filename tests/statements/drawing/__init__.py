"""How the templates that come with Tieout are made; one module a family of statements."""

from pathlib import Path

from tests.statements.drawing import two_sided
from tests.statements.drawing.page import Page

LANGUAGES = ("zh", "en")


def draw_all(folder: Path) -> list[Path]:
    """Draw every template into a folder."""
    return [draw(folder, language) for language in LANGUAGES for draw in (_two_sided,)]


def _two_sided(folder: Path, language: str) -> Path:
    path = folder / f"two_sided_{language}.xlsx"
    page = Page(
        path, language, two_sided.WORDS[language]["sheet"], two_sided.WIDTHS, landscape=True
    )
    two_sided.draw(page)
    page.save()
    return path
