"""Read quotes and documents as they are cited: the words, the publication, and the first capture of them that may be shown.

Quotes are read by key, a batch at a time, so that a million of them take no more memory than one batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from sqlite_utils import Database

from storage.database.masking import Masks
from storage.database.rows import QUOTE_WIDTH, READING_COLUMNS, read_names, read_quote, read_when, storable, write_json
from storage.database.texts import Texts
from storage.errors import StorageError
from storage.model import DocumentKind, Quote, Sha256
from storage.model.codec import read_instant
from storage.model.findings import Account, Cited, Evidence, FoundDocument, NamedSpeaker, Redaction, Withdrawn
from storage.search.hits import find_address

QuoteKey = tuple[int, int, str]
"""What a search finds: the keys of a quote and of the derivation that reads it, and the id of the source."""

BATCH: Final = 500
"""This number of quotes is read by one statement. Chosen by hand."""

_OPENING_CHARS = 400
"""The characters of a document that are read for a title: more than any style of citation takes (cite.reference)."""
_FIRST: Final = """(
    SELECT n.seq FROM visible n WHERE n.document = v.document AND n.revision = v.revision ORDER BY n.captured_at, n.seq LIMIT 1
)"""
_COLUMNS: Final = """
    d.id, v.url, v.title, v.kind, v.language, v.issuers, v.fragment, v.published, v.speakers, r.id,
    c.id, c.url, c.captured_at, c.payload_sha256, p.platform, coalesce(p.account, p.author), substr(r.text, 1, ?), s.publisher,
    v.revision, v.seq
"""
_JOINED: Final = f"""
    CROSS JOIN documents d ON d.seq = v.document
    CROSS JOIN revisions r ON r.seq = v.revision
    CROSS JOIN observations f ON f.seq = {_FIRST}
    CROSS JOIN captures c ON c.id = f.capture
    LEFT JOIN posts p ON p.derivation = v.seq
"""
_QUOTES: Final = f"""
    SELECT {READING_COLUMNS}, e.value ->> 2, h.kind, h.country, {_COLUMNS} FROM json_each(?) e
    CROSS JOIN unredacted_quotes q ON q.seq = e.value ->> 0
    CROSS JOIN quote_readings g ON g.derivation = e.value ->> 1 AND g.quote = q.seq
    CROSS JOIN derivations v ON v.seq = g.derivation
    {_JOINED}
    LEFT JOIN people h ON h.id = g.speaker_id
    LEFT JOIN sources s ON s.id = e.value ->> 2
    ORDER BY e.key
"""
_DOCUMENT: Final = f"""
    SELECT o.source, {_COLUMNS} FROM documents a
    CROSS JOIN visible o ON o.document = a.seq
    CROSS JOIN derivations v ON v.seq = o.derivation
    {_JOINED}
    LEFT JOIN sources s ON s.id = o.source
    WHERE a.id = ? ORDER BY o.recency DESC LIMIT 1
"""
_NEWEST_KEY: Final = """
    SELECT q.seq, o.derivation, o.source FROM unredacted_quotes q
    JOIN readings g ON g.quote = q.seq
    JOIN visible o ON o.derivation = g.derivation
    WHERE q.id = ? ORDER BY o.recency DESC LIMIT 1
"""


def read_cited(db: Database, keys: Iterable[QuoteKey]) -> Iterator[Cited]:
    """Yield the quotes of keys in their order; what was withdrawn meanwhile is left out."""
    waiting, masks, texts = iter(keys), Masks(db), Texts(db)
    while batch := list(islice(waiting, BATCH)):
        for row in db.execute(_QUOTES, (_OPENING_CHARS, write_json(batch))).fetchall():
            yield _mask(masks, _read_row(row, texts.read(row[-2])), row[-1])


def find_cited(db: Database, id: str) -> Cited | Withdrawn:  # noqa: A002 - the word of the field
    """Find one quote or document to cite. Raises StorageError if the archive holds neither under the id."""
    id = storable(id)  # noqa: A001 - as above
    redacted = db.execute("SELECT why, redacted_at FROM redactions WHERE target = ?", (id,)).fetchone()
    if redacted:
        return Withdrawn(id=id, redacted=Redaction(why=redacted[0], redacted_at=read_instant(redacted[1])))
    found = _find_quote(db, id) if id.startswith("q_") else _find_document(db, id)
    if found is None:
        raise StorageError(
            f"The archive holds nothing to cite under {id!r}; expected the id of a quote (q_…) or document (d_…) that "
            "may be shown. `onrecord search` finds them."
        )
    return found


def _find_quote(db: Database, id_: str) -> Cited | None:
    key = db.execute(_NEWEST_KEY, (id_,)).fetchone()
    return next(read_cited(db, [tuple(key)]), None) if key else None


def _find_document(db: Database, id_: str) -> Cited | None:
    row = db.execute(_DOCUMENT, (_OPENING_CHARS, id_)).fetchone()
    if row is None:
        return None
    source, *columns = row
    names = read_names(columns[8])
    known = _read_people(db, names)
    speakers = tuple(known.get(name, NamedSpeaker(name=name)) for name in names)
    return _mask(Masks(db, [id_]), _cite(None, source, columns, speakers), columns[-1])


def _mask(masks: Masks, cited: Cited, derivation: int) -> Cited:
    """Mask what was withdrawn from the document that is cited."""
    id_ = cited.document.id
    if not masks.touches(id_):
        return cited
    text = masks.read(id_, derivation=derivation)
    document = replace(
        cited.document,
        title=masks.mask(id_, cited.document.title),
        issuers=masks.names(id_, cited.document.issuers),
    )
    return replace(
        cited,
        quote=masks.cut(id_, cited.quote, text) if cited.quote else None,
        document=document,
        published=masks.when(id_, cited.published),
        opening=text[: len(cited.opening)],
    )


def _read_people(db: Database, names: Sequence[str]) -> Mapping[str, NamedSpeaker]:
    rows = db.execute(
        "SELECT id, name, kind, country FROM people WHERE name IN (SELECT value FROM json_each(?))", (write_json(names),)
    )
    return {row[1]: _name_speaker(row[1], id_=row[0], office=None, kind=row[2], country=row[3]) for row in rows}


def _read_row(row: Sequence[Any], text: str) -> Cited:
    quote = read_quote(row, text)
    source, kind, country, *columns = row[QUOTE_WIDTH:]
    speaker = quote.speaker or (quote.mention.text if quote.mention else None)
    named = _name_speaker(speaker, id_=quote.speaker_id, office=quote.office, kind=kind, country=country) if speaker else None
    return _cite(quote, source, columns, (named,) if named else ())


def _name_speaker(name: str, *, id_: str | None, office: str | None, kind: str | None, country: str | None) -> NamedSpeaker:
    return NamedSpeaker(name=name, id=id_, office=office, is_person=None if kind is None else kind == "person", country=country)


def _cite(quote: Quote | None, source: str, row: Sequence[Any], speakers: tuple[NamedSpeaker, ...]) -> Cited:
    id_, url, title, kind, language, issuers, fragment, published, _, revision = row[:10]
    capture, captured_url, captured_at, digest, platform, handle, opening, publisher = row[10:18]
    return Cited(
        quote=quote,
        document=FoundDocument(
            id=id_,
            url=url,
            title=title,
            kind=DocumentKind(kind),
            language=language,
            issuers=read_names(issuers),
            fragment=fragment or None,
            address=find_address(url, captured_url),
        ),
        source=source,
        publisher=publisher,
        published=read_when(published),
        speakers=speakers,
        account=Account(platform=platform, handle=handle) if platform else None,
        opening=opening if platform else "",
        evidence=Evidence(
            capture=capture, captured_at=read_instant(captured_at), revision=revision, payload_sha256=Sha256(digest)
        ),
    )
