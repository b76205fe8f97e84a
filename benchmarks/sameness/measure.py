"""Measure one index over the invented texts in a process of its own, and answer with one line of JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Collection
from itertools import islice
from pathlib import Path

from benchmarks.sameness.texts import damage_some, invent_texts

BATCH = 4_000


def measure(
    count: int,
    add: Callable[[int, list[str]], object],
    query: Callable[[str], Collection[int]],
    prepare: Callable[[str], object],
) -> None:
    """Time adding ``count`` texts batch by batch, as ``add(number of the first, texts)``, and querying damaged copies.

    ``prepare`` is the share of adding that only normalises; it is timed by itself over one batch.
    """
    texts = invent_texts(count)
    before = _memory_mb()
    adding, first = 0.0, 0
    while batch := list(islice(texts, BATCH)):
        started = time.process_time()
        add(first, batch)
        adding += time.process_time() - started
        first += len(batch)
    memory = _memory_mb() - before
    copies = list(damage_some(invent_texts(count), count))
    started = time.process_time()
    found = [number in query(copy) for number, copy in copies]
    querying = time.process_time() - started
    answer = {
        "add": count / adding,
        "add_normalised": 1 / (adding / count - _per_text(prepare)),
        "query": len(copies) / querying,
        "recall": sum(found) / len(found),
        "memory_mb": round(memory, 1),
    }
    sys.stdout.write(json.dumps(answer) + "\n")


def _per_text(prepare: Callable[[str], object]) -> float:
    texts = list(invent_texts(BATCH))
    started = time.process_time()
    for text in texts:
        prepare(text)
    return (time.process_time() - started) / BATCH


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6
