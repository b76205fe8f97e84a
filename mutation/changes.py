"""List the single changes that can be made to a module: one operator, constant, condition or statement each.

The operators are those of the literature (Offutt et al., ACM TOSEM 1996: five are nearly as strong as all 22): relational,
logical and arithmetic operators, constants, conditions; and, for Python, calls that have an opposite, and dropped statements.
Annotations, docstrings, messages of errors and names of modules are left alone: no test should hold them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_COMPARED: Final[dict[type[ast.cmpop], str]] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_COMPUTED: Final[dict[type[ast.operator], str]] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "//",
    ast.Div: "*",
    ast.FloorDiv: "*",
    ast.Mod: "*",
    ast.BitOr: "&",
    ast.BitAnd: "|",
}
_UNSEEN: Final = {"frozen", "slots", "kw_only", "strict", "maxsize"}
"""Arguments that guard against mistakes of programmers or save memory: records are as they were, ``zip`` meets equal lengths, a
cache keeps less. No behaviour differs, so a change of them is equivalent. That records are frozen is a law of its own
(tests/laws/test_records.py), which reads the text of all modules and so reaches no statement of theirs."""
_OPPOSITE: Final = {"min": "max", "max": "min", "any": "all", "all": "any", "startswith": "endswith", "endswith": "startswith"}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Change:
    """A change of a file: the bytes from ``start`` to ``end`` become ``text``.

    ``statement`` is the first line of the innermost statement around it; ``function`` says whether that is in a function.
    ``names`` are what a statement outside functions binds (a constant, a class, a function whose default it is), else none."""

    path: str
    start: int
    end: int
    line: int
    statement: int
    function: bool
    names: tuple[str, ...]
    text: str
    was: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {_shorten(self.was)} -> {_shorten(self.text)}"


def list_changes(path: str, source: bytes) -> list[Change]:
    """List the changes of a module, in the order of its text."""
    reader = _Reader(path, source)
    reader.visit(ast.parse(source))
    return sorted(set(reader.found))


class _Reader(ast.NodeVisitor):
    """Walk a module and note what can be changed."""

    def __init__(self, path: str, source: bytes) -> None:
        self.found: list[Change] = []
        self._path, self._source = path, source
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._statement, self._functions = 0, 0
        self._names: tuple[str, ...] = ()

    def visit(self, node: ast.AST) -> None:
        """Visit a node, and know the statement and the names that what is found in it belongs to."""
        if not isinstance(node, ast.stmt):
            super().visit(node)
            return
        outer = self._statement, self._names
        self._statement = node.lineno
        if not self._functions and not self._names:
            self._names = find_bound(node)
        super().visit(node)
        self._statement, self._names = outer

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Walk the body of a function, not its annotations nor its decorators; its defaults belong to what surrounds it."""
        for value in (*node.args.defaults, *(each for each in node.args.kw_defaults if each)):
            self.visit(value)
        self._functions += 1
        for statement in node.body:
            self.visit(statement)
        self._functions -= 1

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Walk the value alone."""
        if node.value:
            self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Leave the messages of errors alone."""

    def visit_Assert(self, node: ast.Assert) -> None:
        """Leave what only tells the type checker alone."""

    def visit_Expr(self, node: ast.Expr) -> None:
        """Drop a call that stands by itself."""
        if isinstance(node.value, ast.Constant):
            return
        if self._functions and isinstance(node.value, ast.Call):
            self._note(node, "pass")
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        """Turn a condition round; what stands under TYPE_CHECKING is left alone."""
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self._turn(node.test)
            self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """Turn a condition round."""
        self._turn(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """Drop a condition."""
        for condition in node.ifs:
            self._note(condition, "True")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Change a comparison."""
        operands = [node.left, *node.comparators]
        for number, operator in enumerate(node.ops):
            self._between(operands[number], operands[number + 1], _COMPARED[type(operator)])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """Change ``and`` to ``or`` and back."""
        other = "or" if isinstance(node.op, ast.And) else "and"
        for before, after in zip(node.values, node.values[1:], strict=False):
            self._between(before, after, other)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Change an arithmetic operator; joined strings and formats are left alone."""
        joins = any(isinstance(side, ast.JoinedStr) or _is_text(side) for side in (node.left, node.right))
        if type(node.op) in _COMPUTED and not joins:
            self._between(node.left, node.right, _COMPUTED[type(node.op)])
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Change a number or a truth value."""
        if isinstance(node.value, bool):
            self._note(node, str(not node.value))
        elif isinstance(node.value, int):
            self._note(node, str(node.value + 1))
            if node.value > 2:
                self._note(node, str(node.value * 3))
        elif isinstance(node.value, float):
            self._note(node, repr(node.value * 2 or 1.0))

    def visit_keyword(self, node: ast.keyword) -> None:
        """Leave alone what changes nothing that a caller could see."""
        if node.arg not in _UNSEEN:
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Leave formatted text alone: it is for people, or SQL that fails at once."""

    def visit_Call(self, node: ast.Call) -> None:
        """Call the opposite."""
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _OPPOSITE:
            end = self._at(node.func.end_lineno, node.func.end_col_offset)
            self._add(end - len(name), end, _OPPOSITE[name], node)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        """Return nothing."""
        if node.value and not (isinstance(node.value, ast.Constant) and node.value.value in (None, True, False)):
            self._note(node.value, "None")
        self.generic_visit(node)

    def visit_Break(self, node: ast.Break) -> None:
        """Go on where a loop would end."""
        self._note(node, "continue")

    def visit_Continue(self, node: ast.Continue) -> None:
        """End a loop where it would go on."""
        self._note(node, "break")

    def _turn(self, test: ast.expr) -> None:
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            self._note(test, self._text(test.operand))
        elif not isinstance(test, ast.Compare) or len(test.ops) > 1:
            self._note(test, f"not ({self._text(test)})")

    def _between(self, before: ast.expr, after: ast.expr, text: str) -> None:
        start, end = self._at(before.end_lineno, before.end_col_offset), self._at(after.lineno, after.col_offset)
        between = self._source[start:end].decode()
        word = between.strip(" ()\n")
        if word and "\n" not in word and "#" not in between:
            at = start + len(between[: between.index(word)].encode())
            self._add(at, at + len(word.encode()), text, after)

    def _note(self, node: ast.expr | ast.stmt, text: str) -> None:
        self._add(self._at(node.lineno, node.col_offset), self._at(node.end_lineno, node.end_col_offset), text, node)

    def _add(self, start: int, end: int, text: str, node: ast.AST) -> None:
        inside = self._functions > 0
        self.found.append(
            Change(
                path=self._path,
                start=start,
                end=end,
                line=getattr(node, "lineno", 0),
                statement=self._statement,
                function=inside,
                names=() if inside else self._names,
                text=text,
                was=self._source[start:end].decode(),
            )
        )

    def _at(self, line: int | None, column: int | None) -> int:
        return self._starts[(line or 1) - 1] + (column or 0)

    def _text(self, node: ast.expr) -> str:
        return self._source[self._at(node.lineno, node.col_offset) : self._at(node.end_lineno, node.end_col_offset)].decode()


def iterate_changes(files: dict[str, bytes]) -> Iterator[Change]:
    """Yield the changes of some modules, given as path and text."""
    for path, source in sorted(files.items()):
        yield from list_changes(path, source)


def find_bound(statement: ast.stmt) -> tuple[str, ...]:
    """Find the names that a statement outside functions binds."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return (statement.name,)
    return tuple(each.id for each in ast.walk(statement) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}..."
