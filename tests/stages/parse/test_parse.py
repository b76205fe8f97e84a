"""Parsing a response: judged first, then read by what it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pipeline.declarations import Discovery, Layout, Method, Select, Source
from pipeline.errors import ParseError
from pipeline.stages.parse.pages import parse_page
from pipeline.stages.results import ParsedCdx, ParsedDocuments, ParsedListing, ParsedPosts, ParsedResponse
from storage.model import Basis, Document, DocumentKind, Precision, Response
from tests.words import Page, answer_parsed, parse, parse_text

SOURCE = Source(
    id="xx_sample",
    title="Sample ministry",
    publisher="Ministry of Samples",
    kind=DocumentKind.STATEMENT,
    url="https://ministry.example/news",
    country="xx",
    languages=("en",),
    timezone="Asia/Yerevan",
    hosts=("ministry.example",),
    discovery=Discovery(
        method=Method.LISTING,
        pages="https://ministry.example/news?page={page}",
        item="li.item",
        title="h3",
        date=".date",
        next="a.older",
    ),
    layouts=(
        Layout(
            name="2020",
            title=(Select(css="h1.title", least=1, most=1),),
            published=(Select(css=".date", least=1, most=1),),
            body=(Select(css=".text", least=1), Select(css=".body", least=1)),
            drop=(".related",),
        ),
    ),
)
PAGE = """<html lang=en><head><title>On talks | Ministry of Samples</title></head><body><nav>Home News</nav>
<h1>Ministry of Samples</h1><h1 class=title>On the talks</h1><div class=date>27 October, 2020</div>
<div class=text></div><div class=body><p>We note that the talks began.</p><p class=related>Read also: other news</p>
<p>We will speak to our partners.</p></div><footer>Contact</footer></body></html>"""
LISTING = """<ul><li class=item><a href="/a/1"><h3>First statement</h3></a><span class=date>26 October, 2020</span></li>
<li class=item><a href="https://ministry.example/a/2"><h3>Second</h3></a><span class=date>25 October, 2020</span></li></ul>
<a class=older href="?page=3">Older</a>"""


def respond(body: str | bytes, url: str = "https://ministry.example/a/1", **more: Any) -> Response:
    payload = body if isinstance(body, bytes) else body.encode()
    given: dict[str, Any] = {"status": 200, "headers": (("content-type", "text/html; charset=utf-8"),)}
    return Response(url=url, body=payload, **{**given, **more})


def parse_one(body: str | bytes, source: Source | None = SOURCE, **more: Any) -> Document:
    parsed = parse(respond(body, **more), source=source)
    assert isinstance(parsed, ParsedDocuments)
    assert len(parsed.documents) == 1
    return parsed.documents[0]


def test_a_declared_layout_gives_title_date_and_body() -> None:
    document = parse_one(PAGE)
    assert (document.title, document.issuers) == ("On the talks", ("Ministry of Samples",))
    assert document.text == "We note that the talks began.\n\nWe will speak to our partners."


_DECLARED = """<link rel=canonical href="https://ministry.example/a/7">
<meta property="og:title" content="On the talks, declared">
<meta property="article:published_time" content="2020-10-26T08:00:00+04:00"></head>"""


@pytest.mark.parametrize(
    ("lost", "title", "day"),
    [
        ("<div class=date>27 October, 2020</div>", "On the talks", "2020-10-26T08:00:00+04:00"),
        ("<h1 class=title>On the talks</h1>", "On the talks, declared", "2020-10-27"),
        ("", "On the talks", "2020-10-27"),
    ],
)
def test_what_a_layout_does_not_find_is_filled_in_from_what_the_page_declares(lost: str, title: str, day: str) -> None:
    document = parse_one(PAGE.replace(lost, "").replace("</head>", _DECLARED))
    assert document.published is not None
    assert (document.title, document.published.value) == (title, day)
    assert document.url == "https://ministry.example/a/1"


def test_a_page_read_by_a_layout_without_its_address_has_the_one_it_declares() -> None:
    parsed = parse_page(PAGE.replace("</head>", _DECLARED), Page(url=None, source=SOURCE))
    assert isinstance(parsed, ParsedDocuments)
    assert [document.url for document in parsed.documents] == ["https://ministry.example/a/7"]


def test_a_printed_date_takes_the_source_s_zone() -> None:
    published = parse_one(PAGE).published
    assert published is not None
    assert (published.value, published.precision, published.basis) == ("2020-10-27", Precision.DAY, Basis.TEXT)
    assert published.zone == "Asia/Yerevan"


def test_a_selector_that_misses_is_named_and_the_page_is_read_all_the_same() -> None:
    redesigned = PAGE.replace("class=title", "class=headline").replace("class=body", "class=entry-content")
    parsed = parse(respond(redesigned), source=SOURCE)
    assert isinstance(parsed, ParsedDocuments)
    assert any("'h1.title' found 0, expected 1 to 1" in problem for problem in parsed.problems)
    assert parsed.documents[0].text.startswith("We note that the talks began.")


@pytest.mark.parametrize(("day", "kind"), [(date(2019, 12, 31), DocumentKind.SPEECH), (date(2020, 1, 1), DocumentKind.READOUT)])
def test_a_layout_is_used_up_to_its_last_day(day: date, kind: DocumentKind) -> None:
    old = replace(SOURCE.layouts[0], until=date(2019, 12, 31), kind=DocumentKind.SPEECH)
    new = replace(SOURCE.layouts[0], name="2020", kind=DocumentKind.READOUT)
    parsed = parse(respond(PAGE), source=replace(SOURCE, layouts=(old, new)), day=day)
    assert isinstance(parsed, ParsedDocuments)
    assert parsed.documents[0].kind is kind


def test_an_address_of_discovery_is_read_as_a_listing() -> None:
    parsed = parse(respond(LISTING, url="https://ministry.example/news?page=2"), source=SOURCE)
    assert isinstance(parsed, ParsedListing)
    assert [(lead.url, lead.title, lead.date and lead.date.value) for lead in parsed.leads] == [
        ("https://ministry.example/a/1", "First statement", "2020-10-26"),
        ("https://ministry.example/a/2", "Second", "2020-10-25"),
    ]
    assert parsed.next == "https://ministry.example/news?page=3"


def test_a_wordpress_item_without_a_link_is_found_by_its_number() -> None:
    item = '<li class="item post-695 hentry"><span class=date>24 October, 2020</span></li></ul>'
    parsed = parse(respond(LISTING.replace("</ul>", item), url="https://ministry.example/news?page=2"), source=SOURCE)
    assert isinstance(parsed, ParsedListing)
    assert [(lead.url, lead.title) for lead in parsed.leads][2:] == [("https://ministry.example/?p=695", None)]


def test_a_blocked_answer_is_a_verdict_and_no_document() -> None:
    parsed = parse(respond("<title>Access Denied</title>", status=403), source=SOURCE)
    assert isinstance(parsed, ParsedResponse)


def test_a_page_without_words_is_an_error_and_no_empty_document() -> None:
    with pytest.raises(ParseError, match="no text was found"):
        parse(respond(f"<html><body><nav>{'Home and news. ' * 40}</nav><h1>On the talks</h1></body></html>"), source=SOURCE)


def test_a_page_of_millions_of_characters_is_refused_at_once() -> None:
    with pytest.raises(ParseError, match="expected at most"):
        parse(respond(b"<html><body>" + b"<p>A sentence of some length.</p>" * 400_000), source=None)


def test_what_a_page_declares_is_believed_where_no_layout_is() -> None:
    html = """<html><head><title>Remarks on trade - Sample Office</title>
    <meta property="og:site_name" content="Sample Office"><script type="application/ld+json">
    {"@type": "NewsArticle", "headline": "Remarks on trade", "datePublished": "2021-03-02T09:30:00+01:00"}</script>
    </head><body><h1>Remarks on trade</h1><article><p>"""
    document = parse_one(html + "Trade matters to us and to our partners. " * 8 + "</p></article></body></html>", source=None)
    assert (document.title, document.issuers, document.kind) == ("Remarks on trade", ("Sample Office",), DocumentKind.REMARKS)
    assert document.published is not None
    assert document.published.value == "2021-03-02T09:30:00+01:00"


def test_items_of_one_page_are_documents_by_their_own_links_or_names() -> None:
    layout = Layout(
        name="several", item=".entry", title=(Select(css="h3"),), published=(Select(css=".date"),), body=(Select(css="p"),)
    )
    entry = "<div class=entry>{}<span class=date>27 October, 2020</span><p>{}</p></div>"
    html = entry.format("<h3><a href='/a/7'>First</a></h3>", "We note.") + entry.format("<h3>Second</h3>", "We welcome.")
    parsed = parse(respond(html, url="https://ministry.example/all"), source=replace(SOURCE, layouts=(layout,)))
    assert isinstance(parsed, ParsedDocuments)
    assert [(document.url, document.fragment, document.text) for document in parsed.documents] == [
        ("https://ministry.example/a/7", "", "We note."),
        ("https://ministry.example/all", "2020-10-27-second", "We welcome."),
    ]


def test_a_wayback_copy_is_the_document_it_is_a_copy_of() -> None:
    copy = "https://web.archive.org/web/20201028000000/https://ministry.example/a/1"
    assert parse_one(PAGE, url=copy, headers=(("memento-datetime", "Wed, 28 Oct 2020 00:00:00 GMT"),)).id == parse_one(PAGE).id


def test_posts_are_found_by_their_content() -> None:
    user = {"screen_name": "sample", "name": "Sample"}
    row = {"id_str": "1", "created_at": "Tue Oct 27 14:25:00 +0000 2020", "full_text": "We note.", "user": user}
    assert isinstance(parse(respond(json.dumps([row]), url="https://x.com/sample"), source=None), ParsedPosts)


def test_posts_that_name_no_account_are_of_the_account_whose_page_they_were_found_on() -> None:
    dump = {
        "tweets": [
            {"id": "1333549485105033217", "created_at": "2020-11-30T23:12:28+00:00", "text": "We note.", "media_count": 1}
        ]
    }
    parsed = parse(respond(json.dumps(dump), url="https://x.com/sample"), source=None)
    assert isinstance(parsed, ParsedPosts)
    assert [document.post and document.post.account for document in parsed.documents] == ["sample"]


def test_a_cdx_answer_is_found_by_its_content() -> None:
    row = "com,example)/a 20201027000000 https://example.com/a text/html 200 ABCDEF 123"
    assert isinstance(parse(respond(row), source=None), ParsedCdx)


def test_unknown_json_is_refused_with_its_address() -> None:
    with pytest.raises(ParseError, match=r"ministry\.example/a/1"):
        parse(respond('{"weather": {"today": 1}}'), source=None)


def test_plain_text_is_kept_verbatim() -> None:
    document = parse_text("We  note…\r\nthat.", url=None, source=None, published=None, issuer="Sample Office")
    assert (document.text, document.issuers, document.url) == ("We  note…\nthat.", ("Sample Office",), None)


def test_an_answer_is_json_and_names_no_quotes_it_was_not_given() -> None:
    answer = answer_parsed(parse(respond(PAGE), source=SOURCE))
    assert json.loads(json.dumps(answer)) == answer
    assert (answer["kind"], answer["quotes"]) == ("statement", [])
