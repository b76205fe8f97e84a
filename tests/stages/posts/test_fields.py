"""What each field of each format of posts does: a full row, and the row with one field missing or of another kind; and what
each tag of a page does.

``fields/<format>.expected.txt`` holds what is read from the row, then for each change what is read otherwise; see
`tests.expected`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import read_history, read_posts
from pipeline.stages.posts.embeds import read_embedded_posts
from pipeline.stages.results import ParsedPosts
from storage.model.codec import encode
from tests.expected import expect
from tests.stages.posts.rows import ROWS
from tests.stages.posts.test_mastodon_history import ADDRESS
from tests.varying import flatten, tell_fields, tell_markup

FOLDER = Path(__file__).parent / "fields"
PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def read(body: bytes, *, history: bool = False) -> dict[str, str]:
    """Return what is read from a file as flat text: a path to each value of the documents, and what was refused."""
    try:
        parsed: ParsedPosts = read_history(body, ADDRESS) if history else read_posts(body, account="TideMinistry")
    except ParseError as error:
        return {"refused": str(error)}
    found = dict(flatten([encode(document) for document in parsed.documents]))
    return found | {f"refused {number}": str(each) for number, each in enumerate(parsed.refused)}


def read_row(row: Any) -> dict[str, str]:
    return read(json.dumps(row, ensure_ascii=False).encode(), history=isinstance(row, list))


def read_page(text: str) -> dict[str, str]:
    embedded = {f"embedded{key}": value for key, value in flatten([encode(each) for each in read_embedded_posts(text)])}
    return read(text.encode()) | embedded


@pytest.mark.parametrize("name", ROWS)
def test_each_field_of_a_row_is_read_or_its_lack_is_borne(name: str) -> None:
    expect(FOLDER / f"{name}.expected.txt", tell_fields(ROWS[name], read_row))


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_each_tag_of_a_page_of_posts_is_read_or_its_lack_is_borne(page: Path) -> None:
    expect(FOLDER / f"page-{page.stem}.expected.txt", tell_markup(page.read_text("utf-8"), read_page))
