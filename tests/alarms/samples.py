"""Invented alarms, sources and runs for the tests of alarms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.alarms import AlarmSettings, Finding
from pipeline.declarations import Expect, Source
from pipeline.home import Home
from storage.database.archive import open_writer
from storage.loading.load import begin_run, load_lines
from storage.model import Alarm, AlarmKind, Derived, DocumentKind, Outcome
from tests.storage.lines import VERSION, make_page

NOW = datetime(2020, 11, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(
    id="xx_sample",
    title="Sample ministry",
    publisher="Ministry of Samples",
    kind=DocumentKind.STATEMENT,
    url="https://ministry.example/news",
    country="xx",
    languages=("en",),
    timezone="UTC",
    hosts=("ministry.example",),
    schedule="0 */6 * * *",
    expect=Expect(silence_days=3),
)
ALARM = Alarm(
    subject="xx_sample",
    title="Sample ministry",
    kind=AlarmKind.BLOCKED,
    since=NOW - HOUR,
    noticed_at=NOW,
    why=("9 of 10 leads (90%) were blocked, such as https://ministry.example/1",),
    advice="Write to the publisher.",
)
WELL = replace(
    ALARM, kind=AlarmKind.WELL, since=NOW, why=("10 leads",), advice="", before=AlarmKind.BLOCKED, before_since=NOW - HOUR
)
QUIET = AlarmSettings()


def find(kind: AlarmKind, subject: str = "xx_sample", **more: Any) -> Finding:
    return Finding(**{"subject": subject, "title": "Sample ministry", "kind": kind, "since": NOW, "why": ("because",), **more})


class Archive:
    """An archive in which runs of sources are entered as if they had been scheduled."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._number = 0

    def run(
        self,
        at: datetime,
        *,
        source: str = "xx_sample",
        new: int = 3,
        known: int = 0,
        failed: int = 0,
        reason: str = "timeout",
    ) -> None:
        """Enter a run that brought new pages, found known ones unchanged, and had failed leads with a reason."""
        pages, ends = [], []
        warc = f"{source}{at:%Y%m%dT%H%M%S}.warc.gz"
        for offset in range(new):
            self._number += 1
            url = f"https://ministry.example/{self._number}"
            page = make_page(url, f"Statement {self._number}.", at=at, offset=offset, warc=warc, published=None)
            pages.append(replace(page, source=source))
        for outcome, why in [(Outcome.UNCHANGED, "not modified")] * known + [(Outcome.FAILED, reason)] * failed:
            self._number += 1
            url = f"https://ministry.example/{self._number}"
            ends.append(Derived(code_version=VERSION, source=source, lead=url, outcome=outcome, reason=why))
        with open_writer(self.home.archive) as db:
            run = f"run_{at:%Y%m%dT%H%M%S}"
            begin_run(db, run=run, source=source, started_at=at, code_version=VERSION, parameters={"due_only": True})
            load_lines(db, [*pages, *ends], run=run, source=source, warc=warc if pages else None)
