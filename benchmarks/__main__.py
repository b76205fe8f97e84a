"""Run every benchmark of this folder, or those named: ``python -m benchmarks derive fetch``."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks

_NO_BENCHMARK = {"__main__", "figures"}


def main() -> None:
    """Run the benchmarks one after the other; each prints its figures."""
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in _NO_BENCHMARK]
    for name in sys.argv[1:] or sorted(names):
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
