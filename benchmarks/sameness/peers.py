"""Index the invented texts with a peer in memory: ``python -m benchmarks.sameness.peers datasketch|rensa COUNT``.

Runs in an environment that holds only the peers. They get the same runs of three words; threshold and permutations as usual.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Collection
from typing import Any

from benchmarks.sameness.measure import measure

PERMUTATIONS = 128
THRESHOLD = 0.4


def split_runs(text: str) -> list[str]:
    """Give the runs of three words of a text, folded as far as these texts need."""
    words = text.lower().replace("#", "").replace(",", "").replace(".", "").split()
    return [" ".join(words[i : i + 3]) for i in range(len(words) - 2)]


def datasketch() -> tuple[Callable[[int, list[str]], None], Callable[[str], Collection[int]]]:
    """Give MinHashLSH's adding and querying."""
    peer: Any = importlib.import_module("datasketch")
    index = peer.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)

    def make(text: str) -> Any:
        made = peer.MinHash(PERMUTATIONS)
        made.update_batch([run.encode() for run in split_runs(text)])
        return made

    def add(first: int, texts: list[str]) -> None:
        for number, text in enumerate(texts, first):
            index.insert(number, make(text))

    return add, lambda text: set(index.query(make(text)))


def rensa() -> tuple[Callable[[int, list[str]], None], Callable[[str], Collection[int]]]:
    """Give RMinHashLSH's adding and querying."""
    peer: Any = importlib.import_module("rensa")
    index = peer.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)

    def make(text: str) -> Any:
        made = peer.RMinHash(num_perm=PERMUTATIONS, seed=42)
        made.update(split_runs(text))
        return made

    def add(first: int, texts: list[str]) -> None:
        for number, text in enumerate(texts, first):
            index.insert(number, make(text))

    return add, lambda text: set(index.query(make(text)))


def main() -> None:
    """Measure one peer."""
    add, query = {"datasketch": datasketch, "rensa": rensa}[sys.argv[1]]()
    measure(int(sys.argv[2]), add, query, split_runs)


if __name__ == "__main__":
    main()
