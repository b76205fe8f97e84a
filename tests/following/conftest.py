"""A passing archive for each test."""

from pathlib import Path

import pytest

from pipeline.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "archive")
