"""A page is stored under the name of whoever owns its host: after a run, after its replay elsewhere, and after a reparse."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pipeline.home import PROJECT, Home
from storage.database.archive import open_reader
from tests.dags.sources import declare
from tests.loopback.ministry import article, listing
from tests.loopback.server import LoopbackServer

_ONRECORD = "from pipeline.cli import main; main()"
_OBSERVED = """
    SELECT DISTINCT c.url, o.source, c.source FROM observations o JOIN captures c ON c.id = o.capture ORDER BY 1, 2"""


def onrecord(home: Home, environment: dict[str, str], *arguments: str) -> str:
    given = {**os.environ, **environment, "ONRECORD_HOME": str(home.root), "PYTHONPATH": str(PROJECT)}
    done = subprocess.run([sys.executable, "-c", _ONRECORD, *arguments], env=given, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def read_sources(home: Home) -> dict[str, str]:
    """Give the source of each page by the last part of its address."""
    db = open_reader(home.archive)
    try:
        rows = db.execute(_OBSERVED).fetchall()
        assert all(observed == captured for _, observed, captured in rows)
        return {url.rpartition("/")[2]: observed for url, observed, _ in rows}
    finally:
        db.close()


def test_a_page_that_one_source_lists_and_another_owns_is_the_owners(tmp_path: Path) -> None:
    with LoopbackServer({}) as ours, LoopbackServer({}, address="127.0.0.2") as theirs:
        theirs.programs["/beta/2"] = article("The Ministry of Beta opens the bridge to all.")
        ours.programs["/alpha/1"] = article("The Ministry of Alpha calls for restraint and dialogue.")
        leads = [(url, "27 October 2020") for url in ("/alpha/1", theirs.url("/beta/2"), "http://nobody.example/3")]
        ours.programs["/alpha/news?page=1"] = listing(*leads)
        environment = declare(tmp_path / "sources", ours, "alpha") | declare(tmp_path / "sources", theirs, "beta")
        home, copy = Home(root=tmp_path / "home"), Home(root=tmp_path / "copy")
        told = onrecord(home, environment, "run", "xx_alpha")
    expected = {"1": "xx_alpha", "2": "xx_beta"}
    assert read_sources(home) == expected
    assert "nobody.example (1)" in told
    onrecord(home, environment, "reparse", "xx_alpha")
    assert read_sources(home) == expected
    onrecord(copy, environment, "import", *map(str, home.warc.rglob("*.warc.gz")))
    assert read_sources(copy) == expected
