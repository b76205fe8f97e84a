"""Answer one row of `onrecord quotes`: JSON in, JSON out, in the shape of DESIGN §9."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pipeline.knowledge import Knowledge
from pipeline.stages.quotes.assembly import make_quotes, number_quotes
from pipeline.stages.quotes.finder import find_attributions, look_at
from pipeline.stages.quotes.said import day_bounds, published_day
from pipeline.stages.quotes.tongues import choose_language
from pipeline.stages.speakers import Cast
from storage.codec import to_json
from storage.model import Basis, Precision, Quote, When


def answer_row(row: Mapping[str, Any], knowledge: Knowledge, *, fast: bool = False, reports: bool = True) -> dict[str, Any]:
    """Answer {id, text, date?, language?} with {id, quotes: [...]}; other keys are ignored.

    ``fast`` and ``reports`` are as in `find_attributions`.
    """
    text = str(row.get("text") or "")
    document = str(row.get("id", ""))
    language = choose_language(text, row.get("language"), knowledge)
    published = read_published(row.get("date") or row.get("article_date") or row.get("published"))
    scene = look_at(text, language)
    attributions = find_attributions(scene, knowledge.weights, fast=fast, reports=reports)
    cast = Cast(text, knowledge, language, published_day(published), document)
    quotes = make_quotes(scene, attributions, cast, published=published)
    return {"id": row.get("id"), "quotes": [answer_quote(quote) for quote in number_quotes(document, quotes)]}


def answer_quote(quote: Quote) -> dict[str, Any]:
    """Give a quote in the JSON of DESIGN §9."""
    return to_json(quote)


def read_published(value: Any) -> When | None:
    """Read a row's date: a day or an instant in ISO 8601, or a When as JSON; None where it is neither."""
    if isinstance(value, Mapping):
        value = value.get("value")
    if not isinstance(value, str):
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return _day_published(instant.date(), value) if len(value) <= 10 else _instant_published(instant, value)


def _day_published(day: date, raw: str) -> When:
    earliest, latest = day_bounds(day, None)
    return When(
        raw=raw, value=day.isoformat(), precision=Precision.DAY, zone=None, earliest=earliest, latest=latest, basis=Basis.MARKUP
    )


def _instant_published(instant: datetime, raw: str) -> When:
    if instant.tzinfo is None:
        return _day_published(instant.date(), raw)
    utc = instant.astimezone(UTC)
    zone = instant.strftime("%z")
    return When(
        raw=raw,
        value=raw,
        precision=Precision.MINUTE,
        zone=f"{zone[:3]}:{zone[3:5]}",
        earliest=utc,
        latest=utc,
        basis=Basis.MARKUP,
    )
