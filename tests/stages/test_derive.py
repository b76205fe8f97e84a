"""One capture becomes all that it says, or the reason why it says nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipeline.knowledge import Knowledge
from pipeline.registry.declared_sources import find_source, get_source
from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.derive import DOCUMENTS_A_LINE, Context, derive, derive_text
from storage.model import Capture, EffectiveStatus, Outcome, RecordType, Response, Sha256, WarcPointer
from storage.model.identity import capture_id, sha256

_PAGE = (
    "<!DOCTYPE html><html><head><title>Sample</title></head><body><h1>Sample statement</h1>"
    "<div class='date'>26 October, 2020</div><div class='static-content'><p>The ministry said: “We keep our sample word.”</p>"
    "<p>A second paragraph of the sample statement stands here.</p></div></body></html>"
)
_URL = "https://www.mfa.am/en/statements/2020/10/26/sample/1"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def _capture(response: Response) -> Capture:
    at = datetime(2020, 10, 28, tzinfo=UTC)
    payload = sha256(response.body)
    return Capture(
        id=capture_id(response.url, at, payload),
        url=response.url,
        captured_at=at,
        record_type=RecordType.RESPONSE,
        status=response.status,
        media_type="text/html",
        headers=response.headers,
        payload_sha256=payload,
        payload_length=len(response.body),
        pointer=WarcPointer(path="x.warc.gz", offset=0, length=1, sha256=Sha256("0" * 64)),
        location=response.location,
    )


def _response(body: str, url: str = _URL, status: int = 200, location: str | None = None) -> Response:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Response(url=url, status=status, headers=headers, body=body.encode(), location=location)


def _context(knowledge: Knowledge, url: str = _URL, *, as_list: bool = False) -> Context:
    return Context(source=find_source(url), knowledge=knowledge, code_version="test", as_list=as_list)


def test_a_page_gives_its_document_with_quotes_and_leaves_the_outcome_to_loading(knowledge: Knowledge) -> None:
    response = _response(_PAGE)
    [line] = derive(_capture(response), response, _context(knowledge))
    assert (line.status, line.outcome, line.lead) == (EffectiveStatus.CONTENT, None, _URL)
    assert any(quote.exact == "We keep our sample word." for quote in line.documents[0].quotes)


def test_a_redirects_hop_is_kept_and_not_counted(knowledge: Knowledge) -> None:
    response = _response("", status=302, location="https://www.mfa.am/en/")
    [line] = derive(_capture(response), response, _context(knowledge))
    assert (line.lead, line.outcome, line.documents) == (None, None, ())
    assert "https://www.mfa.am/en/" in line.why


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (403, "<title>Access Denied</title><p>Sample refusal.</p>", Outcome.FAILED),
        (404, "<title>Page not found</title><p>Sample of nothing.</p>", Outcome.SKIPPED),
        (500, "<title>Internal Server Error</title>", Outcome.FAILED),
    ],
)
def test_no_content_is_counted_with_what_it_is(knowledge: Knowledge, status: int, body: str, outcome: Outcome) -> None:
    response = _response(body, status=status)
    [line] = derive(_capture(response), response, _context(knowledge))
    assert line.outcome is outcome
    assert line.status is not None
    assert line.reason == line.status.value
    assert not line.documents


def test_a_feed_counts_unless_it_was_asked_for_as_a_list(knowledge: Knowledge) -> None:
    items = "".join(f"<item><title>Item {n}</title><link>https://www.mfa.am/en/{n}</link></item>" for n in range(3))
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Sample</title>{items}</channel></rss>'
    response = _response(feed, url="https://www.mfa.am/en/rss")
    capture = _capture(response)
    [asked] = derive(capture, response, _context(knowledge, as_list=True))
    assert (asked.lead, len(asked.leads)) == (None, 3)
    [counted] = derive(capture, response, _context(knowledge))
    assert (counted.lead, counted.outcome, counted.reason) == (response.url, Outcome.SKIPPED, "a list of leads")


@pytest.mark.parametrize("body", [_PAGE, "<title>Access Denied</title>", "<html><body><div class='date'></div></body></html>"])
def test_what_was_asked_for_as_a_list_is_never_a_document(knowledge: Knowledge, body: str) -> None:
    response = _response(body)
    [line] = derive(_capture(response), response, _context(knowledge, as_list=True))
    assert (line.lead, line.outcome, line.documents) == (None, None, ())


def test_a_large_dump_is_cut_into_lines_and_none_of_its_documents_is_lost(knowledge: Knowledge) -> None:
    rows = [
        {"url": f"https://gov.example/{n}", "issuer": "Sample Office", "published": "2020-10-26", "text": f"Sample text {n}."}
        for n in range(DOCUMENTS_A_LINE + 7)
    ]
    body = "".join(json.dumps(row) + "\n" for row in rows)
    response = _response(body, url=f"urn:sha256:{sha256(body.encode())}")
    lines = list(derive(_capture(response), response, _context(knowledge, url="urn:x")))
    assert [len(line.documents) for line in lines] == [DOCUMENTS_A_LINE, 7]
    assert len({document.id for line in lines for document in line.documents}) == len(rows)


def test_the_text_of_one_document_is_derived_as_the_whole_capture_is(knowledge: Knowledge) -> None:
    response = _response(_PAGE)
    [line] = derive(_capture(response), response, _context(knowledge))
    [document] = line.documents
    day = _capture(response).captured_at.date()
    assert derive_text(response, day, _context(knowledge), document.id) == document.text
    assert document.text.startswith("The ministry said")
    assert derive_text(response, day, _context(knowledge), "d_nothing") is None


def test_no_quotes_are_looked_for_to_derive_the_text_of_one_row(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"url": f"https://gov.example/{n}", "issuer": "Sample Office", "published": "2020-10-26", "text": f"Sample text {n}."}
        for n in range(3)
    ]
    body = "".join(json.dumps(row) + "\n" for row in rows)
    response = _response(body, url=f"urn:sha256:{sha256(body.encode())}")
    context = _context(knowledge, url="urn:x")
    ids = [document.id for line in derive(_capture(response), response, context) for document in line.documents]
    monkeypatch.setattr("pipeline.stages.quotes.find_quotes", None)
    assert derive_text(response, _capture(response).captured_at.date(), context, ids[1]) == "Sample text 1."


def test_a_list_read_by_its_shape_because_its_selector_missed_is_a_failure_that_names_it() -> None:
    source = replace(
        get_source("am_mfa"),
        discovery=replace(get_source("am_mfa").discovery, urls=("https://www.mfa.am/en/news",), pages=None),
    )
    items = "".join(
        f"<li><span>2{number} October 2020</span> <a href='/en/x/{number}'>Statement number {number}</a></li>"
        for number in (3, 2, 1)
    )
    html = f"<html><head><title>News</title></head><body><ul class=redesigned>{items}</ul></body></html>".encode()
    response = Response(url="https://www.mfa.am/en/news", status=200, headers=(("Content-Type", "text/html"),), body=html)
    context = Context(source=source, knowledge=load_knowledge(), code_version="test", as_list=True)
    lines = list(derive(_capture(response), response, context))
    assert [len(line.leads) for line in lines] == [3, 0]
    assert lines[1].outcome is Outcome.FAILED
    assert "div.news-list ul li" in (lines[1].reason or "")
