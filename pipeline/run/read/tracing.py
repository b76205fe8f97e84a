"""Verify the chain from a quote to its bytes, and derive its text from them again."""

from __future__ import annotations

from pipeline.errors import ParseError
from pipeline.home import Home
from pipeline.run.collect.deriving import make_context
from pipeline.run.opening import reading
from pipeline.run.remote.mirroring import require
from pipeline.stages.derive import derive_text as derive_text_of
from storage.errors import StorageError
from storage.evidence.trace import list_evidence
from storage.evidence.trace import trace as trace_archive
from storage.model import Capture, Response
from storage.model.findings import Chain


def trace(home: Home, id_: str) -> Chain:
    """Return the chain from a quote or document to its bytes: every link, whether it holds, and whether all do.

    Raises StorageError if there is no such item, or only a snapshot to read from.
    """
    if home.snapshot:
        raise StorageError("A snapshot is a copy of the database only; evidence is checked where the archive is.")
    with reading(home) as db:
        for path in list_evidence(db, id_):
            require(home, path)
        return trace_archive(db, id_, warc_root=home.warc, derive_text=derive_text)


def derive_text(capture: Capture, response: Response, document_id: str) -> str | None:
    """Derive the text of one document from a capture's bytes; None if today's parser finds no such document."""
    try:
        return derive_text_of(response, capture.captured_at.date(), make_context(None, capture), document_id)
    except ParseError:
        return None
