"""Draws the templates anew: `python -m tests.statements.drawing` after a change here."""

from pathlib import Path

from tests.statements.drawing import draw_all

draw_all(Path(__file__).parents[3] / "workbook_templates")
