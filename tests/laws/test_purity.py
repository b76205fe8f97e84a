"""Stages are pure: they know no clock, network, disk, environment, chance or database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from pipeline.home import PROJECT
from tests.laws.reading_code import list_calls, list_imports

PURE: Final = (
    "pipeline/stages",
    "pipeline/sources",
    "pipeline/health",
    "pipeline/knowledge.py",
    "storage/model",
    "storage/text",
)

FORBIDDEN_MODULES: Final = frozenset(
    "asyncio glob http httpx importlib io.open os pathlib pysqlite3 random requests secrets shutil signal socket sqlite3 "
    "sqlite_utils subprocess tempfile threading time urllib.request uuid".split()
)
"""Modules that reach beyond the values a stage is given."""

OURS: Final = (
    *("storage.model.", "storage.text.", "storage.errors."),
    *("pipeline.stages.", "pipeline.health.", "pipeline.knowledge.", "pipeline.declarations.", "pipeline.errors."),
)
"""What of the project the pure part may import."""

ALLOWED_IMPORTS: Final = {
    (
        "pipeline/stages/parse/hooks.py",
        "importlib.import_module",
    ),  # code of pipeline.sources, which is held to this law as well
    ("pipeline/stages/dates/month_names.py", "importlib.import_module"),  # tables of dateparser, part of its release
}
FORBIDDEN_CALLS: Final = frozenset(
    "open input print eval exec __import__ datetime.now datetime.today datetime.utcnow datetime.datetime.now date.today "
    "datetime.date.today io.open os.environ sys.argv sys.stdin sys.stdout time.time time.monotonic importlib.resources".split()
)


def list_impurities(root: Path, places: tuple[str, ...] = PURE) -> Iterator[str]:
    for place in places:
        for path in [root / place] if (root / place).is_file() else sorted((root / place).rglob("*.py")):
            where = path.relative_to(root).as_posix()
            for name in list_imports(path):
                if _is_forbidden(name) and (where, name) not in ALLOWED_IMPORTS:
                    yield f"{where} imports {name}"
            for name, line in list_calls(path):
                if name in FORBIDDEN_CALLS:
                    yield f"{where}, line {line}: {name}"


def _is_forbidden(name: str) -> bool:
    if name.startswith(("storage", "pipeline", "dags")):
        return not f"{name}.".startswith(OURS)
    parts = name.split(".")
    return any(".".join(parts[:count]) in FORBIDDEN_MODULES for count in range(1, len(parts) + 1))


def test_stages_reach_for_nothing_but_their_values() -> None:
    assert list(list_impurities(PROJECT)) == []


@pytest.mark.parametrize(
    "line",
    [
        "import os",
        "import time",
        "from os import environ",
        "from pathlib import Path",
        "from importlib import resources",
        "from importlib.resources import files",
        "import urllib.request",
        "from storage.database.archive import open_reader",
        "from pipeline.registry.reading_background import load_knowledge",
        "import random",
        "from io import open as read",
        "import io\nread = io.open",
        "text = open('page.html').read()",
        "from datetime import datetime\nnow = datetime.now()",
        "from datetime import date\nday = date.today()",
        "import datetime\nnow = datetime.datetime.now(datetime.UTC)",
        "def parse():\n    from socket import socket",
    ],
)
def test_what_is_impure_is_found(tmp_path: Path, line: str) -> None:
    stage = tmp_path / "pipeline" / "stages" / "parse" / "broken.py"
    stage.parent.mkdir(parents=True)
    stage.write_text(line + "\n", encoding="utf-8")
    [found] = list_impurities(tmp_path, ("pipeline/stages",))
    assert found.startswith("pipeline/stages/parse/broken.py")
