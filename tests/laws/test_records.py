"""Records are frozen: whoever holds one holds what it was when it was made. What changes is a class with a reason to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from pipeline.home import PROJECT

CODE = ("pipeline", "storage", "dags")
CHANGING = {
    "dags/service/preparing.py:PoolKeeper",  # when it last looked
    "dags/service/supervisor.py:Child",  # a process and its deaths
    "dags/service/supervisor.py:Supervisor",
    "dags/service/tidying.py:Tidier",  # when it tidies next
    "pipeline/fetch/walks/accounts.py:AccountWalk",  # walks under way
    "pipeline/fetch/walks/strands.py:StrandWalk",
    "pipeline/fetch/walks/taking.py:LeadTaker",
    "pipeline/fetch/walks/walk.py:Walk",
    "pipeline/fetch/walks/wayback.py:WaybackWalk",
    "pipeline/run/collect/locks.py:OpenRuns",  # the locks that this process holds
    "pipeline/run/collect/recovering.py:_Found",  # a recovery in progress
    "pipeline/run/collect/replaying.py:_Copies",  # files being written
    "pipeline/run/opening.py:_Shared",  # a connection that the first read opens
    "pipeline/stages/posts/post_html.py:_Found",  # a page being read
    "pipeline/stages/quotes/tagged_links.py:Linked",  # spans being gathered
    "storage/export/query_export.py:_Counts",  # rows being counted
    "storage/sameness/fingerprints.py:Fingerprint",  # made for every text that is loaded: a frozen one takes longer to make
}
"""The classes that hold what is under way. All others are records."""


def list_changing(path: str, text: str) -> Iterator[str]:
    """List the dataclasses of a module that are not frozen."""
    classes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]
    for node in classes:
        for each in node.decorator_list:
            named = each.func if isinstance(each, ast.Call) else each
            keywords = {key.arg: ast.literal_eval(key.value) for key in each.keywords} if isinstance(each, ast.Call) else {}
            if isinstance(named, ast.Name) and named.id == "dataclass" and not keywords.get("frozen"):
                yield f"{path}:{node.name}"


def read_code() -> Iterator[tuple[str, str]]:
    for place in CODE:
        for path in sorted(Path(PROJECT / place).rglob("*.py")):
            yield path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8")


def test_every_dataclass_is_frozen_but_those_with_a_reason() -> None:
    assert sorted(each for path, text in read_code() for each in list_changing(path, text)) == sorted(CHANGING)


def test_a_record_that_can_be_changed_is_found() -> None:
    decorated = ("@dataclass(slots=True)\nclass A: ...", "@dataclass\nclass B: ...", "@dataclass(frozen=True)\nclass C: ...")
    text = "\n".join((*decorated, "class D: ..."))
    assert list(list_changing("a.py", text)) == ["a.py:A", "a.py:B"]
