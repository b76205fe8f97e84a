"""What each declared selector finds on a page."""

from __future__ import annotations

from dataclasses import replace

from pipeline.declarations import Layout, Select, Source
from pipeline.stages.parse.selector_matches import match_selectors
from storage.model import DocumentKind

LAYOUT = Layout(
    name="article",
    title=(Select(css="h1.title", least=1, most=1), Select(css="h1")),
    published=(Select(css="time", attribute="datetime", least=1),),
    body=(Select(css=".text"),),
)
SOURCE = Source(
    id="xx_sample", title="Sample ministry", publisher="Ministry of Samples", kind=DocumentKind.STATEMENT,
    url="https://ministry.example/",
    country="xx", languages=("en",), timezone="Asia/Yerevan", hosts=("ministry.example",), layouts=(LAYOUT,),
)  # fmt: skip
PAGE = '<h1>On the talks</h1><time datetime="2020-10-27">today</time><div class="text"></div>'


def test_the_first_selector_that_fits_is_the_one_that_is_read() -> None:
    missed, read, dated, empty = match_selectors(PAGE, SOURCE)
    assert (missed.selector, missed.found, missed.expected, missed.fits, missed.read) == ("h1.title", 0, "1", False, False)
    assert (read.selector, read.shows, read.read) == ("h1", "On the talks", True)
    assert (dated.selector, dated.shows, dated.expected) == ("time @datetime", "2020-10-27", "1 or more")
    assert (empty.found, empty.fits) == (1, False)


def test_a_layout_of_other_addresses_is_not_tried() -> None:
    source = replace(SOURCE, layouts=(replace(LAYOUT, match="/speeches/"),))
    assert match_selectors(PAGE, source, url="https://ministry.example/news/1") == ()


def test_a_selector_that_misses_names_the_nearest_class_of_the_page() -> None:
    page = '<?xml version="1.0"?><html><h1 class="big titel">On the talks</h1><p id="texts">Words.</p></html>'
    missed, _, _, body = match_selectors(page, SOURCE)
    assert (missed.selector, missed.nearest) == ("h1.title", ".titel")
    assert (body.selector, body.nearest) == (".text", "#texts")
