"""Adding an ordinary ministry takes one TOML file and one page, as docs/adding-a-source.md says."""

from __future__ import annotations

import importlib
import re
import sys
from datetime import date
from pathlib import Path

import pytest

import pipeline.sources
from pipeline.declarations import Source
from pipeline.errors import SourceError
from pipeline.registry.declared_sources import find_source, get_source, load_sources
from pipeline.stages.results import ParsedDocuments, ParsedListing
from storage.model import Response
from tests.words import parse, read_leads

DOCS = Path(__file__).parents[2] / "docs" / "adding-a-source.md"
PAGE = """<html><head><title>On the talks - Ministry of Samples</title></head><body><ul class="menu"><li>News</li></ul>
<h1 class="title">On the talks</h1><p class="date">27.10.2020, 19:00</p>
<div class="text"><p>We note that the talks began.</p>
<div class="share">Share</div><p>“We will go on,” the Minister said.</p></div>
<div class="footer">Address</div></body></html>"""
LISTING = """<html><body><ul class="news"><li><span class="date">27.10.2020</span><a href="/en/news/2">On the talks</a></li>
<li><span class="date">26.10.2020</span><a href="/en/news/1">On the truce</a></li></ul></body></html>"""


@pytest.fixture
def ministry(tmp_path: Path) -> Source:
    declared = re.search(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert declared
    (tmp_path / "xx_sample.toml").write_text(declared[1], "utf-8")
    source = find_source("https://www.ministry.example/en/news/2", load_sources(tmp_path))
    assert source is not None
    return source


def respond(url: str, html: str) -> Response:
    return Response(url=url, status=200, headers=(("content-type", "text/html; charset=utf-8"),), body=html.encode())


@pytest.fixture
def hooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    """The ministry with the hook of the docs beside it, in a registry folder of its own."""
    text = DOCS.read_text("utf-8")
    declared, code = (re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL) for kind in ("toml", "python"))
    assert declared
    assert code
    (tmp_path / "xx_odd.toml").write_text(declared[1].replace("verified = true", "verified = true\nhook = true"), "utf-8")
    (tmp_path / "xx_odd.py").write_text(code[1], "utf-8")
    monkeypatch.setattr(pipeline.sources, "__path__", [*pipeline.sources.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    monkeypatch.delitem(sys.modules, "pipeline.sources.xx_odd", raising=False)
    return get_source("xx_odd", load_sources(tmp_path))


def test_the_hook_of_the_docs_reads_what_selectors_cannot(hooked: Source) -> None:
    scripted = PAGE.replace('<p class="date">27.10.2020, 19:00</p>', '<script>var published = "26.10.2020"</script>')
    parsed = parse(respond("https://www.ministry.example/en/news/2", scripted), source=hooked)
    assert isinstance(parsed, ParsedDocuments)
    (document,) = parsed.documents
    assert document.published is not None
    assert (document.published.value, document.published.zone) == ("2020-10-26", "Asia/Yerevan")
    assert (document.title, parsed.problems) == ("On the talks", ())


def test_what_a_hook_has_no_say_in_is_left_to_the_declaration(hooked: Source) -> None:
    parsed = parse(respond("https://www.ministry.example/en/news/2", PAGE), source=hooked)
    assert isinstance(parsed, ParsedDocuments)
    assert parsed.documents[0].published is not None
    assert parsed.documents[0].published.value == "2020-10-27T19:00"


def test_a_hook_may_say_what_a_list_holds(hooked: Source, tmp_path: Path) -> None:
    (tmp_path / "xx_odd.py").write_text(
        "from pipeline.stages.results import ParsedListing\nfrom storage.model import Lead\n\n\n"
        "def discover(response, page, *, source, day):\n"
        "    return ParsedListing(leads=(Lead(url='https://www.ministry.example/en/news/7', title=None, date=None),))\n",
        "utf-8",
    )
    listing = respond("https://www.ministry.example/en/news?page=1", LISTING)
    assert [lead.url for lead in read_leads(listing, hooked, day=date(2020, 10, 28)).leads] == [
        "https://www.ministry.example/en/news/7"
    ]
    page = parse(respond("https://www.ministry.example/en/news/2", PAGE), source=hooked)
    assert isinstance(page, ParsedDocuments)


def test_a_hook_without_either_function_says_what_is_missing(hooked: Source, tmp_path: Path) -> None:
    (tmp_path / "xx_odd.py").write_text("def read(response): ...\n", "utf-8")
    with pytest.raises(SourceError, match=r"xx_odd\.py: found neither function, expected parse"):
        parse(respond("https://www.ministry.example/en/news/2", PAGE), source=hooked)


def test_one_file_is_enough_to_read_its_pages(ministry: Source) -> None:
    parsed = parse(respond("https://www.ministry.example/en/news/2", PAGE), source=ministry)
    assert isinstance(parsed, ParsedDocuments)
    (document,) = parsed.documents
    assert (document.title, document.issuers) == ("On the talks", ("Ministry of Samples",))
    assert document.text == "We note that the talks began.\n\n“We will go on,” the Minister said."
    assert document.published is not None
    assert (document.published.value, document.published.zone) == ("2020-10-27T19:00", "Asia/Yerevan")
    assert parsed.problems == ()


def test_one_file_is_enough_to_find_its_items(ministry: Source) -> None:
    parsed = parse(respond("https://www.ministry.example/en/news?page=1", LISTING), source=ministry)
    assert isinstance(parsed, ParsedListing)
    assert [(lead.url, lead.title, lead.date.value if lead.date else None) for lead in parsed.leads] == [
        ("https://www.ministry.example/en/news/2", "On the talks", "2020-10-27"),
        ("https://www.ministry.example/en/news/1", "On the truce", "2020-10-26"),
    ]


def test_a_redesign_is_named_by_the_selector_that_missed(ministry: Source) -> None:
    parsed = parse(respond("https://www.ministry.example/en/news/2", PAGE.replace('class="title"', "")), source=ministry)
    assert isinstance(parsed, ParsedDocuments)
    assert any("h1.title" in problem for problem in parsed.problems)
