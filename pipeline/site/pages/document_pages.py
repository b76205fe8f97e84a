"""The pages of a document, of any passage of it, of a capture, and of two texts side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pipeline.run.read import browsing
from pipeline.run.read.relating import compare_held
from pipeline.run.read.searching import show
from pipeline.site.asking import read_number
from pipeline.site.citations import list_citations
from pipeline.site.feed_links import name_feeds
from pipeline.site.marking import cut_part, mark_document, mark_edit, mark_sides
from pipeline.site.pages.quoting import VERDICTS, find
from pipeline.site.rendering import answer, as_json, home_of
from pipeline.site.security import DOWNLOAD
from storage.errors import StorageError

LONGEST_COMPARED: Final = 24_000
"""Characters of each text that a comparison shows. Chosen by hand."""

_RANGE: Final = re.compile(r"(\d{1,9})-(\d{1,9})")


def show_document(request: Request) -> Response:
    """Show a document as it was last captured, its quotes marked, its revisions as differences."""
    facts = find(request, request.path_params["id"], "d_", history=True)
    if "redacted" in facts:
        return answer(request, "withdrawn.html", facts, status=410)
    return _show_text(request, "document.html", facts)


def show_revision(request: Request) -> Response:
    """Show a document as one revision had it."""
    facts = find(request, request.path_params["id"], "r_", history=False)
    if "redacted" in facts:
        return answer(request, "withdrawn.html", facts, status=410)
    return _show_text(request, "document.html", {"history": [], **facts})


def _show_text(request: Request, template: str, facts: dict[str, Any]) -> Response:
    asked = request.query_params.get("from", "0")
    part = cut_part(facts["text"], read_number(asked, most=len(facts["text"])))

    def furnish() -> Mapping[str, Any]:
        return {
            "body": mark_document(facts["text"], part, facts["quotes"], facts["revision"]),
            "part": part,
            "verdicts": VERDICTS,
            "citations": list_citations(request, facts["id"]) if facts["noun"] == "document" else [],
            "feeds": name_feeds(f"/document/{facts['id']}", "this document") if facts["noun"] == "document" else None,
        }

    return answer(request, template, facts, furnish)


def show_passage(request: Request) -> Response:
    """Show a range of a revision's text, which stays the same whatever is parsed or captured later."""
    revision, asked = request.path_params["revision"], _RANGE.fullmatch(request.path_params["range"])
    if asked is None or not revision.startswith("r_"):
        raise StorageError("A passage is named by a revision and two offsets, such as /passage/r_0123456789abcdef0123/10-80.")
    home = home_of(request)
    withdrawn = as_json(show(home, revision))
    if "redacted" in withdrawn:
        return answer(request, "withdrawn.html", withdrawn, status=410)
    found = browsing.passage(home, revision, int(asked[1]), int(asked[2]))
    return answer(request, "passage.html", {"passage": found})


def show_capture(request: Request) -> Response:
    """Show what is known of one capture, and offer its bytes as a file."""
    facts = find(request, request.path_params["id"], "c_", history=False)
    if "redacted" in facts:
        return answer(request, "withdrawn.html", facts, status=410)
    return answer(request, "capture.html", {"capture": facts})


def download_capture(request: Request) -> Response:
    """Hand out a capture's bytes as a file that no browser opens in place."""
    capture, body = browsing.payload(home_of(request), request.path_params["id"])
    return Response(
        body,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{capture.id}.bin"',
            "Content-Security-Policy": DOWNLOAD,
            "X-Payload-SHA256": capture.payload_sha256,
        },
    )


def show_comparison(request: Request) -> Response:
    """Show two quotes, documents or revisions side by side, and what changed from the first to the second."""
    home = home_of(request)
    ids = [request.query_params.get(name, "").strip()[:200] for name in ("a", "b")]
    if not all(ids):
        return answer(request, "compare.html", {"asked": ids, "sides": [], "verdict": None})
    shown = [as_json(show(home, id_)) for id_ in ids]
    gone = next((each for each in shown if "redacted" in each), None)
    if gone:
        return answer(request, "withdrawn.html", gone, status=410)
    there, back = as_json(compare_held(home, *ids)), as_json(compare_held(home, ids[1], ids[0]))
    texts = [str(each.get("exact") or each.get("text") or "") for each in shown]
    facts = {
        "asked": ids,
        **{name: there[name] for name in ("verdict", "material", "reason") if name in there},
        "words": there["words"],
        "sides": [{name: each.get(name) for name in ("noun", "id", "source", "title")} for each in shown],
    }

    def furnish() -> Mapping[str, Any]:
        cut = [text[:LONGEST_COMPARED] for text in texts]
        return {
            "verdicts": VERDICTS,
            "texts": [mark_sides(cut[0], _within(back["words"]), "del"), mark_sides(cut[1], _within(there["words"]), "ins")],
            "merged": mark_edit(cut[1], _within(there["words"])),
            "is_cut": any(len(text) > LONGEST_COMPARED for text in texts),
        }

    return answer(request, "compare.html", facts, furnish)


def _within(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [change for change in changes if change["end"] <= LONGEST_COMPARED]


def find_anything(request: Request) -> Response:
    """Go to the page of an id, whichever kind it is of."""
    id_ = request.path_params["id"]
    pages = {"q_": "quote", "d_": "document", "r_": "revision", "c_": "capture", "s_": "s"}
    if id_[:2] not in pages:
        raise StorageError(f"{id_!r} is no id of this archive; expected one that begins with q_, d_, r_, c_ or s_.")
    return RedirectResponse(f"/{pages[id_[:2]]}/{id_}", 308)
