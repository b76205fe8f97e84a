"""Locks of files that are copied into the archive are named by content, so that equal content waits for itself."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.run.collect.slots import name_slots


def pack(path: Path, members: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


def test_a_file_has_the_same_lock_by_itself_and_in_each_zip_that_holds_it(tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text("a post\n")
    spring = pack(tmp_path / "spring.zip", {"posts.jsonl": "a post\n", "letters.json": "{}"})
    autumn = pack(tmp_path / "autumn.zip", {"old/posts.jsonl": "a post\n", "friends.json": "[]"})
    [alone] = name_slots([posts])
    assert name_slots([spring]) & name_slots([autumn]) == {alone}
    assert len(name_slots([spring])) == 3


def test_a_torn_zip_has_the_lock_of_its_bytes_and_a_missing_file_none(tmp_path: Path) -> None:
    whole = pack(tmp_path / "whole.zip", {"posts.jsonl": "a post\n" * 100})
    torn = tmp_path / "torn.zip"
    torn.write_bytes(whole.read_bytes()[:60])
    assert len(name_slots([torn])) == 1
    assert name_slots([tmp_path / "none.zip", tmp_path]) == set()
