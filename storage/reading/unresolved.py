"""List the names that no one in the roster bears: what an archivist might add to it, or correct."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database


def list_unresolved(db: Database, *, limit: int = 100) -> list[dict[str, Any]]:
    """List speakers as written that are not in the roster, the most frequent first.

    Each is ``{"mention", "count", "document"}``: the name (where none was made out, the words that mention the speaker), in how
    many quotes that stand it occurs, and the id of a document that has it.
    """
    rows = db.execute(
        """
        SELECT coalesce(g.speaker, json_extract(g.mention, '$.text')) AS mention, count(*) AS times, min(d.id)
        FROM current n
        JOIN visible o ON o.seq = n.observation
        JOIN quote_readings g ON g.derivation = n.derivation
        JOIN documents d ON d.seq = n.document
        JOIN quotes q ON q.seq = g.quote
        WHERE g.speaker_id IS NULL AND coalesce(g.speaker, g.mention) IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id)
        GROUP BY 1 ORDER BY times DESC, mention LIMIT ?
        """,
        (limit,),
    )
    return [{"mention": mention, "count": count, "document": document} for mention, count, document in rows]
