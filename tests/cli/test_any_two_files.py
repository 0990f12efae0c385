"""Files it has never seen: any headings, any sign rule, mirrored or not, workbook or text."""

import random
from dataclasses import replace

import pytest
from tests.benchmarks.two_sided import generate
from tests.cli.holding import assert_adds_up, assert_read
from tests.cli.running import reconciled
from tests.layouts import any_layout, dress


def laid_out(folder, seed, rows):
    """Two ledgers of one account in layouts of their own; their amounts as written."""
    draw = random.Random(seed)
    language = draw.choice(["zh", "en"])
    two = generate(rows, seed=seed, language=language)
    mirrored = draw.random() < 0.5
    layouts = [any_layout(draw.randrange(10**6), mirrored=m) for m in (False, mirrored)]
    layouts = [replace(layout, language=language) for layout in layouts]
    if language == "en":
        layouts = [replace(layout, two_row_headings=False, encoding="utf-8") for layout in layouts]
    files = [
        folder / f"{side}.{layout.kind}"
        for side, layout in zip(("ours", "theirs"), layouts, strict=True)
    ]
    written = [
        dress(frame, layout, file)
        for frame, layout, file in zip((two.ours, two.theirs), layouts, files, strict=True)
    ]
    return files, written, layouts, two


@pytest.mark.parametrize(
    "seed", [*range(10), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(10, 60))]
)
def test_every_entry_has_one_place_and_the_differences_add_up(seed, tmp_path, capsys):
    rows = random.Random(seed).choice([1, 2, 3, 5, 8, 20, 60, 120])
    files, (ours, theirs), *_ = laid_out(tmp_path, seed, rows)
    document = reconciled(capsys, tmp_path, *files)
    assert_read(document, ours, theirs)
    assert_adds_up(document)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 104))
def test_thousands_of_rows_are_read_and_mostly_matched_rightly(seed, tmp_path, capsys):
    files, (ours, theirs), layouts, two = laid_out(tmp_path, seed, 2000)
    document = reconciled(capsys, tmp_path, *files, "-o", tmp_path / "result.xlsx")
    assert_read(document, ours, theirs)
    assert_adds_up(document)
    assert document["sign"]["theirs"] == (-1 if layouts[1].mirrored else 1)
    confirmed = sum(match["state"] == "confirmed" for match in document["matches"])
    assert confirmed > 0.8 * len(two.truth.matches)


@pytest.mark.slow
def test_eight_thousand_rows_a_side(tmp_path, capsys):
    two = generate(8_000, customers=40, seed=7, mirrored=True)
    files = [tmp_path / "ours.csv", tmp_path / "theirs.csv"]
    for file, frame in zip(files, (two.ours, two.theirs), strict=True):
        amounts = frame["amount"].map(lambda cents: f"{cents / 100:.2f}")
        frame.assign(amount=amounts).drop(columns=["line", "due_date"]).to_csv(file, index=False)
    document = reconciled(capsys, tmp_path, *files, "-o", tmp_path / "result.xlsx")
    assert_read(document, two.ours["amount"].tolist(), two.theirs["amount"].tolist())
    assert_adds_up(document)
