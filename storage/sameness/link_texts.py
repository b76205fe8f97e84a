"""Link documents whose whole texts are the same words, or of which one holds the other.

A text is what all revisions with the same folded letters share. Revisions of one document are its history and are not linked
here. Candidates are found by the quotes that both hold, and by the runs of words that both have, wherever these stand: so a
text that was put together from several paragraphs of another, or stands in it unquoted, is found as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.fingerprints import Fingerprint, fingerprint, kept_of
from storage.sameness.link_quotes import Judge, put_longer_first
from storage.sameness.reaches import read_reaches
from storage.sameness.shared_runs import (
    Carriers,
    Reach,
    Runs,
    Said,
    count_runs,
    keep_loose,
    read_carriers,
    read_runs,
    read_said,
    read_texts,
)
from storage.sameness.wordings import LEAST_WORDS

MOST_CANDIDATES: Final = 200
"""Texts that share runs of words and are looked at, those that share the most first. Chosen by hand."""
MOST_JUDGED: Final = 10
"""At most this many of the likeliest texts are judged for a derivation. Chosen by hand."""
LEAST_SHARED: Final = 0.5
"""Quotes that both hold must make up so much of the quoted words of one of the two; or Chosen by hand: half of what one of them
quotes."""
LEAST_RUNS: Final = 0.25
"""runs of words that both hold so much of the runs that one of them keeps. Chosen by hand: less are pages with the same
furniture."""

_BATCH: Final = 100
"""Texts linked in one transaction at most. Chosen by hand: other writers wait for it."""
_BATCH_CHARS: Final = 500_000
"""A batch ends before its texts have more characters than this, so that its memory and its transaction stay small. Chosen by
hand."""

_NEXT = """
    SELECT v.seq, v.document, v.revision, length(r.text) FROM derivations v JOIN revisions r ON r.seq = v.revision
    WHERE v.seq > (SELECT upto FROM linked_texts) ORDER BY v.seq LIMIT ?
"""
_KNOWN = """
    SELECT x.revision, t.seq, t.key, t.length, t.revision FROM revision_texts x JOIN texts t ON t.seq = x.text
    WHERE x.revision IN (SELECT value FROM json_each(?))
"""
# The wordings that are linked with each of several, with the words that both have. CROSS JOIN keeps SQLite from reading all
# links for a few wordings.
_NEAR = """
    SELECT e.value, w.seq, w.length FROM json_each(?1) e CROSS JOIN links l ON l.longer = e.value
    JOIN wordings w ON w.seq = l.shorter
    UNION ALL SELECT e.value, l.longer, w.length FROM json_each(?1) e CROSS JOIN links l ON l.shorter = e.value
    JOIN wordings w ON w.seq = e.value
"""
# What the likeliest documents, given as [document, shared words, shared runs], hold.
_HELD = """
    SELECT e.value ->> 1, e.value ->> 2, t.seq, t.key, t.length, t.revision, x.said FROM json_each(?) e
    JOIN revisions r ON r.document = e.value ->> 0 AND r.seq <= ?
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Probe:
    """A text whose copies are looked for, the document that shows it, the wordings and runs of its revision, and what had come
    up to its derivation."""

    text: _Text
    document: int
    said: Sequence[Said]
    runs: Runs
    reach: Reach


def link_texts(db: Database, judge: Judge, *, code_version: str) -> int:
    """Link all texts that were derived since the last time; see ``link_text_batch``. Returns the number of links made."""
    made = 0
    while (more := link_text_batch(db, judge, code_version=code_version)) is not None:
        made += more
    return made


def link_text_batch(db: Database, judge: Judge, *, code_version: str) -> int | None:
    """Judge the next texts that were derived since the last time against those that may be copies, in one transaction.

    Quotes must have been linked before. Returns the number of links made, or None if no text is left. Which texts are linked
    does not depend on how they were cut into loads and batches: of each only those count that came before it.
    """
    with db.atomic():
        rows = _cut(db.execute(_NEXT, (_BATCH,)).fetchall())
        if not rows:
            return None
        probes = [each for each in _enter(db, rows) if each.text.length >= LEAST_WORDS]
        made = 0
        tried: set[frozenset[int]] = set()
        words = _count_words(db, probes)
        runs_shared = count_runs(db, [each.runs for each in probes], LEAST_RUNS, [each.reach for each in probes])
        for probe, shared, runs in zip(probes, words, runs_shared, strict=True):
            likely = [each for each in _likely(db, probe, shared, runs) if frozenset((probe.text.seq, each.seq)) not in tried]
            tried |= {frozenset((probe.text.seq, each.seq)) for each in likely}
            made += _link(db, probe.text, likely, judge, code_version)
        db.execute("UPDATE linked_texts SET upto = ?", (rows[-1][0],))
        return made


def _cut(rows: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    chars = 0
    for number, (_, _, _, length) in enumerate(rows):
        chars += length
        if number and chars > _BATCH_CHARS:
            return rows[:number]
    return rows


def _enter(db: Database, rows: Sequence[tuple[int, int, int, int]]) -> list[_Probe]:
    """Enter the texts of revisions that are not known, and return the texts with the documents that show them."""
    revisions = {revision for _, _, revision, _ in rows}
    fingerprints = {revision: fingerprint(text) for revision, text in read_texts(db, revisions).items()}
    said = read_said(db, revisions)
    runs = read_runs(db, fingerprints, said)
    known = {row[0]: row[1:] for row in db.execute(_KNOWN, (write_json(sorted(revisions)),))}
    [(newest,)] = db.execute("SELECT coalesce(max(seq), 0) FROM texts").fetchall()
    reaches = read_reaches(db, [row[:3] for row in rows])
    probes = []
    for derivation, document, revision, _ in rows:
        if revision not in known:
            known[revision] = _enter_text(db, revision, fingerprints[revision], said.get(revision, []), runs[revision])
        seq, key, length, shown_by = known[revision]
        text = _Text(seq=seq, key=key, length=length, revision=shown_by)
        newest = max(newest, seq)
        reach = replace(reaches[derivation], text=newest)
        probes.append(_Probe(text=text, document=document, said=said.get(revision, []), runs=runs[revision], reach=reach))
    return probes


def _enter_text(db: Database, revision: int, made: Fingerprint, said: Sequence[Said], runs: Runs) -> tuple[int, int, int, int]:
    entered = "INSERT INTO texts (key, length, revision) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq"
    if new := db.execute(entered, (made.key, made.length, revision)).fetchone():
        keep_loose(db, new[0], runs)
    row: tuple[int, int, int, int] = db.execute(
        "SELECT seq, key, length, revision FROM texts WHERE key = ?", (made.key,)
    ).fetchone()
    db.execute("INSERT INTO revision_texts VALUES (?, ?, ?)", (revision, row[0], sum(each.length for each in said)))
    return row


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
    """Return (longer, shorter, verdict, material, reason) of two texts that are one quote each; the verdict None if these are
    not linked. None if a text is more than one quote."""
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


def _likely(db: Database, probe: _Probe, words: Mapping[int, int], runs: Mapping[int, int]) -> Iterator[_Text]:
    """Yield the likeliest texts of other documents that are not linked with this one yet: those that share the greatest part
    of what the shorter one has, each once however many documents show it."""
    mine, said = probe.text, sum(each.length for each in probe.said)
    shared = [(other, words.get(other, 0), runs.get(other, 0)) for other in {*words, *runs} - {probe.document}]
    shared.sort(key=lambda each: (-each[1] - each[2], each[0]))
    likely: dict[int, tuple[float, _Text]] = {}
    for common, common_runs, seq, key, length, shown_by, theirs in db.execute(
        _HELD, (write_json(shared[:MOST_CANDIDATES]), probe.reach.revision)
    ):
        of_words = common / (min(said, theirs) or 1)
        of_runs = common_runs / kept_of(min(mine.length, length))
        if seq != mine.seq and (of_words >= LEAST_SHARED or of_runs >= LEAST_RUNS):
            part = max(of_words, of_runs, likely[seq][0] if seq in likely else 0)
            likely[seq] = (part, _Text(seq=seq, key=key, length=length, revision=shown_by))
    fresh = [each for each in likely.values() if not db.execute(_LINKED, (mine.seq, each[1].seq)).fetchone()]
    fresh.sort(key=lambda each: (-each[0], each[1].key))
    yield from (text for _, text in fresh[:MOST_JUDGED])


def _count_words(db: Database, probes: Sequence[_Probe]) -> list[dict[int, int]]:
    """Count for each probe the words of its quotes that each other document shares, in the same or in linked wordings."""
    lengths = {each.wording: each.length for probe in probes for each in probe.said}
    near: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for mine, wording, length in db.execute(_NEAR, (write_json(sorted(lengths)),)):
        near[mine].append((wording, length))
    carriers = read_carriers(db, {*lengths, *(wording for listed in near.values() for wording, _ in listed)})
    return [_count_shared(probe, near, carriers) for probe in probes]


def _count_shared(probe: _Probe, near: Mapping[int, list[tuple[int, int]]], carriers: Carriers) -> dict[int, int]:
    shared: defaultdict[int, int] = defaultdict(int)
    common = carriers.list_common(probe.reach.document)
    for each in probe.said:
        most: defaultdict[int, int] = defaultdict(int)
        for wording, length in ((each.wording, each.length), *near.get(each.wording, ())):
            if wording > probe.reach.wording or wording in common:
                continue
            for other in carriers.documents[wording]:
                if other <= probe.reach.document:
                    most[other] = max(most[other], length)
        for other, length in most.items():
            shared[other] += length
    shared.pop(probe.document, None)
    return shared


def _read(db: Database, revision: int) -> str:
    [(text,)] = db.execute("SELECT text FROM revisions WHERE seq = ?", (revision,)).fetchall()
    return str(text)
