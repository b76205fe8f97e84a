"""No function lives for its tests alone: each is named somewhere in the code beside its definition."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.home import PROJECT

HELD = ("pipeline", "storage", "dags")
USERS = (*HELD, "benchmarks", "training", "mutation", "fuzzing")
KINDS = frozenset({".py", ".html", ".toml", ".xml"})
CALLED_FROM_OUTSIDE = {
    "handle_starttag": "html.parser calls it",
    "handle_endtag": "html.parser calls it",
    "handle_data": "html.parser calls it",
    "readable": "io calls it",
    "build_response": "requests calls it",
    "soup": "hooks of sources call it (docs/adding-a-source.md)",
}


def find_unused(texts: Mapping[str, str], held: Iterable[str]) -> set[str]:
    """Find the functions of the files ``held`` that no file names but where they are defined; commands have a decorator that
    registers them."""
    named = {word for path, text in texts.items() for word in _list_words(path, text)}
    defined = {name for path in held for name in _list_functions(ast.parse(texts[path]))}
    return {name for name in defined if name not in named and not name.startswith("__")}


def _list_words(path: str, text: str) -> Iterator[str]:
    """List what a file names: in Python not what it defines, nor what documentation says."""
    if not path.endswith(".py"):
        yield from re.findall(r"\w+", text)
        return
    yield from _list_named(ast.parse(text), frozenset())


def _list_named(node: ast.AST, around: frozenset[str]) -> Iterator[str]:
    """List what a part of a module names, but for the functions ``around`` it: one that only calls itself is not used."""
    match node:
        case ast.Name(id=name):
            yield from () if name in around else (name,)
        case ast.Attribute(attr=name):
            yield name
        case ast.alias(name=name):
            yield from name.split(".")
        case ast.Constant(value=str(words)):
            yield from re.findall(r"\w+", words)
        case ast.Expr(value=ast.Constant()):
            return
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            around |= {name}
    for child in ast.iter_child_nodes(node):
        yield from _list_named(child, around)


def _list_functions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not any(
            ".command" in ast.unparse(each) or ".group" in ast.unparse(each) for each in node.decorator_list
        ):
            yield node.name


def test_every_function_is_used_by_the_code() -> None:
    files = [path for place in USERS for path in sorted((PROJECT / place).rglob("*")) if path.suffix in KINDS]
    texts = {path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    texts["pyproject.toml"] = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    held = [path for path in texts if path.startswith(HELD) and path.endswith(".py")]
    assert find_unused(texts, held) - CALLED_FROM_OUTSIDE.keys() == set()


def test_a_function_that_only_its_definition_names_is_found() -> None:
    texts = {
        "a.py": "def used() -> None: ...\ndef unused() -> None: unused()\n@app.command()\ndef show() -> None: ...\n",
        "b.py": "from a import used\nclass Box:\n    def __len__(self) -> int: ...\n    def twice(self) -> int: ...\n",
        "c.html": "{{ box.shown }}",
    }
    assert find_unused(texts, ["a.py", "b.py"]) == {"unused", "twice"}
