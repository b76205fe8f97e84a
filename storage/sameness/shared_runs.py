"""Count the runs of words that whole documents share, wherever in them these stand.

A document is known by the sketches of its quotes, and by the runs of its text that none of these keep: of words that are in no
quote, across paragraphs, of lines too short to have a sketch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.candidates import COMMON
from storage.sameness.fingerprints import Sketch, sketch
from storage.sameness.wordings import LEAST_WORDS, read_words

SAID: Final = f"""
    SELECT DISTINCT w.seq AS wording, w.length, w.quote FROM derivations v
    JOIN quote_readings g ON g.derivation = v.seq
    JOIN quote_wordings x ON x.quote = g.quote
    JOIN wordings w ON w.seq = x.wording
    WHERE v.revision = ?1 AND w.length >= {LEAST_WORDS}
"""
"""The wordings of a revision that have a sketch."""
# For each hash the wordings and the texts that keep it, one more than tell anything.
_SHARING = """
    SELECT (
        SELECT group_concat(wording) FROM (
            SELECT wording FROM sketches WHERE gram = e.value
            UNION ALL SELECT wording FROM fresh_sketches WHERE gram = e.value LIMIT ?2
        )
    ), (
        SELECT group_concat(text) FROM (SELECT text FROM text_sketches WHERE gram = e.value LIMIT ?2)
    ) FROM json_each(?1) e
"""
_CARRYING_WORDING = """
    SELECT e.value, (
        SELECT group_concat(document) FROM (
            SELECT DISTINCT q.document FROM quote_wordings x JOIN quotes q ON q.seq = x.quote WHERE x.wording = e.value LIMIT ?2
        )
    ) FROM json_each(?1) e
"""
_CARRYING_TEXT = """
    SELECT e.value, (
        SELECT group_concat(document) FROM (
            SELECT DISTINCT r.document FROM revision_texts x JOIN revisions r ON r.seq = x.revision WHERE x.text = e.value
            LIMIT ?2
        )
    ) FROM json_each(?1) e
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The hashes by which a document's text is known: those that the sketches of its quotes keep, under ``wordings``, and those
    that are ``loose``."""

    wordings: frozenset[int]
    quoted: frozenset[int]
    loose: frozenset[int]


def read_runs(db: Database, revision: int, whole: Sketch) -> Runs:
    """Give the runs of a revision, of which ``whole`` sketches the text."""
    said = db.execute(SAID, (revision,)).fetchall()
    quoted = frozenset(gram for _, _, quote in said for gram in sketch(read_words(db, quote)).grams)
    all_quoted = whole.length < LEAST_WORDS or any(length >= whole.length for _, length, _ in said)
    return Runs(
        wordings=frozenset(wording for wording, _, _ in said),
        quoted=quoted,
        loose=frozenset() if all_quoted else frozenset(whole.grams) - quoted,
    )


def keep_loose(db: Database, text: int, runs: Runs) -> None:
    """Keep the loose runs of a text."""
    db.conn.executemany("INSERT INTO text_sketches VALUES (?, ?)", ((gram, text) for gram in sorted(runs.loose)))


def keep_loose_anew(db: Database) -> None:
    """Replace the loose runs of all texts by those that today's code finds."""
    db.execute("DELETE FROM text_sketches")
    for text, revision in db.execute("SELECT seq, revision FROM texts ORDER BY seq").fetchall():
        [(words,)] = db.execute("SELECT text FROM revisions WHERE seq = ?", (revision,)).fetchall()
        keep_loose(db, text, read_runs(db, revision, sketch(words)))


def count_runs(db: Database, runs: Runs) -> Counter[int]:
    """Count the runs that each document shares with these, each run once; the document they are of is among them."""
    own = set(map(str, runs.wordings))
    sharing: list[tuple[set[str], set[str]]] = []
    for listed in db.execute(_SHARING, (write_json([*runs.quoted, *runs.loose]), COMMON + 1)):
        wordings, texts = (set(each.split(",")) if each and each.count(",") < COMMON else set() for each in listed)
        if texts or not wordings <= own:
            sharing.append((wordings, texts))
    by_wording = _read_carriers(db, _CARRYING_WORDING, (wordings for wordings, _ in sharing))
    by_text = _read_carriers(db, _CARRYING_TEXT, (texts for _, texts in sharing))
    return Counter(
        document
        for wordings, texts in sharing
        for document in set().union(*(by_wording[each] for each in wordings), *(by_text[each] for each in texts))
    )


def _read_carriers(db: Database, query: str, listed: Iterable[set[str]]) -> Mapping[str, frozenset[int]]:
    """Read which documents carry each wording or text; none where these are so many that they tell nothing."""
    asked = [int(each) for each in set().union(*listed)]
    carriers: dict[str, frozenset[int]] = {}
    for each, documents in db.execute(query, (write_json(asked), COMMON + 1)) if asked else ():
        found = frozenset(map(int, documents.split(",") if documents else ()))
        carriers[str(each)] = found if len(found) <= COMMON else frozenset()
    return carriers
