"""Every number that decides something says beside it what it bounds and where it comes from."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.laws.test_records import read_code

UNITS = {"_DAY", "DAY", "MINUTE", "_SECOND", "_MONTHS_IN_YEAR", "_SECONDS_AN_HOUR"}
"""Names that are their own explanation."""


def list_bare(path: str, text: str) -> Iterator[str]:
    """List the constants of a module that are numbers without a docstring behind them or a comment in their line."""
    lines, body = text.splitlines(), ast.parse(text).body
    told = False
    for statement, following in reversed([*zip(body, [*body[1:], None], strict=True)]):
        name = _read_name(statement)
        beside = _is_docstring(following) or "  #" in lines[statement.lineno - 1]
        # A docstring may speak for several constants, which then stand together before it.
        joined = told and following is not None and following.lineno == (statement.end_lineno or 0) + 1
        told = name is not None and (beside or joined)
        if name and not told and name not in UNITS:
            yield f"{path}: {name}"


def _read_name(statement: ast.stmt) -> str | None:
    """Return the name of a constant that a statement binds to a number, or to a span of time."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value = statement.targets[0], statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value:
        target, value = statement.target, statement.value
    else:
        return None
    while isinstance(value, ast.BinOp):
        value = value.left
    spanned = isinstance(value, ast.Call) and ast.unparse(value.func).endswith("timedelta")
    number = isinstance(value, ast.Constant) and type(value.value) in (int, float)
    return target.id if isinstance(target, ast.Name) and target.id.lstrip("_").isupper() and (number or spanned) else None


def _is_docstring(statement: ast.stmt | None) -> bool:
    return (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    )


def test_every_number_says_what_it_bounds() -> None:
    code = [(path, text) for path, text in read_code() if "/schema/m0" not in path]
    assert [each for path, text in code for each in list_bare(path, text)] == []


def test_a_number_without_a_word_beside_it_is_found() -> None:
    told = 'A = 1\n"""Doc."""\nB = 2 * 3  # why\nH = 7\nI = 8\n"""Both."""\nE, F = 1, 2\nG = "x"\n'
    text = told + "C = 4\nD: Final = timedelta(hours=6)\n"
    assert sorted(list_bare("a.py", text)) == ["a.py: C", "a.py: D"]
