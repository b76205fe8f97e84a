"""What a publisher says of its own item is found: withdrawn, corrected, updated; anything else is no notice."""

from __future__ import annotations

import pytest

from pipeline.registry.declared_sources import get_source
from pipeline.stages.results import ParsedDocuments
from storage.model import Document, NoticeKind, Response
from tests.words import answer_document, parse

PROSE = "<p>The talks at the lake went on for two days, and both sides agreed that the road must be opened before winter.</p>"


def read(body: str, *, source: str | None = None, url: str = "https://ministry.example/a") -> Document:
    html = f"<html lang=en><head><title>On the talks | Ministry</title></head><body><main>{body}</main></body></html>"
    response = Response(url=url, status=200, headers=(("content-type", "text/html; charset=utf-8"),), body=html.encode())
    parsed = parse(response, source=get_source(source) if source else None)
    assert isinstance(parsed, ParsedDocuments)
    return parsed.documents[0]


NOTICES = {
    "This news article was withdrawn on 30 October 2020": NoticeKind.WITHDRAWN,
    "This statement has been withdrawn.": NoticeKind.WITHDRAWN,
    "Diese Meldung wurde zurückgezogen.": NoticeKind.WITHDRAWN,
    "Ce communiqué a été retiré.": NoticeKind.WITHDRAWN,
    "Correction: An earlier version of this statement named the wrong day.": NoticeKind.CORRECTED,
    "The original version of this transcript misspelt a name.": NoticeKind.CORRECTED,
    "This statement was updated on 2 November 2020 to add a name.": NoticeKind.UPDATED,
}


@pytest.mark.parametrize(("words", "kind"), NOTICES.items())
def test_a_notice_is_found_before_and_after_the_words(words: str, kind: NoticeKind) -> None:
    for body in (f"<p>{words}</p><h1>On the talks</h1>{PROSE * 4}", f"<h1>On the talks</h1>{PROSE * 4}<p><em>{words}</em></p>"):
        notice = read(body).notice
        assert notice is not None
        assert (notice.kind, notice.text) == (kind, words)


NO_NOTICES = (
    "The troops were withdrawn on 30 October 2020.",
    "The statement was adopted by both sides.",
    "Last updated: 30 October 2020",
    "The commission corrected the map.",
)


@pytest.mark.parametrize("words", NO_NOTICES)
def test_words_about_other_things_are_no_notice(words: str) -> None:
    assert read(f"<h1>On the talks</h1><p>{words}</p>{PROSE * 4}").notice is None


def test_a_notice_s_date_is_its_own_and_not_the_document_s() -> None:
    document = read(
        f"<div class=withdrawal-notice><p>This page was withdrawn on 30 October 2020</p></div>"
        f"<h1>On the talks</h1><p>27 October 2020</p>{PROSE * 4}"
    )
    assert document.notice is not None
    assert document.notice.dated is not None
    assert document.published is not None
    assert (document.notice.dated.value, document.published.value) == ("2020-10-30", "2020-10-27")


def test_a_declared_source_s_page_carries_its_notice_too() -> None:
    notice = '<div class="govuk-notice"><p>This news article was withdrawn on 30 October 2020</p></div>'
    body = f"{notice}<div class=govspeak>{PROSE}</div>"
    document = read(body, source="gb_govuk", url="https://www.gov.uk/government/news/sample")
    assert answer_document(document)["notice"]["kind"] == "withdrawn"


def test_a_title_that_says_withdrawn_is_a_notice() -> None:
    notice = read(f"<h1>[Withdrawn] On the talks</h1>{PROSE * 4}").notice
    assert notice is not None
    assert notice.kind is NoticeKind.WITHDRAWN
