"""The demo's workbooks in a real spreadsheet program: recalculated, nothing is left over and nothing is wrong."""

import json
from decimal import Decimal

import pytest
from tests.cli.running import run_aside
from tests.office import needs_office, recalculated

from tieout.cli.demo import SAMPLES
from tieout.texts import text

pytestmark = [*needs_office, pytest.mark.slow]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    assert run_aside("demo", "--out", folder).status == 0
    return folder


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.language for sample in SAMPLES])
def test_the_live_sums_add_up_to_the_difference_of_the_balances(sample, demo, tmp_path):
    result = demo / sample.folder / sample.result
    book = recalculated(result, tmp_path / "office")
    wrong = [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("#", "Err:"))
    ]
    assert not wrong
    sheet = book[text("workbook.sheet.result", sample.language)]
    shown = {row[0].value: row[4].value for row in sheet.iter_rows() if row[0].value}
    said = {
        name: Decimal(str(shown[text(f"workbook.{key}", sample.language)])).quantize(
            Decimal("0.01")
        )
        for name, key in (
            ("closing", "result.closing"),
            ("total", "causes.total"),
            ("basis", "causes.basis"),
            ("unexplained", "causes.unexplained"),
        )
    }
    assert said["unexplained"] == 0
    assert said["total"] == said["basis"] == said["closing"]
    document = json.loads(result.with_suffix(".json").read_text(encoding="utf-8"))
    opening = Decimal(document["ours"]["opening"]) - Decimal(document["theirs"]["opening"])
    assert said["total"] == opening + Decimal(document["totals"]["difference"])
