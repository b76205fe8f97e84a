"""Keep full-text search in step with the record: the words of each quote that may be found, and marks of what it is.

The index keeps no text, so the words come from the readings whenever a quote is entered anew. Withdrawn words are not entered,
also where another quote of the document holds a part of them: else a search for them would tell that they stood there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from sqlite_utils import Database

from storage.database.masking import Masks
from storage.database.rows import write_json
from storage.loading.vocabulary import add_words, drop_words
from storage.sameness.wordings import cut_words, read_all_words
from storage.text.index_form import index_words
from storage.text.marks import AHEAD, GONE, PAST, SAMPLED, mark_language, mark_name, mark_time
from storage.text.sampling import MARKED, find_place

_SHOWN: Final = """
    kind, document_kind, language, source, speaker, speaker_id, via, earliest, latest, shown_since
"""
_OF_QUOTES: Final = f"""
    SELECT quote, {_SHOWN}, 1 FROM current_quotes WHERE quote IN (SELECT value FROM json_each(?1))
    UNION ALL SELECT quote, {_SHOWN}, 0 FROM past_quotes WHERE quote IN (SELECT value FROM json_each(?1))
"""
_INDEXED: Final = """
    SELECT q.seq FROM quotes q JOIN quote_words_docsize i ON i.id = q.seq
    WHERE q.document IN (SELECT value FROM json_each(?))
"""
_SEARCHABLE: Final = "SELECT s.seq FROM searchable s JOIN quotes q ON q.seq = s.seq WHERE q.document = ?"
_ALL_SEARCHABLE: Final = "SELECT seq FROM searchable WHERE seq > ? ORDER BY seq LIMIT ?"
_BESIDE_WITHDRAWN: Final = """
    SELECT q.seq, d.id, g.derivation, g.start, g."end", g.spans
    FROM json_each(?) e CROSS JOIN quotes q ON q.seq = e.value CROSS JOIN documents d ON d.seq = q.document
    JOIN readings g ON g.quote = q.seq AND g.derivation = (SELECT min(derivation) FROM readings WHERE quote = q.seq)
    WHERE q.document IN (SELECT w.document FROM redactions x CROSS JOIN quotes w ON w.id = x.target) ORDER BY g.derivation
"""
_AT_ONCE: Final = 5_000
"""Quotes indexed by one statement, so that memory stays flat. Chosen by hand."""


def index_quotes(db: Database, words: Sequence[tuple[int, str]]) -> None:
    """Enter quotes, as key and words, into what search looks through. What documents show must be listed before."""
    _enter(db, words)
    add_words(db, (indexed for _, indexed in words))


def mark_quotes(db: Database, marks: Mapping[int, str]) -> None:
    """Give quotes of the index other marks."""
    rows = [(quote, words, marks[quote]) for quote, words in _read_words(db, marks)]
    db.conn.executemany("INSERT OR REPLACE INTO quote_words (rowid, words, marks) VALUES (?, ?, ?)", rows)


def read_marks(db: Database, documents: str) -> dict[int, str]:
    """Read the marks of those quotes of some documents, given as JSON, that are in the index."""
    return _read_marks(db, [quote for (quote,) in db.execute(_INDEXED, (documents,))])


def settle_index(db: Database, document: int) -> None:
    """Drop the quotes of a document that search may not find any more, and enter those that it may find again; enter anew
    those that hold a part of withdrawn words."""
    indexed = {quote for (quote,) in db.execute(_INDEXED, (write_json([document]),))}
    searchable = {quote for (quote,) in db.execute(_SEARCHABLE, (document,))}
    masked = _read_masked(db, searchable).keys()
    gone = sorted(indexed - searchable | indexed & masked)
    db.conn.executemany("DELETE FROM quote_words WHERE rowid = ?", [(quote,) for quote in gone])
    drop_words(db, map(index_words, read_all_words(db, gone).values()))
    index_quotes(db, list(_read_words(db, sorted(searchable - indexed | searchable & masked))))


def index_anew(db: Database) -> None:
    """Empty full-text search with the list of its words, and fill both from the readings."""
    db.execute("INSERT INTO quote_words (quote_words) VALUES ('delete-all')")
    newest = 0
    while rows := db.execute(_ALL_SEARCHABLE, (newest, _AT_ONCE)).fetchall():
        newest = rows[-1][0]
        index_quotes(db, list(_read_words(db, [quote for (quote,) in rows])))


def _enter(db: Database, words: Sequence[tuple[int, str]]) -> None:
    marks = _read_marks(db, [quote for quote, _ in words])
    rows = [(quote, indexed, marks[quote]) for quote, indexed in words]
    db.conn.executemany("INSERT INTO quote_words (rowid, words, marks) VALUES (?, ?, ?)", rows)


def _read_words(db: Database, quotes: Iterable[int]) -> Iterator[tuple[int, str]]:
    texts = read_all_words(db, quotes)
    for quote, text in (texts | _read_masked(db, texts)).items():
        yield quote, index_words(text)


def _read_masked(db: Database, quotes: Iterable[int]) -> dict[int, str]:
    """Read the words of those quotes that stand in a document from which words were withdrawn, without these."""
    rows = db.execute(_BESIDE_WITHDRAWN, (write_json(sorted(quotes)),)).fetchall()
    masks, found, read = Masks(db, {row[1] for row in rows}), {}, (0, "")
    for quote, document, derivation, start, end, spans in rows:
        if read[0] != derivation:
            read = derivation, masks.read(document, derivation=derivation)
        found[quote] = cut_words(read[1], start, end, spans)
    return found


def _read_marks(db: Database, quotes: Sequence[int]) -> dict[int, str]:
    """Read the marks of quotes: of all that they are now and were before."""
    found: dict[int, dict[str, None]] = {quote: {GONE: None} for quote in quotes}
    for quote, *shown, is_current in db.execute(_OF_QUOTES, (write_json(quotes),)) if quotes else ():
        if is_current:
            found[quote].pop(GONE, None)
        else:
            found[quote][PAST] = None
        found[quote].update(dict.fromkeys(_mark(*shown)))
    for quote, marks in found.items():
        if find_place(quote) < MARKED:
            marks[SAMPLED] = None
    return {quote: " ".join(sorted(marks)) for quote, marks in found.items()}


def _mark(
    kind: str,
    document_kind: str,
    language: str | None,
    source: str,
    speaker: str | None,
    speaker_id: str | None,
    via: str | None,
    earliest: str | None,
    latest: str | None,
    shown_since: str,
) -> Iterator[str]:
    if earliest is not None and earliest > shown_since:
        yield AHEAD
    yield mark_time(earliest, latest)
    yield mark_language(language)
    named = {
        "kind": kind,
        "document_kind": document_kind,
        "source": source,
        "speaker": speaker,
        "speaker_id": speaker_id,
        "via": via,
    }
    for field, value in named.items():
        if value is not None:
            yield mark_name(field, value)
