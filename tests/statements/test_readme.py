"""The page on templates names what there is, and nothing else."""

import re
from pathlib import Path

from tests.statements.drawing import TEMPLATES

from tieout.statements.kinds import KINDS, kind_named
from tieout.statements.template_check import check_template, known_fields

FOLDER = Path(__file__).parents[2] / "workbook_templates"
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_kind_is_listed_and_drawn():
    assert re.findall(r"^\| `([a-z-]+)` \|", README, re.MULTILINE)[: len(KINDS)] == list(KINDS)
    assert {name.replace("_", "-") for name in TEMPLATES} == set(KINDS)


def test_the_fields_of_the_two_sided_statement_are_those_it_brings():
    known = known_fields(kind_named("two-sided"), "zh")
    rows = re.findall(r"^\| (`[^|]+`) \|", README.partition("### Fields anywhere")[2], re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    columns = {column for block in known.rows.values() for column in block}
    assert named <= set(known.anywhere) | columns
    assert columns <= named


def test_every_template_that_comes_with_tieout_is_right():
    for file in sorted(FOLDER.glob("*.xlsx")):
        assert check_template(file) == re.sub(r"_(zh|en)$", "", file.stem).replace("_", "-")
