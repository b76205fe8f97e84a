"""Recordings of web answers: the answers are read as what they are."""

from __future__ import annotations

import base64
import gzip
import json

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, read_posts
from pipeline.stages.posts.recordings import is_recording
from tests.stages.posts.dumps import dump, toot, v2_page, v2_post


def recording(*bodies: str) -> bytes:
    answers = "".join(
        f"- request:\n    method: GET\n    uri: https://api.example/{number}\n  response:\n    body:\n      string: {body}\n"
        for number, body in enumerate(bodies)
    )
    return f"interactions:\n{answers}version: 1\n".encode()


def quoted(answer: object) -> str:
    return json.dumps(json.dumps(answer))


def packed(answer: object) -> str:
    return f"!!binary |\n        {base64.b64encode(gzip.compress(json.dumps(answer).encode())).decode()}"


def test_answers_in_a_recording_are_read_whether_packed_or_not() -> None:
    body = recording(quoted([toot()]), packed(v2_page(v2_post())), quoted({"id": "1", "acct": "harbour"}), "''")
    assert detect_posts(body) == "mastodon-status"
    parsed = read_posts(body)
    assert [document.post.platform for document in parsed.documents if document.post] == ["mastodon", "x"]
    assert [where for where, _ in parsed.refused] == ["row 1, row 3", "row 1, row 4"]


def test_a_recording_in_json_is_read_alike() -> None:
    interaction = {"response": {"body": {"string": json.dumps(v2_page(v2_post()))}}}
    assert len(read_posts(dump({"http_interactions": [interaction]})).documents) == 1


def test_a_torn_recording_says_so() -> None:
    with pytest.raises(ParseError, match="torn or not YAML"):
        read_posts(recording("'never closed"))


def test_the_source_that_a_server_gives_of_a_deleted_status_is_no_post() -> None:
    source = {key: value for key, value in toot(text="The tide", replies_count=1).items() if key != "content"}
    with pytest.raises(ParseError, match="not what was posted"):
        read_posts(dump(source))


@pytest.mark.parametrize("page", ["\n" * 50_000, " \n" * 50_000, "#\n" * 50_000, "---\n" * 50_000])
def test_a_page_of_blank_lines_is_told_from_a_recording_at_once(page: str) -> None:
    assert not is_recording(page + "<p>")
    assert is_recording(page + "interactions:\n- request: {}\n")
