"""Decide what is new in a batch of lines, and write it in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlite_utils import Database

from storage.database.listed import ATTRIBUTION, number_shared
from storage.database.rows import (
    Row,
    alternate_rows,
    capture_row,
    format_second,
    ledger_row,
    notice_row,
    post_row,
    quote_text,
    quote_words,
    storable,
    write_json,
)
from storage.errors import StorageError
from storage.loading.current import refresh_quotes, settle_redacted
from storage.loading.document_rows import Understood, understand
from storage.loading.endings import Ending, Endings
from storage.loading.indexing import index_quotes
from storage.loading.known_rows import Known
from storage.loading.page_looks import note_hops, note_pages
from storage.loading.standing import Standing, extends, find_as_of, is_read_anew, name_again
from storage.model import Capture, Derived, Document, Outcome
from storage.model.identity import revision_id
from storage.sameness.wordings import add_wordings
from storage.text.folding import fold_text
from storage.text.packing import pack_text

# In the order in which rows may refer to one another, with the number of columns.
_TABLES: Final = {
    "captures": 15,
    "judgements": 6,
    "documents": 2,
    "packed_revisions": 4,
    "derivations": 16,
    "posts": 17,
    "alternates": 3,
    "notices": 4,
    "observations": 7,
    "quotes": 4,
    "readings": 16,
    "outcomes": 9,
}

_ATTRIBUTION: Final = 11
"""The place of the attribution in a row of readings."""


class Batch:
    """The lines of one load, stored run by run, while the archive is locked.

    Of a load that was broken off all lines are stored again, which leaves what is known as it is.
    """

    def __init__(
        self, db: Database, *, load: int, source: str, started_at: str, first_own_observation: int | None = None
    ) -> None:
        self._db = db
        self._load = load
        self._source = source
        self._known = Known(db, first_own_observation)
        self._endings = Endings(load=load, source=source, started_at=started_at, stored=_count_outcomes(db, load))
        self._paths: set[str] = set()
        self._redactions = bool(db.execute("SELECT 1 FROM redactions LIMIT 1").fetchone())
        self._begin()

    @property
    def first_own_observation(self) -> int:
        """Return the first observation that may be of this load."""
        return self._known.first_own_observation

    def store(self, lines: Sequence[Derived]) -> None:
        """Store a run of lines."""
        self._known.look_up(lines)
        for line in lines:
            self._add_line(line)
        self._write()
        self._begin()

    def add_warc(self, path: str) -> None:
        """Enter a WARC file as loaded."""
        if path not in self._paths:
            self._paths.add(path)
            self._db.execute("INSERT OR IGNORE INTO warc_files VALUES (?, ?)", (path, self._load))

    def _begin(self) -> None:
        self._rows: dict[str, list[Row]] = {table: [] for table in _TABLES}
        self._ledger: list[Row] = []
        self._words: list[tuple[int, str]] = []
        self._said: list[tuple[int, str]] = []
        self._moved: set[int] = set()
        self._renewed: set[int] = set()
        self._speakers: set[str] = set()
        self._hops: list[tuple[str, str, str]] = []

    # ----------------------------------------------------------------------------------------- deciding

    def _add_line(self, line: Derived) -> None:
        self._ledger += map(ledger_row, line.ledger)
        endings: list[Ending] = []
        if line.capture:
            self._add_capture(line, line.capture)
            endings = [self._add_document(line, line.capture, understand(document)) for document in line.documents]
        elif line.documents:
            raise StorageError(f"A line with {len(line.documents)} documents has no capture that showed them; expected one.")
        self._endings.add(line, endings)

    def _add_capture(self, line: Derived, capture: Capture) -> None:
        if capture.id not in self._known.captures:
            self._known.captures.add(capture.id)
            self._rows["captures"].append(capture_row(capture, line.source or self._source))
        if not line.lead:
            self._hops.append((format_second(capture.captured_at) or "", line.source or self._source, storable(capture.url)))
        version = (capture.id, line.code_version)
        if version not in self._known.judged and (line.status or line.why or line.problems or line.leads):
            self._known.judged.add(version)
            status = line.status.value if line.status else None
            problems = storable(write_json(line.problems))
            self._rows["judgements"].append((*version, status, storable(line.why), len(line.leads), problems))

    def _add_document(self, line: Derived, capture: Capture, understood: Understood) -> Ending:
        known = self._known
        document, is_new = self._enter_document(understood.document)
        revision, is_new_text = self._enter_revision(document, understood.document)
        derivation = known.derivations.get((revision, understood.digest))
        quotes = 0
        if derivation is None:
            derivation = known.derivations[revision, understood.digest] = known.number("derivations")
            quotes = self._add_derivation(document, revision, derivation, understood)
        before = known.current.get(document)
        now = self._observe(line, capture, understood.document, document, derivation, revision)
        if is_new:
            outcome = Outcome.NEW
        elif (document, capture.id) in known.shown_before:
            outcome = Outcome.UNCHANGED
        elif before and now and now > before:
            outcome = Outcome.UNCHANGED if before.revision == revision else Outcome.REVISED
        else:
            outcome = Outcome.REVISED if is_new_text else Outcome.UNCHANGED
        return Ending(document=document, outcome=outcome, quotes=quotes)

    def _enter_document(self, document: Document) -> tuple[int, bool]:
        """Return a document's key, and whether it is new."""
        seq = self._known.documents.get(document.id)
        if seq is not None:
            return seq, False
        seq = self._known.documents[document.id] = self._known.number("documents")
        self._rows["documents"].append((seq, document.id))
        return seq, True

    def _enter_revision(self, seq: int, document: Document) -> tuple[int, bool]:
        """Return the key of a document's text, and whether it is new."""
        id_ = revision_id(document.id, document.text)
        revision = self._known.revisions.get(id_)
        if revision is not None:
            return revision, False
        revision = self._known.revisions[id_] = self._known.number("revisions")
        self._rows["packed_revisions"].append((revision, id_, seq, pack_text(document.text)))
        return revision, True

    def _add_derivation(self, document: int, revision: int, derivation: int, understood: Understood) -> int:
        """Add what was understood of a revision; returns the number of quotes that the archive did not have."""
        self._rows["derivations"].append((derivation, document, revision, understood.digest, *understood.described))
        if understood.document.post:
            self._rows["posts"].append((derivation, *post_row(understood.document.post)))
        self._rows["alternates"] += [(derivation, *alternate) for alternate in alternate_rows(understood.document)]
        if understood.document.notice:
            self._rows["notices"].append((derivation, *notice_row(understood.document.notice)))
        known = self._known.quotes
        added = 0
        for quote, reading in understood.readings:
            seq = known.get(quote.id)
            if seq is None:
                seq = known[quote.id] = self._known.number("quotes")
                words = quote_words(quote, understood.document.text)
                self._rows["quotes"].append((seq, quote.id, document, quote.kind.value))
                self._words.append((seq, words))
                self._said.append((seq, quote_text(quote, understood.document.text)))
                added += 1
            self._rows["readings"].append((derivation, seq, *reading))
            if quote.speaker:
                self._speakers.add(quote.speaker)
        return added

    def _observe(
        self, line: Derived, capture: Capture, document_read: Document, document: int, derivation: int, revision: int
    ) -> Standing | None:
        """Add the observation, unless it is known, and let it stand for its document if it is the newest."""
        known = self._known
        key = (document, capture.id, derivation, line.code_version)
        again = key in known.observed
        if again and not is_read_anew(known.current.get(document), capture, line.code_version):
            return None
        known.observed.add(key)
        seq = known.number("observations")
        version = name_again(line.code_version, seq) if again else line.code_version
        captured_at = format_second(capture.captured_at) or ""
        source = line.source or self._source
        self._rows["observations"].append((seq, document, captured_at, capture.id, derivation, version, source))
        now = Standing(
            as_of=find_as_of(document_read, capture, captured_at),
            captured_at=captured_at,
            capture=capture.id,
            observation=seq,
            derivation=derivation,
            revision=revision,
            source=source,
            code_version=version,
        )
        before = known.current.get(document)
        if before is None or now > before:
            known.current[document] = now
            self._moved.add(document)
        if before is None or not extends(now, before):
            self._renewed.add(document)
        return now

    # ------------------------------------------------------------------------------------------ writing

    def _write(self) -> None:
        insert = self._db.conn.executemany
        self._write_ledger()
        self._rows["outcomes"], pages = self._endings.take()
        self._rows["readings"] = self._attribute(self._rows["readings"])
        for table, columns in _TABLES.items():
            if self._rows[table]:
                insert(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", self._rows[table])
        note_pages(self._db, pages)
        note_hops(self._db, self._hops)
        speakers = [(name, fold_text(name)) for name in sorted(self._speakers)]
        insert("INSERT OR IGNORE INTO speakers VALUES (?, ?)", speakers)
        add_wordings(self._db, self._said)
        moved = [(document, self._known.current[document]) for document in sorted(self._moved)]
        insert(
            "INSERT INTO current VALUES (?, ?, ?) ON CONFLICT (document) DO UPDATE "
            "SET observation = excluded.observation, derivation = excluded.derivation",
            [(document, standing.observation, standing.derivation) for document, standing in moved],
        )
        refresh_quotes(self._db, sorted(self._renewed))
        index_quotes(self._db, self._words)
        if self._redactions:
            settle_redacted(self._db, self._known.documents.values())

    def _attribute(self, readings: Sequence[Row]) -> list[Row]:
        """Give readings the numbers of their attributions."""
        numbers = number_shared(self._db, ATTRIBUTION, (row[_ATTRIBUTION] for row in readings))
        return [(*row[:_ATTRIBUTION], numbers[row[_ATTRIBUTION]], *row[_ATTRIBUTION + 1 :]) for row in readings]

    def _write_ledger(self) -> None:
        for path in sorted({row[0] for row in self._ledger}):
            self.add_warc(path)
        cursor = self._db.conn.executemany("INSERT OR IGNORE INTO warc_records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._ledger)
        if cursor.rowcount == len(self._ledger):
            return
        for path, offset, length, digest, *_ in self._ledger:
            asked = "SELECT length, sha256 FROM warc_records WHERE (path, offset) = (?, ?)"
            if self._db.execute(asked, (path, offset)).fetchone() != (length, digest):
                raise StorageError(
                    f"{path}, byte {offset}: the archive knows another record here than the one this shard speaks of. "
                    "A WARC is never written again; expected a new file under a new name."
                )


def _count_outcomes(db: Database, load: int) -> int:
    """Count the outcomes that are stored of a load: none of a new one."""
    return int(db.execute("SELECT count(*) FROM outcomes WHERE load = ?", (load,)).fetchone()[0])
