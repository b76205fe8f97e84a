"""Find the statements that use a name bound outside functions, in its module and in those that import it."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field

from mutation.changes import find_bound

Name = tuple[str, str]
"""A module's path and a name in it."""


@dataclass(slots=True)
class _Module:
    statements: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The lines of the statements in functions that use a name."""

    own: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The lines of the statements in the functions of a class or function bound outside functions."""

    derived: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What is bound outside functions from a name."""


class Uses:
    """The uses of names, by the text of all modules, given as path and text."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._modules: dict[str, _Module] = {}
        self._importers: defaultdict[Name, set[Name]] = defaultdict(set)
        for path, source in files.items():
            self._read(path, ast.parse(source))

    def find_statements(self, path: str, names: tuple[str, ...]) -> set[str]:
        """Find the statements in functions that use some names, directly or through what is made of them, as ``path:line``."""
        found: set[str] = set()
        for each, bound in self._follow({(path, name) for name in names}):
            module = self._modules[each]
            found |= {f"{each}:{line}" for line in module.statements[bound] | module.own[bound]}
        return found

    def find_importers(self, path: str, name: str) -> set[Name]:
        """Find the modules that import a name, and what they call it."""
        return self._importers[path, name]

    def are_derived(self, path: str, name: str) -> bool:
        """Say whether anything outside functions is made of a name: another constant, a default, a table of test cases."""
        return any(self._modules[each].derived[bound] for each, bound in {(path, name), *self._importers[path, name]})

    def _follow(self, start: set[Name]) -> set[Name]:
        reached, left = set(start), list(start)
        while left:
            path, name = left.pop()
            made = {(path, other) for other in self._modules[path].derived[name]} | self._importers[path, name]
            left += made - reached
            reached |= made
        return reached

    def _read(self, path: str, tree: ast.Module) -> None:
        module = self._modules[path] = _Module()
        for statement in tree.body:
            if isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
                for each in statement.names:
                    self._importers[f"{statement.module.replace('.', '/')}.py", each.name].add((path, each.asname or each.name))
                continue
            bound = set(find_bound(statement))
            lines = _read_functions(statement, module.statements)
            for name in bound:
                module.own[name] |= lines
            for node in _walk_outside(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    module.derived[node.id] |= bound or {""}


def _read_functions(statement: ast.stmt, statements: defaultdict[str, set[int]]) -> set[int]:
    """Note which names the statements of functions use, by line; return all lines."""
    lines = set()
    for function in ast.walk(statement):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for inner in function.body:
            for each in ast.walk(inner):
                if isinstance(each, ast.stmt):
                    lines.add(each.lineno)
                    for node in _walk_own(each):
                        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                            statements[node.id].add(each.lineno)
    return lines


def _walk_own(statement: ast.stmt) -> list[ast.AST]:
    """List the nodes of a statement without those of statements in it."""
    found: list[ast.AST] = []
    left: list[ast.AST] = list(ast.iter_child_nodes(statement))
    while left:
        node = left.pop()
        if not isinstance(node, ast.stmt):
            found.append(node)
            left += ast.iter_child_nodes(node)
    return found


def _walk_outside(statement: ast.stmt) -> list[ast.AST]:
    """List the nodes that are evaluated when the module is imported: not the bodies of functions, nor annotations."""
    found: list[ast.AST] = []
    left: list[ast.AST] = [statement]
    while left:
        node = left.pop()
        found.append(node)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns") or (name == "body" and isinstance(node, ast.FunctionDef | ast.Lambda)):
                continue
            left += [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, ast.AST)]
    return found
