"""The pages of a frozen search: what it found when, how to cite it, and what it finds now; and the form that freezes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.run.read import browsing
from pipeline.run.read.citing import freeze_for_reader, read_quotes, rerun_set, show_set
from pipeline.run.read.searching import search
from pipeline.site.asking import PAGE, Asked, read_asked, read_number
from pipeline.site.citations import list_citations
from pipeline.site.pages.forms import refuse, take_form
from pipeline.site.rendering import answer, as_json, home_of, render, wants_json
from pipeline.site.security import make_token, set_token
from storage.errors import QueryStopped, StorageError
from storage.model.findings import ResultSet, SetDifference

MOST_IDS: Final = 20_000
"""Ids in the JSON twin of a set; ``/api/v1/sets/ID`` returns all. Chosen by hand."""

FREEZE_LIMIT_S: Final = 10.0
"""Freezing may read the archive for this many seconds: it reads all that a search finds, once. Chosen by hand."""

FARTHEST_PAGE: Final = 1_000_000 // PAGE
"""A set has at most a million quotes that are paged through. Chosen by hand."""
_FIELDS: Final = {"language": "lang"}
_ASKED: Final = frozenset(field.name for field in fields(Asked))


def show_frozen(request: Request) -> Response:
    """Show a frozen search: query, moment, coverage and quotes as they were, its citations, and what has changed since."""
    home, id_ = home_of(request), request.path_params["id"]
    frozen, ids = show_set(home, id_)
    asked = request.query_params.get("page", "1")
    page = read_number(asked, most=FARTHEST_PAGE) or 1
    quotes = [] if wants_json(request) else read_quotes(home, id_, limit=PAGE, offset=(page - 1) * PAGE)
    citations = list_citations(request, id_)
    facts = {
        "set": frozen,
        "shown": len(ids),
        "quotes": ids[:MOST_IDS],
        "citations": {each.style: each.text for each in citations},
        "difference": _compare(request, id_),  # the last read: it may use up the time of the page
    }

    def furnish() -> Mapping[str, Any]:
        return {
            "found": [as_json(each) for each in quotes],
            "cited": citations,
            "live": _ask_again(frozen).address(),
            "covered": [each for each in frozen.coverage if each.documents],
            "page": page,
            "first": (page - 1) * PAGE + 1,
            "last": (page - 1) * PAGE + len(quotes),
        }

    return answer(request, "frozen.html", facts, furnish)


def offer_freezing(request: Request) -> Response:
    """Say what freezing a search means, and offer to do it."""
    asked = read_asked(request.query_params)
    found = search(home_of(request), asked.q, limit=1, **asked.given)
    token = make_token(request)
    values = {"asked": asked, "total": found.total, "total_is": found.total_is, "fields": _list_fields(asked), "token": token}
    response = render(request, "freeze.html", values)
    set_token(response, token, secure=request.url.scheme == "https")
    return response


async def freeze(request: Request) -> Response:
    """Freeze a search for a reader, and go to its page. The archive itself is only read."""
    busy = "Many searches were frozen from here in the last hour. Please wait before the next one."
    return await take_form(request, request.app.state.freezing, busy, _freeze)


def _freeze(request: Request, form: Mapping[str, str]) -> Response:
    asked = read_asked(form)
    try:
        with browsing.limiting(FREEZE_LIMIT_S):
            frozen = freeze_for_reader(home_of(request), asked.q, **asked.given)
    except QueryStopped:
        raise
    except StorageError as error:
        return refuse(request, 400, str(error))
    return RedirectResponse(f"/s/{frozen.id}", 303)


def _compare(request: Request, id_: str) -> SetDifference | None:
    """Run a frozen search again; None if it finds so much that it takes longer than a page may."""
    try:
        return rerun_set(home_of(request), id_)
    except QueryStopped:
        return None


def _list_fields(asked: Asked) -> list[tuple[str, str]]:
    """List the fields of the form that asks the same."""
    shown_only = ("page", "sort", "group", "scale")
    return [(name, str(value)) for name, value in asdict(asked).items() if value and name not in shown_only]


def _ask_again(frozen: ResultSet) -> Asked:
    """Return the live search of a frozen one; a filter that has no field of its own goes into the query."""
    names = {name: _FIELDS.get(name, name) for name in frozen.filters}
    known = {names[name]: value for name, value in frozen.filters.items() if names[name] in _ASKED}
    others = [f'{name}:"{value}"' for name, value in frozen.filters.items() if names[name] not in _ASKED]
    return read_asked({"q": " ".join(filter(None, (frozen.query, *others))), **known})
