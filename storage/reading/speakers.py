"""Tell what is held of one speaker: how much, where, of what kind, relayed by whom, in which months."""

from __future__ import annotations

from collections import Counter
from typing import Final

from sqlite_utils import Database

from storage.database.listed import meet_shared
from storage.database.seconds import read_month
from storage.errors import StorageError
from storage.model.overviews import Count, Speaker
from storage.reading.days import DAY_COUNTED, Ground, judge_months, list_months

_MOST: Final = 12
"""Rows of each list about a speaker: a screen. Chosen by hand."""
_SOURCES: Final = "SELECT s.source, coalesce(t.title, s.source), count(*) AS quotes"
_WITH_CLASS: Final = "JOIN quote_classes s ON s.seq = c.class"
_WITH_ATTRIBUTION: Final = "JOIN attributions s ON s.seq = c.attribution"


def read_speaker(db: Database, name: str, ground: Ground) -> Speaker:
    """Read a speaker by id of the roster, or by the name as a reading has it.

    Raises StorageError if neither the roster nor a quote has it.
    """
    person = db.execute("SELECT id, name FROM people WHERE id = ?", (name,)).fetchone()
    where = meet_shared("speaker", "h.speaker_id = ?" if person else "h.speaker = ? AND h.speaker_id IS NULL")
    values = (person[0] if person else name,)

    def count(select: str, join: str = "") -> tuple[Count, ...]:
        sql = f"{select} FROM listed_quotes c {join} WHERE {where} GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT {_MOST}"
        rows = db.execute(sql, values).fetchall()
        return tuple(Count(value=value, label=label, quotes=quotes) for value, label, quotes in rows if value is not None)

    [(total,)] = db.execute(f"SELECT count(*) FROM listed_quotes c WHERE {where}", values).fetchall()
    if not total and person is None:
        raise StorageError(f"No words of {name!r} are held, and the roster does not know the name; see `onrecord people`.")
    months: Counter[str] = Counter()
    days = f"SELECT {DAY_COUNTED}, count(*) FROM listed_quotes c WHERE {where} AND {DAY_COUNTED} IS NOT NULL GROUP BY 1"
    for day, number in db.execute(days, values):
        months[read_month(day)] += number
    return Speaker(
        id=person[0] if person else None,
        name=person[1] if person else name,
        quotes=total,
        sources=count(_SOURCES, f"{_WITH_CLASS} LEFT JOIN sources t ON t.id = s.source"),
        kinds=count("SELECT s.document_kind, s.document_kind, count(*)", _WITH_CLASS),
        relayed_by=count("SELECT s.via, s.via, count(*)", _WITH_ATTRIBUTION),
        months=judge_months(ground, list_months(min(months), max(months)), months) if months else (),
    )


def list_speakers(db: Database, *, limit: int = 200) -> list[Count]:
    """List the speakers of the roster with the most quotes, and their ids."""
    rows = db.execute(
        f"SELECT p.id, p.name, count(*) FROM listed_quotes c {_WITH_ATTRIBUTION} JOIN people p ON p.id = s.speaker_id "
        "GROUP BY 1 ORDER BY 3 DESC, 2 LIMIT ?",
        (limit,),
    )
    return [Count(value=id_, label=name, quotes=quotes) for id_, name, quotes in rows]
