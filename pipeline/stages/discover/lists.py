"""Read lists of items from JSON APIs: WordPress, Drupal JSON:API, GOV.UK search, and JSON Feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from w3lib.url import add_or_replace_parameter

from pipeline.stages.discover.date_readers import ReadDate
from pipeline.stages.results import ParsedListing
from pipeline.stages.text.bounded_markup import parse_html
from storage.model import Basis, Lead
from storage.model.identity import join_url

_URLS = ("link", "url", "permalink", "web_url", "href", "external_url", "canonical_url", "path")
_TITLES = ("title", "headline", "name", "label")
_DATES = (
    "date_gmt date date_published datePublished published_at first_published_at publishedAt published public_timestamp created "
    "date_modified modified updated"
).split()


def read_api(answer: Any, *, base: str | None, read_date: ReadDate) -> ParsedListing | None:
    """Read the items of a JSON answer; None if it is no list of addressed items."""
    items = _items(answer)
    leads = tuple(filter(None, (_lead(item, base, read_date) if isinstance(item, Mapping) else None for item in items)))
    return ParsedListing(leads=leads, next=_next(answer, base), unaddressed=len(items) - len(leads)) if leads else None


def _items(answer: Any) -> Sequence[Any]:
    if isinstance(answer, Mapping):
        answer = next(
            (answer[key] for key in ("items", "results", "data", "posts", "entries") if isinstance(answer.get(key), list)), []
        )
    return answer if isinstance(answer, list) else []


def _lead(item: Mapping[str, Any], base: str | None, read_date: ReadDate) -> Lead | None:
    fields = {**item, **item["attributes"]} if isinstance(item.get("attributes"), Mapping) else item
    url = next((words for name in _URLS if (words := _words(fields.get(name)))), None)
    if not url:
        return None
    title = next((words for name in _TITLES if (words := _words(fields.get(name)))), None)
    raw = next((name for name in _DATES if isinstance(fields.get(name), str) and fields[name]), None)
    return Lead(
        url=join_url(base, url),
        title=title,
        date=read_date(_zoned(raw, fields[raw]), basis=Basis.MARKUP) if raw else None,
        seen_at=base,
    )


def _zoned(name: str, raw: str) -> str:
    """WordPress' ``date_gmt`` is UTC without saying so in its value."""
    return f"{raw}+00:00" if name == "date_gmt" and "+" not in raw and not raw.endswith("Z") else raw


def _words(value: Any) -> str:
    """Read a plain value, or WordPress' ``{"rendered": …}``, or Drupal's ``{"alias": …}``, as words."""
    if isinstance(value, Mapping):
        value = value.get("rendered") or value.get("alias") or value.get("href") or value.get("value")
    if not isinstance(value, str):
        return ""
    if "<" not in value and "&" not in value:
        return " ".join(value.split())
    tree = parse_html(value)
    return " ".join((tree.body.text() if tree.body else value).split())


def _next(answer: Any, base: str | None) -> str | None:
    if not isinstance(answer, Mapping):
        return None
    links = answer.get("links")
    found = _words(links.get("next")) if isinstance(links, Mapping) else ""
    found = found or _words(answer.get("next_url") or answer.get("next"))
    if not found and base:
        return _next_by_start(answer, base)
    return join_url(base, found) if found else None


def _next_by_start(answer: Mapping[str, Any], base: str) -> str | None:
    """Count on from where an answer says that it starts, as GOV.UK's search does."""
    start, total, results = answer.get("start"), answer.get("total"), answer.get("results")
    if not (isinstance(start, int) and isinstance(total, int) and isinstance(results, list) and results):
        return None
    following = start + len(results)
    return str(add_or_replace_parameter(base, "start", str(following))) if following < total else None
