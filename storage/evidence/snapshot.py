"""Copy an archive for readers, without what was withdrawn: neither rows nor index entries nor free pages hold its words.

In the copy texts are not packed, so that any program for SQLite reads them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.database.archive import name_file
from storage.database.functions import add_functions
from storage.database.masking import list_withdrawn_words, mask
from storage.database.rows import READING_COLUMNS, checksum, load_cell, read_quote, write_json
from storage.errors import StorageError
from storage.loading.current import recount_months, settle
from storage.loading.indexing import index_anew
from storage.loading.vocabulary import clear_words
from storage.text.packing import pack_text

_GONE_REVISIONS: Final = """
    SELECT r.seq FROM revisions r JOIN documents d ON d.seq = r.document
    WHERE EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (r.id, d.id))
    OR NOT EXISTS (
        SELECT 1 FROM derivations v JOIN observations o ON o.derivation = v.seq WHERE v.revision = r.seq
        AND NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = o.capture)
    )
"""
_CUE: Final = READING_COLUMNS.split(", ").index("g.cue")
_READERS: Final = ("follow_tellings", "follow_entries", "follow_members", "follows")
"""The tables of what readers follow, which no snapshot holds."""

_DELETIONS: Final = (
    "DELETE FROM observations WHERE derivation IN gone_derivations OR capture IN (SELECT target FROM redactions)",
    "DELETE FROM readings WHERE derivation IN gone_derivations",
    "DELETE FROM readings WHERE quote IN (SELECT seq FROM quotes WHERE id IN (SELECT target FROM redactions))",
    "DELETE FROM attributions WHERE seq NOT IN (SELECT attribution FROM readings)",
    "DELETE FROM current WHERE derivation IN gone_derivations",
    "DELETE FROM notices WHERE derivation IN gone_derivations",
    "DELETE FROM alternates WHERE derivation IN gone_derivations",
    "DELETE FROM posts WHERE derivation IN gone_derivations",
    "DELETE FROM derivations WHERE seq IN gone_derivations",
    "DELETE FROM revision_texts WHERE revision IN gone_revisions",
    "DELETE FROM packed_revisions WHERE seq IN gone_revisions",
    "DELETE FROM listed_quotes WHERE quote NOT IN (SELECT quote FROM readings)",
    "DELETE FROM listed_past_quotes WHERE quote NOT IN (SELECT quote FROM readings)",
    "DELETE FROM quote_wordings WHERE quote NOT IN (SELECT quote FROM readings)",
    "DELETE FROM result_set_quotes WHERE quote NOT IN (SELECT quote FROM readings)",
    "DELETE FROM quotes WHERE seq NOT IN (SELECT quote FROM readings)",
    "DELETE FROM wordings WHERE seq NOT IN (SELECT wording FROM quote_wordings)",
    "UPDATE wordings SET quote = (SELECT min(x.quote) FROM quote_wordings x WHERE x.wording = wordings.seq) "
    "WHERE quote NOT IN (SELECT seq FROM quotes)",
    "DELETE FROM sketches WHERE wording NOT IN (SELECT seq FROM wordings)",
    "DELETE FROM fresh_sketches WHERE wording NOT IN (SELECT seq FROM wordings)",
    "DELETE FROM texts WHERE seq NOT IN (SELECT text FROM revision_texts)",
    "UPDATE texts SET revision = (SELECT min(x.revision) FROM revision_texts x WHERE x.text = texts.seq) "
    "WHERE revision NOT IN (SELECT seq FROM packed_revisions)",
    "DELETE FROM text_sketches WHERE text NOT IN (SELECT seq FROM texts)",
    "DELETE FROM links WHERE longer NOT IN (SELECT wording FROM quote_wordings)",
    "DELETE FROM links WHERE shorter NOT IN (SELECT wording FROM quote_wordings)",
    "DELETE FROM text_links WHERE longer NOT IN (SELECT text FROM revision_texts)",
    "DELETE FROM text_links WHERE shorter NOT IN (SELECT text FROM revision_texts)",
    "DELETE FROM speakers WHERE name NOT IN (SELECT speaker FROM attributions WHERE speaker IS NOT NULL)",
)

_HASHES_OF: Final = "DELETE FROM text_sketches WHERE text IN (SELECT text FROM revision_texts WHERE revision = ?)"
"""Deletes the hashes of runs of words of a text: by them, words that are masked could be guessed."""


def make_snapshot(archive: Path, target: Path) -> int:
    """Copy an archive to a file, without what was withdrawn, and put it in place whole; returns its size in bytes.

    Readers of an older snapshot at ``target`` keep it until they open it again. Raises StorageError if it cannot be written.
    """
    if target.exists() and archive.exists() and target.samefile(archive):
        raise StorageError(f"{target} is the archive itself; a snapshot needs a file of its own.")
    target.parent.mkdir(parents=True, exist_ok=True)
    working = target.with_name(f".{target.name}.{os.getpid()}.part")
    working.unlink(missing_ok=True)
    try:
        _copy(archive, working)
        _withdraw(working)
        size = working.stat().st_size
        working.replace(target)
    except sqlite3.DatabaseError as error:
        raise StorageError(f"{target}: no snapshot could be made of {archive}: {error}.") from error
    finally:
        for leftover in (working, working.with_name(f"{working.name}-journal")):
            leftover.unlink(missing_ok=True)
    return size


def _copy(archive: Path, working: Path) -> None:
    source = sqlite3.connect(name_file(archive, "ro"), uri=True)
    try:
        source.execute("VACUUM INTO ?", (name_file(working, "rwc"),))
    finally:
        source.close()


def _withdraw(working: Path) -> None:
    connection = sqlite3.connect(str(working), isolation_level=None)
    add_functions(connection)
    db = Database(connection)
    try:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA journal_mode = DELETE").fetchall()
        _forget_readers(db)
        if db.execute("SELECT 1 FROM redactions LIMIT 1").fetchone():
            db.execute("BEGIN")
            _delete(db)
            db.execute("COMMIT")
        _unpack(db)
        db.execute("VACUUM")
    finally:
        connection.close()


def _unpack(db: Database) -> None:
    """Keep all texts as they are read."""
    guard = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'revisions_no_update'"
    for name, _ in (triggers := db.execute(guard).fetchall()):
        db.execute(f'DROP TRIGGER "{name}"')
    db.execute("UPDATE packed_revisions SET body = unpack_text(body) WHERE typeof(body) = 'blob'")
    db.execute("DROP VIEW revisions")
    db.execute("CREATE VIEW revisions AS SELECT seq, id, document, body AS text FROM packed_revisions")
    for _, sql in triggers:
        db.execute(sql)


def _forget_readers(db: Database) -> None:
    """Delete what readers follow: it names their mail addresses."""
    places = ", ".join(f"'{table}'" for table in _READERS)
    sql = f"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ({places})"
    triggers = db.execute(sql).fetchall()
    for name, _ in triggers:
        db.execute(f'DROP TRIGGER "{name}"')
    for table in _READERS:
        db.execute(f"DELETE FROM {table}")
    for _, sql in triggers:
        db.execute(sql)


def _delete(db: Database) -> None:
    """Delete what was withdrawn, mask it where it stands inside what is still shown, and build the indexes anew."""
    words = list_withdrawn_words(db)
    triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f'DROP TRIGGER "{name}"')
    db.execute(f"CREATE TEMP TABLE gone_revisions AS {_GONE_REVISIONS}")
    db.execute(
        "CREATE TEMP TABLE gone_derivations AS SELECT seq FROM derivations WHERE revision IN gone_revisions "
        "UNION SELECT derivation FROM observations GROUP BY derivation HAVING min(capture IN (SELECT target FROM redactions))"
    )
    for sql in _DELETIONS:
        db.execute(sql)
    for document, exact in words.items():
        _mask_document(db, document, exact)
    clear_words(db)
    index_anew(db)
    for (document,) in db.execute("SELECT seq FROM documents WHERE seq NOT IN (SELECT document FROM current)").fetchall():
        settle(db, document)
    recount_months(db)
    for _, sql in triggers:
        db.execute(sql)


def _mask_document(db: Database, document: str, words: tuple[str, ...]) -> None:
    rows = db.execute(
        "SELECT r.seq, r.text FROM revisions r JOIN documents d ON d.seq = r.document WHERE d.id = ?", (document,)
    ).fetchall()
    for revision, text in rows:
        masked = mask(text, words)
        db.execute("UPDATE packed_revisions SET body = ? WHERE seq = ?", (pack_text(masked), revision))
        db.execute(_HASHES_OF, (revision,))
        _mask_readings(db, revision, masked, words)
    columns = ("title", "issuers", "speakers", "via", "turns", "published")
    for seq, *values in db.execute(
        f"SELECT v.seq, {', '.join(f'v.{name}' for name in columns)} FROM derivations v JOIN documents d ON d.seq = v.document "
        "WHERE d.id = ?",
        (document,),
    ).fetchall():
        kept = [
            value and mask(value, (*words, *(json.dumps(each, ensure_ascii=False)[1:-1] for each in words))) for value in values
        ]
        db.execute(f"UPDATE derivations SET {', '.join(f'{name} = ?' for name in columns)} WHERE seq = ?", (*kept, seq))


def _mask_readings(db: Database, revision: int, text: str, words: tuple[str, ...]) -> None:
    """Mask the readings of a revision whose text was masked."""
    rows = db.execute(
        f"SELECT g.derivation, q.seq, {READING_COLUMNS} FROM quote_readings g JOIN quotes q ON q.seq = g.quote "
        "JOIN derivations v ON v.seq = g.derivation WHERE v.revision = ?",
        (revision,),
    ).fetchall()
    for derivation, seq, *row in rows:
        quote = read_quote(row, text)
        cue, mention = row[_CUE : _CUE + 2]
        db.execute(
            "UPDATE readings SET checksum = ?, mention = ?, cue = ? WHERE (derivation, quote) = (?, ?)",
            (checksum(quote.exact), _mask_mention(mention, text), cue and mask(cue, words), derivation, seq),
        )


def _mask_mention(written: str | None, text: str) -> str | None:
    if written is None:
        return None
    mention = load_cell(written)
    return write_json({**mention, "text": text[mention["start"] : mention["end"]]})
