"""The views that reading rests on: the newest observation, what is current, and what is withdrawn."""

from __future__ import annotations

from datetime import timedelta

from sqlite_utils import Database

from storage.evidence.tombstones import redact
from tests.storage.lines import NOON, load, make_document, make_page

URL = "https://example.gov/a"


def look(db: Database, *texts: str) -> None:
    for number, text in enumerate(texts):
        page = make_page(URL, text, at=NOON + timedelta(days=number), offset=100 * number)
        load(db, page, run=f"run-{number}")


def test_the_greatest_recency_is_that_of_the_newest_observation(db: Database) -> None:
    look(db, "Peace.", "War.", "Peace again.")
    by_recency = db.execute("SELECT seq FROM visible ORDER BY recency DESC").fetchall()
    by_parts = db.execute("SELECT seq FROM visible ORDER BY as_of DESC, captured_at DESC, capture DESC, seq DESC").fetchall()
    assert by_recency == by_parts == [(3,), (2,), (1,)]


def test_of_two_readings_of_one_capture_the_later_is_newer_also_beyond_nine(db: Database) -> None:
    look(db, "Peace.")
    for number in range(12):
        copied = f"""
            INSERT INTO observations (document, captured_at, capture, derivation, code_version, source)
            SELECT document, captured_at, capture, derivation, 'v{number}', source FROM observations WHERE seq = 1
        """
        db.execute(copied)
    assert db.execute("SELECT seq FROM visible ORDER BY recency DESC LIMIT 1").fetchone() == (13,)


def test_a_current_document_is_what_its_newest_observation_showed(db: Database) -> None:
    look(db, "Peace.", "War.")
    [row] = db.execute("SELECT n.id, r.text FROM current_documents n JOIN revisions r ON r.seq = n.revision").fetchall()
    assert row == (make_document(URL, "").id, "War.")


def test_a_withdrawn_quote_or_capture_is_in_no_view(db: Database) -> None:
    look(db, "Peace.", "War.")
    words = "SELECT quote FROM quote_readings WHERE exact LIKE '%peace%'"
    [(quote,)] = db.execute(f"SELECT id FROM unredacted_quotes WHERE seq IN ({words})").fetchall()
    [(capture,), _] = db.execute("SELECT id FROM unredacted_captures ORDER BY captured_at").fetchall()
    redact(db, quote, "private")
    redact(db, capture, "a legal order")
    assert db.execute("SELECT count(*) FROM unredacted_quotes").fetchone() == (1,)
    assert db.execute("SELECT count(*) FROM unredacted_captures").fetchone() == (1,)
    assert db.execute("SELECT count(*) FROM visible").fetchone() == (1,)
