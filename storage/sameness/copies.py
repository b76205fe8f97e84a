"""Read which other documents hold a document's text, as a whole or as a part, with the facts that tell how they are related."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlite_utils import Database

from storage.database.masking import Masks
from storage.database.rows import load_cell, read_names, read_when, write_json
from storage.model import DocumentKind, When
from storage.model.codec import read_instant
from storage.model.findings import DocumentHead, RevisionPair, WordCounts
from storage.model.verdicts import TextVerdict
from storage.sameness.wordings import LEAST_WORDS
from storage.text.folding import fold_text

MOST_COPIES: Final = 200
"""At most this number of documents are listed, those of the newest revisions first. Chosen by hand."""

_LATEST = "NOT EXISTS (SELECT 1 FROM text_links n WHERE (n.longer, n.shorter) = (l.longer, l.shorter) AND n.seq > l.seq)"
# Pairs of a revision of the document and one of another, by a text that both share or a link between their texts; of each other
# document the pair that tells most: of texts that stand today, then of equal texts, then the newest.
# CROSS JOIN keeps SQLite from reading all links for a few texts.
_NEAR = f"""
    WITH mine AS (
        SELECT DISTINCT x.text, x.revision FROM documents d JOIN visible o ON o.document = d.seq
        JOIN revision_texts x ON x.revision = o.revision JOIN texts t ON t.seq = x.text
        WHERE d.id = ?1 AND t.length >= {LEAST_WORDS}
    ), near AS (
        SELECT m.revision AS mine, x.revision AS theirs, NULL AS link
        FROM mine m CROSS JOIN revision_texts x ON x.text = m.text
        UNION ALL SELECT m.revision, x.revision, l.seq
        FROM mine m CROSS JOIN text_links l ON l.longer = m.text JOIN revision_texts x ON x.text = l.shorter WHERE {_LATEST}
        UNION ALL SELECT m.revision, x.revision, l.seq
        FROM mine m CROSS JOIN text_links l ON l.shorter = m.text JOIN revision_texts x ON x.text = l.longer WHERE {_LATEST}
    ), pairs AS (
        SELECT n.mine, n.theirs, n.link, p.id AS my_id, r.id AS their_id, p.text = r.text AS equal,
            r.document,
            p.seq = (SELECT c.revision FROM current_documents c WHERE c.seq = p.document)
            AND r.seq = (SELECT c.revision FROM current_documents c WHERE c.seq = r.document) AS stand
        FROM near n CROSS JOIN revisions p ON p.seq = n.mine CROSS JOIN revisions r ON r.seq = n.theirs
        WHERE r.document <> p.document AND EXISTS (SELECT 1 FROM visible o WHERE o.revision = r.seq)
    ), told AS (
        SELECT *, row_number() OVER (
            PARTITION BY document ORDER BY stand DESC, link IS NULL DESC, theirs DESC, mine DESC
        ) AS place FROM pairs
    )
    SELECT t.mine, t.theirs, l.verdict, l.material, l.reason, a.length, b.length, t.my_id, t.their_id, t.equal, t.stand
    FROM told t
    CROSS JOIN revision_texts i ON i.revision = t.mine JOIN texts a ON a.seq = i.text
    JOIN revision_texts j ON j.revision = t.theirs JOIN texts b ON b.seq = j.text
    LEFT JOIN text_links l ON l.seq = t.link
    WHERE t.place = 1 ORDER BY t.theirs DESC LIMIT {MOST_COPIES}
"""
# A bare column beside min() comes from its row: what the first capture showed, as it was read first. A file that was imported
# may hold a whole collection: it is no page that documents share.
_ITEMS = """
    SELECT r.seq, d.id, v.url, v.title, v.kind, v.language, v.issuers, v.speakers, v.published, o.source, s.publisher,
        s.country, p.platform, p.id, p.account, p.reposted, min(o.captured_at),
        json_group_array(o.capture) FILTER (WHERE c.record_type <> 'resource'), r.text
    FROM revisions r
    JOIN visible o ON o.revision = r.seq
    JOIN derivations v ON v.seq = o.derivation
    JOIN documents d ON d.seq = r.document
    JOIN captures c ON c.id = o.capture
    LEFT JOIN sources s ON s.id = o.source
    LEFT JOIN posts p ON p.derivation = v.seq
    WHERE r.seq IN (SELECT value FROM json_each(?)) GROUP BY r.seq
"""
_KNOWN_AS = "SELECT folded, person FROM aliases WHERE person IS NOT NULL AND folded IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """The facts of a document as one of its revisions shows it: what tells how two of them are related.

    ``publishers`` and ``people`` (whose words they are) are ids of the roster, else folded names. ``observed`` is when a
    capture first showed the revision, ``captures`` those that are no imported files.
    """

    document: DocumentHead
    speakers: tuple[str, ...]
    published: When | None
    source: str
    country: str | None
    platform: str | None
    post: str | None
    account: str | None
    reposted: str | None
    observed: datetime
    captures: frozenset[str]
    text: str
    publishers: frozenset[str]
    people: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPair:
    """A document and another that holds its text, each by one revision, with how the shorter text stands to the longer."""

    this: TextFacts
    that: TextFacts
    verdict: TextVerdict
    material: bool
    reason: str
    words: WordCounts
    revisions: RevisionPair
    both_stand: bool


def list_copies(db: Database, id: str) -> list[CopyPair]:  # noqa: A002 - the word of the field
    """List the documents that hold the same text, one entry each, in order of publication.

    A pair of texts that stand today is preferred to one of earlier revisions.
    """
    rows = db.execute(_NEAR, (id,)).fetchall()
    items = read_facts(db, {revision for row in rows for revision in row[:2]})
    copies = [_describe(row, items) for row in rows]
    return sorted(copies, key=lambda copy: (_begin(copy.that.published) or copy.that.observed, copy.that.document.id))


def read_facts(db: Database, revisions: Iterable[int]) -> dict[int, TextFacts]:
    """Read the facts of documents by the keys of their revisions."""
    rows = db.execute(_ITEMS, (write_json(sorted(revisions)),)).fetchall()
    named = {row[0]: (_publishers(row), read_names(row[7])) for row in rows}
    names = {fold_text(name) for each in named.values() for part in each for name in part}
    known = dict(db.execute(_KNOWN_AS, (write_json(sorted(names)),)).fetchall())

    def identify(part: Iterable[str]) -> frozenset[str]:
        return frozenset(known.get(folded, folded) for folded in map(fold_text, part))

    masks = Masks(db, {row[1] for row in rows})
    return {row[0]: _mask(masks, _facts(row[1:], *map(identify, named[row[0]]))) for row in rows}


def _mask(masks: Masks, facts: TextFacts) -> TextFacts:
    """Mask what was withdrawn from a document."""
    id_ = facts.document.id
    if not masks.touches(id_):
        return facts
    document = replace(facts.document, title=masks.mask(id_, facts.document.title))
    return replace(facts, document=document, text=masks.mask(id_, facts.text))


def _publishers(row: Sequence[Any]) -> tuple[str, ...]:
    """Return the issuers of a document and the publisher of its source."""
    issuers, publisher = read_names(row[6]), row[10]
    return (*issuers, publisher) if publisher else issuers


def _begin(published: When | None) -> datetime | None:
    return (published.earliest or published.latest) if published else None


def _facts(row: Sequence[Any], publishers: frozenset[str], people: frozenset[str]) -> TextFacts:
    id_, url, title, kind, language, issuers, speakers, published, source, _, country = row[:11]
    platform, post, account, reposted, observed, captures, text = row[11:]
    return TextFacts(
        document=DocumentHead(
            id=id_, url=url, title=title, kind=DocumentKind(kind), language=language, issuers=read_names(issuers)
        ),
        speakers=read_names(speakers),
        published=read_when(published),
        source=source,
        country=country,
        platform=platform,
        post=post,
        account=account,
        reposted=reposted,
        observed=read_instant(observed),
        captures=frozenset(load_cell(captures)),
        text=text,
        publishers=publishers,
        people=people,
    )


def _describe(row: Sequence[Any], items: Mapping[int, TextFacts]) -> CopyPair:
    mine, theirs, verdict, material, reason, my_words, their_words, revision, other, equal, stand = row
    if verdict is None:
        verdict, reason = ("identical", "the same characters") if equal else ("typographic", "the same letters and numbers")
    return CopyPair(
        this=items[mine],
        that=items[theirs],
        verdict=TextVerdict(verdict),
        material=bool(material),
        reason=reason,
        words=WordCounts(this=my_words, that=their_words),
        revisions=RevisionPair(this=revision, that=other),
        both_stand=bool(stand),
    )
