"""Shared state in files: changed by one at a time, locks that end with their holder."""

from __future__ import annotations

import multiprocessing
import os
import signal
from functools import partial
from pathlib import Path

import pytest

from pipeline.clock import Clock
from pipeline.errors import SharedError
from pipeline.shared import open_shared
from pipeline.shared.folder_state import FileState


def _put(text: str, _: str) -> tuple[str, None]:
    return text, None


@pytest.fixture
def state(tmp_path: Path) -> FileState:
    return FileState(tmp_path, Clock())


def test_what_is_not_stored_reads_as_empty(state: FileState) -> None:
    assert state.read("pace", "ministry.example") == ""


@pytest.mark.parametrize("texts", [["a", "bb", "c"], ["ü" * 9, "", "x"]])
def test_the_last_text_is_read_whatever_was_longer_before(texts: list[str], state: FileState) -> None:
    for text in texts:
        state.update("robots", "https://ministry.example:8443", partial(_put, text))
        assert state.read("robots", "https://ministry.example:8443") == text


def test_an_error_while_changing_leaves_the_text_as_it_was(state: FileState) -> None:
    def refuse(text: str) -> tuple[str, None]:
        raise ValueError(text)

    state.update("pace", "a", lambda _: ("1", None))
    with pytest.raises(ValueError, match="1"):
        state.update("pace", "a", refuse)
    assert state.read("pace", "a") == "1"


def count_up(folder: str, times: int) -> None:
    state = FileState(Path(folder), Clock())
    for _ in range(times):
        state.update("counts", "a", lambda text: (str(int(text or 0) + 1), None))


def test_no_change_of_several_processes_is_lost(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=count_up, args=(str(tmp_path), 200)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert FileState(tmp_path, Clock()).read("counts", "a") == "800"


def test_a_lock_has_one_holder_at_a_time(state: FileState, tmp_path: Path) -> None:
    other = FileState(tmp_path, Clock())
    with state.hold("run_1") as lease, other.hold("run_1") as none, other.hold("run_2") as another:
        assert lease is not None
        lease.check()
        assert (none, another is not None, other.is_held("run_1")) == (None, True, True)
    assert not other.is_held("run_1")
    with other.hold("run_1") as again:
        assert again is not None


def test_asking_for_a_lock_leaves_no_file_and_holds_nobody_up(state: FileState, tmp_path: Path) -> None:
    assert not state.is_held("run_1")
    with state.hold("run_1"):
        pass
    assert [path.name for path in (tmp_path / "locks").iterdir()] == [".guard"]


def hold_for_ever(folder: str, held: multiprocessing.synchronize.Event) -> None:
    with FileState(Path(folder), Clock()).hold("run_1"):
        held.set()
        signal.pause()


def test_the_lock_of_a_killed_process_ends(state: FileState, tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    held = context.Event()
    worker = context.Process(target=hold_for_ever, args=(str(tmp_path), held))
    worker.start()
    assert held.wait(20)
    assert state.is_held("run_1")
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()
    assert not state.is_held("run_1")
    with state.hold("run_1") as lease:
        assert lease is not None


def test_an_address_of_no_known_form_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SharedError, match=r"^ONRECORD_SHARED begins with 'http'; expected redis://"):
        open_shared(tmp_path, "http://shared.example", Clock())
