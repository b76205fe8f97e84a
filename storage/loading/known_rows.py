"""What the archive knows of the things in a batch of lines: looked up in a few queries, then asked in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.loading.standing import Standing
from storage.model import Derived

_NUMBERED: Final = ("documents", "revisions", "derivations", "observations", "quotes")


class Known:
    """The known ids of one batch with their keys; what the batch adds is entered here too.

    ``shown_before`` holds the (document, capture) pairs of earlier loads: those before ``first_own_observation``, which is the
    next one unless a part of the load was stored before. Keys are counted here, which holds only while the archive is locked.
    """

    def __init__(self, db: Database, first_own_observation: int | None = None) -> None:
        self._db = db
        self._free = {table: self._first_free(table) for table in _NUMBERED}
        self.first_own_observation = first_own_observation or self._free["observations"]
        self.forget()

    def number(self, table: str) -> int:
        """Return the next free key of a table."""
        seq = self._free[table]
        self._free[table] = seq + 1
        return seq

    def forget(self) -> None:
        """Forget what was looked up."""
        self.captures: set[str] = set()
        self.judged: set[tuple[str, str]] = set()
        self.documents: dict[str, int] = {}
        self.revisions: dict[str, int] = {}
        self.derivations: dict[tuple[int, str], int] = {}
        self.quotes: dict[str, int] = {}
        self.observed: set[tuple[int, str, int, str]] = set()
        self.shown_before: set[tuple[int, str]] = set()
        self.current: dict[int, Standing] = {}

    def look_up(self, lines: Sequence[Derived]) -> None:
        """Look up everything that a run of lines speaks of."""
        self.forget()
        captures = write_json(list({line.capture.id for line in lines if line.capture}))
        self.captures.update(id_ for (id_,) in self._ask("SELECT id FROM captures WHERE id IN {}", captures))
        self.judged.update(self._ask("SELECT capture, code_version FROM judgements WHERE capture IN {}", captures))
        wanted = write_json(list({document.id for line in lines for document in line.documents}))
        self.documents.update(self._ask("SELECT id, seq FROM documents WHERE id IN {}", wanted))
        if self.documents:
            self._look_up_documents(write_json(list(self.documents.values())))

    def _look_up_documents(self, documents: str) -> None:
        self.revisions.update(self._ask("SELECT id, seq FROM revisions WHERE document IN {}", documents))
        self.quotes.update(self._ask("SELECT id, seq FROM quotes WHERE document IN {}", documents))
        for revision, digest, seq in self._ask("SELECT revision, digest, seq FROM derivations WHERE document IN {}", documents):
            self.derivations[revision, digest] = seq
        asked = "SELECT document, capture, derivation, code_version, seq FROM observations WHERE document IN {}"
        for document, capture, derivation, version, seq in self._ask(asked, documents):
            self.observed.add((document, capture, derivation, version))
            if seq < self.first_own_observation:
                self.shown_before.add((document, capture))
        asked = (
            "SELECT n.document, o.as_of, o.captured_at, o.capture, o.seq, o.derivation, o.revision, o.source, o.code_version "
            "FROM current n JOIN visible o ON o.seq = n.observation WHERE n.document IN {}"
        )
        for document, as_of, captured_at, capture, seq, derivation, revision, source, version in self._ask(asked, documents):
            self.current[document] = Standing(
                as_of=as_of,
                captured_at=captured_at,
                capture=capture,
                observation=seq,
                derivation=derivation,
                revision=revision,
                source=source,
                code_version=version,
            )

    def _ask(self, sql: str, wanted: str) -> Iterable[Any]:
        return self._db.execute(sql.format("(SELECT value FROM json_each(?))"), (wanted,))

    def _first_free(self, table: str) -> int:
        [(most,)] = self._db.execute(f"SELECT coalesce(max(seq), 0) FROM {table}").fetchall()
        return int(most) + 1
