"""Link wordings that may be the same words, each pair as a judge says, after quotes are loaded.

Two wordings of one and the same document are left alone: a paragraph and the quotation that stands in it tell nothing of who
else carries the words. They are judged once another document carries one of them.

Quotes are linked many at a time, in a few queries: what a batch costs depends on its own quotes, not on the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.candidates import Candidate, probe_fingerprints
from storage.sameness.fingerprints import fingerprint_again, kept_of, list_words
from storage.sameness.reaches import find_newest_wording
from storage.sameness.wordings import LEAST_WORDS, read_all_words
from storage.text.remembering import remember

MOST_JUDGED = 10
"""At most this many of the likeliest candidates of a wording are judged: a template has endless neighbours. Chosen by hand."""
LEAST_PART = 0.1
"""Candidates that share a smaller part of the smaller fingerprint cannot be the same words. Chosen by hand, far below what
linked pairs share."""
LEAST_WORDS_SHARED = 0.5
"""Of two that share a single run of words, or less than LEAST_HASHES_SHARED, at least this part of the words of the shorter
one must be in both. Of 4,225 linked pairs of real texts each shares at least 0.6."""
LEAST_HASHES_SHARED = 0.6
"""Part of the smaller fingerprint; a stock phrase in two short texts makes less. Chosen by hand."""

_BATCH_QUOTES: Final = 500
"""Quotes linked in one transaction at most. Chosen by hand: other writers wait for it."""
_BATCH_WORDS: Final = 50_000
"""A batch ends before its wordings have more words than this, so that its memory and its transaction stay small. Chosen by
hand."""

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
_WORDINGS = """
    SELECT w.seq, w.length, w.quote, q.document FROM json_each(?) e
    JOIN wordings w ON w.seq = e.value JOIN quotes q ON q.seq = w.quote
"""
_LINKED = """
    SELECT longer, shorter FROM links WHERE longer IN (SELECT value FROM json_each(?1))
    UNION ALL SELECT longer, shorter FROM links WHERE shorter IN (SELECT value FROM json_each(?1))
"""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Probe:
    """A wording whose links are looked for, among those that had come up to quote ``come``: up to wording ``upto``; with its
    words."""

    wording: _Wording
    come: int
    upto: int
    text: str


def link(db: Database, judge: Judge, *, code_version: str) -> int:
    """Link all quotes that came since the last time; see ``link_batch``. Returns the number of links made."""
    made = 0
    while (more := link_batch(db, judge, code_version=code_version)) is not None:
        made += more
    return made


def link_batch(db: Database, judge: Judge, *, code_version: str) -> int | None:
    """Judge the next wordings that came since the last time against those that may be the same, in one transaction.

    Returns the number of links made, or None if no quote is left. If it is interrupted, the next call starts with the same
    quotes. Which wordings are linked does not depend on how they were cut into loads and batches: of each only those count that
    came before it.
    """
    with db.atomic():
        rows = _cut(db.execute(_NEXT, (_BATCH_QUOTES,)).fetchall())
        if not rows:
            return None
        probes = _read_probes(db, rows)
        made = _link(db, probes, judge, code_version)
        db.execute("UPDATE linked_quotes SET upto = ?", (rows[-1][0],))
        return made


def put_longer_first(one: tuple[str, Of], other: tuple[str, Of]) -> list[tuple[str, Of]]:
    """Order two texts by their letters and digits: a copy loses more than it gains. The same two come in the same order."""
    return sorted((one, other), key=lambda each: (sum(map(str.isalnum, each[0])), each[0]), reverse=True)


def _cut(rows: list[tuple[int, int, int, int, int]]) -> list[tuple[int, int, int, int, int]]:
    words = 0
    for number, (_, _, _, length, _) in enumerate(rows):
        words += length
        if number and words > _BATCH_WORDS:
            return rows[:number]
    return rows


def _read_probes(db: Database, rows: Sequence[tuple[int, int, int, int, int]]) -> list[_Probe]:
    """Read the wordings that are new, or that a second document carries now."""
    due = {
        quote: wording
        for quote, wording, shown_by, length, document in rows
        if length >= LEAST_WORDS and (quote == shown_by or _is_second_document(db, quote, wording, shown_by, document))
    }
    wordings = _read_wordings(db, due.values())
    words = read_all_words(db, {each.quote for each in wordings.values()})
    upto = _list_newest(db, rows)
    return [
        _Probe(wording=(mine := wordings[seq]), come=quote, upto=upto[quote], text=words[mine.quote])
        for quote, seq in due.items()
    ]


def _list_newest(db: Database, rows: Sequence[tuple[int, int, int, int, int]]) -> dict[int, int]:
    """Tell of each quote of a batch which was the newest wording when it came."""
    newest = find_newest_wording(db, rows[0][0] - 1)
    found = {}
    for quote, wording, *_ in rows:
        newest = max(newest, wording)
        found[quote] = newest
    return found


def _is_second_document(db: Database, quote: int, wording: int, shown_by: int, document: int) -> bool:
    """Say whether a quote is the first by which a second document carries its wording."""
    [(first,)] = db.execute(_DOCUMENT, (shown_by,)).fetchall()
    return first != document and db.execute(_ANOTHER_DOCUMENT, (wording, quote, first)).fetchone() is None


def _link(db: Database, probes: Sequence[_Probe], judge: Judge, code_version: str) -> int:
    """Judge each wording against the likeliest of its candidates that it is not linked with yet."""
    linked = _read_linked(db, probes)
    made: list[tuple[int, int, str, int, str, str]] = []
    for probe, likely in zip(probes, _find_likely(db, probes), strict=True):
        for theirs, other in likely:
            pair = frozenset((probe.wording.seq, theirs.seq))
            if pair in linked:
                continue
            (stored, longer), (rendering, shorter) = put_longer_first((probe.text, probe.wording), (other, theirs))
            verdict = judge(stored, rendering)
            if verdict.wording != "different":
                linked.add(pair)
                row = (longer.seq, shorter.seq, str(verdict.wording), int(verdict.material), verdict.reason, code_version)
                made.append(row)
    db.conn.executemany(
        "INSERT INTO links (longer, shorter, verdict, material, reason, code_version) VALUES (?, ?, ?, ?, ?, ?)", made
    )
    return len(made)


def _read_linked(db: Database, probes: Iterable[_Probe]) -> set[frozenset[int]]:
    wordings = write_json([each.wording.seq for each in probes])
    return {frozenset(pair) for pair in db.execute(_LINKED, (wordings,))}


def _find_likely(db: Database, probes: Sequence[_Probe]) -> Iterator[list[tuple[_Wording, str]]]:
    """Yield for each probe its likeliest candidates with their words; who comes later will find it in their turn. Candidates
    that share few runs of words must share many of the words of the shorter one as well."""
    found = probe_fingerprints(db, [fingerprint_again(each.text) for each in probes], [each.upto for each in probes])
    wordings = _read_wordings(db, {each.wording for candidates in found for each in candidates})
    close = [list(_list_close(db, probe, each, wordings)) for probe, each in zip(probes, found, strict=True)]
    words = read_all_words(db, {theirs.quote for each in close for _, theirs in each})
    for probe, candidates in zip(probes, close, strict=True):
        mine = _split(probe.text)
        likely: list[tuple[int, float, _Wording, str]] = []
        for shared, theirs in candidates:
            others = _split(words[theirs.quote])
            in_both = len(mine & others) / (min(len(mine), len(others)) or 1)
            if in_both >= LEAST_WORDS_SHARED or _share_most(shared, probe.wording, theirs):
                likely.append((shared, in_both, theirs, words[theirs.quote]))
        likely.sort(key=lambda each: each[:2], reverse=True)
        yield [(theirs, text) for _, _, theirs, text in likely[:MOST_JUDGED]]


def _share_most(shared: int, mine: _Wording, theirs: _Wording) -> bool:
    """Say whether two wordings share so much of the smaller fingerprint that their words need not be counted."""
    return shared > 1 and shared >= LEAST_HASHES_SHARED * kept_of(min(mine.length, theirs.length))


def _list_close(
    db: Database, probe: _Probe, candidates: Iterable[Candidate], wordings: Mapping[int, _Wording]
) -> Iterator[tuple[int, _Wording]]:
    """Yield the candidates that came before a probe and share enough of their fingerprint, each with the number of hashes
    shared."""
    mine = probe.wording
    for each in candidates:
        theirs = wordings[each.wording]
        if theirs.seq == mine.seq or theirs.quote > probe.come:
            continue
        if each.shared < LEAST_PART * kept_of(min(mine.length, theirs.length)):
            continue
        if theirs.document != mine.document or not (_is_alone(db, mine, probe.come) and _is_alone(db, theirs, probe.come)):
            yield each.shared, theirs


@remember(2_048, chars=2_000)
def _split(text: str) -> frozenset[bytes]:
    """Split a text into its folded words. Memory: about 5 kB for each that is kept."""
    return frozenset(list_words(text))


def _read_wordings(db: Database, seqs: Iterable[int]) -> dict[int, _Wording]:
    rows = db.execute(_WORDINGS, (write_json(sorted(seqs)),))
    return {seq: _Wording(seq=seq, length=length, quote=quote, document=document) for seq, length, quote, document in rows}


def _is_alone(db: Database, wording: _Wording, come: int) -> bool:
    """Say whether one document alone carried a wording when a quote had come."""
    return db.execute(_ANOTHER_DOCUMENT, (wording.seq, come + 1, wording.document)).fetchone() is None
