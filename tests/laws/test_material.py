"""A test of a gold standard is skipped only where the material is not there and no CI runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.laws.reading_code import list_calls, list_imports
from tests.material import excuse

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("is_there", "ci", "is_skipped"),
    [(True, False, False), (True, True, False), (False, True, False), (False, False, True)],
)
def test_only_a_machine_without_the_material_is_excused(tmp_path: Path, is_there: bool, ci: bool, is_skipped: bool) -> None:
    folder = tmp_path if is_there else tmp_path / "gone"
    assert (excuse(folder, ci=ci) is not None) is is_skipped


def test_no_test_of_the_shared_material_skips_by_itself() -> None:
    for path in sorted(TESTS.rglob("test_*.py")):
        if "tests.material.SHARED" in list_imports(path) and path != Path(__file__):
            assert not {"pytest.mark.skipif", "pytest.skip"} & {name for name, _ in list_calls(path)}, path.name


def test_whatever_reads_the_shared_material_finds_it_in_one_place() -> None:
    quoted = [path.name for path in sorted(TESTS.rglob("*.py")) if '"shared" / "data"' in path.read_text("utf-8")]
    assert sorted(quoted) == ["material.py", "test_material.py"]
