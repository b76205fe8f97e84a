"""Link documents whose whole texts are the same words, or of which one holds the other.

A text is what all revisions with the same folded letters share. Revisions of one document are its history and are not linked
here. Candidates are found by the quotes that both hold, and by the runs of words that both have, wherever these stand: so a
text that was put together from several paragraphs of another, or stands in it unquoted, is found as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.candidates import COMMON
from storage.sameness.fingerprints import kept_of, sketch
from storage.sameness.link_quotes import Judge, put_longer_first
from storage.sameness.shared_runs import SAID, Runs, count_runs, keep_loose, read_runs
from storage.sameness.wordings import LEAST_WORDS

MOST_CANDIDATES: Final = 200
MOST_JUDGED: Final = 10
"""So many of the likeliest texts are judged for a derivation."""
LEAST_SHARED: Final = 0.5
"""Quotes that both hold must make up so much of the quoted words of one of the two; or"""
LEAST_RUNS: Final = 0.25
"""runs of words that both hold so much of the runs that one of them keeps."""

_TEXT_OF = "SELECT t.seq, t.key, t.length, t.revision FROM revision_texts x JOIN texts t ON t.seq = x.text WHERE x.revision = ?"
_NEXT = """
    SELECT v.seq, v.document, v.revision FROM derivations v
    WHERE v.seq > (SELECT upto FROM linked_texts) ORDER BY v.seq LIMIT ?
"""
# For each wording of a revision, and each that is linked with it, the documents that carry it: one more than tell anything.
# CROSS JOIN keeps SQLite from reading all links for a few wordings.
_SHARING = f"""
    WITH said AS ({SAID}), near AS (
        SELECT wording AS mine, wording, length FROM said
        UNION ALL SELECT s.wording, w.seq, w.length FROM said s
        CROSS JOIN links l ON l.longer = s.wording JOIN wordings w ON w.seq = l.shorter
        UNION ALL SELECT s.wording, l.longer, s.length FROM said s CROSS JOIN links l ON l.shorter = s.wording
    )
    SELECT n.mine, n.wording, n.length, (
        SELECT group_concat(document) FROM (
            SELECT DISTINCT q.document FROM quote_wordings x JOIN quotes q ON q.seq = x.quote
            WHERE x.wording = n.wording LIMIT {COMMON + 1}
        )
    ) FROM near n
"""
# What the likeliest documents, given as [document, shared words, shared runs], hold.
_HELD = """
    SELECT e.value ->> 1, e.value ->> 2, t.seq, t.key, t.length, t.revision, x.said FROM json_each(?) e
    JOIN revisions r ON r.document = e.value ->> 0
    JOIN revision_texts x ON x.revision = r.seq JOIN texts t ON t.seq = x.text
    ORDER BY e.key, r.seq DESC
"""
# Texts that are one quote each, as most posts are, were judged as such.
_AS_QUOTES = """
    SELECT l.verdict, l.material, l.reason, l.longer = a.seq FROM wordings a JOIN wordings b ON b.key = ?2
    LEFT JOIN links l ON (l.longer, l.shorter) IN (VALUES (a.seq, b.seq), (b.seq, a.seq))
    WHERE a.key = ?1 ORDER BY l.seq DESC LIMIT 1
"""
_LINKED = "SELECT 1 FROM text_links WHERE (longer, shorter) IN (VALUES (?1, ?2), (?2, ?1)) LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A text with its key, the number of its words and the revision that shows it."""

    seq: int
    key: int
    length: int
    revision: int


def link_texts(db: Database, judge: Judge, *, code_version: str, batch: int = 200) -> int:
    """Judge the texts of what was derived since the last time against those that may be copies; gives the links made.

    Each batch is a transaction of its own; quotes must have been linked before. Which texts are linked does not depend on the
    order in which they came.
    """
    made = 0
    while True:
        with db.atomic():
            rows = db.execute(_NEXT, (batch,)).fetchall()
            if not rows:
                return made
            for _, document, revision in rows:
                said, words = _count_words(db, revision, document)
                text, runs = _enter(db, revision, said)
                if text.length >= LEAST_WORDS:
                    likely = _likely(db, text, document, said, words, count_runs(db, runs))
                    made += _link(db, text, likely, judge, code_version)
            db.execute("UPDATE linked_texts SET upto = ?", (rows[-1][0],))


def _enter(db: Database, revision: int, said: int) -> tuple[_Text, Runs]:
    """Enter the text of a revision, unless it is known, and give it with its runs."""
    made = sketch(_read(db, revision))
    runs = read_runs(db, revision, made)
    known = db.execute(_TEXT_OF, (revision,)).fetchone()
    if known is None:
        entered = "INSERT INTO texts (key, length, revision) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq"
        if new := db.execute(entered, (made.key, made.length, revision)).fetchone():
            keep_loose(db, new[0], runs)
        known = db.execute("SELECT seq, key, length, revision FROM texts WHERE key = ?", (made.key,)).fetchone()
        db.execute("INSERT INTO revision_texts VALUES (?, ?, ?)", (revision, known[0], said))
    return _Text(seq=known[0], key=known[1], length=known[2], revision=known[3]), runs


def _link(db: Database, mine: _Text, likely: Iterable[_Text], judge: Judge, code_version: str) -> int:
    made = 0
    for theirs in likely:
        row = _read_verdict(db, mine, theirs) or _judge(db, mine, theirs, judge)
        if row[2] in (None, "different"):
            continue
        db.execute(
            "INSERT INTO text_links (longer, shorter, verdict, material, reason, code_version) VALUES (?, ?, ?, ?, ?, ?)",
            (*row, code_version),
        )
        made += 1
    return made


def _read_verdict(db: Database, mine: _Text, theirs: _Text) -> tuple[int, int, str | None, int, str] | None:
    """Give (longer, shorter, verdict, material, reason) of two texts that are one quote each; the verdict None where these are
    not linked. None where a text is more than one quote."""
    found = db.execute(_AS_QUOTES, (mine.key, theirs.key)).fetchone()
    if found is None:
        return None
    verdict, material, reason, mine_is_longer = found
    longer, shorter = (mine, theirs) if mine_is_longer else (theirs, mine)
    return longer.seq, shorter.seq, verdict, material, reason


def _judge(db: Database, mine: _Text, theirs: _Text, judge: Judge) -> tuple[int, int, str, int, str]:
    texts = ((_read(db, each.revision), each.seq) for each in (mine, theirs))
    (stored, longer), (rendering, shorter) = put_longer_first(*texts)
    verdict = judge(stored, rendering)
    return longer, shorter, str(verdict.wording), int(verdict.material), verdict.reason


def _likely(
    db: Database, mine: _Text, document: int, said: int, words: Mapping[int, int], runs: Mapping[int, int]
) -> Iterator[_Text]:
    """Yield the likeliest texts of other documents that are not linked with this one yet: those that share the greatest part
    of what the shorter one has, each once however many documents show it."""
    shared = [(other, words.get(other, 0), runs.get(other, 0)) for other in {*words, *runs} - {document}]
    shared.sort(key=lambda each: (-each[1] - each[2], each[0]))
    likely: dict[int, tuple[float, _Text]] = {}
    for common, common_runs, seq, key, length, shown_by, theirs in db.execute(_HELD, (write_json(shared[:MOST_CANDIDATES]),)):
        of_words = common / (min(said, theirs) or 1)
        of_runs = common_runs / kept_of(min(mine.length, length))
        if seq != mine.seq and (of_words >= LEAST_SHARED or of_runs >= LEAST_RUNS):
            part = max(of_words, of_runs, likely[seq][0] if seq in likely else 0)
            likely[seq] = (part, _Text(seq=seq, key=key, length=length, revision=shown_by))
    fresh = [each for each in likely.values() if not db.execute(_LINKED, (mine.seq, each[1].seq)).fetchone()]
    fresh.sort(key=lambda each: (-each[0], each[1].key))
    yield from (text for _, text in fresh[:MOST_JUDGED])


def _count_words(db: Database, revision: int, document: int) -> tuple[int, dict[int, int]]:
    """Count the words of a revision's quotes, and of them those that each other document shares."""
    most: defaultdict[tuple[int, int], int] = defaultdict(int)
    said: dict[int, int] = {}
    own = str(document)
    for mine, wording, length, listed in db.execute(_SHARING, (revision,)):
        if mine == wording:
            said[mine] = length
        if listed == own:
            continue
        documents = listed.split(",")
        if len(documents) <= COMMON:
            for other in map(int, documents):
                most[other, mine] = max(most[other, mine], length)
    shared: defaultdict[int, int] = defaultdict(int)
    for (other, _), length in most.items():
        shared[other] += length
    shared.pop(document, None)
    return sum(said.values()), shared


def _read(db: Database, revision: int) -> str:
    [(text,)] = db.execute("SELECT text FROM revisions WHERE seq = ?", (revision,)).fetchall()
    return str(text)
