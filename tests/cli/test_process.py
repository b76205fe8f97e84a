"""A command as a process: stopped by signals, without its standard streams, or failed by the system, it says one line."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.cli.process import describe_failure
from pipeline.home import PROJECT
from tests.cli.invoking import invoke

_WAITS = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore these, as nohup does
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from pipeline.cli import command_group
from pipeline.run.read import surveying

def wait(name):
    print("waiting", flush=True)
    {work}

surveying.list_people = wait
command_group.main()
"""


@contextmanager
def _begin(home: Path, work: str) -> Iterator[subprocess.Popen[str]]:
    """Begin `onrecord people`, whose work is replaced by some that lasts, and give it once it has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WAITS.format(work=work), "people", "Anyone"],
        env={**os.environ, "ONRECORD_HOME": str(home), "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "waiting\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGHUP, 128 + signal.SIGHUP)]
)
def test_a_signal_ends_a_command_with_one_line(tmp_path: Path, number: int, code: int) -> None:
    with _begin(tmp_path, "time.sleep(60)") as process:
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said.strip()) == (code, "Stopped. What is stored stays; the next run goes on from there.")


def test_a_signal_that_comes_while_something_is_deleted_is_not_lost(tmp_path: Path) -> None:
    deleting = """
    class Slow:
        def __del__(self):
            time.sleep(1.5)
    Slow()
    time.sleep(60)
    """
    with _begin(tmp_path, deleting.strip()) as process:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in said) == (128 + signal.SIGTERM, False)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["quotes", "people Mirzoyan", "show nothing"])
def test_a_command_whose_caller_closed_a_stream_ends_without_a_traceback(tmp_path: Path, closed: str, command: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m pipeline {command} {closed}"],
        env={**os.environ, "ONRECORD_HOME": str(tmp_path), "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)


def test_no_file_is_opened_as_a_standard_stream(tmp_path: Path) -> None:
    command = (
        "import os; os.close(1); os.close(2)\n"
        "from pipeline.cli.process import begin_process; begin_process()\n"
        f"opened = os.open({str(tmp_path / 'file')!r}, os.O_CREAT | os.O_WRONLY)\n"
        "raise SystemExit(0 if opened > 2 else 3)"
    )
    done = subprocess.run([sys.executable, "-c", command], cwd=PROJECT, check=False, timeout=60)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/a/warc"), "/a/warc: Permission denied. Change its permissions"),
        (OSError(errno.EROFS, "Read-only file system", b"/a"), "/a: Read-only file system. The disk is mounted for reading"),
        (OSError(errno.ENOSPC, "No space left on device"), "Writing the output: No space left on device. Free some space"),
        (OSError(errno.EIO, "Input/output error", "/a", None, "/b"), "/a and /b: Input/output error. Look at the disk."),
        (OSError("odd"), "odd."),
    ],
)
def test_a_failure_of_the_system_is_told_with_its_place_and_remedy(error: OSError, said: str) -> None:
    assert describe_failure(error).startswith(said)


@pytest.mark.parametrize("arguments", [("run", "--replay"), ("import", "words.txt", "--urls")])
def test_an_option_that_takes_a_file_takes_no_pipe(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = invoke(tmp_path / "archive", *arguments, str(tmp_path / "pipe"))
    assert done.exit_code == 2
    assert "is a pipe; expected a file" in done.output


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1251"])
def test_a_stream_of_another_encoding_takes_every_letter(tmp_path: Path, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "people", "Mirzoyan"],
        env={**os.environ, "ONRECORD_HOME": str(tmp_path), "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Միրզոյան" in done.stdout.decode()
