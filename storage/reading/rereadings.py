"""List what a newer reading of the same bytes changed: quotes gained and lost, and what is now said otherwise of those kept.

Observations are numbered as they come, so that everything after a number (`newest_observation`) is what came since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlite_utils import Database

from storage.database.masking import Masks
from storage.database.rows import load_cell, read_names, read_when
from storage.model import Mention, QuoteKind
from storage.model.codec import from_json
from storage.model.findings import ChangedQuote, DocumentChange, FieldChange, FieldValue, ReadQuote

_NEWEST = "SELECT coalesce(max(seq), 0) FROM observations"
_CHANGED = """
    SELECT n.id, n.source, n.title, n.url, n.derivation, (
        SELECT b.derivation FROM visible b WHERE b.document = n.seq AND b.seq <= ?1 ORDER BY b.recency DESC LIMIT 1
    ) AS before
    FROM current_documents n
    WHERE n.observation > ?1 AND before IS NOT NULL AND before <> n.derivation ORDER BY n.source, n.id
"""
_ATTRIBUTED = "SELECT 1 FROM readings g JOIN attributions a ON a.seq = g.attribution WHERE g.derivation = {}"
_OF_NOBODY = f"({_ATTRIBUTED} AND a.speaker IS NULL AND g.mention IS NULL)"
_OF_SOMEBODY = f"({_ATTRIBUTED} AND a.speaker IS NOT NULL)"
_UNNAMED = f"""
    SELECT count(*) FROM current_documents n JOIN derivations d ON d.seq = n.derivation
    WHERE n.observation > ? AND d.kind = 'post'
    AND EXISTS {_OF_NOBODY.format("n.derivation")} AND NOT EXISTS {_OF_SOMEBODY.format("n.derivation")}
"""
_NAMED = f"""
    SELECT count(*) FROM ({_CHANGED}) c
    WHERE EXISTS {_OF_SOMEBODY.format("c.derivation")} AND NOT EXISTS {_OF_SOMEBODY.format("c.before")}
"""
_DESCRIBED: Final = "SELECT kind, title, language, published, issuers, speakers, via FROM derivations WHERE seq = ?"
_READINGS = """
    SELECT q.id, q.kind, g.start, g."end", g.speaker, g.office, g.via, g.mention, g.cue, g.said
    FROM quote_readings g JOIN unredacted_quotes q ON q.seq = g.quote
    WHERE g.derivation = ? ORDER BY g.start, q.id
"""
_COMPARED: Final = ("kind", "exact", "speaker", "office", "via", "mention", "cue", "said")


def newest_observation(db: Database) -> int:
    """Return the number of the newest observation; 0 if there is none."""
    return int(db.execute(_NEWEST).fetchone()[0])


def count_unnamed(db: Database, since: int) -> int:
    """Count the posts observed since observation ``since`` of which nothing says whose words they are."""
    return int(db.execute(_UNNAMED, (since,)).fetchone()[0])


def count_named(db: Database, since: int) -> int:
    """Count the documents that name a speaker since observation ``since`` and named none before."""
    return int(db.execute(_NAMED, (since,)).fetchone()[0])


def iterate_changes(db: Database, since: int) -> Iterator[DocumentChange]:
    """Yield what is read otherwise than before observation ``since``, a document at a time, by source.

    Documents that came since, and those read as before, are left out; so is whatever is redacted.
    """
    for document, source, title, url, now, before in db.execute(_CHANGED, (since,)).fetchall():
        masks = Masks(db, [document])
        older, newer = _read_quotes(db, masks, document, before), _read_quotes(db, masks, document, now)
        change = DocumentChange(
            source=source,
            document=document,
            title=masks.mask(document, title),
            url=url,
            fields=_differ(_describe(db, masks, document, before), _describe(db, masks, document, now)),
            gained=tuple(quote for id_, quote in newer.items() if id_ not in older),
            lost=tuple(quote for id_, quote in older.items() if id_ not in newer),
            changed=tuple(
                ChangedQuote(id=id_, exact=quote.exact, fields=fields)
                for id_, quote in newer.items()
                if id_ in older and (fields := _differ(_values(older[id_]), _values(quote)))
            ),
        )
        if change.fields or change.gained or change.lost or change.changed:
            yield change


def _describe(db: Database, masks: Masks, document: str, derivation: int) -> dict[str, FieldValue]:
    [(kind, title, language, published, issuers, speakers, via)] = db.execute(_DESCRIBED, (derivation,)).fetchall()
    return {
        "kind": kind,
        "title": masks.mask(document, title),
        "language": language,
        "published": read_when(published),
        "issuers": read_names(issuers),
        "speakers": read_names(speakers),
        "via": read_names(via),
    }


def _read_quotes(db: Database, masks: Masks, document: str, derivation: int) -> dict[str, ReadQuote]:
    text = masks.read(document, derivation=derivation)
    found = {row[0]: _read_quote(row, text) for row in db.execute(_READINGS, (derivation,))}
    if not masks.touches(document):
        return found
    return {id_: replace(each, cue=masks.mask(document, each.cue)) for id_, each in found.items()}


def _read_quote(row: Sequence[Any], text: str) -> ReadQuote:
    id_, kind, start, end, speaker, office, via, mention, cue, said = row
    return ReadQuote(
        id=id_,
        kind=QuoteKind(kind),
        exact=text[start:end],
        speaker=speaker,
        office=office,
        via=via,
        mention=from_json(Mention, load_cell(mention)) if mention else None,
        cue=cue,
        said=read_when(said),
    )


def _values(quote: ReadQuote) -> dict[str, FieldValue]:
    return {name: getattr(quote, name) for name in _COMPARED}


def _differ(before: Mapping[str, FieldValue], now: Mapping[str, FieldValue]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(name=name, before=before[name], now=now[name]) for name in now if before[name] != now[name])
