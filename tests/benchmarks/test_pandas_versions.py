"""The engine gives the same answers on pandas 2 as on pandas 3."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
OTHER = os.environ.get("TIEOUT_PANDAS_2", "")


def answers(python: str) -> dict[str, str]:
    ran = subprocess.run(
        [python, "-m", "tests.benchmarks.engine_answers", "3000", "12", "5"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'addin'}"},
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.skipif(not OTHER, reason="TIEOUT_PANDAS_2 names no python that has pandas 2")
def test_pandas_2_and_3_give_the_same_matches_and_sentences():
    here, there = answers(sys.executable), answers(OTHER)
    assert here["pandas"] == pd.__version__
    assert there["pandas"].startswith("2.")
    assert here["answers"] == there["answers"]
