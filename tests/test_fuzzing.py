"""Mutated fixtures bring out no fault of any reader; the runner finds the faults that there are."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from fuzzing.__main__ import Findings, find_fault, fuzz
from fuzzing.growth import LENGTHS, Offender
from fuzzing.kinds import KINDS, Kind
from fuzzing.mutations import mutate
from fuzzing.stages import STAGES

SECONDS_A_KIND = 5.0
SEEDS = (b"The Ministry of Samples opens the bridge.", b"{}")


def fail_on_brackets(tried: bytes) -> None:
    if b"[" in tried:
        raise KeyError("bracket")


def never_end(tried: bytes) -> None:
    while tried:
        pass


def test_the_same_numbers_make_the_same_inputs() -> None:
    one, two = ([mutate(SEEDS[0], dice, SEEDS) for _ in range(50)] for dice in (random.Random(7), random.Random(7)))
    assert one == two
    assert len(set(one)) > 40


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.restructure])
def test_the_structure_of_a_kind_is_changed_alike_by_the_same_numbers(name: str) -> None:
    kind = KINDS[name]
    seeds = kind.seeds()
    assert kind.restructure is not None
    one, two = ([kind.restructure(seeds[0], dice) for _ in range(10)] for dice in (random.Random(7), random.Random(7)))
    assert len(set(one)) > 1
    assert one == two or name in ("warc", "wacz")  # what is packed holds the time


def test_a_fault_is_kept_once_with_its_signature(tmp_path: Path) -> None:
    findings = Findings()
    fuzz("list", Kind(seeds=lambda: SEEDS, read=fail_on_brackets), random.Random(1), 0.5, findings, tmp_path)
    (signature,) = findings.wrong
    assert signature.startswith("list: KeyError in test_fuzzing.py")
    assert b"[" in findings.wrong[signature].read_bytes()


def test_what_does_not_end_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzzing.__main__.MAX_SECONDS", 0.05)
    assert "for 100 kB" in str(find_fault(Kind(seeds=lambda: SEEDS, read=never_end), b"a"))


def test_growth_is_of_the_time_for_each_byte() -> None:
    seconds = (0.1, 0.4, 1.6)
    assert Offender(stage="a", pattern="b", seconds=seconds).growth == pytest.approx(16 * LENGTHS[0] / LENGTHS[-1])


def count_calls(stage: Callable[[str], object], text: str) -> int:
    """Count the calls of functions, ours and built in, that a stage makes: its work, whatever the machine does besides."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG001 - the signature of a profiler
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        stage(text)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_that_is_measured_reads_a_short_text(name: str) -> None:
    STAGES[name]("The Minister said that we agree. ")


@pytest.mark.parametrize(
    ("stage", "pattern"),
    [
        ("quotes", "he said "),
        ("quotes", "The Minister said that "),
        ("title", "a - "),
        ("title", "e.g. – "),
        ("page", "<h2>a"),
        ("query", "a | "),
    ],
)
def test_twice_the_length_takes_little_more_than_twice_the_calls(stage: str, pattern: str) -> None:
    STAGES[stage](pattern * 2)
    once, twice = (count_calls(STAGES[stage], pattern * (length // len(pattern))) for length in (2_500, 5_000))
    assert twice < 2.4 * once


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_no_mutated_input_brings_out_a_fault(tmp_path: Path, name: str) -> None:
    findings = Findings()
    fuzz(name, KINDS[name], random.Random(name), SECONDS_A_KIND, findings, tmp_path)
    assert findings.tried[name] > 0
    assert findings.wrong == {}
