"""List the names that are not in the roster: what an archivist might add to it, or correct."""

from __future__ import annotations

from sqlite_utils import Database

from storage.model.findings import UnresolvedName


def list_unresolved(db: Database, *, limit: int = 100) -> list[UnresolvedName]:
    """List speakers as written that are not in the roster, the most frequent first; where no name was made out, the words that
    mention the speaker."""
    rows = db.execute(
        """
        SELECT coalesce(g.speaker, json_extract(g.mention, '$.text')) AS mention, count(*) AS times, min(n.id)
        FROM current_documents n
        JOIN readings g ON g.derivation = n.derivation
        JOIN unredacted_quotes q ON q.seq = g.quote
        WHERE g.speaker_id IS NULL AND coalesce(g.speaker, g.mention) IS NOT NULL
        GROUP BY 1 ORDER BY times DESC, mention LIMIT ?
        """,
        (limit,),
    )
    return [UnresolvedName(mention=mention, count=count, document=document) for mention, count, document in rows]
