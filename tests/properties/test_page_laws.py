"""Laws of reading pages: nothing crashes but by a ParseError, folding twice is folding once, turns lie inside their text."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipeline.errors import ParseError
from pipeline.stages.results import ParsedDocuments
from pipeline.stages.text import Marked, read_marked, read_text
from storage.model import Response
from tests.words import answer_parsed, parse, read_transcript

TAGS = "p div br li tr td th strong b i a h1 h2 article table ul form nav pre span time script".split()
WORDS = st.text(alphabet='aQ: MR.Xé问答：\u3000\xa0\u200b&<>\n"“0', max_size=12)
PIECES = st.one_of(WORDS, st.sampled_from(TAGS).map("<{}>".format), st.sampled_from(TAGS).map("</{}>".format))
MARKUP = st.lists(PIECES, max_size=40).map("".join)
LINES = st.lists(
    st.sampled_from(
        [
            *("MR. SAMPLE: We note it.", "Q Why?", "Q: And?", "问：好？", "答：好。", "END 2:02 P.M. EDT", "1:07 P.M. EDT"),
            *(
                "",
                "* * *",
                "Note: no.",
                "Jane Sample: Yes.",
                "(Laughter.)",
                "A paragraph of the statement that goes on and on.",
            ),
        ]
    ),
    max_size=14,
).map("\n\n".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=200), MARKUP.map(str.encode), st.from_regex(r"[\[{<][\s\S]{0,80}", fullmatch=True).map(str.encode)
    )
)
@example(b"[1]")
@example(b'{"data": null}')
@example(b'[["urlkey"], 1]')
@example(b"<?xml version='1.0'?>")
@example(b"com,example)/a 20201027000000 {")
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(ParseError):
        check_reading(body)


KEYS = (
    "details body base_path links speaker title organisations content rendered data attributes items url date tweets parts"
).split()
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.sampled_from(["", "<p>We note it.</p>", "2020-10-27", "https://m.example/a"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)),
    max_leaves=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    VALUES, st.sampled_from([{}, {"base_path": "/a", "details": {}}, {"title": {"rendered": 1}, "content": {"rendered": []}}])
)
def test_any_json_is_read_or_refused(value: object, around: dict[str, object]) -> None:
    with suppress(ParseError):
        check_reading(json.dumps({**around, **value} if isinstance(value, dict) else value).encode())


def check_reading(body: bytes) -> None:
    """Read a body; what it gives is JSON, and documents have words."""
    parsed = parse(Response(url="https://ministry.example/a", status=200, headers=(), body=body), source=None)
    answer = answer_parsed(parsed)
    assert json.loads(json.dumps(answer)) == answer
    if isinstance(parsed, ParsedDocuments):
        assert all(document.text.strip() for document in parsed.documents)


@settings(deadline=None)
@given(MARKUP)
def test_folding_a_text_again_changes_nothing(html: str) -> None:
    node = LexborHTMLParser(f"<body>{html}").body
    assert node is not None
    text = read_text(node)
    again = LexborHTMLParser(f"<body><pre>{text.replace('&', '&amp;').replace('<', '&lt;')}</pre>").body
    assert again is not None
    assert read_text(again) == text


@settings(deadline=None)
@given(MARKUP)
def test_bold_spans_lie_in_order_inside_the_text_and_hold_words(html: str) -> None:
    node = LexborHTMLParser(f"<body>{html}").body
    assert node is not None
    marked = read_marked(node)
    assert marked.text == read_text(node)
    ends = [edge for span in marked.strong for edge in span]
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(marked.text) and marked.text[start:end].strip() for start, end in marked.strong)


@settings(deadline=None)
@given(LINES)
def test_turns_lie_in_order_inside_their_text_after_their_labels(text: str) -> None:
    transcript = read_transcript(Marked(text=text))
    if transcript is None:
        return
    assert transcript.text in text
    last = 0
    for turn in transcript.turns:
        assert last <= turn.start < turn.end <= len(transcript.text)
        assert transcript.text[turn.start : turn.end].strip() == transcript.text[turn.start : turn.end]
        last = turn.end
