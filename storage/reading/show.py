"""Show one thing of the archive by its id or address, with its history where wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlite_utils import Database

from storage.captures.index import find_capture
from storage.database.masking import Masks
from storage.database.rows import READING_COLUMNS, load_cell, read_names, read_quote, read_when, storable
from storage.errors import StorageError
from storage.loading.tallies import list_outcomes
from storage.model import EffectiveStatus, Notice, NoticeKind, Post, Quote
from storage.model.codec import from_json, read_instant
from storage.model.findings import (
    CaptureSeen,
    CaptureView,
    Context,
    DocumentHead,
    DocumentText,
    DocumentView,
    Judgement,
    QuoteView,
    Redaction,
    RevisionView,
    Shown,
    Withdrawn,
)
from storage.model.identity import canonical_url
from storage.reading.observed import Observed, read_document, read_quote_readings, read_revision
from storage.reading.pasted_addresses import find_documents
from storage.reading.text_history import list_readings, list_revisions
from storage.sameness.quote_spread import count_variants, list_variants

_CONTEXT = 300
"""Characters shown before and after a quote: a sentence or two. Chosen by hand."""
_POST: Final = "platform id account author kind reply_to reposted quoted links media edits withheld deleted edited cut".split()
_POST_JSON: Final = ("links", "media", "edits", "edited")


def show(db: Database, id: str, *, history: bool = False) -> Shown:  # noqa: A002 - the word of the field
    """Show a quote, document, revision or capture by its id, or the document of an address.

    Of what was withdrawn only the reason is shown. Raises StorageError if there is no such thing.
    """
    id = storable(id)  # noqa: A001 - as above
    redacted = db.execute("SELECT why, redacted_at FROM redactions WHERE target = ?", (id,)).fetchone()
    if redacted:
        return Withdrawn(id=id, redacted=Redaction(why=redacted[0], redacted_at=read_instant(redacted[1])))
    found = _SHOWN.get(id[:2], _show_address)(db, id, history)
    if found is None:
        raise StorageError(f"The archive holds nothing to show under {id!r}; expected an id (q_, d_, r_, c_) or an address.")
    return found


def show_document(db: Database, id: str, *, history: bool = False) -> DocumentView | None:  # noqa: A002 - as above
    """Show a document as it was last seen; None if it is not held or may not be shown."""
    observed = read_document(db, id)
    return DocumentView(**_describe(db, observed, id, history=history)) if observed else None


def _show_quote(db: Database, id_: str, history: bool) -> QuoteView | None:
    """Show a quote as it stands, or, if it no longer does, as the last capture that held it."""
    readings = read_quote_readings(db, id_)
    if not readings:
        return None
    quote, seen = readings[-1]
    stands = "SELECT 1 FROM current_quotes c JOIN quotes q ON q.seq = c.quote WHERE q.id = ?"
    return QuoteView(
        quote=quote,
        document=DocumentHead(
            id=seen.document, url=seen.url, title=seen.title, kind=seen.kind, language=seen.language, issuers=seen.issuers
        ),
        revision=seen.revision,
        source=seen.source,
        published=seen.published,
        notice=_read_notice(db, seen),
        current=db.execute(stands, (id_,)).fetchone() is not None,
        context=Context(
            before=seen.text[max(0, quote.start - _CONTEXT) : quote.start], after=seen.text[quote.end : quote.end + _CONTEXT]
        ),
        captures=_list_captures(each for _, each in readings),
        variants=count_variants(list_variants(db, [id_])[id_]),
        history=list_readings(readings) if history else None,
    )


def _show_document(db: Database, id_: str, history: bool) -> DocumentView | None:
    return show_document(db, id_, history=history)


def _show_revision(db: Database, id_: str, history: bool) -> RevisionView | None:
    observed = read_revision(db, id_)
    if not observed:
        return None
    document = observed[-1].document
    shown = RevisionView(**_describe(db, observed, id_, history=False), document=document)
    whole = show_document(db, document, history=True) if history else None
    return replace(shown, history=whole.history) if whole else shown


def _show_capture(db: Database, id_: str, _history: bool) -> CaptureView | None:
    capture = find_capture(db, id_)
    if capture is None:
        return None
    judged = db.execute("SELECT code_version, status, why, leads, problems FROM judgements WHERE capture = ?", (id_,))
    documents = "SELECT DISTINCT d.id FROM visible o JOIN documents d ON d.seq = o.document WHERE o.capture = ? ORDER BY o.seq"
    return CaptureView(
        capture=capture,
        judgements=tuple(
            Judgement(
                code_version=version,
                status=EffectiveStatus(status) if status else None,
                why=why,
                leads=leads,
                problems=read_names(problems),
            )
            for version, status, why, leads, problems in judged
        ),
        documents=tuple(document for (document,) in db.execute(documents, (id_,))),
        outcomes=tuple(list_outcomes(db, [id_])),
    )


def _show_address(db: Database, address: str, history: bool) -> Shown | None:
    """Show the document that an address identifies."""
    sql = "SELECT d.id FROM derivations v JOIN documents d ON d.seq = v.document WHERE v.url IN (?, ?) ORDER BY v.seq LIMIT 1"
    try:
        canonical = canonical_url(address)
    except ValueError:
        return None
    found = db.execute(sql, (address, canonical)).fetchone()
    if found is None and (documents := find_documents(db, address)):
        found = db.execute("SELECT id FROM documents WHERE seq = ?", (documents[0],)).fetchone()
    return show(db, found[0], history=history) if found else None


_SHOWN: Final[Mapping[str, Callable[[Database, str, bool], Shown | None]]] = {
    "q_": _show_quote,
    "d_": _show_document,
    "r_": _show_revision,
    "c_": _show_capture,
}


def _describe(db: Database, observed: Sequence[Observed], id_: str, *, history: bool) -> dict[str, Any]:
    """Return the fields of a DocumentText: a document as it was last seen, with its quotes and captures."""
    last = observed[-1]
    taken = {name: getattr(last, name) for name in _TAKEN}
    return {
        **taken,
        "id": id_,
        "quotes": _list_quotes(db, last),
        "post": _read_post(db, last.derivation),
        "notice": _read_notice(db, last),
        "captures": _list_captures(observed),
        "history": list_revisions(observed) if history else None,
    }


_TAKEN: Final = frozenset(DocumentText.__dataclass_fields__) - {"id", "quotes", "post", "notice", "captures", "history"}
"""The fields of a DocumentText that an observation has too."""


def _list_captures(observed: Iterable[Observed]) -> tuple[CaptureSeen, ...]:
    """List the captures that showed something, each once, in order of time."""
    captures = {seen.capture: seen.captured_at for seen in observed}
    return tuple(CaptureSeen(id=id_, captured_at=captured_at) for id_, captured_at in captures.items())


def _list_quotes(db: Database, seen: Observed) -> tuple[Quote, ...]:
    rows = db.execute(
        f"SELECT {READING_COLUMNS} FROM quote_readings g JOIN unredacted_quotes q ON q.seq = g.quote "
        'WHERE g.derivation = ? ORDER BY g.start, g."end", q.id',
        (seen.derivation,),
    )
    masks = Masks(db, [seen.document])
    return tuple(masks.cut(seen.document, read_quote(row, seen.text), seen.text) for row in rows)


def _read_post(db: Database, derivation: int) -> Post | None:
    row = db.execute(f"SELECT {', '.join(_POST)} FROM posts WHERE derivation = ?", (derivation,)).fetchone()
    if row is None:
        return None
    post = dict(zip(_POST, row, strict=True))
    written = {name: load_cell(post[name]) for name in _POST_JSON if post[name]}
    return from_json(Post, {**post, **written, "cut": bool(post["cut"])})


def _read_notice(db: Database, seen: Observed) -> Notice | None:
    row = db.execute("SELECT kind, text, dated FROM notices WHERE derivation = ?", (seen.derivation,)).fetchone()
    text = Masks(db, [seen.document]).mask(seen.document, row[1]) if row else ""
    return Notice(kind=NoticeKind(row[0]), text=text, dated=read_when(row[2])) if row else None
