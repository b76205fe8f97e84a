"""Importing says whose words are not known, and what a further import mended."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.invoking import invoke

AT = "Mon Oct 26 05:12:00 +0000 2020"
POSTS = [
    {
        "id_str": f"132059400122872627{number}",
        "created_at": AT,
        "full_text": f"The bridge opens on day {number}.",
        "entities": {},
    }
    for number in range(3)
]


def write_dump(folder: Path) -> Path:
    """Write a dump that does not say whose posts it holds."""
    path = folder / "posts.jsonl"
    path.write_text("".join(f"{json.dumps(post)}\n" for post in POSTS))
    return path


def test_posts_without_an_account_are_counted_and_the_account_mends_them(tmp_path: Path) -> None:
    home, dump = tmp_path / "home", write_dump(tmp_path)
    first = invoke(home, "import", str(dump))
    assert "speaker not known for 3 posts" in first.stderr
    assert "--url" in first.stderr
    mended = invoke(home, "import", str(dump), "--url", "https://x.com/nikolpashinyan")
    assert "speaker now known for 3 documents" in mended.stderr
    assert "speaker not known" not in mended.stderr


def test_bytes_imported_again_under_a_second_address_make_no_third_capture(tmp_path: Path) -> None:
    home, dump = tmp_path / "home", write_dump(tmp_path)
    named = ("import", str(dump), "--url", "https://x.com/nikolpashinyan")
    invoke(home, "import", str(dump))
    invoke(home, *named)
    invoke(home, *named)
    with closing(sqlite3.connect(home / "archive.db")) as db:
        times = [time for (time,) in db.execute("SELECT captured_at FROM captures ORDER BY captured_at")]
    assert len(times) == len(set(times)) == 2


def test_nothing_is_said_of_speakers_if_all_are_known(tmp_path: Path) -> None:
    found = invoke(tmp_path / "home", "import", str(write_dump(tmp_path)), "--url", "https://x.com/nikolpashinyan")
    assert "speaker" not in found.stderr
