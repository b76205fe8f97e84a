"""Read which other documents hold a document's text, as a whole or as a part, with the facts that tell how they are related."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.wordings import LEAST_WORDS
from storage.text.folding import fold_text

MOST_COPIES: Final = 200
"""So many documents are listed, those of the newest revisions first."""

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
            p.seq = (SELECT v.revision FROM current c JOIN derivations v ON v.seq = c.derivation WHERE c.document = p.document)
            AND r.seq = (
                SELECT v.revision FROM current c JOIN derivations v ON v.seq = c.derivation WHERE c.document = r.document
            ) AS stand
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
        s.country, p.platform, p.id, p.account, p.reposted, p.quoted, min(o.captured_at),
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


def list_copies(db: Database, id: str) -> list[dict[str, Any]]:  # noqa: A002 - the word of the field
    """List the documents that hold the same text, one entry each, in order of publication.

    An entry has the ``verdict``, ``material`` and ``reason`` of the shorter text against the longer, the number of ``words`` of
    both, the ids of the two revisions compared, and whether both stand today; ``this`` and ``that`` are the facts of both. A
    pair of texts that stand today is preferred to one of earlier revisions.
    """
    rows = db.execute(_NEAR, (id,)).fetchall()
    items = read_items(db, {revision for row in rows for revision in row[:2]})
    copies = [_describe(row, items) for row in rows]
    return sorted(copies, key=lambda copy: (_begin(copy["published"]) or copy["observed"], copy["document"]["id"]))


def read_items(db: Database, revisions: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Read the facts of documents, each as one of its revisions shows it: what tells how two of them are related."""
    rows = db.execute(_ITEMS, (write_json(sorted(revisions)),)).fetchall()
    items = {row[0]: _item(row[1:]) for row in rows}
    names = {
        fold_text(name) for item in items.values() for name in (*item["issuers"], *item["speakers"], item["publisher"] or "")
    }
    known = dict(db.execute(_KNOWN_AS, (write_json(sorted(names)),)).fetchall())
    for item in items.values():
        publishers = (*item["issuers"], *([item["publisher"]] if item["publisher"] else []))
        item["publishers"] = sorted({known.get(fold_text(name), fold_text(name)) for name in publishers})
        item["people"] = sorted({known.get(fold_text(name), fold_text(name)) for name in item["speakers"]})
    return items


def _begin(published: Mapping[str, Any] | None) -> str | None:
    return (published["earliest"] or published["latest"]) if published else None


def _item(row: Sequence[Any]) -> dict[str, Any]:
    id_, url, title, kind, language, issuers, speakers, published, source, publisher, country = row[:11]
    platform, post, account, reposted, quoted, observed, captures, text = row[11:]
    return {
        "document": {"id": id_, "url": url, "title": title, "kind": kind, "language": language, "issuers": json.loads(issuers)},
        "issuers": json.loads(issuers),
        "speakers": json.loads(speakers),
        "published": json.loads(published) if published else None,
        "source": source,
        "publisher": publisher,
        "country": country,
        "platform": platform,
        "post": post,
        "account": account,
        "reposted": reposted,
        "quoted": quoted,
        "observed": observed,
        "captures": sorted(set(json.loads(captures))),
        "text": text,
    }


def _describe(row: Sequence[Any], items: dict[int, dict[str, Any]]) -> dict[str, Any]:
    mine, theirs, verdict, material, reason, my_words, their_words, revision, other, equal, stand = row
    if verdict is None:
        verdict, reason = ("identical", "the same characters") if equal else ("typographic", "the same letters and numbers")
    that = items[theirs]
    return {
        "document": that["document"],
        "source": that["source"],
        "published": that["published"],
        "observed": that["observed"],
        "verdict": verdict,
        "material": bool(material),
        "reason": reason,
        "words": {"this": my_words, "that": their_words},
        "revisions": {"this": revision, "that": other},
        "both_stand": bool(stand),
        "this": items[mine],
        "that": that,
    }
