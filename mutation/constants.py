"""List the changes of the numbers bound outside functions: thresholds, lengths, limits."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from mutation.changes import Change, list_changes


def list_constant_changes(path: str, source: bytes) -> list[Change]:
    """List the changes of a module's constants: each number one more, half and double."""
    places = {(node.lineno, node.col_offset) for node in _find_numbers(ast.parse(source))}
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    firsts = {each.start: each for each in list_changes(path, source) if not each.function}
    return [each for line, column in sorted(places) for each in _change(firsts[starts[line - 1] + column])]


def _find_numbers(tree: ast.Module) -> Iterator[ast.Constant]:
    """Find the numbers of simple constants: one number, several in a tuple, or the first of a product like 7 * 86_400."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            left = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
            for number in left:
                while isinstance(number, ast.BinOp):
                    number = number.left
                if isinstance(number, ast.Constant) and type(number.value) in (int, float):
                    yield number


def _change(first: Change) -> Iterator[Change]:
    """Give the other values for one number, from any change of it."""
    value = ast.literal_eval(first.was)
    others = {value + 1, value // 2, value * 2} if isinstance(value, int) else {value / 2, value * 2}
    for other in sorted(others - {value}):
        yield replace(first, text=repr(other))
