"""What is given as a file and is none, or cannot be read: it is told at once, and the other files come in."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.home import Home
from pipeline.run.collect.given_files import list_files
from pipeline.run.collect.running import import_files
from pipeline.run.read.searching import search
from pipeline.sample import SAMPLE_WARC
from pipeline.stages.imported import ImportOptions
from storage.captures import WarcWriter
from storage.model import Tally

WORDS = "The sample minister said: “We keep every word of it.”\n"


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(path))  # an address of a socket has 108 bytes at most


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "is a pipe"),
    "a socket": (make_socket, "is a socket"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "is a device"),
    "a link to itself": (lambda path: path.symlink_to(path), "leads nowhere"),
    "a link to nothing": (lambda path: path.symlink_to(path.with_name("gone")), "leads nowhere"),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_file_is_refused_before_it_is_opened(tmp_path: Path, kind: str) -> None:
    make, said = ODD[kind]
    path = tmp_path / "given"
    make(path)
    with pytest.raises(FetchError, match=rf"given (is a link that )?{said}"):
        list_files([path])


def test_a_folder_is_walked_past_what_is_no_file_and_round_no_circle(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "inner" / "words.txt").write_text(WORDS, "utf-8")
    assert list_files([tmp_path]) == [tmp_path / "inner" / "words.txt"]


def run_import(home: Home, *paths: Path) -> Tally:
    [tally] = import_files(home, paths, ImportOptions())
    return tally


@pytest.mark.parametrize(
    "name", [b"bad\xff\xfe.txt", b"new\nline.txt", b"n" * 251 + b".txt", b"-dash.txt", b"\xe2\x80\xae.txt"]
)
def test_a_file_of_any_name_comes_in_once(home: Home, tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_text(WORDS, "utf-8")
    assert (run_import(home, path).new, run_import(home, path).unchanged) == (1, 1)
    assert search(home, "every word").total == 1


def test_an_archive_of_any_name_comes_in(home: Home, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"crawl\xff.warc.gz")
    path.write_bytes(SAMPLE_WARC.read_bytes())
    assert sum(tally.new for tally in import_files(home, [path], ImportOptions())) > 0


def test_a_file_that_cannot_be_read_fails_by_its_name_and_the_others_come_in(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(WORDS, "utf-8")
    bad.write_text("On a disk that fails.", "utf-8")
    opened = Path.open

    def fail(path: Path, *args: object, **options: object) -> object:
        if path == bad:
            raise OSError(5, "Input/output error", str(path))
        return opened(path, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", fail)
    tally = run_import(home, bad, good)
    assert (tally.new, tally.failed, tally.reasons) == (1, 1, (("unreadable file", 1),))


def test_a_folder_that_cannot_be_listed_is_a_failure_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.txt").write_text(WORDS, "utf-8")
    (tmp_path / "locked").mkdir()
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert list_files([tmp_path]) == [tmp_path / "locked", tmp_path / "words.txt"]


def test_a_failure_to_write_is_no_fault_of_the_file_and_ends_the_import(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = tmp_path / "good.txt"
    good.write_text(WORDS, "utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(WarcWriter, "write_resource", fail)
    with pytest.raises(OSError, match="No space"):
        run_import(home, good)
