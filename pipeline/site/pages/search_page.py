"""The search page, which is also the first page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from pipeline.run.read import browsing
from pipeline.run.read.searching import search
from pipeline.run.reporting import note_search
from pipeline.site.asking import PAGE, Asked, read_asked
from pipeline.site.feed_links import Feeds, name_feeds
from pipeline.site.rendering import answer, as_json, home_of, render, wants_json
from pipeline.site.timeline import describe, draw_timeline, list_bars
from storage.model.findings import Certainty
from storage.model.overviews import Facets

_GROUPED: Final = 3 * PAGE
"""The hits that are looked at to be grouped by speaker."""
_MOST_NAMED: Final = 100
"""Speakers that the box for names suggests. Chosen by hand."""


def show_search(request: Request) -> Response:
    """Show what a search finds, counted by what it can be narrowed to; or, if nothing is asked, the first page."""
    home, asked = home_of(request), read_asked(request.query_params)
    if asked.is_empty and not wants_json(request):
        return _show_first(request, asked)
    limit = _GROUPED if asked.group else PAGE
    found: dict[str, Any] = as_json(
        search(home, asked.q, sort=asked.sort, limit=limit, offset=(asked.page - 1) * limit, **asked.given)
    )
    counted = _count(request, asked)
    suggested = browsing.suggestions(home, asked.q) if not found["total"] and asked.q else {}
    if not found["total"] and asked.q and asked.page == 1 and "cut_short" not in found:
        note_search(home, asked.q)
    facts = {
        "asked": asdict(asked),
        "total": found["total"],
        "total_is": found["total_is"],
        "notes": [*asked.notes, *found["notes"]],
        "suggestions": suggested,
        "hits": found["hits"],
        "facets": counted,
    }

    def furnish() -> Mapping[str, Any]:
        return {
            "asked": asked,
            "speakers": _name_speakers(request),
            "groups": _group(facts["hits"]) if asked.group else [("", facts["hits"])],
            "narrowings": _list_narrowings(asked, counted),
            "filters": _list_filters(asked, counted),
            "timeline": draw_timeline(counted.months, asked.within, by_share=asked.scale == "share"),
            "bars": [(bar, describe(bar)) for bar in list_bars(counted.months)],
            "first": (asked.page - 1) * limit + 1,
            "last": (asked.page - 1) * limit + len(facts["hits"]),
            "is_more": _is_more(found, asked.page, limit),
            "freeze": asked.address("/freeze", sort="relevance", group="", scale=""),
            "export": f"/api/v1/export?{urlencode({'q': asked.q, **{k: str(v) for k, v in asked.given.items()}})}",
            "feeds": _name_feeds(asked),
            "replaced": {word: [(each, asked.address(q=asked.q.replace(word, each))) for each in near]
                         for word, near in suggested.items()},
        }  # fmt: skip

    return answer(request, "search.html", facts, furnish)


def _is_more(found: Mapping[str, Any], page: int, limit: int) -> bool:
    """Say whether a further page follows: a total that is not exact says nothing of its end."""
    if found["total_is"] == Certainty.EXACT:
        return bool(found["hits"]) and page * limit < found["total"]
    return len(found["hits"]) == limit


def _count(request: Request, asked: Asked) -> Facets:
    """Count what a search can be narrowed to: the same for each page, order and grouping of its hits."""
    home = home_of(request)

    def read() -> Facets:
        return browsing.facets(home, asked.q, request.app.state.ground.of(home), **asked.given)

    counted: Facets = request.app.state.facets.of(home, (asked.q, *sorted(asked.given.items())), read, is_whole=_is_counted)
    return counted


def _is_counted(facets: Facets) -> bool:
    """Say whether counting was not cut short by its time limit."""
    return facets.complete or facets.counted > 0


def _show_first(request: Request, asked: Asked) -> Response:
    covered, months = request.app.state.covered.of(home_of(request))
    return render(
        request,
        "first.html",
        {
            "asked": asked,
            "speakers": _name_speakers(request),
            "sources": [each for each in covered if each.documents],
            "documents": sum(each.documents for each in covered),
            "quotes": sum(month.held for month in months),
            "timeline": draw_timeline(months, asked.within),
            "months": months,
        },
    )


def _name_speakers(request: Request) -> Sequence[Any]:
    speakers: Sequence[Any] = request.app.state.speakers.of(home_of(request))
    return speakers[:_MOST_NAMED]


def _group(hits: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Group hits by speaker, in the order of each speaker's first hit."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for hit in hits:
        groups.setdefault(hit["speaker"] or "Speaker not known", []).append(hit)
    return list(groups.items())


def _list_narrowings(asked: Asked, facets: Facets) -> list[tuple[str, list[tuple[Any, str]]]]:
    """List what a search can be narrowed to, with the address of each."""
    listed = {
        "speaker": ("Speaker", facets.speakers),
        "source": ("Source", facets.sources),
        "kind": ("How quoted", facets.kinds),
        "lang": ("Language", facets.languages),
    }
    found = [
        (title, [(count, asked.address(**{name: count.value})) for count in counts])
        for name, (title, counts) in listed.items()
        if not getattr(asked, name)
    ]
    years = [] if len(asked.when) == 4 else [(count, asked.within(count.value)) for count in facets.years]
    return [(title, of) for title, of in [*found, ("Year", years)] if len(of) > 1]


def _name_feeds(asked: Asked) -> Feeds | None:
    """Name the feeds of a search; one as of a day never changes."""
    return None if asked.as_of else name_feeds(asked.address(sort="relevance", group="", scale=""), "this search")


def _list_filters(asked: Asked, facets: Facets) -> list[tuple[str, str, str]]:
    """List what a search is narrowed to: what, to which value as readers know it, and the address without it."""
    names = {"speaker": "by", "source": "published by", "kind": "kind", "lang": "in", "when": "in", "since": "from",
             "until": "until", "as_of": "as the archive was on"}  # fmt: skip
    titles = {count.value: count.label for count in facets.sources}
    found = [(name, said, getattr(asked, name)) for name, said in names.items()]
    return [
        (said, titles.get(value, value) if name == "source" else value, asked.address(**{name: ""}))
        for name, said, value in found
        if value
    ]
