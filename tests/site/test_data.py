"""Datasette shows a snapshot at /data, without the words that were withdrawn, and follows it when it is replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.home import Home
from pipeline.run.maintaining import redact, snapshot
from pipeline.site.app import make_app
from pipeline.site.data import Data
from tests.site.conftest import ORIGIN

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


def test_the_data_are_a_snapshot_that_lacks_withdrawn_words(own: Home, find: Callable[[str], str], tmp_path: Path) -> None:
    copy = tmp_path / "readers.db"
    snapshot(own, copy)
    site = TestClient(make_app(own, data=Data(copy)), base_url=ORIGIN)
    rows = "/data/readers/revisions.json?_size=max"
    assert site.get("/data/").status_code == 200
    assert "unsafe-inline" not in site.get("/data/").headers["content-security-policy"].partition("script-src")[2]
    assert site.get("/data/readers.db").status_code == 403
    assert "strictly adhere" in site.get(rows).text
    for source in ("news", "x_nikolpashinyan"):
        redact(own, find(f'"will continue to strictly adhere" source:{source}'), "It names a private person.")
    snapshot(own, copy)
    for table in ("revisions", "quotes", "readings", "quote_readings", "derivations", "vocabulary", "quote_words_content"):
        answer = site.get(f"/data/readers/{table}.json?_size=max")
        assert "provocations" not in answer.text, table
    assert "█" in site.get(rows).json()["rows"].__repr__()
