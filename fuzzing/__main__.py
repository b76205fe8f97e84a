"""Mutate our own fixtures and put them through the readers: ``make fuzz``, or ``python -m fuzzing [KIND…]``.

``FUZZ_MINUTES`` (0.5) says for how long, ``FUZZ_SEED`` (1) with which numbers: the same seed makes the same inputs in the same
order. An input must not bring out a traceback, nor take more than ``MAX_SECONDS`` of CPU for each 100 kB, nor the process more
than ``MAX_MEGABYTES``. Inputs that do are kept in a folder named at the end, and the exit code is 1.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fuzzing.kinds import KINDS, Kind
from fuzzing.mutations import MAX_BYTES, mutate
from pipeline.errors import ParseError
from pipeline.limits import limiting_cpu

MAX_SECONDS = 2.0
MAX_MEGABYTES = 500
_LEAST_BYTES = 100_000
_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_RESTRUCTURED = 0.6
"""The share of inputs whose structure is changed, and of those the share whose bytes are left alone."""


@dataclass(slots=True)
class Findings:
    """What was tried, and what went wrong, by its signature."""

    tried: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, Path] = field(default_factory=dict)


def main() -> None:
    """Fuzz the kinds named as arguments, else all, a share of the time each, and print the counts."""
    minutes, seed = float(os.environ.get("FUZZ_MINUTES", "0.5")), int(os.environ.get("FUZZ_SEED", "1"))
    kinds = {name: KINDS[name] for name in sys.argv[1:] or KINDS}
    folder = Path(tempfile.mkdtemp(prefix="onrecord-fuzz-"))
    findings = Findings()
    for name, kind in kinds.items():
        fuzz(name, kind, random.Random(f"{seed}/{name}"), minutes * 60 / len(kinds), findings, folder)  # noqa: S311 -- no secrets
        print(f"{name:10} {findings.tried[name]:8} inputs", flush=True)  # noqa: T201 - its output
    for signature, path in findings.wrong.items():
        print(f"{path}: {signature}")  # noqa: T201 - its output
    total = findings.tried.total()
    memory = _read_memory("VmRSS")
    held = f"{memory} MB held at the end"
    print(f"seed {seed}: {total} inputs, {len(findings.wrong)} signatures of faults, {held}")  # noqa: T201 - its output
    sys.exit(1 if findings.wrong or memory > MAX_MEGABYTES else 0)


def fuzz(name: str, kind: Kind, dice: random.Random, seconds: float, findings: Findings, folder: Path) -> None:
    """Try mutated seeds of a kind for some seconds."""
    seeds = kind.seeds()
    kind.read(seeds[0])
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        tried = change(dice.choice(seeds), kind, dice, seeds)
        findings.tried[name] += 1
        fault = find_fault(kind, tried)
        if fault and f"{name}: {fault}" not in findings.wrong:
            path = folder / f"{name}_{hashlib.sha256(tried).hexdigest()[:10]}.bin"
            path.write_bytes(tried)
            findings.wrong[f"{name}: {fault}"] = path


def change(seed: bytes, kind: Kind, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Change a seed's structure, its bytes, or both."""
    tried = seed
    if kind.restructure and dice.random() < _RESTRUCTURED:
        for _ in range(dice.randint(1, 3)):
            tried = kind.restructure(tried, dice)
        if dice.random() < _RESTRUCTURED:
            return tried[:MAX_BYTES]
    return mutate(tried, dice, seeds)


def find_fault(kind: Kind, tried: bytes) -> str | None:
    """Read an input; gives the signature of what went wrong, None where nothing did."""
    held = _forget_peak()
    try:
        with limiting_cpu(MAX_SECONDS * max(len(tried), _LEAST_BYTES) / _LEAST_BYTES):
            kind.read(tried)
    except ParseError:
        return f"more than {MAX_SECONDS:g} s for 100 kB"
    except Exception as fault:  # noqa: BLE001 -- finding what nobody foresaw is its purpose
        at = traceback.extract_tb(fault.__traceback__)[-1]
        return f"{type(fault).__name__} in {Path(at.filename).name}, line {at.lineno}: {str(fault)[:80]}"
    return f"more than {MAX_MEGABYTES} MB" if _read_memory("VmHWM") - held > MAX_MEGABYTES else None


def _forget_peak() -> int:
    """Set the peak of this process's memory back to what it holds now, which is returned, in MB."""
    _FORGET.write_text("5")  # proc_pid_clear_refs(5)
    return _read_memory("VmRSS")


def _read_memory(name: str) -> int:
    [line] = [line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:")]
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    main()
