"""The pages of a speaker, a source, a run, the coverage of the archive, and what On Record promises."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from pipeline.run.read import browsing
from pipeline.site.asking import Asked
from pipeline.site.feed_links import name_feeds
from pipeline.site.rendering import answer, as_json, home_of
from pipeline.site.timeline import describe, draw_calendar, draw_timeline, list_bars, summarise, tabulate
from storage.errors import QueryStopped


def show_speaker(request: Request) -> Response:
    """Show a speaker: offices, what and where they spoke over time, who relays them, the first use of a phrase."""
    home, name = home_of(request), request.path_params["name"]
    found = browsing.speaker(home, name, request.app.state.ground.of(home))
    phrase = request.query_params.get("phrase", "").strip()[:200]
    asked = Asked(speaker=found.id or found.name)
    facts = {
        "speaker": found,
        "offices": as_json(browsing.offices(found.id)) if found.id else [],
        "phrase": phrase,
        "first_uses": _find_first_uses(request, asked, phrase) if phrase else [],
    }
    return answer(
        request,
        "speaker.html",
        facts,
        lambda: {
            "asked": asked,
            "timeline": draw_timeline(found.months, asked.within),
            "bars": [(bar, describe(bar)) for bar in list_bars(found.months)],
            "feeds": name_feeds(f"/speaker/{quote(found.id or found.name, safe='')}", found.name),
        },
    )


def _find_first_uses(request: Request, asked: Asked, phrase: str) -> list[object]:
    from pipeline.run.read.searching import search

    words = '"' + phrase.replace('"', " ") + '"'
    found = as_json(search(home_of(request), words, sort="oldest", limit=3, **asked.given))
    hits: list[object] = found["hits"]
    return hits


def show_source(request: Request) -> Response:
    """Show a source: what is declared, its health, its calendar of coverage, its runs."""
    asked = request.query_params.get("year", "")
    year = int(asked) if len(asked) == 4 and asked.isascii() and asked.isdigit() and int(asked) > 0 else None
    found = browsing.source(home_of(request), request.path_params["id"], year=year)
    return answer(
        request,
        "source.html",
        {
            "source": as_json(found.survey),
            "year": found.year,
            "years": found.years,
            "calendar": found.calendar,
            "runs": found.runs,
        },
        lambda: {
            "drawn": draw_calendar(found.calendar),
            "counts": {state.value: days for state, days in summarise(found.calendar).items()},
            "table": [
                (month, {state.value: number for state, number in states.items()}, documents)
                for month, states, documents in tabulate(found.calendar)
            ],
        },
    )


def show_run(request: Request) -> Response:
    """Show a run over a source: its Tally and how its leads ended."""
    run, source = request.path_params["run"], request.path_params["source"]
    return answer(request, "run.html", {"run": browsing.run(home_of(request), run, source)})


def show_coverage(request: Request) -> Response:
    """Show what the whole archive covers, source by source."""
    covered, months = request.app.state.covered.of(home_of(request))
    return answer(
        request,
        "coverage.html",
        {"sources": covered, "months": months},
        lambda: {
            "timeline": draw_timeline(months, Asked().within),
            "bars": [(bar, describe(bar)) for bar in list_bars(months)],
        },
    )


def show_about(request: Request) -> Response:
    """Say in plain words what On Record promises, and how to cite and check it."""
    return answer(request, "about.html", {"laws": LAWS})


def show_missing(request: Request, error: Exception) -> Response:
    """Say what was not found, or what is wrong with an address, and what to do."""
    stopped = isinstance(error, QueryStopped)
    title = "Stopped" if stopped else "Not found"
    return answer(request, "error.html", {"title": title, "why": str(error)}, status=503 if stopped else 404)


LAWS = (
    ("Bytes first", "What a server answered is stored and sealed with a digest before anything reads it."),
    (
        "An unbroken chain",
        "Every quote leads to a revision, a capture, a WARC record and a run. Each link is checked again on demand.",
    ),
    (
        "Nothing is overwritten",
        "A changed page becomes a new revision beside the old one. What is withdrawn leaves the reason.",
    ),
    ("The same input changes nothing", "Ids come from content and address, so a permalink survives rebuilding the archive."),
    ("No invented precision", "A date says how precisely it is known. A missing date is never filled with today's."),
    ("No silent loss", "Every address that was tried is counted with its outcome and the reason."),
    ("Absence is bounded", "“Not found” says what is covered: which sources, which months, and which were never fetched."),
    ("The code that reads is pure", "The same bytes give the same quotes: no clock, no network, no other state."),
)
