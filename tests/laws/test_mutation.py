"""Mutation testing changes what it says it does, and tells a change that a test notices from one that none does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from mutation import covering
from mutation.changes import list_changes
from mutation.trying import Result, Trials, attempt

SOURCE = '''"""Says what it does: 1 < 2."""

LIMIT: int = 7


def admit(age, name=None):
    """Compare 3 with 4."""
    if age >= LIMIT and not name:
        return age + 1
    raise ValueError(f"{age} < {LIMIT + 1}")
'''


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


@pytest.mark.parametrize(
    "text", ["größer = 'ß' < 'é' and 3 > 2\n", "a = [x for x in (1, 2)\n     if x > 1]\n", "x = not y if z else 2 - 1\n"]
)
def test_every_changed_module_can_be_read(text: str) -> None:
    assert change(text)
    for each in change(text):
        ast.parse(each)


@pytest.mark.parametrize(("asserted", "result"), [("admit(7) == 8", Result.KILLED), ("admit(9) == 10", Result.SURVIVED)])
def test_a_change_is_noticed_only_by_a_test_that_fails_and_is_taken_back(tmp_path: Path, asserted: str, result: Result) -> None:
    (tmp_path / "rules.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "test_rules.py").write_text(f"from rules import admit\n\n\ndef test_it():\n    assert {asserted}\n", "utf-8")
    [bound] = [each for each in list_changes("rules.py", SOURCE.encode()) if each.text == ">"]
    assert attempt(tmp_path, bound, ["test_rules.py"], limit_s=60) is result
    assert (tmp_path / "rules.py").read_text(encoding="utf-8") == SOURCE


def test_what_no_test_calls_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(SOURCE, encoding="utf-8")
    [bound] = [each for each in list_changes("rules.py", SOURCE.encode()) if each.text == ">"]
    assert attempt(tmp_path, bound, [], limit_s=60) is Result.UNCOVERED


def test_the_quickest_tests_of_a_function_are_chosen_up_to_their_budget() -> None:
    known = {
        name: {"seconds": seconds, "calls": ["a.py:6"]} for name, seconds in (("slow", 9.0), ("quick", 1.0), ("fair", 2.0))
    }
    assert covering.Tests(known, budget_s=4).of("a.py", 6) == ["quick", "fair"]
    assert covering.Tests(known, budget_s=0.5).of("a.py", 6) == ["quick"]
    assert covering.Tests(known, budget_s=99).of("a.py", 0) == ["quick", "fair", "slow"]
    assert covering.Tests(known, budget_s=99).of("a.py", 7) == []


def test_tests_that_fail_without_a_change_notice_nothing(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "test_rules.py").write_text("def test_it():\n    assert False\n", "utf-8")
    trials = Trials(tmp_path, limit_s=60)
    changes = list_changes("rules.py", SOURCE.encode())[:2]
    assert [trials.attempt(each, ["test_rules.py"]) for each in changes] == [Result.UNSOUND] * 2
