"""A source whose own folder cannot be written costs itself alone."""

from __future__ import annotations

import pytest

from pipeline.errors import PipelineError
from pipeline.home import Home
from pipeline.run.collect import running
from storage.model import Tally


def test_a_failure_of_the_system_in_one_source_leaves_the_others_to_run(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def follow(_: Home, source: str, **_asked: object) -> Tally:
        if source == "am_mfa":
            raise NotADirectoryError(20, "Not a directory", "warc/am_mfa")
        return Tally(source=source, run="run_1")

    monkeypatch.setattr(running, "follow", follow)
    tallies: list[Tally] = []
    with pytest.raises(PipelineError, match=r"Not run: am_mfa: .*Not a directory"):
        tallies.extend(running.run(home, ["am_mfa", "us_state"]))
    assert [tally.source for tally in tallies] == ["us_state"]
