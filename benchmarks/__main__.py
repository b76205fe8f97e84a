"""Run every benchmark of this folder, or those named: ``python -m benchmarks derive fetch``.

A number is the size of an archive to search: ``python -m benchmarks search 1000000``; a file is an archive that is there.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks

_NO_BENCHMARK = {"__main__", "against", "figures", "synthetic", "wrong_names"}


def list_benchmarks() -> list[str]:
    """List the names of all benchmarks."""
    modules = pkgutil.iter_modules(benchmarks.__path__)
    return sorted(module.name for module in modules if module.name not in _NO_BENCHMARK)


def main() -> None:
    """Run the benchmarks one after the other; each prints its figures."""
    asked = [argument for argument in sys.argv[1:] if not (argument.isdecimal() or argument.endswith(".db"))]
    for name in asked or list_benchmarks():
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
