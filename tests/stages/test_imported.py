"""A file is read as what its bytes are, and its address says what was said about it."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ParseError
from pipeline.stages.imported import ImportOptions, address_import, read_import_address
from pipeline.stages.results import ParsedDocuments, ParsedPosts
from storage.model import LargeResponse, Response
from storage.model.identity import sha256
from tests.words import parse_imported

_DAY = date(2026, 1, 1)
_SAID = st.none() | st.text(min_size=1).filter(lambda text: text.isprintable())


def _response(body: bytes) -> Response:
    return Response(url="urn:sha256:x", status=None, headers=(), body=body)


@given(url=_SAID, day=_SAID, title=_SAID)
def test_an_address_keeps_all_that_was_said(url: str | None, day: str | None, title: str | None) -> None:
    note = ImportOptions(url=url, date=day, title=title)
    assert read_import_address(address_import(sha256(b"x"), note)) == note


def test_an_address_of_the_web_is_no_import() -> None:
    assert read_import_address("https://gov.example/") is None


def test_a_text_is_kept_verbatim() -> None:
    text = "A  sample,\tas it “stands”…\n\nSecond paragraph."
    parsed = parse_imported(_response(text.encode()), ImportOptions(date="2020-10-27"), source=None, day=_DAY)
    assert isinstance(parsed, ParsedDocuments)
    [document] = parsed.documents
    assert document.text == text
    assert document.published is not None
    assert document.published.value == "2020-10-27"


def test_a_text_without_a_day_stays_undated() -> None:
    parsed = parse_imported(_response(b"A sample."), ImportOptions(), source=None, day=_DAY)
    assert isinstance(parsed, ParsedDocuments)
    assert parsed.documents[0].published is None


def test_documents_that_share_an_address_stay_apart() -> None:
    row = '{"doc_id": "%s", "url": "https://gov.example/page", "issuer": "Sample Office", "text": "Sample %s."}\n'
    body = "".join(row % (name, name) for name in ("a", "b")).encode()
    parsed = parse_imported(_response(body), ImportOptions(), source=None, day=_DAY)
    assert isinstance(parsed, ParsedPosts)
    assert len({document.id for document in parsed.documents}) == 2


@pytest.mark.parametrize(
    "row",
    [
        '{"url": "https://gov.example/", "text": ""}',
        '{"url": "https://gov.example/"}',
        "[1]",
        "nonsense",
        '{"text": 3}',
        '{"title": 5}',
        '{"url": "https://gov.example/", "issuer": ["Sample Office"], "text": "Sample."}',
        '{"url": "https://gov.example/", "title": 5, "text": "Sample."}',
    ],
)
def test_a_row_that_is_no_document_is_refused_with_its_line(row: str) -> None:
    body = f'{{"url": "https://gov.example/1", "issuer": "Sample Office", "text": "Sample."}}\n{row}\n'.encode()
    parsed = parse_imported(_response(body), ImportOptions(), source=None, day=_DAY)
    assert isinstance(parsed, ParsedPosts)
    assert [where for where, _ in parsed.refused] == ["line 2"]


def test_a_bad_first_row_is_refused_and_the_rows_behind_it_are_read() -> None:
    row = '{"doc_id": "%s", "url": "https://gov.example/%s", "issuer": "Sample Office", "text": "Sample %s."}\n'
    body = '{"title": 5}\n' + "".join(row % (number, number, number) for number in range(200))
    parsed = parse_imported(_response(body.encode()), ImportOptions(), source=None, day=_DAY)
    assert isinstance(parsed, ParsedPosts)
    assert len(parsed.documents) == 200
    assert [where for where, _ in parsed.refused] == ["line 1"]


@pytest.mark.parametrize(
    ("body", "reason"), [(b"", "empty file"), (b" \n", "empty file"), (b"\x00\x01\x02 \x00", "binary file")]
)
def test_what_cannot_be_read_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_imported(_response(body), ImportOptions(), source=None, day=_DAY)
    assert caught.value.reason == reason


def test_a_recording_of_answers_is_read_row_by_row_whatever_format_it_was_detected_as() -> None:
    post = {"id_str": "1320594001228726272", "full_text": "A sample post.", "user": {"screen_name": "sample", "name": "Sample"}}
    post |= {"created_at": "Mon Oct 26 05:12:00 +0000 2020", "entities": {}}
    answer = {"response": {"body": {"string": json.dumps({"statuses": [post]})}}}
    parsed = parse_imported(
        _response(json.dumps({"http_interactions": [answer]}).encode()), ImportOptions(), source=None, day=_DAY
    )
    assert isinstance(parsed, ParsedPosts)
    assert [document.text for document in parsed.documents] == ["A sample post."]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("window.YTD.deleted_tweets.part0 = [ ]", "lists nothing"),
        (
            'interactions:\n- response:\n    body:\n      string: \'{"data": [{"name": "a"}], "meta": {}}\'\n',
            "none of which holds",
        ),
        ("user_name,office,state\na,Senator,MI\nb,Senator,TN\nc,House,TX\nd,House,OH\n", "columns user_name, office, state"),
        ("// Jest Snapshot v1, https://example.org\n\nexports[`a`] = `{}`;\n", "what a test expects"),
    ],
)
def test_what_no_one_wrote_as_a_text_is_refused_unless_it_is_asked_for(body: str, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        parse_imported(_response(body.encode()), ImportOptions(), source=None, day=_DAY)
    parsed = parse_imported(_response(body.encode()), ImportOptions(format="text"), source=None, day=_DAY)
    assert isinstance(parsed, ParsedDocuments)


def test_a_letter_with_commas_in_its_lines_is_a_text() -> None:
    body = (
        "Dear Sir, we write, as agreed,\nof the tide tables, the locks,\nand the harbour, in brief,\nof peace, of trade,\n" * 2
    )
    assert isinstance(parse_imported(_response(body.encode()), ImportOptions(), source=None, day=_DAY), ParsedDocuments)


def test_a_large_file_of_binary_data_is_told_by_its_first_piece() -> None:
    def pieces() -> Iterator[bytes]:
        yield bytes(100_000)
        raise AssertionError("the rest was read")

    large = LargeResponse(url="https://ministry.example/a", status=200, headers=(), body=b"", pieces=pieces)
    with pytest.raises(ParseError) as refused:
        parse_imported(large, ImportOptions(), source=None, day=_DAY)
    assert refused.value.reason == "binary file"
