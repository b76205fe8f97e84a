"""Every file of posts that others wrote is imported, or refused with a reason."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, read_posts
from storage.model.identity import canonical_url
from tests.material import SHARED

FOLDER = SHARED / "posts"
MANIFEST = FOLDER / "manifest.jsonl"
FILES = [json.loads(line)["file"] for line in MANIFEST.read_text(encoding="utf-8").splitlines()] if MANIFEST.exists() else []

LOST = {"08_truth_social/timothyjgraham+trump-truth-social-replication__data__raw__truth_archive.csv"}
"""Known posts whose text was lost upstream."""

pytestmark = pytest.mark.shared


def test_the_manifest_lists_files() -> None:
    assert FILES


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_imported_or_refused_with_a_reason(name: str) -> None:
    body = (FOLDER / name).read_bytes()
    if detect_posts(body) is None or name in LOST:
        with pytest.raises(ParseError, match=r".{40}") as raised:
            read_posts(body)
        assert raised.value.reason
        return
    parsed = read_posts(body)
    assert parsed.documents or parsed.refused
    for document in parsed.documents:
        assert document.post is not None
        assert document.text or document.post.media
        assert document.published is not None
        assert document.url is None or document.url == canonical_url(document.url)
        assert "&amp;" not in document.text
