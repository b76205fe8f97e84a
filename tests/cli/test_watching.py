"""The live display reads a log that is being written, whole lines only."""

from pathlib import Path

from pipeline.cli.fetch_progress import read_lines


def test_a_line_still_being_written_waits_for_its_end(tmp_path: Path) -> None:
    log = tmp_path / "fetches.jsonl"
    assert read_lines(log, 0) == ([], 0)
    log.write_bytes(b'{"a": 1}\n{"b"')
    lines, offset = read_lines(log, 0)
    assert lines == [b'{"a": 1}']
    log.write_bytes(b'{"a": 1}\n{"b": 2}\n')
    assert read_lines(log, offset)[0] == [b'{"b": 2}']
