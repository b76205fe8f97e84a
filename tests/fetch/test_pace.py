"""How long a host rests: a pause, a longer one, and what a clock that was set back left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.fetch.http.pace import Pace
from pipeline.shared.folder_state import FileState
from tests.loopback.clients import LeapingClock

HOST = "ministry.example"


def make_pace(folder: Path, clock: LeapingClock) -> Pace:
    return Pace(FileState(folder, clock.read()), clock.read())


@pytest.mark.parametrize(("first", "second", "waited"), [(60, 10, 60), (10, 60, 60), (10, 10, 10)])
def test_a_pause_never_shortens_one_that_a_host_has_already(first: float, second: float, waited: float, tmp_path: Path) -> None:
    pace = make_pace(tmp_path, LeapingClock())
    pace.pause(HOST, first)
    pace.pause(HOST, second)
    assert pace.take(HOST, 0, patience_s=100) == pytest.approx(waited, abs=0.5)


@pytest.mark.parametrize(("patience_s", "is_refused"), [(59, True), (61, False)])
def test_a_wait_beyond_the_patience_is_refused_and_takes_nothing(patience_s: float, is_refused: bool, tmp_path: Path) -> None:
    pace = make_pace(tmp_path, LeapingClock())
    pace.pause(HOST, 60)
    if is_refused:
        with pytest.raises(FetchError, match="rests for another"):
            pace.take(HOST, 5, patience_s=patience_s)
    assert pace.take(HOST, 5, patience_s=61) == pytest.approx(60, abs=0.5)


@pytest.mark.parametrize(("ahead_s", "waits"), [(86_000, True), (86_500, False)])
def test_a_moment_more_than_a_day_ahead_comes_from_a_clock_set_back(ahead_s: float, waits: bool, tmp_path: Path) -> None:
    pace = make_pace(tmp_path, LeapingClock())
    pace.pause(HOST, ahead_s)
    assert (pace.take(HOST, 0, patience_s=90_000) > 0) is waits
