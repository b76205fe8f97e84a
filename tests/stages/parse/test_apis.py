"""Items that publishers serve as JSON: GOV.UK, WordPress and Drupal."""

from __future__ import annotations

import json
from typing import Any

from pipeline.stages.results import ParsedDocuments, ParsedListing
from storage.model import Document, DocumentKind, Response
from tests.words import parse

GOVUK: dict[str, Any] = {
    "base_path": "/government/speeches/sample",
    "title": "A sample speech",
    "locale": "en",
    "document_type": "speech",
    "first_published_at": "2020-10-27T10:47:49.000+00:00",
    "withdrawn_notice": {"explanation": "<p>This is out of date.</p>"},
    "details": {
        "body": "<div class='govspeak'><p>We note the talks.</p><figure><figcaption>A photo</figcaption></figure></div>",
        "delivered_on": "2020-10-26T12:30:00.000+00:00",
        "speaker_without_profile": "Her Majesty the Queen",
        "change_history": [{"note": "First published."}],
    },
    "links": {"organisations": [{"title": "Sample Office"}], "speaker": []},
}


def read(answer: object) -> Document:
    body = json.dumps(answer).encode()
    url = "https://api.example/government/speeches/sample"
    parsed = parse(Response(url=url, status=200, headers=(("content-type", "application/json"),), body=body), source=None)
    assert isinstance(parsed, ParsedDocuments)
    return parsed.documents[0]


def test_govuk_s_body_is_the_publisher_s_text_alone() -> None:
    assert read(GOVUK).text == "We note the talks."


def test_govuk_s_withdrawal_is_a_notice_and_an_empty_one_is_none() -> None:
    notice = read(
        {**GOVUK, "withdrawn_notice": {"explanation": "<p>Out of date.</p>", "withdrawn_at": "2021-05-15T11:29:10Z"}}
    ).notice
    assert notice is not None
    assert notice.dated is not None
    assert (notice.kind.value, notice.text, notice.dated.raw) == ("withdrawn", "Out of date.", "2021-05-15T11:29:10Z")
    assert read({**GOVUK, "withdrawn_notice": {}}).notice is None


def test_govuk_s_day_of_delivery_is_not_the_day_of_publication() -> None:
    published = read(GOVUK).published
    assert published is not None
    assert (published.value or "")[:16] == "2020-10-27T10:47"


def test_govuk_names_issuer_speaker_and_kind() -> None:
    document = read(GOVUK)
    assert (document.issuers, document.speakers) == (("Sample Office",), ("Her Majesty the Queen",))
    assert document.kind is DocumentKind.SPEECH


def test_a_profile_of_the_speaker_stands_over_a_bare_name() -> None:
    links = {**GOVUK["links"], "speaker": [{"title": "The Rt Hon Jane Sample MP"}]}
    assert read({**GOVUK, "links": links}).speakers == ("The Rt Hon Jane Sample MP",)


def test_govuk_s_advice_in_parts_is_one_text() -> None:
    parts = [{"title": "Entry", "body": "<p>Bring a passport.</p>"}, {"title": "Safety", "body": "<p>Take care.</p>"}]
    details = {"summary": [{"content_type": "text/html", "content": "<p>In short.</p>"}], "parts": parts}
    assert read({**GOVUK, "details": details}).text == "In short.\n\nBring a passport.\n\nTake care."


def test_wordpress_s_own_clock_is_utc_where_it_says_gmt() -> None:
    post = {
        "title": {"rendered": "Talks &#8211; begun"},
        "content": {"rendered": "<p>We note.</p>"},
        "date_gmt": "2020-10-27T06:00:00",
    }
    document = read(post)
    assert (document.title, document.text) == ("Talks – begun", "We note.")
    assert document.published is not None
    assert document.published.value == "2020-10-27T06:00:00+00:00"


def test_a_drupal_node_is_read_by_its_attributes() -> None:
    node = {
        "title": "On the talks",
        "body": {"processed": "<p>We note.</p>"},
        "created": "2020-10-27T06:00:00+04:00",
        "langcode": "en",
    }
    document = read({"data": {"type": "node--statement", "attributes": node}})
    assert (document.title, document.text, document.language) == ("On the talks", "We note.", "en")


def test_a_list_of_posts_is_a_list_of_leads() -> None:
    posts = [{"id": 1, "link": "https://api.example/a/1", "title": {"rendered": "One"}, "date": "2020-10-27T06:00:00"}]
    parsed = parse(
        Response(url="https://api.example/wp-json/wp/v2/posts", status=200, headers=(), body=json.dumps(posts).encode()),
        source=None,
    )
    assert isinstance(parsed, ParsedListing)
    assert [lead.url for lead in parsed.leads] == ["https://api.example/a/1"]
