"""Count the runs of words that whole documents share, wherever in them these stand.

A document is known by the fingerprints of its quotes, and by the runs of its text that none of these keep: of words that are in
no quote, across paragraphs, of lines too short to have a fingerprint.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.candidates import COMMON, list_upto
from storage.sameness.fingerprints import Fingerprint, fingerprint, fingerprint_again, least_kept
from storage.sameness.wordings import LEAST_WORDS, read_all_words

_SAID: Final = f"""
    SELECT DISTINCT v.revision, w.seq, w.length, w.quote FROM json_each(?) e
    JOIN derivations v ON v.revision = e.value
    JOIN readings g ON g.derivation = v.seq
    JOIN quote_wordings x ON x.quote = g.quote
    JOIN wordings w ON w.seq = x.wording
    WHERE w.length >= {LEAST_WORDS}
"""
# For each hash the wordings (short ones negative) and the texts that keep it, at most one more than COMMON.
_SHARING = """
    SELECT e.value, (
        SELECT group_concat(iif(short, -wording, wording)) FROM (
            SELECT wording, short FROM sketches WHERE gram = e.value
            UNION ALL SELECT wording, short FROM fresh_sketches WHERE gram = e.value LIMIT ?2
        )
    ), (
        SELECT group_concat(text) FROM (SELECT text FROM text_sketches WHERE gram = e.value LIMIT ?2)
    ) FROM json_each(?1) e
"""
# To tell documents apart SQLite makes a table for each row, so they are told apart only where many quotes carry a wording.
_CARRYING_WORDING = """
    SELECT e.value, (
        SELECT group_concat(document) FROM (
            SELECT {DISTINCT} q.document FROM quote_wordings x JOIN quotes q ON q.seq = x.quote
            WHERE x.wording = e.value LIMIT ?2
        )
    ) FROM json_each(?1) e
"""
_TEXTS_OF: Final = """
    SELECT e.value, t.seq, t.length FROM json_each(?) e CROSS JOIN revisions r ON r.document = e.value
    CROSS JOIN revision_texts x ON x.revision = r.seq CROSS JOIN texts t ON t.seq = x.text
"""
_LENGTHS: Final = "SELECT t.seq, t.length FROM json_each(?) e CROSS JOIN texts t ON t.seq = e.value"
_CARRYING_TEXT = """
    SELECT e.value, (
        SELECT group_concat(document) FROM (
            SELECT {DISTINCT} r.document FROM revision_texts x JOIN revisions r ON r.seq = x.revision WHERE x.text = e.value
            LIMIT ?2
        )
    ) FROM json_each(?1) e
"""
FEW: Final = 2
"""Up to so many loose runs a document may share that shares nothing else, and be left out unseen."""
_AT_ONCE = 200
"""Texts read at a time, so that memory stays flat. Chosen by hand."""
_NOTHING_AFTER = 1 << 62
"""Greater than any key."""
_Sharing = tuple[Sequence[int], Sequence[int]]
"""The wordings and the texts that share a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A wording of a revision that has a fingerprint, the number of its words, and the quote that shows it."""

    wording: int
    length: int
    quote: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The hashes by which a document's text is known: those that the fingerprints of its quotes keep, under ``wordings``, and
    those that are ``loose``. ``length`` counts the words of the whole text."""

    length: int
    wordings: frozenset[int]
    quoted: frozenset[int]
    loose: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The newest wording, text, document and revision that count for a probe, by key: as if those after them were not there."""

    wording: int = _NOTHING_AFTER
    text: int = _NOTHING_AFTER
    document: int = _NOTHING_AFTER
    revision: int = _NOTHING_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriers:
    """Which documents carry something, by its key. Of what many carry these are the first COMMON + 1; their newest is in
    ``many``."""

    documents: Mapping[int, frozenset[int]]
    many: Mapping[int, int]

    def list_common(self, upto: int) -> frozenset[int]:
        """List what so many documents carry, up to one, that it tells nothing."""
        return frozenset(each for each, newest in self.many.items() if newest <= upto)


def read_said(db: Database, revisions: Iterable[int]) -> Mapping[int, list[Said]]:
    """Read the wordings of several revisions that have a fingerprint."""
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for revision, wording, length, quote in db.execute(_SAID, (write_json(sorted(set(revisions))),)):
        found[revision].append(Said(wording=wording, length=length, quote=quote))
    return found


def read_runs(db: Database, revisions: Mapping[int, Fingerprint], said: Mapping[int, list[Said]]) -> dict[int, Runs]:
    """Read the runs of several revisions, given with the fingerprints of their texts and with their wordings."""
    words = read_all_words(db, {each.quote for revision in said.values() for each in revision})
    grams = {quote: fingerprint_again(text).grams for quote, text in words.items()}
    return {revision: _find_runs(said.get(revision, []), grams, whole) for revision, whole in revisions.items()}


def _find_runs(said: Sequence[Said], grams: Mapping[int, list[int]], whole: Fingerprint) -> Runs:
    quoted = frozenset(gram for each in said for gram in grams[each.quote])
    all_quoted = whole.length < LEAST_WORDS or any(each.length >= whole.length for each in said)
    return Runs(
        length=whole.length,
        wordings=frozenset(each.wording for each in said),
        quoted=quoted,
        loose=frozenset() if all_quoted else frozenset(whole.grams) - quoted,
    )


def keep_loose(db: Database, text: int, runs: Runs) -> None:
    """Keep the loose runs of a text."""
    db.conn.executemany("INSERT INTO text_sketches VALUES (?, ?)", ((gram, text) for gram in sorted(runs.loose)))


def keep_loose_anew(db: Database) -> None:
    """Replace the loose runs of all texts by those that today's code finds."""
    db.execute("DELETE FROM text_sketches")
    texts = db.execute("SELECT seq, revision FROM texts ORDER BY seq").fetchall()
    for first in range(0, len(texts), _AT_ONCE):
        shown = dict(texts[first : first + _AT_ONCE])
        fingerprints = {revision: fingerprint(text) for revision, text in read_texts(db, shown.values()).items()}
        runs = read_runs(db, fingerprints, read_said(db, fingerprints))
        for text, revision in shown.items():
            keep_loose(db, text, runs[revision])


def read_texts(db: Database, revisions: Iterable[int]) -> dict[int, str]:
    """Read the texts of several revisions."""
    asked = "SELECT seq, text FROM revisions WHERE seq IN (SELECT value FROM json_each(?))"
    return dict(db.execute(asked, (write_json(sorted(set(revisions))),)).fetchall())


def count_runs(
    db: Database, probes: Sequence[Runs], least_part: float = 0.0, reaches: Sequence[Reach] | None = None
) -> list[Counter[int]]:
    """Count for each of several documents the runs that each document within its reach shares with it, each run once; the
    document itself may be among them. A wording that shares a single run is left out unless it is short, and so is a document
    whose runs cannot be ``least_part`` of those that the shorter of the two texts keeps."""
    reaches = reaches or [Reach()] * len(probes)
    loose = {gram for runs in probes for gram in runs.loose}
    grams = loose.union(*(runs.quoted for runs in probes))
    sharing = {
        gram: (_read_listed(wordings), _read_listed(texts))
        for gram, wordings, texts in db.execute(_SHARING, (write_json(sorted(grams)), COMMON + 1))
        # A run that only one wording keeps, and that is not loose, is of the probe's own quote.
        if texts or (wordings and ("," in wordings or gram in loose))
    }
    found = [_list_sharing(runs, sharing, reach) for runs, reach in zip(probes, reaches, strict=True)]
    weak = _list_weak(db, probes, found, least_part)
    by_wording = read_carriers(db, (each for runs in found for wordings, _ in runs for each in wordings))
    strong = {each for runs, left in zip(found, weak, strict=True) for _, texts in runs for each in texts if each not in left}
    carrying = _read_carriers(db, _CARRYING_TEXT, strong)
    by_text = dict(carrying.documents)
    texts = _read_document_texts(db, set().union(*by_wording.documents.values(), *by_text.values()))
    left = frozenset[int]().union(*weak).difference(strong)
    for document, listed in texts.items():
        for text in left.intersection(listed):
            by_text[text] = by_text.get(text, frozenset()) | {document}
    counted = [
        _count_documents(runs, by_wording, replace(carrying, documents=by_text), reach.document)
        for runs, reach in zip(found, reaches, strict=True)
    ]
    return _leave_out(probes, counted, texts, least_part)


def _list_weak(
    db: Database, probes: Sequence[Runs], found: Sequence[Sequence[_Sharing]], least_part: float
) -> list[frozenset[int]]:
    """List for each probe the texts that share a single loose run with it, which count only for documents that share more. So
    few runs may be the part that is asked for of a text that is very short: such texts are left out."""
    single = [
        frozenset(text for text, times in Counter(each for _, texts in runs for each in texts).items() if times == 1)
        if least_kept(probe.length) * least_part > FEW
        else frozenset[int]()
        for probe, runs in zip(probes, found, strict=True)
    ]
    asked = write_json(sorted(set().union(*single)))
    brief = {text for text, length in db.execute(_LENGTHS, (asked,)) if least_kept(length) * least_part <= FEW}
    return [each - brief for each in single]


def _read_document_texts(db: Database, documents: Iterable[int]) -> dict[int, dict[int, int]]:
    """Read the texts of several documents, each with the number of its words."""
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for document, text, length in db.execute(_TEXTS_OF, (write_json(sorted(documents)),)):
        found[document][text] = length
    return found


def _count_documents(runs: Iterable[_Sharing], by_wording: Carriers, by_text: Carriers, upto: int) -> Counter[int]:
    counts: Counter[int] = Counter()
    common, common_texts = by_wording.list_common(upto), by_text.list_common(upto)
    for wordings, texts in runs:
        carriers = [by_wording.documents[each] for each in wordings if each not in common]
        carriers += [by_text.documents[each] for each in texts if each in by_text.documents and each not in common_texts]
        counts.update(carriers[0].union(*carriers[1:]) if carriers else ())
    for later in [document for document in counts if document > upto]:
        del counts[later]
    return counts


def _leave_out(
    probes: Sequence[Runs], counted: Sequence[Counter[int]], texts: Mapping[int, Mapping[int, int]], least_part: float
) -> list[Counter[int]]:
    """Leave out the documents whose runs are too few for the shortest text that they had."""
    least = {document: least_kept(min(lengths.values())) * least_part for document, lengths in texts.items()}
    kept = []
    for probe, counts in zip(probes, counted, strict=True):
        most = least_kept(probe.length) * least_part
        kept.append(
            Counter({each: number for each, number in counts.items() if number >= most or number >= least.get(each, 0)})
        )
    return kept


def _read_listed(listed: str | None) -> tuple[int, ...]:
    """Read which wordings or texts keep a hash, the oldest first; of a common one COMMON + 1."""
    return tuple(map(int, listed.split(","))) if listed else ()


def _list_sharing(runs: Runs, sharing: Mapping[int, tuple[tuple[int, ...], tuple[int, ...]]], reach: Reach) -> list[_Sharing]:
    """List for each run the wordings and the texts that share it, of the wordings those that are not of this document alone."""
    shared = [
        (list_upto(sharing[gram][0], reach.wording), list_upto(sharing[gram][1], reach.text))
        for gram in (*runs.quoted, *runs.loose)
        if gram in sharing
    ]
    times: Counter[int] = Counter()
    for wordings, _ in shared:
        times.update(wordings)
    close = {wording for wording, number in times.items() if number > 1 or wording < 0}
    own = {sign * wording for wording in runs.wordings for sign in (1, -1)}
    kept = [([abs(each) for each in wordings if each in close], texts) for wordings, texts in shared]
    return [(wordings, texts) for wordings, texts in kept if texts or not own.issuperset(wordings)]


def read_carriers(db: Database, wordings: Iterable[int]) -> Carriers:
    """Read which documents carry each of several wordings."""
    return _read_carriers(db, _CARRYING_WORDING, wordings)


def _read_carriers(db: Database, query: str, listed: Iterable[int]) -> Carriers:
    asked = sorted(set(listed))
    rows = db.execute(query.format(DISTINCT=""), (write_json(asked), COMMON + 1)).fetchall()
    many = [each for each, documents in rows if documents and documents.count(",") >= COMMON]
    rows += db.execute(query.format(DISTINCT="DISTINCT"), (write_json(many), COMMON + 1)) if many else ()
    read = {each: frozenset(_read_listed(documents)) for each, documents in rows}
    return Carriers(documents=read, many={each: max(documents) for each, documents in read.items() if len(documents) > COMMON})
