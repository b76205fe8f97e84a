"""A captured page that wants to run something, or to look like something else, is shown as text."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.home import Home
from pipeline.site.marking import LONGEST_PART, cut_part, mark_document
from storage.database.archive import open_writer
from storage.model.identity import revision_id
from tests.site.conftest import open_site
from tests.storage.lines import NOON, load, make_document, make_page

TEXT = 'The minister said: <script>alert("x")</script> \u202eabc\u202c and <img src=x onerror=alert(1)> {{ 7*7 }}.'
TITLE = "</title><script>alert(2)</script>"
URL = "https://example.gov/a"
LANGUAGE = 'en" onclick="alert(3)'


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[TestClient, str]:
    home = Home(root=tmp_path / "archive")
    with open_writer(home.archive) as db:
        load(db, make_page(URL, TEXT, title=TITLE, language=LANGUAGE))
    return open_site(home), make_document(URL, TEXT).id


def test_archived_text_is_escaped_and_its_controls_are_visible(hostile: tuple[TestClient, str]) -> None:
    site, document = hostile
    pages = [f"/document/{document}", f"/passage/{revision_id(document, TEXT)}/0-{len(TEXT)}"]
    for address in pages:
        page = site.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "onclick" not in page.text
        assert "\u202e" not in page.text
        assert "⟦RLO⟧abc⟦PDF⟧" in page.text
        assert "{{ 7*7 }}" in page.text


def test_a_passage_stays_when_its_page_changes_and_says_where_its_words_are_now(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "archive")
    first, second = "We shall keep our word.\nAll of it.", "An editor's note.\nWe shall keep our word.\nMost of it."
    with open_writer(home.archive) as db:
        load(db, make_page(URL, first))
        later = make_page(URL, second, at=NOON + timedelta(days=1), warc="b.warc.gz")
        load(db, later, run="run-2", warc="b.warc.gz")
    site, document = open_site(home), make_document(URL, first).id
    old, new = revision_id(document, first), revision_id(document, second)
    passage = site.get(f"/passage/{old}/0-23.json").json()["passage"]
    assert (passage["text"], passage["changed"]) == ("We shall keep our word.", True)
    assert (passage["current"], passage["now"]) == (new, [18, 41])
    assert site.get(f"/passage/{new}/18-41.json").json()["passage"]["text"] == passage["text"]
    assert "The text has changed since." in site.get(f"/passage/{old}/0-23").text
    gone = site.get(f"/passage/{old}/24-34").text
    assert "does not hold these words" in gone
    assert "<del>" in site.get(f"/compare?a={old}&b={new}").text


def test_a_long_document_is_read_in_parts_that_lose_no_character() -> None:
    text = "\n".join(f"Sentence {n} of a very long statement. It goes on." for n in range(2_000))
    at, read, sizes = 0, "", []
    while True:
        part = cut_part(text, at)
        read += text[part.start : part.end]
        sizes.append(len(mark_document(text, part, [], "r_0123456789abcdef0123").encode()))
        if part.after is None:
            break
        assert cut_part(text, part.after).before == part.start
        at = part.after
    assert read == text
    assert len(sizes) > len(text) // LONGEST_PART
    assert max(sizes) < 90_000


def test_a_number_of_thousands_of_digits_in_an_address_is_answered(hostile: tuple[TestClient, str]) -> None:
    site, document = hostile
    assert site.get(f"/document/{document}?from={'1' * 5_000}").status_code == 200
    assert site.get(f"/?q=peace&page={'1' * 5_000}").status_code == 200
