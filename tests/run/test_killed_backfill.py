"""A backfill over eight sources that is killed twice and resumed ends with the archive of an undisturbed one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.home import PROJECT, Home
from storage.database.archive import open_reader
from storage.evidence.doctor import diagnose
from tests.dags.sources import declare
from tests.loopback.ministry import article, listing
from tests.loopback.server import LoopbackServer, Program, Visit

NAMES = "alpha beta gamma delta epsilon zeta eta theta".split()
DAYS = range(20, 32)
_RUN = "from pipeline.cli import main; main()"


def publish() -> dict[str, Program]:
    """Answer the lists of eight ministries from 1 September to 12 November 2020, and every statement of them."""
    programs: dict[str, Program] = {}
    for name in NAMES:
        october = [(f"/{name}/2020/10/{day}", f"{day} October 2020") for day in DAYS]
        before = [(f"/{name}/2020/09/{day:02}", f"{day} September 2020") for day in range(1, 9)]
        after = [(f"/{name}/2020/11/{day:02}", f"{day} November 2020") for day in range(1, 13)]
        pages = [list(reversed(after)), list(reversed(october)), list(reversed(before))]
        for number, items in enumerate(pages, start=1):
            programs[f"/{name}/news?page={number}"] = listing(*items)
        programs[f"/{name}/news"] = lambda visit: visit.reply(b"<title>Not found</title>", "404 Not Found")
        for path, day in [*october, *before, *after]:
            programs[path] = _slowly(article(f"On {day} the Ministry of {name.title()} calls for restraint near {path}."))
    return programs


def _slowly(program: Program) -> Program:
    def wait(visit: Visit) -> None:
        time.sleep(0.005)
        program(visit)

    return wait


def start(home: Home, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    sources = [f"xx_{name}" for name in NAMES]
    command = [sys.executable, "-c", _RUN, "backfill", *sources, "--since", "2020-10-20", "--until", "2020-10-31"]
    given = {**os.environ, **environment, "ONRECORD_HOME": str(home.root), "PYTHONPATH": str(PROJECT)}
    return subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def run(home: Home, environment: dict[str, str]) -> None:
    process = start(home, environment)
    _, said = process.communicate(timeout=240)
    assert process.returncode == 0, said.decode()


def kill_after(home: Home, environment: dict[str, str], server: LoopbackServer, requests: int) -> None:
    """Run until the server was asked for so many pages more, then kill."""
    wanted = len(server.paths()) + requests
    process = start(home, environment)
    while len(server.paths()) < wanted and process.poll() is None:
        time.sleep(0.001)
    assert process.poll() is None, "it ended before it was killed"
    process.send_signal(signal.SIGKILL)
    process.communicate()


def read(home: Home) -> dict[str, list[Any]]:
    """Give what an archive holds, apart from instants and runs."""
    db = open_reader(home.archive)
    try:
        asked = {
            "captures": "SELECT url, payload_sha256 FROM captures WHERE url NOT LIKE '%/news%' ORDER BY 1, 2",
            "documents": "SELECT id FROM documents ORDER BY 1",
            "revisions": "SELECT r.id, r.text FROM revisions r ORDER BY 1",
            "quotes": "SELECT q.id, min(g.exact) FROM quotes q JOIN quote_readings g ON g.quote = q.seq GROUP BY 1 ORDER BY 1",
            "searchable": "SELECT q.id FROM current_quotes c JOIN quotes q ON q.seq = c.quote ORDER BY 1",
        }
        held = {name: db.execute(sql).fetchall() for name, sql in asked.items()}
        assert all(finding.holds for finding in diagnose(db, warc_root=home.warc))
    finally:
        db.close()
    return held


def test_killed_twice_and_resumed_it_loses_nothing_doubles_nothing_and_asks_for_no_page_twice(tmp_path: Path) -> None:
    with LoopbackServer(publish()) as server:
        environment = declare(tmp_path / "sources", server, *NAMES)
        undisturbed, killed = Home(root=tmp_path / "undisturbed"), Home(root=tmp_path / "killed")
        run(undisturbed, environment)
        server.visits.clear()
        kill_after(killed, environment, server, 30)
        kill_after(killed, environment, server, 50)
        run(killed, environment)
        asked = Counter(path for path in server.paths() if "/news" not in path)
    held = read(killed)
    assert held == read(undisturbed)
    assert len(held["documents"]) == len(NAMES) * len(DAYS)
    assert set(asked) == {f"/{name}/2020/10/{day}" for name in NAMES for day in DAYS}
    # The page in flight when a run was killed had no capture yet, so it alone may be asked for again.
    assert sum(count - 1 for count in asked.values()) <= 2
    assert not [path.name for path in killed.warc.rglob("*") if path.is_file() and not path.name.endswith(".warc.gz")]
