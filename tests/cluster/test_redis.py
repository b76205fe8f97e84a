"""Shared state in a real Redis: the same behaviour as in files, leases that end, fences that rise."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from pipeline.clock import Clock
from pipeline.errors import FetchError, LockLost, SharedError
from pipeline.fetch.http.breaker import Breaker, Pass
from pipeline.fetch.http.pace import Pace
from pipeline.home import Home
from pipeline.run.collect.locks import OpenRuns, holding, is_held
from pipeline.run.collect.publishing import list_published
from pipeline.run.collect.recovering import hand_over
from pipeline.run.collect.ticket import name_warc, new_ticket
from pipeline.shared import SHARED, open_shared
from pipeline.shared.redis import RedisState, open_redis
from tests.cluster.servers import find_port, serve_redis, wait_until
from tests.loopback.clients import BRISK, LeapingClock, make_client
from tests.loopback.server import LoopbackServer

pytestmark = pytest.mark.cluster


def _put(text: str, _: str) -> tuple[str, None]:
    return text, None


@pytest.fixture
def address(redis_address: str) -> Iterator[str]:
    yield f"{redis_address}/1"
    state = open_redis(f"{redis_address}/1", Clock())
    state._client.flushdb()
    state.close()


@pytest.fixture
def state(address: str) -> Iterator[RedisState]:
    opened = open_redis(address, Clock(), lease_s=0.6)
    yield opened
    opened.close()


def test_texts_are_changed_and_read(state: RedisState) -> None:
    assert state.read("pace", "a") == ""
    for text in ("long", "x", ""):
        state.update("pace", "a", partial(_put, text))
        assert state.read("pace", "a") == text


def test_an_error_while_changing_leaves_the_text_as_it_was(state: RedisState) -> None:
    def refuse(text: str) -> tuple[str, None]:
        raise FetchError("host resting", text)

    state.update("pace", "a", lambda _: ("1", None))
    with pytest.raises(FetchError, match="1"):
        state.update("pace", "a", refuse)
    assert state.read("pace", "a") == "1"


def count_up(address: str, times: int) -> None:
    state = open_redis(address, Clock())
    for _ in range(times):
        state.update("counts", "a", lambda text: (str(int(text or 0) + 1), None))


def test_no_change_of_several_processes_is_lost(address: str, state: RedisState) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=count_up, args=(address, 100)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert state.read("counts", "a") == "400"


def test_a_lock_has_one_holder_at_a_time_and_outlasts_its_lease_while_it_is_held(address: str, state: RedisState) -> None:
    other = open_redis(address, Clock())
    with state.hold("run_1") as lease:
        assert lease is not None
        start = other.now()
        wait_until(lambda: other.now() - start > 1.5, "three leases")
        lease.check()
        with other.hold("run_1") as none:
            assert (none, other.is_held("run_1")) == (None, True)
    assert not other.is_held("run_1")
    other.close()


def test_a_later_holder_has_a_higher_fence(state: RedisState) -> None:
    fences = []
    for _ in range(3):
        with state.hold("run_1") as lease:
            assert lease is not None
            fences.append(lease.fence)
    assert fences == sorted(set(fences))


def test_a_holder_that_was_stopped_for_too_long_finds_its_lock_lost(address: str, state: RedisState) -> None:
    with state.hold("run_1") as lease:
        assert lease is not None
        state._client.delete("onrecord:locks:run_1")
        with open_redis(address, Clock()).hold("run_1") as other:
            assert other is not None
            assert other.fence > lease.fence
            with pytest.raises(LockLost, match="'run_1' ended before its holder did"):
                lease.check()
    with open_redis(address, Clock()).hold("run_1") as again:
        assert again is not None


def test_ending_a_lost_lease_does_not_end_the_lock_of_another(address: str, state: RedisState) -> None:
    other = open_redis(address, Clock())
    with state.hold("run_1"):
        state._client.delete("onrecord:locks:run_1")
        second = other.hold("run_1")
        second.__enter__()
    assert state.is_held("run_1")
    second.__exit__(None, None, None)
    assert not state.is_held("run_1")
    other.close()


def hold_for_ever(address: str, held: multiprocessing.synchronize.Event) -> None:
    with open_redis(address, Clock(), lease_s=0.6).hold("run_1"):
        held.set()
        signal.pause()


def test_the_lock_of_a_killed_worker_ends_by_itself(address: str, state: RedisState) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    worker = context.Process(target=hold_for_ever, args=(address, held))
    worker.start()
    assert held.wait(30)
    assert state.is_held("run_1")
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()
    wait_until(lambda: not state.is_held("run_1"), "the end of a dead worker's lease", within_s=5)


def test_machines_with_different_clocks_agree_on_the_time(address: str) -> None:
    ahead, behind = LeapingClock(ahead_s=5_000), LeapingClock(ahead_s=-5_000)
    first, second = open_redis(address, ahead.read()), open_redis(address, behind.read())
    assert first.now() == pytest.approx(second.now(), abs=0.5)
    Pace(first, ahead.read()).take("ministry.example", 10, patience_s=60)
    assert Pace(second, behind.read()).take("ministry.example", 10, patience_s=60) == pytest.approx(10, abs=0.5)


def test_two_machines_share_a_circuit_and_one_of_them_probes(address: str) -> None:
    clock = LeapingClock()
    one, two = (
        Breaker(open_redis(address, clock.read()), clock.read(), failures=6, rest_s=300, patience_s=900) for _ in range(2)
    )
    for breaker in (one, two) * 3:
        breaker.record(Pass(host="ministry.example"), well=False)
    probe = one.enter("ministry.example", within_s=60)
    assert probe.probe is not None
    one.record(probe, well=False)
    with pytest.raises(FetchError, match="left alone"):
        two.enter("ministry.example", within_s=60)


def test_two_machines_ask_for_a_robots_txt_once(address: str, tmp_path: Path) -> None:
    robots = {"/robots.txt": lambda visit: visit.reply(b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain")}
    with LoopbackServer(robots) as server:
        for machine in ("one", "two"):
            with make_client(tmp_path / machine, shared=address) as client:
                client.fetch(server.url("/1"), politeness=BRISK)
        assert server.paths().count("/robots.txt") <= 1
        assert sum(visit.path == "/robots.txt" for visit in server.visits) == 1
        assert not (tmp_path / "one" / "state" / "robots").exists()


def test_a_run_is_held_on_one_machine_at_a_time(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SHARED, address)
    here, there = (Home(root=tmp_path / name) for name in ("here", "there"))
    one, two = OpenRuns(here), OpenRuns(there)
    assert [one.take("am_mfa/2026/run_1"), two.take("am_mfa/2026/run_1"), two.take("am_mfa/2026/run_2")] == [True, False, True]
    assert is_held(there, "am_mfa/2026/run_1")
    one.finish("am_mfa/2026/run_1")
    assert not is_held(there, "am_mfa/2026/run_1")
    assert two.take("am_mfa/2026/run_1")
    one.close()
    two.close()


def test_a_worker_whose_run_was_taken_over_while_it_was_stopped_hands_nothing_over(
    address: str, state: RedisState, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHARED, address)
    home = Home(root=tmp_path / "here", store=f"file://{tmp_path / 'store'}")
    ticket = new_ticket("am_mfa", {})
    with holding(home) as runs:
        runs.begin(ticket)
        state._client.delete(f"onrecord:locks:run/{name_warc(ticket)}")
        with pytest.raises(LockLost):
            hand_over(home, ticket, runs, waits_until=None)
    assert list(list_published(home)) == []


def test_a_redis_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    address = f"redis://:s3cret@127.0.0.1:{find_port()}/0"
    with pytest.raises(SharedError, match=r"^redis://127\.0\.0\.1:\d+/0 does not serve \(.*\); start it") as caught:
        open_shared(tmp_path, address, Clock())
    assert "s3cret" not in str(caught.value)


def test_nothing_is_fetched_where_the_shared_state_is_lost(tmp_path: Path) -> None:
    with LoopbackServer({}) as server, ExitStack() as clients:
        with serve_redis(tmp_path) as address:
            client = clients.enter_context(make_client(tmp_path, shared=f"{address}/0"))
        with pytest.raises(SharedError, match="Nothing is fetched without it"):
            client.fetch(server.url("/"), politeness=BRISK)
        assert server.visits == []
