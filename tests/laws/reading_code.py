"""Read code for the tests of the laws: what a module imports and what it calls. Nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def list_imports(path: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports, wherever in it: ``a.b`` and, of ``from a import b``, ``a.b``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or '.'}.{name.name}" for name in node.names)


def list_calls(path: Path) -> Iterator[tuple[str, int]]:
    """Yield what a module calls or reads as an attribute, as dotted names, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield _dotted(node), node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"
