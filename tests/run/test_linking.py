"""Linking follows a load in short steps of its own: it lets other writers in, and what is left is linked later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.collect import loading
from pipeline.run.collect.recovering import recover
from pipeline.run.collect.running import import_files
from pipeline.stages.imported import ImportOptions
from storage.database.archive import open_reader, open_writer
from storage.errors import ArchiveLocked

_SAID = "We call upon all parties to return to the table of talks without any delay and without conditions"


def _import(home: Home, folder: Path, *texts: str) -> None:
    rows = [
        {"url": f"https://gov.example/{text[-9:]}", "issuer": "Office", "published": "2020-10-27", "text": text}
        for text in texts
    ]
    path = folder / "collection.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    list(import_files(home, [path], ImportOptions(format="documents")))


def _count_links(home: Home) -> int:
    with open_reader(home.archive) as db:
        return int(db.execute("SELECT count(*) FROM links").fetchone()[0])


def test_what_a_load_left_unlinked_is_linked_by_recover(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(loading, "link_for", lambda *_: True)
        _import(home, tmp_path, f"{_SAID}.", f"{_SAID} of any kind.")
    assert _count_links(home) == 0
    recover(home)
    assert _count_links(home) == 1


def test_another_writer_gets_in_between_two_steps_of_linking(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered: list[str] = []

    def write(_: float) -> None:
        with open_writer(home.archive, wait_s=0):
            entered.append("another")

    monkeypatch.setattr(loading, "LINK_HOLD_S", 0.0)
    monkeypatch.setattr("time.sleep", write)
    _import(home, tmp_path, f"{_SAID}.", f"{_SAID} of any kind.")
    assert entered
    assert _count_links(home) == 1


def test_linking_is_left_to_later_if_another_writer_keeps_the_archive(home: Home, tmp_path: Path) -> None:
    _import(home, tmp_path, f"{_SAID}.")
    with open_writer(home.archive):
        assert not loading.link_all(home, wait_s=0)
        with pytest.raises(ArchiveLocked), open_writer(home.archive, wait_s=0):
            pass
