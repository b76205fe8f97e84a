"""Link wordings that may be the same words, each pair as a judge says, after quotes are loaded.

Two wordings of one and the same document are left alone: a paragraph and the quotation that stands in it tell nothing of who
else carries the words. They are judged once another document carries one of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from sqlite_utils import Database

from storage.candidates import LEAST_WORDS, probe_sketch
from storage.folding import fold_text
from storage.sketch import kept_of, sketch, split_words

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
_WORDING = "SELECT w.length, w.quote, q.document FROM wordings w JOIN quotes q ON q.seq = w.quote WHERE w.seq = ?"
_WORDS = "SELECT exact, start, spans FROM quote_readings WHERE quote = ? ORDER BY derivation LIMIT 1"
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
                    made += _link(db, _read_wording(db, wording), quote, judge, code_version)
            db.execute("UPDATE linked_quotes SET upto = ?", (rows[-1][0],))


def read_words(db: Database, quote: int) -> str:
    """Give the words of a quote as they stand: its content, without a cue that stands between."""
    exact, start, spans = db.execute(_WORDS, (quote,)).fetchone()
    if "],[" not in spans:
        return str(exact)
    return " ".join(exact[begin - start : end - start] for begin, end in json.loads(spans))


def _is_second_document(db: Database, quote: int, wording: int, shown_by: int, document: int) -> bool:
    """Say whether a quote is the first by which a second document carries its wording."""
    [(first,)] = db.execute(_DOCUMENT, (shown_by,)).fetchall()
    return first != document and db.execute(_ANOTHER_DOCUMENT, (wording, quote, first)).fetchone() is None


def _link(db: Database, mine: _Wording, come: int, judge: Judge, code_version: str) -> int:
    """Judge a wording against those that had come before quote ``come``."""
    text = read_words(db, mine.quote)
    made = 0
    for theirs, other in _likely(db, mine, come, text):
        (_, longer, stored), (_, shorter, rendering) = sorted(
            ((mine.length, mine.seq, text), (theirs.length, theirs.seq, other)),
            key=lambda each: (each[0], each[2]),
            reverse=True,
        )
        verdict = judge(stored, rendering)
        if verdict.wording == "different":
            continue
        db.execute(
            "INSERT INTO links (longer, shorter, verdict, material, reason, code_version) VALUES (?, ?, ?, ?, ?, ?)",
            (longer, shorter, str(verdict.wording), int(verdict.material), verdict.reason, code_version),
        )
        made += 1
    return made


def _likely(db: Database, mine: _Wording, come: int, text: str) -> Iterator[tuple[_Wording, str]]:
    """Yield the likeliest wordings that are not linked with this one yet, with their words; who comes later will find it in
    their turn. What shares a single run of words must share half of the words of the shorter one as well."""
    judged = 0
    words: frozenset[bytes] | None = None
    for candidate in probe_sketch(db, sketch(text)):
        if judged == MOST_JUDGED:
            return
        if candidate.wording == mine.seq:
            continue
        theirs = _read_wording(db, candidate.wording)
        if theirs.quote > come or candidate.shared < LEAST_PART * kept_of(min(mine.length, theirs.length)):
            continue
        if theirs.document == mine.document and _is_alone(db, mine) and _is_alone(db, theirs):
            continue
        other = read_words(db, theirs.quote)
        if candidate.shared == 1:
            words = words or _words(text)
            others = _words(other)
            if len(words & others) < LEAST_WORDS_SHARED * min(len(words), len(others)):
                continue
        judged += 1
        if not db.execute(_LINKED, (mine.seq, theirs.seq)).fetchone():
            yield theirs, other


def _words(text: str) -> frozenset[bytes]:
    return frozenset(split_words(fold_text(text)))


def _read_wording(db: Database, seq: int) -> _Wording:
    [(length, quote, document)] = db.execute(_WORDING, (seq,)).fetchall()
    return _Wording(seq=seq, length=length, quote=quote, document=document)


def _is_alone(db: Database, wording: _Wording) -> bool:
    """Say whether one document alone carries a wording."""
    return db.execute(_ANOTHER_DOCUMENT, (wording.seq, _NO_QUOTE_AFTER, wording.document)).fetchone() is None
