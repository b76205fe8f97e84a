"""The formats that are known are those that are documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.stages.posts.formats import FORMATS, WHOLE, find_format

DOCS = Path(__file__).parents[3] / "docs" / "importing-posts.md"


def test_every_format_is_documented_and_no_other() -> None:
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`([\w-]+)`", row.split("|")[1])}
    assert documented == {*(known.name for known in FORMATS), *WHOLE} - {"zip"}


@pytest.mark.parametrize(
    "row", [{}, [], "text", 13, None, {"text": "Words"}, {"data": {"user": 1}}, {"id": 1}, {"entities": []}]
)
def test_rows_of_anything_else_have_no_format(row: object) -> None:
    assert find_format(row) is None
