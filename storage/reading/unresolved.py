"""List the names that are not in the roster: what an archivist might add to it, or correct."""

from __future__ import annotations

from sqlite_utils import Database

from storage.model.findings import UnresolvedName


def list_unresolved(db: Database, *, limit: int = 100) -> list[UnresolvedName]:
    """List speakers as written that are not in the roster, the most frequent first; where no name was made out, the words that
    mention the speaker."""
    rows = db.execute(
        """
        SELECT coalesce(a.speaker, json_extract(g.mention, '$.text')) AS mention, count(*) AS times, min(n.id)
        FROM current_documents n
        JOIN readings g ON g.derivation = n.derivation
        JOIN attributions a ON a.seq = g.attribution
        JOIN unredacted_quotes q ON q.seq = g.quote
        WHERE a.speaker_id IS NULL AND coalesce(a.speaker, g.mention) IS NOT NULL
        GROUP BY 1 ORDER BY times DESC, mention LIMIT ?
        """,
        (limit,),
    )
    return [UnresolvedName(mention=mention, count=count, document=document) for mention, count, document in rows]
