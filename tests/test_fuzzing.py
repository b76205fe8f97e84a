"""Mutated fixtures bring out no fault of any reader; the runner finds the faults that there are."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fuzzing.__main__ import Findings, find_fault, fuzz
from fuzzing.growth import LENGTHS, Offender
from fuzzing.kinds import KINDS, Kind
from fuzzing.mutations import mutate

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


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_no_mutated_input_brings_out_a_fault(tmp_path: Path, name: str) -> None:
    findings = Findings()
    fuzz(name, KINDS[name], random.Random(name), SECONDS_A_KIND, findings, tmp_path)
    assert findings.tried[name] > 0
    assert findings.wrong == {}
