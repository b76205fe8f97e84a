"""Mutation testing changes what it says it does, and tells a change that a test notices from one that none does."""

from __future__ import annotations

import ast
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mutation import covering, trying
from mutation.__main__ import _score
from mutation.changes import Change, list_changes
from mutation.constants import list_constant_changes
from mutation.covering import ON_IMPORT
from mutation.recording import record
from mutation.sharing import Trial, share
from mutation.trying import Result
from mutation.uses import Uses

PLACE: dict[str, Any] = {
    "path": "a.py",
    "start": 0,
    "end": 1,
    "statement": 1,
    "function": True,
    "names": (),
    "text": "",
    "was": "",
}
ROOT = Path(__file__).resolve().parents[2]
SOURCE = '''"""Says what it does: 1 < 2."""

from functools import cache

LIMIT: int = 7
WIDTH = 3 * 60
LIMITS = {"age": LIMIT}


def admit(age, name=None):
    """Compare 3 with 4."""
    if age >= LIMIT and not name:
        return age + 1
    raise ValueError(f"{age} < {LIMIT + 1}")


@cache
def widen():
    return WIDTH + 5


def idle():
    return 11


def begin():
    return 12


BEGINNING = range(begin())
'''
TEST = """from storage.rules import admit, widen


def test_admit():
    assert admit({age}) == {age} + 1


def test_widen():
    assert widen() == 185


def test_broken():
    assert widen() == 1
"""


def change(source: str) -> list[str]:
    text = source.encode()
    return [(text[: each.start] + each.text.encode() + text[each.end :]).decode() for each in list_changes("a.py", text)]


@pytest.mark.parametrize(
    "line",
    [
        "LIMIT: int = 8",
        "LIMIT: int = 21",
        "    if age > LIMIT and not name:",
        "    if age >= LIMIT or not name:",
        "    if not (age >= LIMIT and not name):",
        "        return age - 1",
        "        return age + 2",
        "        return None",
    ],
)
def test_operators_constants_conditions_and_results_are_changed_one_at_a_time(line: str) -> None:
    found = [each for each in change(SOURCE) if line in each.splitlines()]
    assert len(found) == 1
    assert sum(a != b for a, b in zip(found[0].splitlines(), SOURCE.splitlines(), strict=True)) == 1


def test_docstrings_and_messages_are_left_alone() -> None:
    for each in change(SOURCE):
        assert ast.get_docstring(ast.parse(each)) == "Says what it does: 1 < 2."
        assert 'raise ValueError(f"{age} < {LIMIT + 1}")' in each
        assert '"""Compare 3 with 4."""' in each


def test_a_fraction_is_doubled_and_nought_becomes_one() -> None:
    assert change("a = 0.25\n") == ["a = 0.5\n"]
    assert change("a = 0.0\n") == ["a = 1.0\n"]


def test_what_no_caller_could_see_is_left_alone() -> None:
    assert change("@dataclass(slots=True)\nclass A: ...\n") == []
    assert change("a = list(zip(b, c, strict=True))\n") == []


@pytest.mark.parametrize(
    "text", ["größer = 'ß' < 'é' and 3 > 2\n", "a = [x for x in (1, 2)\n     if x > 1]\n", "x = not y if z else 2 - 1\n"]
)
def test_every_changed_module_can_be_read(text: str) -> None:
    assert change(text)
    for each in change(text):
        ast.parse(each)


def test_constants_become_one_more_half_and_double() -> None:
    found = [(each.names[0], each.text) for each in list_constant_changes("a.py", SOURCE.encode())]
    assert sorted(found) == [("LIMIT", "14"), ("LIMIT", "3"), ("LIMIT", "8"), ("WIDTH", "1"), ("WIDTH", "4"), ("WIDTH", "6")]


def test_a_change_knows_its_statement_and_outside_functions_the_names_it_belongs_to() -> None:
    found = {(each.line, each.text): each for each in list_changes("a.py", SOURCE.encode())}
    assert (found[5, "8"].function, found[5, "8"].names) == (False, ("LIMIT",))
    assert (found[13, "-"].function, found[13, "-"].statement, found[13, "-"].names) == (True, 13, ())
    [default] = list_changes("a.py", b"def f(\n    a=True,\n): ...\n")
    assert (default.function, default.names, default.statement) == (False, ("f",), 1)


def test_the_uses_of_a_constant_are_found_where_it_is_imported_or_made_into_something_else() -> None:
    other = b"from a import LIMIT as MOST, LIMITS\n\n\ndef f():\n    x = 1\n    return MOST\n\n\ndef g():\n    return LIMITS\n"
    uses = Uses({"a.py": SOURCE.encode(), "b.py": other})
    assert uses.find_statements("a.py", ("LIMIT",)) == {"a.py:12", "a.py:14", "b.py:6", "b.py:10"}
    assert uses.are_derived("a.py", "LIMIT")
    assert not uses.are_derived("a.py", "WIDTH")


def test_the_quickest_tests_of_a_statement_are_chosen_up_to_their_budget() -> None:
    tests = {"slow": (9.0, [0]), "quick": (1.0, [0]), "fair": (2.0, [0]), "other": (0.1, [1]), ON_IMPORT: (0.0, [1])}
    known = {"statements": ["a.py:6", "a.py:9"], "tests": tests}
    assert covering.Tests(known, budget_s=4).of({"a.py:6"}) == ["quick", "fair"]
    assert covering.Tests(known, budget_s=0.5).of({"a.py:6"}) == ["quick"]
    assert covering.Tests(known, budget_s=99).of({"a.py:6", "a.py:9"}) == ["slow", "quick", "fair", "other"]
    assert covering.Tests(known, budget_s=99).of({"a.py:7"}) == []
    assert covering.Tests(known, budget_s=99).are_on_import({"a.py:9"})
    assert not covering.Tests(known, budget_s=99).are_on_import({"a.py:6"})


def test_the_tests_nearest_to_a_module_come_first_and_no_file_takes_all_the_seconds() -> None:
    many = {f"tests/run/test_many.py::test_{number:02}": (0.5, [0]) for number in range(20)}
    tests = {
        **many,
        "tests/run/test_other.py::test_slow": (2.0, [0]),
        "tests/stages/dates/test_other.py::test_near": (1.0, [0]),
        "tests/stages/dates/test_zones.py::test_own": (3.0, [0]),
        "tests/stages/dates/zones/test_forms.py::test_own": (1.0, [0]),
    }
    known = {"statements": ["pipeline/stages/dates/zones.py:6"], "tests": tests}
    assert covering.Tests(known, budget_s=9).of({"pipeline/stages/dates/zones.py:6"}) == [
        "tests/stages/dates/test_zones.py::test_own",
        "tests/stages/dates/zones/test_forms.py::test_own",
        "tests/stages/dates/test_other.py::test_near",
        *list(many)[:4],
        "tests/run/test_other.py::test_slow",
    ]


READS = """from pathlib import Path
from storage.rules import idle, widen

def test_read():
    assert (idle if (Path(__file__).parent / "material/ages.txt").read_text() == "idle" else widen)()
"""
HELPED = """from storage.rules import idle, widen

def test_helped():
    assert (widen if helper.AGE else idle)()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for folder in ("storage", "tests"):
        (root / folder).mkdir(parents=True)
    (root / "storage/__init__.py").touch()
    (root / "storage/rules.py").write_text(SOURCE, encoding="utf-8")
    (root / "tests/test_rules.py").write_text(TEST.format(age=9), encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return root


def mutate(root: Path, *arguments: str) -> dict[str, str]:
    """Run mutation testing; return how each change ended."""
    command = [sys.executable, "-m", "mutation", "--root", str(root), *arguments, "storage"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    assert (root / "storage/rules.py").read_text(encoding="utf-8") == SOURCE
    lines = [line.split(maxsplit=4) for line in ran.stdout.splitlines() if " s  storage" in line]
    return {line[4].partition(":")[2].partition("  ")[0]: line[1] for line in lines}


def test_a_change_is_noticed_only_by_a_test_that_fails_and_is_taken_back(project: Path) -> None:
    ended = mutate(project, "--sample", "99", "--jobs", "2")
    assert len(ended) == len(list_changes("storage/rules.py", SOURCE.encode()))
    assert ended["12: >= -> >"] == "survived"
    assert ended["13: + -> -"] == "killed"
    assert ended["19: 5 -> 6"] == "killed"
    assert ended["27: 12 -> None"] == "killed"  # it is reached on import alone, and then breaks it


def test_a_constant_is_tried_with_the_tests_that_reach_its_uses(project: Path) -> None:
    assert mutate(project, "--constants") == {
        "5: 7 -> 14": "killed",
        "5: 7 -> 3": "survived",
        "5: 7 -> 8": "survived",
        "6: 3 -> 1": "killed",
        "6: 3 -> 4": "killed",
        "6: 3 -> 6": "killed",
    }


def test_what_no_test_reaches_is_told_apart_and_a_test_that_fails_anyway_notices_nothing(project: Path) -> None:
    (project / "tests/test_rules.py").write_text(TEST.format(age=7).replace("== 185", "== 1"), encoding="utf-8")
    ended = mutate(project, "--sample", "99")
    assert ended["12: >= -> >"] == "killed"
    assert ended["19: 5 -> 6"] == "uncovered"
    assert ended["23: 11 -> 12"] == "uncovered"


def fork(run: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        try:
            run()
        finally:
            os._exit(0)
    return child


def test_a_trial_that_only_waits_is_no_kill() -> None:
    assert trying._wait(fork(lambda: time.sleep(60)), 0.1) is Result.STALLED
    score, said = _score({Change(**PLACE, line=1): Result.STALLED, Change(**PLACE, line=2): Result.KILLED})
    assert (score, said) == (100.0, "1 of 1 changes noticed: 100.0 % (1 stalled, 1 killed)")


def test_a_trial_that_computes_for_too_long_is_a_kill() -> None:
    def compute() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (1, 2))
        while True:
            pass

    assert trying._wait(fork(compute), 60) is Result.TIMED_OUT


def test_several_processes_tell_what_they_tried_and_what_breaks_one_breaks_all() -> None:
    def attempt(number: int, tell: Callable[[Trial], None]) -> None:
        tell(Trial(place=number, result=Result.KILLED, seconds=1.5, noticed="tests/test_a.py::test_ä"))
        if number == 2:
            raise ValueError

    told = share(2, attempt)
    assert sorted((each.place, each.noticed) for each in told) == [
        (0, "tests/test_a.py::test_ä"),
        (1, "tests/test_a.py::test_ä"),
    ]
    with pytest.raises(RuntimeError, match=r"exit codes \[0, 0, 1\]"):
        list(share(3, attempt))


def test_a_change_that_breaks_a_file_of_fixtures_is_noticed(project: Path) -> None:
    (project / "tests/conftest.py").write_text("from storage.rules import BEGINNING\n\nassert len(BEGINNING) == 12\n", "utf-8")
    ended = mutate(project, "--only", "storage/rules.py:27")
    assert ended == {"27: 12 -> 13": "killed", "27: 12 -> 36": "killed", "27: 12 -> None": "killed"}


def test_only_what_changed_is_recorded_again(project: Path, tmp_path: Path) -> None:
    kept = tmp_path / "covering.json"
    (project / "tests/test_other.py").write_text(
        "from storage.rules import idle\n\ndef test_idle():\n    assert idle()\n", "utf-8"
    )
    first = record(project, kept, ("tests",), ("storage",))
    assert sorted(first["tests"]) == [
        "",
        *(f"tests/test_{each}" for each in ("other.py::test_idle", "rules.py::test_admit", "rules.py::test_widen")),
    ]
    written = kept.stat().st_mtime_ns
    assert record(project, kept, ("tests",), ("storage",)) == first
    assert kept.stat().st_mtime_ns == written
    (project / "tests/test_other.py").write_text(
        "from storage.rules import widen\n\ndef test_other():\n    assert widen()\n", "utf-8"
    )
    tests = covering.Tests(record(project, kept, ("tests",), ("storage",)), budget_s=99)
    assert tests.of({"storage/rules.py:23"}) == []
    assert set(tests.of({"storage/rules.py:19"})) == {"tests/test_other.py::test_other", "tests/test_rules.py::test_widen"}


def test_what_changed_in_the_material_or_a_helper_of_tests_is_recorded_again(project: Path, tmp_path: Path) -> None:
    kept = tmp_path / "covering.json"
    for path, text in (
        ("tests/near/material/ages.txt", "30"),
        ("tests/near/helper.py", "AGE = 30\n"),
        ("tests/near/other.py", "from tests.near import helper\n"),
        ("tests/near/test_read.py", READS),
        ("tests/near/test_helped.py", "from tests.near.other import helper\n" + HELPED),
    ):
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, "utf-8")
    record(project, kept, ("tests",), ("storage",))

    def list_reaching() -> set[str]:
        return set(covering.Tests(record(project, kept, ("tests",), ("storage",)), budget_s=99).of({"storage/rules.py:23"}))

    assert list_reaching() == set()
    (project / "tests/near/material/ages.txt").write_text("idle", "utf-8")
    assert list_reaching() == {"tests/near/test_read.py::test_read"}
    (project / "tests/near/helper.py").write_text("AGE = None\n", "utf-8")
    assert list_reaching() == {"tests/near/test_read.py::test_read", "tests/near/test_helped.py::test_helped"}
