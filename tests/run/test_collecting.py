"""An archive on several machines: some collect, one loads, and what comes of it is the archive of a single machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import SharedError
from pipeline.home import Home
from pipeline.run.collect.deriving import derive_ticket
from pipeline.run.collect.known import open_known
from pipeline.run.collect.locks import OpenRuns
from pipeline.run.collect.publishing import list_published
from pipeline.run.collect.recovering import heal, recover
from pipeline.run.collect.replaying import list_replayed_sources
from pipeline.run.collect.running import capture, collect, load, reparse, run
from pipeline.run.collect.ticket import name_warc, new_ticket
from pipeline.run.maintaining import backup, diagnose, redact, restore, verify
from pipeline.run.opening import reading
from pipeline.run.read.searching import search
from pipeline.run.read.tracing import trace
from pipeline.run.remote.mirroring import read_mirrored
from pipeline.run.remote.object_store import open_store
from pipeline.run.remote.primary_machine import choose_interval, find_archive, has_archive, publish_excerpt
from pipeline.sample import SAMPLE_WARC
from storage.captures import OPEN_SUFFIX, WarcWriter
from storage.loading.shards import read_shard
from storage.model import Derived, Exchange, RecordType
from tests.captured import list_captures
from tests.run.contents import read_contents

Machines = Callable[[str], Home]


@pytest.fixture
def machine(tmp_path: Path) -> Machines:
    """Make the home of a machine by its name; all share one store."""
    return lambda name: Home(root=tmp_path / name, store=f"file://{tmp_path / 'store'}")


@pytest.fixture(scope="module")
def sources() -> tuple[str, ...]:
    return list_replayed_sources([SAMPLE_WARC])[:4]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, sources: tuple[str, ...]) -> dict[str, object]:
    home = Home(root=tmp_path_factory.mktemp("single"))
    list(run(home, sources, replay=[SAMPLE_WARC]))
    return read_contents(home)


def list_files(home: Home) -> list[str]:
    return sorted(path.relative_to(home.warc).as_posix() for path in home.warc.rglob("*") if path.is_file())


def fill(machine: Machines, sources: tuple[str, ...]) -> Home:
    """Collect every source on one of two machines and load it on a third."""
    loader = machine("loader")
    for number, source in enumerate(sources):
        load(loader, collect(machine(f"collector-{number % 2}"), source, replay=[SAMPLE_WARC]))
    return loader


def test_two_that_collect_and_one_that_loads_make_the_archive_of_one_machine(
    machine: Machines, sources: tuple[str, ...], expected: dict[str, object]
) -> None:
    loader = fill(machine, sources)
    assert read_contents(loader) == expected
    assert list(list_published(loader)) == []
    assert all(finding.holds for finding in diagnose(loader))


def test_nothing_stays_on_a_machine_that_only_collects(machine: Machines, sources: tuple[str, ...]) -> None:
    collector = machine("collector")
    collect(collector, sources[0], replay=[SAMPLE_WARC])
    assert list_files(collector) == []
    assert not collector.archive.exists()


def test_collecting_again_captures_nothing_that_the_excerpt_knows(machine: Machines, sources: tuple[str, ...]) -> None:
    loader = machine("loader")
    load(loader, collect(machine("one"), sources[0], replay=[SAMPLE_WARC]))
    again = collect(machine("two"), sources[0], replay=[SAMPLE_WARC])
    assert again.warc is None
    tally = load(loader, again)
    assert (tally.new, tally.unchanged > 0) == (0, True)


def test_what_was_collected_twice_for_want_of_a_newer_excerpt_is_loaded_once(
    machine: Machines, sources: tuple[str, ...], expected: dict[str, object]
) -> None:
    loader = machine("loader")
    tickets = [collect(machine(name), source, replay=[SAMPLE_WARC]) for source in sources for name in ("one", "two")]
    tallies = [load(loader, ticket) for ticket in reversed(tickets)]
    assert read_contents(loader) == expected
    assert sum(tally.new for tally in tallies[1::2]) == 0


def test_a_load_may_be_repeated(machine: Machines, sources: tuple[str, ...]) -> None:
    loader = machine("loader")
    ticket = collect(machine("collector"), sources[0], replay=[SAMPLE_WARC])
    assert load(loader, ticket) == load(loader, ticket)


def test_a_second_machine_may_not_load(machine: Machines, sources: tuple[str, ...]) -> None:
    tickets = [collect(machine("collector"), source, replay=[SAMPLE_WARC]) for source in sources[:2]]
    load(machine("loader"), tickets[0])
    with pytest.raises(SharedError, match=r"is the archive of machine .* only it loads"):
        load(machine("collector"), tickets[1])
    assert not has_archive(machine("collector"))


def test_reading_and_redacting_are_refused_where_the_archive_is_not(machine: Machines, sources: tuple[str, ...]) -> None:
    collector = machine("collector")
    collect(collector, sources[0], replay=[SAMPLE_WARC])
    with pytest.raises(SharedError, match="is not on this machine"), reading(collector):
        pass
    with pytest.raises(SharedError, match="is not on this machine"):
        redact(collector, "q_0", "asked for")
    assert not collector.archive.exists()


def test_a_run_that_died_while_collecting_is_handed_over_by_the_next_one(
    machine: Machines, sources: tuple[str, ...], expected: dict[str, object]
) -> None:
    loader, collector = machine("loader"), machine("collector")
    runs = OpenRuns(collector)
    died = capture(collector, sources[0], replay=[SAMPLE_WARC], runs=runs)
    runs.close()
    whole = collector.warc / str(died.warc)
    whole.rename(whole.with_name(whole.name + OPEN_SUFFIX))
    for source in sources[1:]:
        load(loader, collect(collector, source, replay=[SAMPLE_WARC]))
    assert [each.ticket.run for each in list_published(loader)] == [died.run]
    assert list_files(collector) == []
    heal(loader)
    assert read_contents(loader) == expected
    assert list(list_published(loader)) == []


def test_a_collected_run_is_left_to_its_load_until_that_is_overdue(machine: Machines, sources: tuple[str, ...]) -> None:
    loader = machine("loader")
    load(loader, collect(machine("collector"), sources[0], replay=[SAMPLE_WARC]))
    collect(machine("collector"), sources[1], replay=[SAMPLE_WARC])
    heal(loader)
    assert len(list(list_published(loader))) == 1
    collect(machine("collector"), sources[2], replay=[SAMPLE_WARC], waits=timedelta(seconds=-1))
    heal(loader)
    assert [each.ticket.source for each in list_published(loader)] == [sources[1]]
    assert len(recover(loader).loaded) == 1
    assert list(list_published(loader)) == []


def test_a_run_in_the_store_whose_load_is_overdue_is_a_finding(machine: Machines, sources: tuple[str, ...]) -> None:
    loader = machine("loader")
    load(loader, collect(machine("collector"), sources[0], replay=[SAMPLE_WARC]))
    collect(machine("collector"), sources[1], replay=[SAMPLE_WARC])
    assert [finding for finding in diagnose(loader) if not finding.holds] == []
    collect(machine("collector"), sources[2], replay=[SAMPLE_WARC], waits=timedelta(seconds=-1))
    [finding] = [finding for finding in diagnose(loader) if not finding.holds]
    assert (finding.name, finding.remedy) == ("pending", "Run `onrecord recover`.")


def test_a_run_whose_files_were_lost_with_its_worker_is_forgotten(machine: Machines, sources: tuple[str, ...]) -> None:
    loader = machine("loader")
    load(loader, collect(machine("collector"), sources[0], replay=[SAMPLE_WARC]))
    lost = collect(machine("collector"), sources[1], replay=[SAMPLE_WARC], waits=timedelta(seconds=-1))
    shutil.rmtree(Path(str(loader.store).removeprefix("file://")) / "warc" / sources[1])
    heal(loader)
    assert list(list_published(loader)) == []
    with reading(loader) as db:
        assert db.execute("SELECT count(*) FROM runs WHERE id = ?", (lost.run,)).fetchone() == (0,)


def test_what_an_older_database_does_not_know_is_loaded_from_the_store_again(
    machine: Machines, sources: tuple[str, ...], expected: dict[str, object], tmp_path: Path
) -> None:
    loader = machine("loader")
    load(loader, collect(machine("collector"), sources[0], replay=[SAMPLE_WARC]))
    backup(loader, tmp_path / "backup")
    for source in sources[1:]:
        load(loader, collect(machine("collector"), source, replay=[SAMPLE_WARC]))
    owner = loader.archive.with_suffix(".owner").read_text()
    shutil.rmtree(loader.root)
    loader.root.mkdir()
    loader.archive.with_suffix(".owner").write_text(owner)
    restore(loader, tmp_path / "backup")
    recover(loader)
    assert read_contents(loader) == expected


def test_a_machine_without_the_claim_restores_nothing(machine: Machines, sources: tuple[str, ...], tmp_path: Path) -> None:
    loader = machine("loader")
    load(loader, collect(machine("collector"), sources[0], replay=[SAMPLE_WARC]))
    backup(loader, tmp_path / "backup")
    with pytest.raises(SharedError, match=r"remove .*owner\.json if that machine is gone for good"):
        restore(machine("other"), tmp_path / "backup")
    assert not machine("other").archive.exists()


def test_files_that_lie_only_in_the_store_are_fetched_for_what_needs_them(
    machine: Machines, sources: tuple[str, ...], tmp_path: Path
) -> None:
    loader = fill(machine, sources)
    assert list_files(loader) == []
    hit = search(loader, "ceasefire", limit=1).hits[0]
    assert trace(loader, hit.quote.id).holds
    assert len(list_files(loader)) == 1
    assert verify(loader, sample=None).problems == ()
    assert len(list_files(loader)) == len(sources)
    assert len(list(reparse(loader))) == len(sources)
    assert backup(loader, tmp_path / "backup").files == len(sources)


def test_a_sample_is_verified_without_fetching_every_file(machine: Machines, sources: tuple[str, ...]) -> None:
    loader = fill(machine, sources)
    found = verify(loader, sample=1)
    assert (found.files, found.problems) == (len(sources), ())
    assert len(list_files(loader)) == 1


def test_a_file_that_was_altered_in_the_store_is_found(machine: Machines, sources: tuple[str, ...]) -> None:
    loader = fill(machine, sources)
    stored = next((Path(str(loader.store).removeprefix("file://")) / "warc" / sources[0]).rglob("*.warc.gz"))
    content = bytearray(stored.read_bytes())
    content[len(content) // 2] ^= 1
    stored.write_bytes(bytes(content))
    [problem, *rest] = verify(loader, sample=None).problems
    assert "Restore it from a backup" in problem
    assert rest == []
    stored.unlink()
    assert [finding.name for finding in diagnose(loader) if not finding.holds] == ["files"]


def test_a_revisit_is_derived_on_a_machine_that_never_held_its_original(machine: Machines, sources: tuple[str, ...]) -> None:
    loader, collector = machine("loader"), machine("collector")
    load(loader, collect(collector, sources[0], replay=[SAMPLE_WARC]))
    with reading(loader) as db:
        first = list_captures(db, source=sources[0])[0]
    response = read_mirrored(loader, first, lambda _: None)
    ticket = new_ticket(sources[0], {})
    with (
        open_known(collector) as known,
        WarcWriter(collector.warc, name=name_warc(ticket), find_payload=known.find_payload) as writer,
    ):
        later = first.captured_at + timedelta(days=1)
        again = writer.write_exchange(Exchange(fetched_at=later, request=b"", response=response))
    assert again.record_type is RecordType.REVISIT
    derived = derive_ticket(collector, replace(ticket, warc=writer.path))
    lines = list(read_shard(Derived, collector.warc / str(derived.derived)))
    assert [bool(line.documents) for line in lines if line.capture] == [True]
    assert (collector.warc / first.pointer.path).exists()


def test_an_excerpt_is_published_when_something_was_loaded(machine: Machines, sources: tuple[str, ...]) -> None:
    loader, collector = machine("loader"), machine("collector")
    assert not publish_excerpt(loader)
    load(loader, collect(collector, sources[0], replay=[SAMPLE_WARC]))
    first = find_archive(collector).read_bytes()
    assert not publish_excerpt(loader)
    note_publishing(loader, took_s=3600.0)
    load(loader, collect(collector, sources[1], replay=[SAMPLE_WARC]))
    assert find_archive(collector).read_bytes() == first
    heal(loader)
    assert find_archive(collector).read_bytes() != first


def test_old_excerpts_are_removed(machine: Machines, sources: tuple[str, ...]) -> None:
    loader = machine("loader")
    for source in sources:
        load(loader, collect(machine("collector"), source, replay=[SAMPLE_WARC]))
        publish_excerpt(loader)
    assert len(open_store(str(loader.store)).list("archive/excerpts")) == 3


def note_publishing(home: Home, *, took_s: float) -> None:
    """Note of the newest excerpt that it took so long to publish."""
    store = open_store(str(home.store))
    newest = json.loads(store.read_note("archive/newest.json") or "")
    store.write_note("archive/newest.json", json.dumps({**newest, "took_s": took_s}))


@pytest.mark.parametrize(("took_s", "interval_s"), [(0.0, 0), (0.1, 2), (29.9, 598), (30.0, 600), (30.1, 600), (900.0, 600)])
def test_excerpts_take_a_twentieth_of_a_loaders_time_until_ten_minutes_have_passed(took_s: float, interval_s: int) -> None:
    assert choose_interval(took_s).total_seconds() == pytest.approx(interval_s)
