"""The commands of an archivist: what they print, what they say as JSON, and their exit codes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.collect.running import capture, run
from pipeline.sample import SAMPLE_WARC
from storage.errors import StorageError
from tests.cli.invoking import invoke


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("upkeep") / "archive"
    list(run(Home(root=home), ["am_mfa"], replay=[SAMPLE_WARC]))
    return home


@pytest.fixture
def home(loaded: Path, tmp_path: Path) -> Path:
    """Give an archive that a test may damage."""
    return Path(shutil.copytree(loaded, tmp_path / "archive"))


def damage(home: Path) -> None:
    [warc] = (home / "warc").rglob("*.warc.gz")
    content = bytearray(warc.read_bytes())
    content[len(content) // 2] ^= 0xFF
    warc.write_bytes(bytes(content))


@pytest.mark.parametrize("asked", [(), ("--sample", "1"), ("--all",)])
def test_a_whole_archive_verifies(loaded: Path, asked: tuple[str, ...]) -> None:
    done = invoke(loaded, "verify", *asked)
    assert (done.exit_code, "0 problems" in done.output) == (0, True)
    assert json.loads(invoke(loaded, "verify", *asked, "--json").output)["problems"] == []


def test_a_sample_checks_as_many_records_as_were_asked_for(loaded: Path) -> None:
    assert json.loads(invoke(loaded, "verify", "--sample", "1", "--json").output)["checked"] == 1
    assert json.loads(invoke(loaded, "verify", "--all", "--json").output)["checked"] > 1


def test_a_changed_byte_is_a_problem_and_ends_with_one(home: Path) -> None:
    damage(home)
    done = invoke(home, "verify", "--all")
    assert done.exit_code == 1
    assert "✗" in done.output
    assert "0 problems" not in done.output
    told = invoke(home, "verify", "--all", "--json")
    assert (told.exit_code, len(json.loads(told.output)["problems"]) > 0) == (1, True)


def test_a_sample_of_none_is_wrong_use(loaded: Path) -> None:
    assert invoke(loaded, "verify", "--sample", "0").exit_code == 2


def test_the_doctor_lists_its_checks_and_finds_a_whole_archive_well(loaded: Path) -> None:
    done = invoke(loaded, "doctor")
    assert (done.exit_code, "✗" in done.output, "✓ database" in done.output) == (0, False, True)
    assert all(finding["holds"] for finding in json.loads(invoke(loaded, "doctor", "--json").output))


def test_the_doctor_names_a_missing_file_with_its_remedy_and_ends_with_one(home: Path) -> None:
    [warc] = (home / "warc").rglob("*.warc.gz")
    warc.unlink()
    done = invoke(home, "doctor")
    assert done.exit_code == 1
    assert "✗ files" in done.output
    assert "→" in done.output
    assert invoke(home, "doctor", "--json").exit_code == 1


def test_nothing_to_recover_is_said(home: Path) -> None:
    done = invoke(home, "recover")
    assert (done.exit_code, done.output.strip()) == (0, "Nothing to recover.")


def test_a_run_that_was_captured_and_never_loaded_is_recovered_and_named(tmp_path: Path) -> None:
    capture(Home(root=tmp_path), "am_mfa", replay=[SAMPLE_WARC])
    done = invoke(tmp_path, "recover")
    assert done.exit_code == 0
    assert done.output.startswith("am_mfa: loaded")
    assert "1 new" in done.output


def test_what_recovering_did_is_told_as_json(tmp_path: Path) -> None:
    capture(Home(root=tmp_path), "am_mfa", replay=[SAMPLE_WARC])
    told = json.loads(invoke(tmp_path, "recover", "--json").output)
    assert set(told) == {"files", "loaded", "removed", "at_work", "refused"}
    assert (told["loaded"], told["refused"]) == (["am_mfa"], [])


def test_a_stray_file_cannot_be_recovered_which_ends_with_one(home: Path) -> None:
    shutil.copy(SAMPLE_WARC, home / "warc" / "stray.warc.gz")
    done = invoke(home, "recover")
    assert done.exit_code == 1
    assert "✗ stray:" in done.output
    told = invoke(home, "recover", "--json")
    assert (told.exit_code, [each["run"] for each in json.loads(told.output)["refused"]]) == (1, ["stray"])


def test_a_backup_is_brought_back_and_never_over_an_archive(loaded: Path, tmp_path: Path) -> None:
    kept = tmp_path / "backup"
    assert invoke(loaded, "backup", str(kept)).exit_code == 0
    done = invoke(tmp_path / "new", "restore", str(kept))
    assert (done.exit_code, (tmp_path / "new" / "archive.db").exists()) == (0, True)
    again = invoke(tmp_path / "new", "restore", str(kept))
    assert isinstance(again.exception, StorageError)
    assert "not overwritten" in str(again.exception)


def test_a_backup_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert invoke(tmp_path, "restore", str(tmp_path / "nowhere")).exit_code == 2


def test_what_is_redacted_is_found_no_more_and_a_reason_is_required(home: Path) -> None:
    [hit, *_] = json.loads(invoke(home, "search", "", "--json").output)["hits"]
    assert invoke(home, "redact", hit["id"]).exit_code == 2
    done = invoke(home, "redact", hit["id"], "--why", "names a [private] person")
    assert (done.exit_code, "names a [private] person" in done.output) == (0, True)
    left = json.loads(invoke(home, "search", "", "--json").output)["hits"]
    assert hit["id"] not in [each["id"] for each in left]
    assert isinstance(invoke(home, "redact", "q_nothing", "--why", "x").exception, StorageError)


def hide_words(home: Path) -> str:
    """Withdraw the first quote of an archive, and return its id."""
    [hit, *_] = json.loads(invoke(home, "search", "", "--json").output)["hits"]
    assert invoke(home, "redact", hit["id"], "--why", "names a private person").exit_code == 0
    return str(hit["id"])


def lists(home: Path, quote: str) -> bool:
    return quote in [each["id"] for each in json.loads(invoke(home, "search", "", "--json").output)["hits"]]


def test_what_was_withdrawn_stays_so_in_an_archive_that_is_built_anew(home: Path) -> None:
    quote = hide_words(home)
    (home / "archive.db").unlink()
    assert invoke(home, "recover").exit_code == 0
    assert not lists(home, quote)
    assert "names a private person" in invoke(home, "show", quote).output


def test_a_backup_made_before_a_withdrawal_does_not_bring_it_back(home: Path, tmp_path: Path) -> None:
    assert invoke(home, "backup", str(tmp_path / "backup")).exit_code == 0
    quote = hide_words(home)
    (home / "archive.db").unlink()
    assert invoke(home, "restore", str(tmp_path / "backup")).exit_code == 0
    assert not lists(home, quote)


def test_an_older_copy_of_the_archive_is_not_read_before_it_is_recovered(home: Path) -> None:
    older = (home / "archive.db").read_bytes()
    quote = hide_words(home)
    (home / "archive.db").write_bytes(older)
    refused = invoke(home, "search", "").exception
    assert isinstance(refused, StorageError)
    assert "`onrecord recover` withdraws it again" in str(refused)
    assert invoke(home, "recover").exit_code == 0
    assert not lists(home, quote)


@pytest.mark.parametrize("left", [b"", b"[]\nno JSON\n", b'{"target": "q_'])
def test_a_lost_or_torn_file_of_what_was_withdrawn_is_written_again(home: Path, left: bytes) -> None:
    quote = hide_words(home)
    kept = home / "archive.withdrawn.jsonl"
    kept.write_bytes(left)
    assert invoke(home, "recover").exit_code == 0
    assert json.loads(kept.read_bytes().splitlines()[-1])["target"] == quote


@pytest.mark.parametrize("make", [lambda path: path.write_bytes(b"x" * 5000), os.mkfifo, Path.mkdir])
def test_a_damaged_file_of_reports_costs_itself_alone_and_is_named(
    home: Path, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    make(home / "reports.db")
    for command in (("corrections", "list"), ("backup", str(tmp_path / "backup")), ("snapshot", str(tmp_path / "copy.db"))):
        failed = invoke(home, *command).exception
        assert isinstance(failed, StorageError)
        assert f"{home / 'reports.db'} " in str(failed)
        assert "recover" not in str(failed), "what is damaged is no part of the archive"
    assert (tmp_path / "backup" / "archive.db").exists()
    assert (tmp_path / "copy.db").exists()
    assert "✗ reports" in invoke(home, "doctor").output


@pytest.mark.parametrize("name", ["a#b", "a?mode=memory", "a%20b", "a:b", "a 'b'"])
def test_an_archive_in_a_folder_of_any_name_is_read_and_copied(home: Path, tmp_path: Path, name: str) -> None:
    moved = home.rename(tmp_path / name)
    for command in (
        ("corrections", "list"),
        ("doctor",),
        ("snapshot", str(moved / "copy.db")),
        ("backup", str(moved / "kept")),
    ):
        assert invoke(moved, *command).exit_code == 0


@pytest.mark.parametrize("place", ["archive.db", "archive.db-wal", "reports.db", "warc/am_mfa/copy", "state/x", "link.db"])
@pytest.mark.parametrize("command", [("export", "--to"), ("snapshot",)])
def test_no_copy_is_written_over_the_archives_own_files(home: Path, place: str, command: tuple[str, ...]) -> None:
    os.link(home / "archive.db", home / "link.db")
    before = (home / "archive.db").read_bytes()
    refused = invoke(home, *command, str(home / place)).exception
    assert isinstance(refused, StorageError)
    assert "the archive's own" in str(refused)
    assert (home / "archive.db").read_bytes() == before


@pytest.mark.parametrize("command", [("export", "--to"), ("snapshot",), ("backup",)])
def test_no_copy_takes_the_place_of_a_pipe(home: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    refused = invoke(home, *command, str(pipe)).exception
    assert isinstance(refused, StorageError)
    assert "is a device, a pipe or a socket; expected the name of a file or folder to write" in str(refused)
    assert pipe.is_fifo()


@pytest.mark.parametrize("to", ["", "warc", "archive.db"])
def test_no_backup_is_written_into_the_archive(home: Path, to: str) -> None:
    refused = invoke(home, "backup", str(home / to)).exception
    assert isinstance(refused, StorageError)
    assert "the archive's own" in str(refused)


def test_what_is_no_text_or_has_no_name_is_wrong_use(home: Path) -> None:
    for arguments in (
        ("redact", "q_1", "--why", "\udcff"),
        ("follow", "feed", "f_1", "--site", "\udcff"),
        ("export", "--to", ""),
        ("snapshot", ""),
        ("backup", ""),
    ):
        assert invoke(home, *arguments).exit_code == 2


def test_an_archive_in_a_folder_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    refused = invoke(tmp_path / "\udcff", "doctor").exception
    assert isinstance(refused, StorageError)
    assert "no name in UTF-8" in str(refused)


@pytest.mark.parametrize("command", ["snapshot", "backup"])
def test_a_database_is_copied_to_no_name_that_is_no_text(home: Path, tmp_path: Path, command: str) -> None:
    refused = invoke(home, command, str(tmp_path / os.fsdecode(b"\xff"))).exception
    assert isinstance(refused, StorageError)
    assert "no name in UTF-8" in str(refused)


def test_an_export_to_a_file_of_any_name_has_its_manifest(home: Path, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.jsonl")
    assert invoke(home, "export", "--to", str(path)).exit_code == 0
    assert json.loads(path.with_name(path.name + ".manifest.json").read_bytes())["file"] == path.name
