"""Link wordings that may be the same words, each pair as a judge says, after quotes are loaded.

Two wordings of one and the same document are left alone: a paragraph and the quotation that stands in it tell nothing of who
else carries the words. They are judged once another document carries one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.candidates import Candidate, probe_sketch
from storage.sameness.fingerprints import kept_of, sketch, split_words
from storage.sameness.wordings import LEAST_WORDS, read_words
from storage.text.encodings import undo_encoding
from storage.text.folding import fold_text

MOST_JUDGED = 10
"""So many of the likeliest candidates of a wording are judged: a template has endless neighbours."""
LEAST_PART = 0.1
"""What shares a smaller part of the smaller sketch cannot be the same words."""
LEAST_WORDS_SHARED = 0.5
"""Of the words of the shorter of two that share a single run of words, at least so many must be in both."""

_NEXT = """
    SELECT x.quote, x.wording, w.quote, w.length, q.document FROM quote_wordings x
    JOIN wordings w ON w.seq = x.wording JOIN quotes q ON q.seq = x.quote
    WHERE x.quote > (SELECT upto FROM linked_quotes) ORDER BY x.quote LIMIT ?
"""
_DOCUMENT = "SELECT document FROM quotes WHERE seq = ?"
_ANOTHER_DOCUMENT = """
    SELECT 1 FROM quote_wordings x JOIN quotes q ON q.seq = x.quote
    WHERE x.wording = ? AND x.quote < ? AND q.document <> ? LIMIT 1
"""
_NO_QUOTE_AFTER = 1 << 62
# What wordings, given as [wording, shared hashes], are.
_WORDINGS = """
    SELECT e.value ->> 1, w.seq, w.length, w.quote, q.document FROM json_each(?) e
    JOIN wordings w ON w.seq = e.value ->> 0 JOIN quotes q ON q.seq = w.quote ORDER BY e.key
"""
_LINKED = "SELECT 1 FROM links WHERE (longer, shorter) IN (VALUES (?1, ?2), (?2, ?1)) LIMIT 1"


class Verdict(Protocol):
    """What a judge says of two texts."""

    @property
    def wording(self) -> str:
        """How the second stands to the first."""

    @property
    def material(self) -> bool:
        """Whether the difference changes what is said."""

    @property
    def reason(self) -> str:
        """Why."""


Of = TypeVar("Of")
Judge = Callable[[str, str], Verdict]
"""Compares the longer text with the shorter one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    """A wording with the quote that shows it and the document of that quote."""

    seq: int
    length: int
    quote: int
    document: int


def link(db: Database, judge: Judge, *, code_version: str, batch: int = 500) -> int:
    """Judge the wordings that came since the last time against those that may be the same; gives the number of links made.

    Each batch is a transaction of its own. Which wordings are linked does not depend on the order in which they came.
    """
    made = 0
    while True:
        with db.atomic():
            rows = db.execute(_NEXT, (batch,)).fetchall()
            if not rows:
                return made
            for quote, wording, shown_by, length, document in rows:
                if length >= LEAST_WORDS and (quote == shown_by or _is_second_document(db, quote, wording, shown_by, document)):
                    [(_, mine)] = _read_wordings(db, [Candidate(wording=wording, shared=0)])
                    made += _link(db, mine, quote, judge, code_version)
            db.execute("UPDATE linked_quotes SET upto = ?", (rows[-1][0],))


def put_longer_first(one: tuple[str, Of], other: tuple[str, Of]) -> list[tuple[str, Of]]:
    """Order two texts by their letters and digits: a copy loses more than it gains. The same two come in the same order."""
    return sorted((one, other), key=lambda each: (sum(map(str.isalnum, each[0])), each[0]), reverse=True)


def _is_second_document(db: Database, quote: int, wording: int, shown_by: int, document: int) -> bool:
    """Say whether a quote is the first by which a second document carries its wording."""
    [(first,)] = db.execute(_DOCUMENT, (shown_by,)).fetchall()
    return first != document and db.execute(_ANOTHER_DOCUMENT, (wording, quote, first)).fetchone() is None


def _link(db: Database, mine: _Wording, come: int, judge: Judge, code_version: str) -> int:
    """Judge a wording against those that had come before quote ``come``."""
    text = read_words(db, mine.quote)
    made = 0
    for theirs, other in _likely(db, mine, come, text):
        (stored, longer), (rendering, shorter) = put_longer_first((text, mine), (other, theirs))
        verdict = judge(stored, rendering)
        if verdict.wording == "different":
            continue
        db.execute(
            "INSERT INTO links (longer, shorter, verdict, material, reason, code_version) VALUES (?, ?, ?, ?, ?, ?)",
            (longer.seq, shorter.seq, str(verdict.wording), int(verdict.material), verdict.reason, code_version),
        )
        made += 1
    return made


def _likely(db: Database, mine: _Wording, come: int, text: str) -> Iterator[tuple[_Wording, str]]:
    """Yield the likeliest wordings that are not linked with this one yet, with their words; who comes later will find it in
    their turn. What shares a single run of words must share half of the words of the shorter one as well."""
    words = _words(text)
    likely: list[tuple[int, float, _Wording, str]] = []
    for shared, theirs in _read_wordings(db, (each for each in probe_sketch(db, sketch(text)) if each.wording != mine.seq)):
        if theirs.quote > come or shared < LEAST_PART * kept_of(min(mine.length, theirs.length)):
            continue
        if theirs.document == mine.document and _is_alone(db, mine) and _is_alone(db, theirs):
            continue
        other = read_words(db, theirs.quote)
        others = _words(other)
        in_both = len(words & others) / (min(len(words), len(others)) or 1)
        if shared > 1 or in_both >= LEAST_WORDS_SHARED:
            likely.append((shared, in_both, theirs, other))
    likely.sort(key=lambda each: each[:2], reverse=True)
    for _, _, theirs, other in likely[:MOST_JUDGED]:
        if not db.execute(_LINKED, (mine.seq, theirs.seq)).fetchone():
            yield theirs, other


def _words(text: str) -> frozenset[bytes]:
    return frozenset(split_words(fold_text(undo_encoding(text))))


def _read_wordings(db: Database, candidates: Iterable[Candidate]) -> list[tuple[int, _Wording]]:
    """Read wordings in the order of the candidates, each with the number of hashes it shares."""
    wanted = [(each.wording, each.shared) for each in candidates]
    return [
        (shared, _Wording(seq=seq, length=length, quote=quote, document=document))
        for shared, seq, length, quote, document in db.execute(_WORDINGS, (write_json(wanted),)).fetchall()
    ]


def _is_alone(db: Database, wording: _Wording) -> bool:
    """Say whether one document alone carries a wording."""
    return db.execute(_ANOTHER_DOCUMENT, (wording.seq, _NO_QUOTE_AFTER, wording.document)).fetchone() is None
