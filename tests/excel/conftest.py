"""Every test of this room begins with an empty memory and in English."""

import pytest

from tieout.excel.ledgers import MEMORY


@pytest.fixture(autouse=True)
def afresh(monkeypatch, tmp_path):
    monkeypatch.setenv("TIEOUT_LANGUAGE", "en")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    MEMORY.forget()
