"""Real pages and the seed article go the same way as the sample; each ends counted, none in a traceback."""

import io
import json
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.home import Home
from pipeline.run.collect.running import import_files, run
from pipeline.run.read.searching import search
from pipeline.run.read.tracing import trace
from pipeline.stages.imported import ImportOptions
from storage.model import Outcome
from tests.material import SHARED

pytestmark = pytest.mark.shared


def _write_warc(path: Path) -> int:
    """Put every page with a body and an address into one WARC, as if it had just been answered with 200."""
    written = 0
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        for line in (SHARED / "pages" / "manifest.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if not row.get("body", True):
                continue
            body = (SHARED / "pages" / row["file"]).read_bytes()
            url = row.get("url") or f"https://{row.get('site') or 'unknown.example'}/{row['file']}"
            head = StatusAndHeaders(f"{row.get('status') or 200} Answer", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            date = {"WARC-Date": f"2026-01-01T{written // 3600:02}:{written // 60 % 60:02}:{written % 60:02}Z"}
            record = writer.create_warc_record(url, "response", io.BytesIO(body), len(body), "", date, http_headers=head)
            writer.write_record(record)
            written += 1
    return written


def test_every_real_page_ends_counted(home: Home, tmp_path: Path) -> None:
    warc = tmp_path / "pages.warc.gz"
    written = _write_warc(warc)
    tallies = list(run(home, replay=[warc]))
    assert sum(tally.leads for tally in tallies) >= written
    assert sum(tally.new for tally in tallies) >= 90
    for tally in tallies:
        counted = sum(count for _, count in tally.reasons)
        assert counted == tally.skipped + tally.failed, f"{tally.source}: a lead ended without its reason"


def test_every_marked_quotation_of_the_seed_is_found_attributed_and_traced(home: Home) -> None:
    gold = json.loads((SHARED / "seed" / "gold.jsonl").read_text("utf-8").splitlines()[0])
    [tally] = list(import_files(home, [SHARED / "seed" / "article.txt"], ImportOptions(date="2020-10-27")))
    assert (tally.new, tally.failed) == (1, 0)
    hits = {(hit.quote.start, hit.quote.end): hit for hit in search(home, "", limit=100).hits}
    marked = [quote for quote in gold["quotes"] if quote["kind"] in {"direct", "mixed"}]
    assert len(marked) == 5
    for quote in marked:
        hit = hits[quote["start"], quote["end"]]
        assert hit.quote.exact == quote["text"]
        assert hit.quote.speaker == quote["canonical"]
        assert trace(home, hit.quote.id).holds


def test_importing_every_real_page_by_itself_never_raises(home: Home) -> None:
    outcomes = list(import_files(home, [SHARED / "pages" / "state.gov"], ImportOptions()))
    assert (
        sum(getattr(tally, outcome) for tally in outcomes for outcome in Outcome) == sum(tally.leads for tally in outcomes) > 0
    )
