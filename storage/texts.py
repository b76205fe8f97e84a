"""Link documents whose whole texts are the same words, or of which one holds the other: candidates by the quotes they share.

A text is what all revisions with the same folded letters share. Revisions of one document are its history and are not linked
here. Texts never read further than their quotes for candidates: two documents without a quote in common are linked only where
their whole texts are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from storage.candidates import COMMON, LEAST_WORDS
from storage.linking import Judge
from storage.rows import write_json
from storage.sketch import fingerprint

MOST_CANDIDATES: Final = 50
MOST_JUDGED: Final = 10
"""So many of the likeliest texts are judged for a derivation."""
LEAST_SHARED: Final = 0.5
"""Quotes that both hold must make up so much of the quoted words of one of the two."""

_TEXT_OF = "SELECT t.seq, t.key, t.length, t.revision FROM revision_texts x JOIN texts t ON t.seq = x.text WHERE x.revision = ?"
_NEXT = """
    SELECT v.seq, v.document, v.revision FROM derivations v
    WHERE v.seq > (SELECT upto FROM linked_texts) ORDER BY v.seq LIMIT ?
"""
_SAID = f"""
    SELECT DISTINCT w.seq AS wording, w.length FROM derivations v
    JOIN quote_readings g ON g.derivation = v.seq
    JOIN quote_wordings x ON x.quote = g.quote
    JOIN wordings w ON w.seq = x.wording
    WHERE v.revision = ?1 AND w.length >= {LEAST_WORDS}
"""
# For each wording of a revision, and each that is linked with it, the documents that carry it: one more than tell anything.
_SHARING = f"""
    WITH said AS ({_SAID}), near AS (
        SELECT wording AS mine, wording, length FROM said
        UNION ALL SELECT s.wording, w.seq, w.length FROM said s
        JOIN links l ON l.longer = s.wording JOIN wordings w ON w.seq = l.shorter
        UNION ALL SELECT s.wording, w.seq, s.length FROM said s
        JOIN links l ON l.shorter = s.wording JOIN wordings w ON w.seq = l.longer
    )
    SELECT n.mine, n.wording, n.length, (
        SELECT group_concat(document) FROM (
            SELECT DISTINCT q.document FROM quote_wordings x JOIN quotes q ON q.seq = x.quote
            WHERE x.wording = n.wording LIMIT {COMMON + 1}
        )
    ) FROM near n
"""
# What the likeliest documents, given as [document, shared words], hold.
_HELD = """
    SELECT e.value ->> 1, t.seq, t.key, t.length, t.revision, x.said FROM json_each(?) e
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
                said, shared = _count_shared(db, revision, document)
                text = _enter(db, revision, said)
                if shared and text.length >= LEAST_WORDS:
                    made += _link(db, text, _likely(db, text, said, shared), judge, code_version)
            db.execute("UPDATE linked_texts SET upto = ?", (rows[-1][0],))


def _enter(db: Database, revision: int, said: int) -> _Text:
    """Enter the text of a revision, unless it is known, and give it."""
    known = db.execute(_TEXT_OF, (revision,)).fetchone()
    if known is None:
        key, length = fingerprint(_read(db, revision))
        db.execute("INSERT INTO texts (key, length, revision) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (key, length, revision))
        known = db.execute("SELECT seq, key, length, revision FROM texts WHERE key = ?", (key,)).fetchone()
        db.execute("INSERT INTO revision_texts VALUES (?, ?, ?)", (revision, known[0], said))
    return _Text(seq=known[0], key=known[1], length=known[2], revision=known[3])


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
    pair = sorted(((each.length, _read(db, each.revision), each.seq) for each in (mine, theirs)), reverse=True)
    (_, stored, longer), (_, rendering, shorter) = pair
    verdict = judge(stored, rendering)
    return longer, shorter, str(verdict.wording), int(verdict.material), verdict.reason


def _likely(db: Database, mine: _Text, said: int, shared: Mapping[int, int]) -> Iterator[_Text]:
    """Yield the likeliest texts of other documents that are not linked with this one yet."""
    likeliest = sorted(shared.items(), key=lambda each: (-each[1], each[0]))[:MOST_CANDIDATES]
    judged = 0
    for words, seq, key, length, shown_by, theirs in db.execute(_HELD, (write_json(likeliest),)).fetchall():
        if judged == MOST_JUDGED:
            return
        if seq == mine.seq or words < LEAST_SHARED * min(said, theirs):
            continue
        judged += 1
        if not db.execute(_LINKED, (mine.seq, seq)).fetchone():
            yield _Text(seq=seq, key=key, length=length, revision=shown_by)


def _count_shared(db: Database, revision: int, document: int) -> tuple[int, dict[int, int]]:
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
