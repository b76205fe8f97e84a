"""The site over the bundled sample, loaded once; and over an archive of its own where a test changes something."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.home import Home
from pipeline.run.collect.running import run
from pipeline.sample import SAMPLE_WARC
from pipeline.site.app import make_app

ORIGIN = "http://localhost"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(root=tmp_path_factory.mktemp("site") / "archive")
    list(run(home, replay=[SAMPLE_WARC]))
    return home


@pytest.fixture(scope="session")
def site(sample: Home) -> TestClient:
    return open_site(sample)


@pytest.fixture
def own(sample: Home, tmp_path: Path) -> Home:
    """A copy of the sample's archive that a test may change, without what other tests reported or searched in vain."""
    shutil.copytree(sample.root, tmp_path / "own", ignore=shutil.ignore_patterns("reports.db*"))
    return Home(root=tmp_path / "own")


def open_site(home: Home) -> TestClient:
    return TestClient(make_app(home), base_url=ORIGIN)


@pytest.fixture(scope="session")
def find(site: TestClient) -> Callable[[str], str]:
    """Find the id of the first quote that a search finds."""

    def find_quote(query: str) -> str:
        found: str = site.get("/search.json", params={"q": query}).json()["hits"][0]["id"]
        return found

    return find_quote


def read_token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]
