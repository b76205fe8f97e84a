"""An applied migration is frozen: its text does not change, and it calls nothing that may change."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from storage.database import schema
from tests.laws.reading_code import list_imports

FOLDER = Path(schema.__file__).parent
DIGESTS = Path(__file__).with_name("migrations.json")
ALLOWED = ("__future__.", "typing.", "zlib", "sqlite_utils.Database", "storage.database.schema.guard.refuse_changes")


def list_live_imports(folder: Path) -> list[str]:
    return [
        f"{path.name} imports {name}"
        for path in sorted(folder.glob("m[0-9]*.py"))
        for name in list_imports(path)
        if not name.startswith(ALLOWED)
    ]


def digest(folder: Path) -> dict[str, str]:
    frozen = [*sorted(folder.glob("m[0-9]*.py")), folder / "guard.py"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in frozen}


def test_a_migration_calls_no_code_that_may_change() -> None:
    assert list_live_imports(FOLDER) == []


@pytest.mark.parametrize("line", ["from storage.text.folding import fold_text", "import pipeline.home", "import os"])
def test_an_import_of_live_code_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "m0099_broken.py").write_text(f"def apply(db):\n    {line}\n", encoding="utf-8")
    assert len(list_live_imports(tmp_path)) == 1


def test_an_applied_migration_is_not_edited() -> None:
    written = json.loads(DIGESTS.read_text(encoding="utf-8"))
    now = digest(FOLDER)
    changed = sorted(name for name in written if now.get(name) != written[name])
    assert changed == [], "a migration that was applied is never edited; write a new one"
    assert sorted(now) == sorted(written), f"add the digest of the new migration to {DIGESTS.name}: {now}"


def test_an_edit_of_a_migration_is_found(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = digest(tmp_path)
    with (tmp_path / "m0001_runs_and_captures.py").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert [name for name, at in digest(tmp_path).items() if before[name] != at] == ["m0001_runs_and_captures.py"]
