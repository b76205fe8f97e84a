"""A shard appears whole or not at all; one that is streamed can be read up to its last whole line while it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.loading.shards import ShardWriter, read_shard, recover_shard, write_shard
from storage.model import Turn

ONE, TWO = Turn(speaker="A", start=0, end=1), Turn(speaker="B", start=2, end=3)


class BreakOff(Exception):
    """What breaks writing off here."""


def break_off(path: Path, *, streamed: bool) -> None:
    def begin() -> None:
        with ShardWriter(path, streamed=streamed) as shard:
            shard.write(ONE)
            raise BreakOff

    with pytest.raises(BreakOff):
        begin()


def test_what_is_written_is_read_in_order(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "a.jsonl"
    assert write_shard(path, [ONE, TWO]) == 2
    assert list(read_shard(Turn, path)) == [ONE, TWO]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("streamed", [True, False])
def test_a_shard_bears_its_name_only_when_it_is_whole(tmp_path: Path, streamed: bool) -> None:
    path = tmp_path / "a.jsonl"
    with ShardWriter(path, streamed=streamed) as shard:
        shard.write(ONE)
        assert not path.exists()
    assert list(read_shard(Turn, path)) == [ONE]


def test_each_line_of_a_streamed_shard_is_on_disk_before_the_next_is_written(tmp_path: Path) -> None:
    with ShardWriter(tmp_path / "a.jsonl", streamed=True) as shard:
        for number, turn in enumerate((ONE, TWO), 1):
            shard.write(turn)
            (passing,) = tmp_path.iterdir()
            assert len(list(read_shard(Turn, passing))) == number


def test_a_streamed_shard_without_a_line_is_no_file_and_another_is_empty(tmp_path: Path) -> None:
    with ShardWriter(tmp_path / "streamed.jsonl", streamed=True):
        assert list(tmp_path.iterdir()) == []
    assert write_shard(tmp_path / "whole.jsonl", []) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["whole.jsonl"]


def test_a_shard_whose_writing_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    break_off(tmp_path / "a.jsonl", streamed=False)
    assert list(tmp_path.iterdir()) == []
    assert recover_shard(tmp_path / "a.jsonl") is False


def test_the_whole_lines_of_a_streamed_shard_are_brought_back(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    break_off(path, streamed=True)
    (passing,) = tmp_path.iterdir()
    with passing.open("ab") as stream:
        stream.write(b'{"speaker": "B", "sta')
    assert recover_shard(path) is True
    assert list(read_shard(Turn, path)) == [ONE]
    assert not passing.exists()


def test_a_shard_that_is_there_is_left_as_it_is_by_recovery(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    break_off(path, streamed=True)
    write_shard(tmp_path / "b.jsonl", [TWO])
    (tmp_path / "b.jsonl").rename(path)
    assert recover_shard(path) is True
    assert list(read_shard(Turn, path)) == [TWO]


@pytest.mark.parametrize("line", ["{", "[]", '{"speaker": "B", "start": 2}', '{"speaker": "B", "start": 2, "end": 3, "x": 4}'])
def test_a_line_that_is_no_record_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    write_shard(path, [ONE])
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    with pytest.raises(StorageError, match="line 2: no Turn in JSON"):
        list(read_shard(Turn, path))


def test_a_shard_is_written_within_its_context_alone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="context manager"):
        ShardWriter(tmp_path / "a.jsonl").write(ONE)
