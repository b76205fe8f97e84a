"""Make a change of a module that is imported already: give its functions their new code, its constants their new values.

Most changes are inside functions. A process that has imported the project and its tests needs no second import for them, which
takes longer than most tests do. What cannot be changed so is said, and is tried in a process that imports everything anew.
"""

from __future__ import annotations

import ast
import gc
import re
import sys
from collections import defaultdict
from pathlib import Path
from types import CodeType, FunctionType

from mutation.changes import Change
from mutation.uses import Uses

Key = tuple[str, str, int]


class Patches:
    """Changes the modules of one copy of the project in the process that imported them."""

    def __init__(self, root: Path, uses: Uses) -> None:
        self._root, self._uses = root, uses
        self._functions: defaultdict[Key, list[FunctionType]] = defaultdict(list)
        for each in gc.get_objects():  # by type(): asking a proxy for its class may raise
            if type(each) is FunctionType and each.__code__.co_filename.startswith(f"{root}/"):
                self._functions[_key(each.__code__)].append(each)
        self._modules = {
            Path(file).relative_to(root).as_posix(): each
            for each in list(sys.modules.values())
            if (file := getattr(each, "__file__", None)) and file.startswith(f"{root}/")
        }

    def apply(self, change: Change, source: bytes) -> bool:
        """Make a change in this process; say whether that is possible."""
        changed = source[: change.start] + change.text.encode() + source[change.end :]
        if change.function:
            return self._change_functions(change.path, source, changed)
        return self._change_constants(change, changed)

    def _change_functions(self, path: str, source: bytes, changed: bytes) -> bool:
        file = str(self._root / path)
        before, after = (compile(text, file, "exec", dont_inherit=True) for text in (source, changed))
        pairs = _find_changed(before, after)
        found = [(function, new) for old, new in pairs for function in self._functions[_key(old)]]
        try:
            for function, new in found:
                function.__code__ = new
        except ValueError:  # another number of variables of the class or function around it
            return False
        return bool(found)

    def _change_constants(self, change: Change, changed: bytes) -> bool:
        module = self._modules.get(change.path)
        if module is None or any(self._uses.are_derived(change.path, name) for name in change.names):
            return False
        statement = next((each for each in ast.parse(changed).body if each.lineno == change.statement), None)
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            return False
        values = dict(vars(module))
        try:
            exec(compile(ast.Module([statement], []), change.path, "exec", dont_inherit=True), values)  # noqa: S102 - our own code
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, re.error):
            return False  # importing it breaks too, and is noticed there
        for name in change.names:
            setattr(module, name, values[name])
            for path, other in self._uses.find_importers(change.path, name):
                if path in self._modules:
                    setattr(self._modules[path], other, values[name])
        return True


def _key(code: CodeType) -> Key:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _find_changed(before: CodeType, after: CodeType) -> list[tuple[CodeType, CodeType]]:
    """Pair the functions of a module whose code differs, the inner ones included; a change of lines alone is none."""
    pairs: list[tuple[CodeType, CodeType]] = []
    inner = [[each for each in code.co_consts if isinstance(each, CodeType)] for code in (before, after)]
    for old, new in zip(*inner, strict=False):
        found = _find_changed(old, new)
        if found or _describe(old) != _describe(new):
            pairs += [(old, new), *found]
    return pairs


def _describe(code: CodeType) -> tuple[object, ...]:
    constants = tuple(repr(each) for each in code.co_consts if not isinstance(each, CodeType))
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_cellvars, code.co_freevars
