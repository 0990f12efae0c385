"""The words: one table of texts in two languages, one glossary, and no word of either missing."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from tieout.matching.causes import CAUSES, Cause
from tieout.texts import LANGUAGES, table, text

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "addin" / "tieout"


def fields(sentence: str) -> set[str]:
    """The names in braces; a side may be named by itself or by its books."""
    names = (name for _, name, _, _ in Formatter().parse(sentence) if name)
    return {re.split(r"[.\[]", name)[0].removesuffix("_books") for name in names}


@cache
def modules() -> dict[Path, ast.Module]:
    """Every file of the package as Python understands it."""
    return {file: ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py")}


def test_every_text_says_the_same_things_in_both_languages():
    texts = {key: [table()[key][language] for language in LANGUAGES] for key in table()}
    assert not [key for key, said in texts.items() if not all(one.strip() for one in said)]
    assert not [key for key, (zh, en) in texts.items() if fields(zh) != fields(en)]


def test_every_cause_has_its_rule_word_and_action():
    assert set(CAUSES) == set(Cause)
    for cause in Cause:
        for language in LANGUAGES:
            assert cause.word(language)
            assert cause.action(language)


def test_every_public_class_is_in_the_glossary():
    glossary = (REPOSITORY / "addin" / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\*\*([A-Za-z]+)", glossary))
    classes = {
        node.name: file
        for file, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    missing = {name: str(file.name) for name, file in classes.items() if name not in words}
    assert not missing


def test_every_text_that_code_asks_for_by_a_plain_key_exists():
    asked = {
        (node.args[0].value, file.name)
        for file, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("text", "TieoutError")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
    missing = {(key, file) for key, file in asked if key not in table()}
    assert not missing


def test_a_text_fills_its_fields():
    assert text("cause.fee.word", "en") == "Fee"
    with pytest.raises(KeyError):
        text("no.such.text", "en")


def test_every_module_says_in_its_first_line_what_it_answers():
    silent = [
        str(file.relative_to(PACKAGE))
        for file, module in modules().items()
        if not (ast.get_docstring(module) or "").strip()
    ]
    assert not silent
