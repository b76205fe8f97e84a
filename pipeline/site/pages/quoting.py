"""The page of a quote: its words in context, who said it when, its evidence, who else carries it, and how it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.home import Home
from pipeline.run.read import browsing
from pipeline.run.read.corrections import corrections_of
from pipeline.run.read.searching import show
from pipeline.run.read.tracing import trace
from pipeline.run.reporting import report
from pipeline.site.citations import list_citations
from pipeline.site.feed_links import name_feeds
from pipeline.site.pages.forms import refuse, take_form
from pipeline.site.rendering import answer, as_json, home_of, render, wants_json
from pipeline.site.security import make_token, set_token
from storage.errors import StorageError
from storage.model.findings import QuoteView, Withdrawn
from storage.model.overviews import ReportKind

VERDICTS: Final = {
    "identical": "the same characters",
    "typographic": "the same words",
    "elided": "words left out openly",
    "truncated": "cut short",
    "altered": "changed",
    "stitched": "joined from several places",
    "different": "different words",
}
_RELAYED: Final = ("direct", "mixed", "indirect")


def show_quote(request: Request) -> Response:
    """Show a quote; one that was withdrawn only with the reason."""
    home, id_ = home_of(request), request.path_params["id"]
    shown = _show(home, id_)
    facts: dict[str, Any] = as_json(shown)
    if not isinstance(shown, QuoteView):
        return answer(request, "withdrawn.html", facts, status=410)
    facts = {
        **facts,
        "primary": _find_primary(facts),
        "corrections": corrections_of(home, shown.quote, shown.document.id),
        "evidence": _list_evidence(request, facts),
    }
    if wants_json(request):
        return answer(request, "quote.html", facts)
    token = make_token(request)
    response = answer(
        request,
        "quote.html",
        facts,
        lambda: {
            "token": token,
            "verdicts": VERDICTS,
            "kinds": ReportKind,
            "sent": request.query_params.get("sent") == "1",
            "others": _list_others(facts),
            "readings": _list_changes(facts["history"]),
            "citations": list_citations(request, id_),
            "feeds": name_feeds(f"/quote/{id_}", "this quote", kinds=("changed",)),
        },
    )
    set_token(response, token, secure=request.url.scheme == "https")
    return response


def _show(home: Home, id_: str) -> QuoteView | Withdrawn:
    """Find a quote with its history. Raises StorageError if there is none of that id."""
    shown = show(home, id_, history=True) if id_.startswith("q_") else None
    if not isinstance(shown, QuoteView | Withdrawn):
        raise StorageError(f"{id_!r} is no id of this kind; expected one that begins with q_.")
    return shown


def find(request: Request, id_: str, letter: str, *, history: bool) -> dict[str, Any]:
    """Find an item by its id as JSON. Raises StorageError if it is not one of that kind."""
    if not id_.startswith(letter):
        raise StorageError(f"{id_!r} is no id of this kind; expected one that begins with {letter}.")
    home = home_of(request)
    facts: dict[str, Any] = as_json(show(home, id_, history=history))
    return facts


async def verify_quote(request: Request) -> Response:
    """Derive a quote from its stored bytes again, now, and show every link."""
    busy = "Evidence was checked often from here. Wait a minute, then try again."
    return await take_form(request, request.app.state.verifying, busy, _verify)


def _verify(request: Request, _: Mapping[str, str]) -> Response:
    home, id_ = home_of(request), request.path_params["id"]
    facts = find(request, id_, "q_", history=False)
    if "redacted" in facts:
        return render(request, "withdrawn.html", facts, status=410)
    chain = as_json(trace(home, id_))
    return render(request, "verified.html", {"quote": facts, "holds": chain["holds"], "links": chain["links"]})


async def report_quote(request: Request) -> Response:
    """Take a reader's report; it is shown to archivists only."""
    busy = "Many reports came from here in the last hour. Please wait before the next one."
    return await take_form(request, request.app.state.reporting, busy, _report)


def _report(request: Request, form: Mapping[str, str]) -> Response:
    kind = form.get("kind", "")
    if kind not in [each.value for each in ReportKind]:
        return refuse(request, 400, "Say what is wrong: the speaker, the date, the boundaries of the quote, or something else.")
    id_ = request.path_params["id"]
    facts = find(request, id_, "q_", history=False)
    if "redacted" in facts:
        return render(request, "withdrawn.html", facts, status=410)
    try:
        report(home_of(request), id_, ReportKind(kind), form.get("text", ""))
    except StorageError as error:
        return refuse(request, 400, str(error))
    return RedirectResponse(f"/quote/{id_}?sent=1#report", 303)


def _find_primary(facts: Mapping[str, Any]) -> str | None:
    """Say whether the speaker's own publication is held: ``own`` if this is it, its id, or None if only others quote it."""
    if facts["kind"] not in _RELAYED or facts["via"] is None:
        return "own"
    carriers = (facts["spread"] or {}).get("carriers", [])
    return next((each["id"] for each in carriers if each["role"] == "own" and each["id"] != facts["id"]), None)


def _list_others(facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in (facts["spread"] or {}).get("carriers", []) if each["id"] != facts["id"]]


def _list_changes(history: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[tuple[str, Any]]]]:
    """List when a quote began to be read otherwise, and how, by fields that readers know."""
    known = ("speaker", "office", "exact", "said", "via")
    changes = [
        (entry["captured_at"], [(name, entry["reading"][name]) for name in known if name in entry["reading"]])
        for entry in history[1:]
    ]
    return [(at, changed) for at, changed in changes if changed]


def _list_evidence(request: Request, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Describe the chain from a quote down to the WARC record of its newest capture, with the digest of each link."""
    home = home_of(request)
    newest = facts["captures"][-1]["id"]
    capture = browsing.capture(home, newest)
    runs = [each for entry in facts["document_history"] for each in entry["captures"] if each["id"] == newest]
    return {
        "revision": facts["revision"],
        "capture": newest,
        "captured_at": facts["captures"][-1]["captured_at"],
        "url": capture.url,
        "status": capture.status,
        "payload_sha256": capture.payload_sha256,
        "payload_length": capture.payload_length,
        "record": as_json(capture.pointer),
        "run": runs[-1]["run"] if runs else None,
        "source": runs[-1]["source"] if runs else facts["source"],
        "copied_from": capture.origin,
    }
