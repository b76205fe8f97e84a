"""What an archive holds, apart from when, in which order and by which runs it came to hold it: to compare a disturbed one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.home import Home
from pipeline.run.collect.recovering import recover
from pipeline.run.collect.running import import_files, reparse, run
from pipeline.sample import SAMPLE_WARC
from pipeline.stages.imported import ImportOptions
from storage.database.archive import open_reader

ACCOUNT = "https://x.com/nikolpashinyan"
_WIDEST, _MOST_LINES = 300, 6
"""Characters of a row, and rows of a table, that a difference shows."""
QUERIES = {
    "captures": "SELECT DISTINCT url, payload_sha256 FROM captures",
    "documents": "SELECT id FROM documents",
    "revisions": "SELECT id FROM revisions",
    "readings": """
        SELECT q.id, r.digest, g.exact, g.start, g."end", g.speaker, g.speaker_id, g.office, g.via, g.said, g.polarity
        FROM quote_readings g JOIN quotes q ON q.seq = g.quote JOIN derivations r ON r.seq = g.derivation""",
    "current": "SELECT n.id, d.digest FROM current_documents n JOIN derivations d ON d.seq = n.derivation",
    "links": """
        SELECT min(a.key, b.key), max(a.key, b.key), l.verdict, l.material
        FROM links l JOIN wordings a ON a.seq = l.longer JOIN wordings b ON b.seq = l.shorter""",
    "text links": """
        SELECT min(a.key, b.key), max(a.key, b.key), l.verdict, l.material
        FROM text_links l JOIN texts a ON a.seq = l.longer JOIN texts b ON b.seq = l.shorter""",
    "copied records": "SELECT record_type, url FROM warc_records WHERE record_type IN ('response', 'revisit')",
}


def write_dump(folder: Path) -> Path:
    """Write a dump of posts, some of whose words the sample has too."""
    path = folder / "posts.jsonl"
    words = ("We want peace, and we will defend it.", "The bridge opens on Monday.", "We want peace and we will defend it")
    rows = (
        {"id_str": f"13205940012288{number}", "created_at": "Mon Oct 26 05:12:00 +0000 2020", "full_text": text, "entities": {}}
        for number, text in enumerate(words, start=10_000)
    )
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def read_all(home: Home) -> dict[str, Counter[Any]]:
    """Give what an archive holds, apart from when and in which order it came to hold it."""
    db = open_reader(home.archive)
    try:
        return {name: Counter(db.execute(query).fetchall()) for name, query in QUERIES.items()}
    finally:
        db.close()


def say_difference(found: Mapping[str, Counter[Any]], expected: Mapping[str, Counter[Any]]) -> list[str]:
    """Say in lines what an archive lacks of what was expected, and what it has besides; none where nothing differs."""
    lines = []
    for name in expected:
        had, wanted = found.get(name, Counter()), expected[name]
        for sign, rows in (("lacks", wanted - had), ("has besides", had - wanted)):
            lines += [f"{name}: it {sign} {count} x {str(row)[:_WIDEST]}" for row, count in rows.most_common(_MOST_LINES)]
            lines += [f"{name}: it {sign} {len(rows)} kinds of rows"] if len(rows) > _MOST_LINES else []
    return lines


def complete(home: Home, dump: Path) -> dict[str, Counter[Any]]:
    """Recover an archive, do all that was asked of it once more, and give what it holds."""
    assert recover(home).refused == ()
    list(run(home, replay=[SAMPLE_WARC]))
    list(import_files(home, [dump], ImportOptions(url=ACCOUNT)))
    return read_all(home)


def work(home: Home, dump: Path) -> None:
    """Replay a WARC, import a dump of posts, and derive both again: what is disturbed."""
    list(run(home, replay=[SAMPLE_WARC]))
    list(import_files(home, [dump], ImportOptions(url=ACCOUNT)))
    list(reparse(home))
