"""A run at work is left alone, a dead one is finished under its own name, and what cannot be finished stops nobody."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.collect import recovering
from pipeline.run.collect.importing import capture_files
from pipeline.run.collect.locks import OpenRuns, is_held, is_waiting
from pipeline.run.collect.recovering import heal, list_pending, recover
from pipeline.run.collect.running import capture, collect, derive, import_files, load, run
from pipeline.run.collect.ticket import Ticket, name_warc, new_ticket
from pipeline.run.maintaining import diagnose
from pipeline.sample import SAMPLE_WARC
from pipeline.stages.imported import ImportOptions
from storage.database.archive import open_reader, open_writer
from storage.errors import StorageError
from storage.loading.tallies import list_runs
from tests.run.undisturbed import ACCOUNT, write_dump


def parameters(home: Home, run_id: str) -> dict[str, object]:
    db = open_reader(home.archive)
    try:
        return next(found.parameters for found in list_runs(db) if found.id == run_id)
    finally:
        db.close()


def left(home: Home) -> list[str]:
    """Give the files that runs left beside whole WARC files."""
    return sorted(path.name for path in home.warc.rglob("*") if path.is_file() and not path.name.endswith(".warc.gz"))


def test_a_run_that_a_process_holds_is_left_alone(home: Home) -> None:
    ticket = capture(home, "am_mfa", replay=[SAMPLE_WARC])
    other = OpenRuns(home)
    assert other.take(name_warc(ticket))
    assert is_held(home, name_warc(ticket))
    found = recover(home)
    assert (found.loaded, found.at_work) == ((), (name_warc(ticket),))
    assert list_pending(home) == ()
    other.close()
    assert [tally.run for tally in recover(home).loaded] == [ticket.run]


@pytest.mark.parametrize("ending", [".warc.gz.open", ".leads.jsonl.open", ".derived.jsonl.open", ".ticket.json.open"])
def test_what_a_run_at_work_has_open_is_not_called_left_by_a_crash(home: Home, ending: str) -> None:
    list(run(home, ["am_mfa"], replay=[SAMPLE_WARC]))
    name = "am_mfa/2026/run_20261129T000000Z_00000000"
    (home.warc / (name + ending)).parent.mkdir(parents=True, exist_ok=True)
    (home.warc / (name + ending)).write_bytes(b"")
    at_work = OpenRuns(home)
    assert at_work.take(name)
    assert "open files" not in [check.name for check in diagnose(home) if not check.holds]
    at_work.close()
    assert "open files" in [check.name for check in diagnose(home) if not check.holds]


def test_locks_of_copied_files_that_a_killed_process_left_are_removed(home: Home) -> None:
    copying = OpenRuns(home)
    copying.hold_files([SAMPLE_WARC])
    [held] = home.warc.glob("*.copying")
    left = home.warc / "zz.copying"
    left.write_bytes(b"")
    recover(home)
    assert list(home.warc.glob("*.copying")) == [held]
    copying.close()


def test_a_run_that_waits_for_its_load_is_left_alone_until_it_is_overdue(home: Home) -> None:
    ticket = collect(home, "am_mfa", replay=[SAMPLE_WARC])
    assert is_waiting(home, name_warc(ticket))
    heal(home)
    assert list_pending(home) == ()
    assert load(home, ticket).new == 1
    late = collect(home, "us_state", replay=[SAMPLE_WARC], waits=timedelta(seconds=-1))
    heal(home)
    assert parameters(home, late.run)["recovered"] is True


def test_recovering_by_hand_loads_a_waiting_run_too_and_its_own_load_finds_it_done(home: Home) -> None:
    ticket = collect(home, "am_mfa", replay=[SAMPLE_WARC])
    [recovered] = recover(home).loaded
    assert load(home, ticket) == recovered
    assert left(home) == []


def test_a_recovered_run_keeps_its_parameters_and_its_stops(home: Home) -> None:
    ticket = capture(home, "am_mfa", replay=[SAMPLE_WARC])
    heal(home)
    kept = parameters(home, ticket.run)
    assert kept["files"] == [SAMPLE_WARC.name]
    assert kept["recovered"] is True
    assert left(home) == []


def test_a_ticket_of_a_run_that_captured_nothing_is_removed(home: Home) -> None:
    runs = OpenRuns(home)
    ticket = Ticket(run="run_20201027T120000Z_0000", source="am_mfa", started_at=datetime(2020, 10, 27, 12, tzinfo=UTC))
    runs.begin(ticket)
    runs.close()
    assert recover(home).loaded == ()
    assert left(home) == []


def test_a_stray_file_is_named_with_what_to_do_and_stops_no_run(home: Home) -> None:
    list(run(home, ["am_mfa"], replay=[SAMPLE_WARC]))
    (home.warc / "x.warc.gz").write_bytes(SAMPLE_WARC.read_bytes())
    [(name, why)] = recover(home).refused
    assert name == "x"
    assert "onrecord import" in why
    assert next(iter(run(home, ["us_state"], replay=[SAMPLE_WARC]))).new == 1


def test_a_torn_pending_file_is_named_and_stops_no_run(home: Home) -> None:
    ticket = capture(home, "am_mfa", replay=[SAMPLE_WARC])
    path = home.warc / str(ticket.warc)
    path.write_bytes(path.read_bytes()[:-40])
    [(name, why)] = recover(home).refused
    assert (name, path.name in why) == (name_warc(ticket), True)
    assert next(iter(run(home, ["us_state"], replay=[SAMPLE_WARC]))).new == 1


def test_a_run_of_a_source_that_is_declared_no_more_is_named_and_stops_no_run(home: Home) -> None:
    ticket = capture(home, "am_mfa", replay=[SAMPLE_WARC])
    name = name_warc(ticket)
    noted = json.loads((home.warc / f"{name}.ticket.json").read_text())
    noted["ticket"]["source"] = "am_gone"
    target = Path(str(home.warc / name).replace("am_mfa", "am_gone"))
    target.parent.mkdir(parents=True)
    (home.warc / f"{name}.warc.gz").rename(f"{target}.warc.gz")
    Path(f"{target}.ticket.json").write_text(json.dumps(noted))
    [(refused, why)] = recover(home).refused
    assert refused.startswith("am_gone/")
    assert "am_gone" in why
    assert next(iter(run(home, ["us_state"], replay=[SAMPLE_WARC]))).new == 1


def test_leads_that_ended_before_a_run_died_are_counted_when_it_is_finished(home: Home) -> None:
    ticket = capture(home, "us_state", replay=[SAMPLE_WARC])
    name = name_warc(ticket)
    end = {"code_version": "1", "lead": "https://www.state.gov/x", "outcome": "unchanged", "reason": "not modified"}
    (home.warc / f"{name}.leads.jsonl.open").write_text(json.dumps(end) + '\n{"code_version":"1","sour')
    [tally] = recover(home).loaded
    assert tally.unchanged == 1


def test_the_doctor_raises_no_alarm_over_a_run_at_work(home: Home) -> None:
    list(run(home, ["us_state"], replay=[SAMPLE_WARC]))
    ticket = capture(home, "am_mfa", replay=[SAMPLE_WARC])
    other = OpenRuns(home)
    other.take(name_warc(ticket))
    assert all(finding.holds for finding in diagnose(home))
    other.close()
    assert not all(finding.holds for finding in diagnose(home))


def test_a_derived_ticket_whose_shards_are_gone_gives_the_tally_it_had(home: Home) -> None:
    ticket = derive(home, capture(home, "am_mfa", replay=[SAMPLE_WARC]))
    first = load(home, ticket)
    assert load(home, ticket) == first


@pytest.mark.parametrize("held", [True, False])
def test_the_state_folder_may_be_deleted_at_any_time(home: Home, held: bool) -> None:
    ticket = capture(home, "am_mfa", replay=[SAMPLE_WARC])
    other = OpenRuns(home)
    if held:
        other.take(name_warc(ticket))
    for path in sorted(home.state.rglob("*"), reverse=True) if home.state.exists() else ():
        path.unlink() if path.is_file() else path.rmdir()
    assert bool(recover(home).loaded) is not held
    other.close()


def test_recovering_brings_an_archive_of_an_older_version_up_to_date(home: Home) -> None:
    list(run(home, ["am_mfa"], replay=[SAMPLE_WARC]))
    with open_writer(home.archive) as db:
        db.execute("DROP TABLE index_versions")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0020_index_versions'")
    with pytest.raises(StorageError, match="onrecord recover"):
        open_reader(home.archive)
    recover(home)
    open_reader(home.archive).close()


def test_a_load_that_is_tried_again_when_its_shards_are_gone_says_what_was_loaded(home: Home) -> None:
    ticket = collect(home, "am_mfa", replay=[SAMPLE_WARC])
    first = load(home, ticket)
    for shard in home.warc.rglob("*.jsonl*"):
        shard.unlink()
    assert (first.new, load(home, ticket)) == (1, first)


def count_records(home: Home) -> int:
    """Count the answers of other archives that are stored."""
    db = open_reader(home.archive)
    try:
        return int(db.execute("SELECT count(*) FROM warc_records WHERE record_type IN ('response', 'revisit')").fetchone()[0])
    finally:
        db.close()


def test_a_replay_waits_for_a_dead_run_of_the_same_file_that_another_process_finishes(home: Home) -> None:
    died = capture(home, "am_mfa", replay=[SAMPLE_WARC])
    finishing = OpenRuns(home)
    assert finishing.take(name_warc(died))
    with ThreadPoolExecutor(max_workers=1) as other:
        later = other.submit(lambda: list(run(home, ["am_mfa"], replay=[SAMPLE_WARC])))
        with pytest.raises(TimeoutError):
            later.result(timeout=2)
        finishing.release(name_warc(died))
        [tally] = later.result(timeout=60)
    assert (tally.new, tally.unchanged) == (0, 1)
    assert count_records(home) == 1


def test_a_replay_of_another_source_waits_for_no_run_of_the_same_file(home: Home) -> None:
    died = capture(home, "am_mfa", replay=[SAMPLE_WARC])
    finishing = OpenRuns(home)
    assert finishing.take(name_warc(died))
    assert next(iter(run(home, ["us_state"], replay=[SAMPLE_WARC]))).new == 1
    finishing.close()


def test_a_replay_loads_a_waiting_run_of_the_same_file_first_so_that_its_bytes_are_stored_once(home: Home) -> None:
    waiting = collect(home, "am_mfa", replay=[SAMPLE_WARC])
    [tally] = run(home, ["am_mfa"], replay=[SAMPLE_WARC])
    assert (tally.new, tally.unchanged) == (0, 1)
    assert count_records(home) == 1
    assert load(home, waiting).new == 1


def test_posts_whose_first_import_died_are_stored_once_while_another_process_finishes_it(home: Home, tmp_path: Path) -> None:
    dump = write_dump(tmp_path)
    runs = OpenRuns(home)
    runs.hold_files([dump])
    [died] = capture_files(home, [dump], ImportOptions(url=ACCOUNT), None, runs)
    runs.close()
    finishing = OpenRuns(home)
    assert finishing.take(name_warc(died))
    with ThreadPoolExecutor(max_workers=1) as other:
        later = other.submit(lambda: list(import_files(home, [dump], ImportOptions(url=ACCOUNT))))
        with pytest.raises(TimeoutError):
            later.result(timeout=2)
        finishing.close()
        [tally] = later.result(timeout=60)
    assert (tally.new, tally.unchanged) == (0, 3)


def test_a_replay_does_not_give_up_on_a_dead_run_of_the_same_file_while_another_process_writes(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture(home, "am_mfa", replay=[SAMPLE_WARC])
    with open_writer(home.archive):
        pass
    monkeypatch.setattr(recovering, "_HEAL_WAIT_S", 0.1)
    with ThreadPoolExecutor(max_workers=1) as other, open_writer(home.archive):
        later = other.submit(lambda: list(run(home, ["am_mfa"], replay=[SAMPLE_WARC])))
        with pytest.raises(TimeoutError):
            later.result(timeout=2)
        assert not list(home.warc.rglob("*.leads.jsonl"))
    assert [tally.new for tally in later.result(timeout=60)] == [0]
    assert count_records(home) == 1


def test_a_run_begins_although_another_process_looks_at_its_new_lock(home: Home) -> None:
    ticket = new_ticket("am_mfa", {})
    looking = OpenRuns(home)
    assert looking.take(name_warc(ticket))
    runs = OpenRuns(home)
    with ThreadPoolExecutor(max_workers=1) as other:
        begun = other.submit(lambda: runs.begin(ticket))
        with pytest.raises(TimeoutError):
            begun.result(timeout=0.5)
        looking.finish(name_warc(ticket))
        begun.result(timeout=10)
    assert is_held(home, name_warc(ticket))
    runs.close()


@pytest.mark.parametrize("ending", [".warc.gz", ".warc.gz.open", ".ticket.json", ".lock", ".leads.jsonl"])
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
def test_what_is_no_file_in_place_of_a_runs_file_is_named_and_stops_no_run(
    home: Home, ending: str, make: Callable[[Path], object]
) -> None:
    folder = home.warc / "am_mfa" / "2020"
    folder.mkdir(parents=True)
    make(folder / f"run_20201027T120000Z_00000000{ending}")
    assert next(iter(run(home, ["us_state"], replay=[SAMPLE_WARC]))).new == 1
    [(_, why)] = recover(home).refused
    assert why.endswith("Move it away.")


def test_a_ticket_of_values_thousands_deep_is_none(home: Home) -> None:
    ticket = capture(home, "am_mfa", replay=[SAMPLE_WARC])
    (home.warc / f"{name_warc(ticket)}.ticket.json").write_bytes(b"[" * 100_000)
    assert [tally.new for tally in recover(home).loaded] == [1]
