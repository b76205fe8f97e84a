"""Count the runs of words that whole documents share, wherever in them these stand.

A document is known by the sketches of its quotes. Words in no quote that is long enough to have a sketch, as those of a post of
short lines, are known by a sketch of the whole text; longer texts have a paragraph to be known by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from sqlite_utils import Database

from storage.candidates import LEAST_WORDS, read_words
from storage.rows import write_json
from storage.sketch import Sketch, sketch

TELLING: Final = 20
"""A run of words that more wordings, or more texts, than this contain does not tell where a text was put together from."""
MOST_DOCUMENTS: Final = 200
"""A wording that more documents than this carry does not either."""
MOST_WORDS: Final = 200
"""A text of more words is known by its quotes alone."""

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


def needs_sketch(made: Sketch, said: int) -> bool:
    """Say whether a text has words that the sketches of its quotes, of ``said`` words together, do not know."""
    return LEAST_WORDS <= made.length <= MOST_WORDS and said < made.length


def keep_sketch(db: Database, text: int, made: Sketch) -> None:
    """Keep the sketch of a whole text."""
    db.conn.executemany("INSERT INTO text_sketches VALUES (?, ?)", ((gram, text) for gram in sorted(made.grams)))


def sketch_texts_anew(db: Database) -> None:
    """Replace the sketches of all whole texts by those that today's code makes."""
    db.execute("DELETE FROM text_sketches")
    for text, said in db.execute("SELECT text, max(said) FROM revision_texts GROUP BY text ORDER BY text").fetchall():
        words = "SELECT r.text FROM texts t JOIN revisions r ON r.seq = t.revision WHERE t.seq = ?"
        made = sketch(db.execute(words, (text,)).fetchone()[0])
        if needs_sketch(made, said):
            keep_sketch(db, text, made)


def count_runs(db: Database, revision: int, whole: Sketch | None) -> dict[int, int]:
    """Count the runs of words that each document shares with a revision, each run once; ``whole`` is the sketch of its text
    where it needs one. The revision's own document is among them."""
    quotes = {wording: read_words(db, quote) for wording, _, quote in db.execute(SAID, (revision,)).fetchall()}
    grams = {gram for text in quotes.values() for gram in sketch(text).grams} | set(whole.grams if whole else ())
    own = {str(wording) for wording in quotes}
    sharing: list[tuple[set[str], set[str]]] = []
    for listed in db.execute(_SHARING, (write_json(list(grams)), TELLING + 1)):
        wordings, texts = (set(each.split(",")) if each and each.count(",") < TELLING else set() for each in listed)
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
    for each, documents in db.execute(query, (write_json(asked), MOST_DOCUMENTS + 1)) if asked else ():
        found = frozenset(map(int, documents.split(",") if documents else ()))
        carriers[str(each)] = found if len(found) <= MOST_DOCUMENTS else frozenset()
    return carriers
