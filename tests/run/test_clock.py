"""A clock that cannot be right begins no run: what it would date could be written, and never be loaded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.run.collect.ticket import new_ticket
from storage.captures import FIRST_YEAR, WarcWriter
from storage.errors import StorageError


def test_no_run_begins_before_the_web() -> None:
    with pytest.raises(PipelineError, match="clock says 1970-01-01"):
        new_ticket("am_mfa", {}, at=datetime(1970, 1, 1, tzinfo=UTC))
    assert new_ticket("am_mfa", {}, at=datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)).started_at.year == FIRST_YEAR


@pytest.mark.parametrize("year", [1, 1970, FIRST_YEAR - 1, 9999])
def test_no_record_is_written_with_a_date_that_is_not_read_again(tmp_path: Path, year: int) -> None:
    with WarcWriter(tmp_path, name="run", find_payload=lambda _: None) as writer:
        with pytest.raises(StorageError, match="cannot be dated"):
            writer.write_resource("file:words.txt", b"words", "text/plain", datetime(year, 1, 1, tzinfo=UTC))
        with pytest.raises(StorageError, match="cannot be dated"):
            writer.write_note("https://a.example/", {}, noted_at=datetime(year, 1, 1, tzinfo=UTC))
    assert list(tmp_path.iterdir()) == []
