"""Measure this tree beside an earlier revision of it: ``python -m benchmarks.against REVISION [BENCH…] [ROUNDS]``.

Both do the same work on the same files by the command line, as users do: a revision need not have today's modules. Each command
is a process of its own on an archive of its own, the two trees in turn; what counts is the CPU time of the process, its start
included. A ratio above 1 says that this tree takes less. The revision is checked out into a folder that is removed again, and
set up there, unless its lock is today's.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.derive import PAGES, capture_pages, make_page
from benchmarks.figures import print_figure
from benchmarks.posts import invent_v1
from pipeline.home import PROJECT, Home

ROUNDS = 5
"""How often each command runs in each tree, if no other number is given."""
_SOURCE = """
title = "Pages of a benchmark"
publisher = "Ministry of Benchmarks"
kind = "statement"
url = "http://127.0.0.1:{port}/list"
country = "am"
languages = ["en"]
timezone = "Asia/Yerevan"
hosts = ["127.0.0.1"]
start = 2018-05-12

[politeness]
delay_s = 0.0

[discover]
method = "listing"
urls = ["http://127.0.0.1:{port}/list"]
item = "li.listed"
link = "a[href]"
title = "a"
date = "time"

[[layout]]
name = "article"
body = [{{ css = "div.static-content", least = 1, most = 1 }}]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A checked-out tree of the project and the Python that runs it."""

    root: Path
    python: Path

    def run(self, home: Path, arguments: Sequence[str], variables: Mapping[str, str]) -> float:
        """Run a command of the tree on an archive, and return the CPU seconds of its process. Raises RuntimeError."""
        command = [str(self.python), "-c", "from pipeline.cli import main; main()", *arguments]
        environment = {**os.environ, **variables, "ONRECORD_HOME": str(home), "PYTHONPATH": str(self.root)}
        with tempfile.TemporaryFile() as said:
            # Our own commands, with arguments that this module makes.
            process = subprocess.Popen(command, cwd=self.root, env=environment, stdout=subprocess.DEVNULL, stderr=said)  # noqa: S603
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                said.seek(0)
                raise RuntimeError(f"{self.root}: {arguments} ended with {process.returncode}: {said.read()[-2000:]!r}")
        return used.ru_utime + used.ru_stime


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is measured: a command, and the commands that come before it, which are not measured."""

    arguments: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()


def main() -> None:
    """Measure this tree beside the revision named, and print a figure for each command."""
    asked = sys.argv[1:]
    if not asked:
        sys.exit("Name a revision: python -m benchmarks.against REVISION [BENCH…] [ROUNDS]")
    rounds = next((int(each) for each in asked[1:] if each.isdecimal()), ROUNDS)
    names = [each for each in asked[1:] if not each.isdecimal()]
    with tempfile.TemporaryDirectory() as folder, check_out(asked[0], Path(folder) / "tree") as other, serve() as port:
        works = prepare(Path(folder), port)
        for name in names or works:
            measure(name, works[name], this(), other, Path(folder), rounds=rounds)


def this() -> Tree:
    """Return the tree that this module is of."""
    return Tree(root=PROJECT, python=Path(sys.executable))


def prepare(folder: Path, port: int) -> dict[str, Work]:
    """Write what the commands read, and return what is measured by its name."""
    home = Home(root=folder / "captured")
    ticket = capture_pages(home, [make_page(number) for number in range(PAGES)])
    warc, dump, declared = folder / "pages.warc.gz", folder / "posts.json", folder / "declared"
    shutil.copyfile(home.warc / str(ticket.warc), warc)
    dump.write_bytes(invent_v1())
    declared.mkdir()
    (declared / "am_bench.toml").write_text(_SOURCE.format(port=port), "utf-8")
    replay = ("run", "--replay", str(warc))
    return {
        "start": Work(arguments=("people", "Mirzoyan")),
        "fetch": Work(arguments=("run", "am_bench")),
        "replay": Work(arguments=replay),
        "derive": Work(arguments=("reparse",), before=(replay,)),
        "import": Work(arguments=("import", str(dump), "--url", "https://x.com/nikolpashinyan")),
    }


def measure(name: str, work: Work, tree: Tree, other: Tree, folder: Path, *, rounds: int) -> None:
    """Run a command in both trees in turn, and print the medians of their CPU seconds and of the rounds' ratios."""
    variables = {"ONRECORD_SOURCES": str(folder / "declared"), "ONRECORD_ALLOW_LOOPBACK": "yes"}
    seconds: dict[str, list[float]] = {"this": [], "other": []}
    for _ in range(rounds):
        for which, each in (("this", tree), ("other", other)):
            with tempfile.TemporaryDirectory(dir=folder) as home:
                for arguments in work.before:
                    each.run(Path(home) / "archive", arguments, variables)
                seconds[which].append(each.run(Path(home) / "archive", work.arguments, variables))
    ratios = [others / own for own, others in zip(seconds["this"], seconds["other"], strict=True)]
    medians = {which: round(statistics.median(taken), 3) for which, taken in seconds.items()}
    ratio, least, most = (round(found, 2) for found in (statistics.median(ratios), min(ratios), max(ratios)))
    print_figure("against", name, **medians, unit="CPU s", ratio=ratio, least=least, most=most, rounds=rounds)


@contextmanager
def check_out(revision: str, folder: Path) -> Iterator[Tree]:
    """Check a revision out and set it up, if its lock is not today's."""
    worktree = ("git", "-C", str(PROJECT), "worktree")
    _call(*worktree, "add", "--quiet", "--detach", str(folder), revision)
    try:
        if (folder / "requirements.txt").read_bytes() == (PROJECT / "requirements.txt").read_bytes():
            yield Tree(root=folder, python=Path(sys.executable))
            return
        _call("make", "-C", str(folder), "setup")
        yield Tree(root=folder, python=folder / ".venv" / "bin" / "python")
    finally:
        _call(*worktree, "remove", "--force", str(folder))


def _call(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own commands


class _Pages(BaseHTTPRequestHandler):
    """A list of pages, and the pages."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer one request."""
        name = self.path.strip("/")
        item = "<li class=listed><a href='/{0}'>Statement number {0} of the ministry</a><time>27 October 2020</time></li>"
        body, status = b"", 404
        if name == "list":
            listed = "".join(item.format(number) for number in range(PAGES))
            body, status = f"<html><body><ul>{listed}</ul></body></html>".encode(), 200
        elif name.isdecimal():
            body, status = make_page(int(name)), 200
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Say nothing of each request."""


@contextmanager
def serve() -> Iterator[int]:
    """Serve the pages on loopback from a process of its own; gives the port."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(target=_answer_forever, args=(there,), daemon=True)
    server.start()
    try:
        yield here.recv()
    finally:
        server.kill()
        server.join()


def _answer_forever(ready: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    ready.send(server.server_address[1])
    server.serve_forever()


if __name__ == "__main__":
    main()
