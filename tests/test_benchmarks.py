"""Every benchmark runs to its end, at sizes far too small to measure anything, and prints figures."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import against
from benchmarks.__main__ import list_benchmarks
from pipeline.home import PROJECT

TINY: dict[str, dict[str, Any]] = {
    "archive": {"DOCUMENTS": 10},
    "derive": {"PAGES": 2},
    "fetch": {"HOSTS": 2, "PAGES_A_HOST": 1, "ROUNDS": 1, "REREAD": 2},
    "figures": {"ROUNDS": 1},
    "load": {"QUOTES": 70, "_DOCUMENTS_AT_A_TIME": 10},
    "posts": {"POSTS": 2, "BYTES": 0, "_SHARED": Path("nowhere")},
    "quotes": {"TEXTS": 1, "PARAGRAPHS": 1, "_CORPUS": Path("nowhere"), "_SEGMENTS": Path("nowhere")},
    "readers": {"QUOTES": 70, "_HELD": 10, "_READERS": 1, "_ALONE_S": 0.2},
    "sameness.run": {"SIZES": (50,), "PEERS": ()},
    "search": {"QUOTES": 50, "_ROUNDS": 2},
    "site": {"QUOTES": 50, "READERS": 1, "SECONDS": 0.5, "THINKING": (0.0, 0.05)},
}
"""The sizes of each module that has any."""


@pytest.mark.parametrize("name", list_benchmarks())
def test_a_benchmark_runs_to_its_end(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for module, sizes in TINY.items():
        for size, value in sizes.items():
            monkeypatch.setattr(f"benchmarks.{module}.{size}", value)
    monkeypatch.setattr("sys.argv", ["benchmarks"])
    importlib.import_module(f"benchmarks.{name}").main()
    figures = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert figures


def test_a_revision_is_measured_beside_this_tree_on_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.against.PAGES", 2)
    monkeypatch.setattr("benchmarks.posts.POSTS", 2)
    with against.serve() as port:
        for name, work in against.prepare(tmp_path, port).items():
            against.measure(name, work, against.this(), against.this(), tmp_path, rounds=1)
    figures = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [figure["figure"] for figure in figures] == ["start", "fetch", "replay", "derive", "import"]
    assert all(figure["least"] == figure["ratio"] == figure["most"] > 0 for figure in figures)


def test_a_command_that_fails_in_one_of_the_trees_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such file"):
        against.this().run(tmp_path, ("import", str(tmp_path / "no such file")), {})


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="no repository")
def test_the_revision_is_checked_out_for_as_long_as_it_is_measured(tmp_path: Path) -> None:
    with against.check_out("HEAD", tmp_path / "tree") as tree:
        assert (tree.root / "pipeline" / "home.py").exists()
        assert tree.root == tmp_path / "tree"
    assert not (tmp_path / "tree").exists()
