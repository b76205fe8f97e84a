"""Answer one row of `onrecord quotes`: JSON in, JSON out, in the shape of DESIGN §9."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any

from pipeline.knowledge import Knowledge
from pipeline.stages.dates import day_when, instant_when
from pipeline.stages.quotes.finder import find_attributions, look_at
from pipeline.stages.quotes.language_rules import select_language
from pipeline.stages.quotes.readings import make_quotes, number_quotes
from pipeline.stages.quotes.said_dates import published_day
from pipeline.stages.speakers import Cast
from storage.model import Basis, Quote, When
from storage.model.codec import to_json


def answer_row(row: Mapping[str, Any], knowledge: Knowledge, *, fast: bool = False, reports: bool = True) -> dict[str, Any]:
    """Answer {id, text, date?, language?} with {id, quotes: [...]}; other keys are ignored.

    ``fast`` and ``reports`` are as in `find_attributions`.
    """
    text = str(row.get("text") or "")
    document = str(row.get("id", ""))
    language = select_language(text, row.get("language"), knowledge)
    published = read_published(row.get("date") or row.get("article_date") or row.get("published"))
    scene = look_at(text, language)
    attributions = find_attributions(scene, knowledge.weights, fast=fast, reports=reports)
    cast = Cast(scene.text, knowledge, language, published_day(published), document)
    quotes = make_quotes(scene, attributions, cast, published=published)
    return {"id": row.get("id"), "quotes": [answer_quote(quote) for quote in number_quotes(document, quotes)]}


def answer_quote(quote: Quote) -> dict[str, Any]:
    """Return a quote in the JSON of DESIGN §9."""
    return to_json(quote)


def read_published(value: Any) -> When | None:
    """Read a row's date: a day or an instant in ISO 8601, or a When as JSON; None if it is neither."""
    if isinstance(value, Mapping):
        value = value.get("value")
    if not isinstance(value, str):
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not MINYEAR < instant.year < MAXYEAR:  # no room left for the days around it
        return None
    if len(value) <= 10 or instant.tzinfo is None:
        return day_when(instant.date(), value, Basis.MARKUP)
    return replace(instant_when(instant, value, Basis.MARKUP), value=value)
