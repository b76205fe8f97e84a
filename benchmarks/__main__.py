"""Run every benchmark of this folder, or those named: ``python -m benchmarks derive fetch``.

A number is the size of an archive to search: ``python -m benchmarks search 1000000``.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks

_NO_BENCHMARK = {"__main__", "figures", "synthetic"}


def main() -> None:
    """Run the benchmarks one after the other; each prints its figures."""
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name not in _NO_BENCHMARK]
    asked = [argument for argument in sys.argv[1:] if not argument.isdecimal()]
    for name in asked or sorted(names):
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
