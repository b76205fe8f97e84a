"""What each part of a list does, in each form of lists: feeds, sitemaps, listings, answers of JSON and of archives.

``parts/<form>.expected.txt`` holds the leads of the whole, then for each part what is read without it; see `tests.expected`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipeline.declarations import Discovery
from pipeline.stages.discover import (
    read_addresses,
    read_api,
    read_cdx,
    read_feed,
    read_listing,
    read_sitemap,
    read_timemap,
)
from pipeline.stages.discover.feeds import read_entries
from storage.model.codec import encode
from tests.expected import expect
from tests.stages.discover.test_discover import ATOM, CDX_FORMS, ROW, RSS
from tests.varying import flatten, tell_fields, tell_markup, tell_words
from tests.words import Page

FOLDER = Path(__file__).parent / "parts"
READ = Page(url=None).first_date
BASE = "https://m.example/list"
FEEDS = {
    "rss": RSS,
    "atom": ATOM,
    "rss-full": '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
    '<atom:link rel="self" href="/feed"/><atom:link rel="next" href="/feed?2"/><item><title>A &eacute; &amp; B &c</title>'
    "<media:title>No</media:title><link>/a/1</link><dc:date>2020-10-27</dc:date>"
    "<pubDate>Wed, 28 Oct 2020 10:00:00 GMT</pubDate>"
    "<description>Short</description><content:encoded><![CDATA[<p>Long &amp; whole</p>]]></content:encoded></item>"
    '<item><guid isPermaLink="true">https://m.example/a/2</guid><title>&#xD800;</title></item><item><guid>7</guid></item>'
    "</channel></rss>",
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="/a/1"><title>One</title><link>/a/1</link>'
    "<dc:date>2020-10-27</dc:date></item></rdf:RDF>",
    "sitemap": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> /a/1 </loc><lastmod>2020-10-28</lastmod><news:news>'
    "<news:publication_date>2020-10-27</news:publication_date><news:title>One</news:title></news:news></url>"
    "<url><loc>https://m.example/a/2</loc></url></urlset>",
    "sitemap-index": "<sitemapindex><sitemap><loc>https://m.example/1.xml</loc><lastmod>2020-10-28</lastmod></sitemap></sitemapindex>",
}
ITEM = "<li class='item post-{n}'><a href='/a/{n}' title='No {n}'>Statement number {n}</a> <b>{n} October 2020</b></li>"
LISTINGS = {
    "list": f"<base href='https://n.example/'><ul>{''.join(ITEM.format(n=n) for n in (3, 4, 5))}</ul>"
    "<a rel=next href='?page=2'>Next</a>",
    "headed": "".join(
        f"<div class=card><h3><a href='/a/{n}'>Statement number {n}</a></h3><time>0{n}.10.2020</time>"
        f"<p>It says <a href='/b/{n}'>that and much more</a>."
        "</p></div>"
        for n in (3, 4, 5)
    ),
    "defined": "<dl>"
    + "".join(f"<dt>0{n}/10/2020</dt><dd><a href='/a/{n}'>Statement number {n}</a></dd>" for n in (3, 4, 5))
    + "</dl>",
    "flat": "".join(f"<a href='/a/{n}'>Statement number {n}</a> (0{n}/10/2020)<br>" for n in (3, 4, 5)),
    "flat-before": "".join(f"0{n}/10/2020 <a href='/a/{n}'>Statement number {n}</a><br>" for n in (3, 4, 5)),
    "table": "<table>"
    + "".join(f"<tr><td>0{n}/10/2020<td><a href='/a/{n}'>Statement number {n}</a></tr>" for n in (3, 4, 5))
    + "</table>",
}
DECLARED = {
    "none": None,
    "item": Discovery(item="li.item", link="a", title="a", date="b", next="a[rel=next]"),
    "link": Discovery(link="li a"),
    "missed": Discovery(item="li.nothing", date="i"),
}
ANSWERS: dict[str, Any] = {
    "wordpress": [
        {
            "link": "/a/1",
            "title": {"rendered": "One &amp; two"},
            "date_gmt": "2020-10-27T10:00:00",
            "date": "2020-10-27T14:00:00",
        }
    ],
    "drupal": {
        "data": [{"attributes": {"title": "One", "path": {"alias": "/a/1"}, "created": "2020-10-27"}, "links": {"self": "/x"}}],
        "links": {"next": {"href": "/api?page=2"}},
    },
    "govuk": {
        "results": [{"link": "/a/1", "title": "One", "public_timestamp": "2020-10-27T10:00:00Z"}],
        "total": 90,
        "start": 0,
        "next": "/api?start=1",
    },
    "feed": {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"url": "/a/1", "title": "One", "date_published": "2020-10-27"}, {"id": "2", "external_url": "/a/2"}],
        "next_url": "/feed?2",
    },
}
TIMEMAP = (
    '<https://example.com/a>; rel="original",\n<http://archive.example/memento/20130202100000/https://example.com/a>; '
    'rel="first memento"; datetime="-",\n<http://archive.example/m2>; rel="last memento"; '
    'datetime="Sun, 03 Feb 2013 10:00:00 GMT"'
)


def tell(parsed: object) -> dict[str, str]:
    return dict(flatten(encode(parsed))) if parsed is not None else {"": "nothing"}


def read_markup(text: str) -> dict[str, str]:
    found = [read(text, base=BASE, read_date=READ) for read in (read_feed, read_sitemap)]
    entries = read_entries(text, base=BASE, read_date=READ) or ()
    return tell(found[0] or found[1]) | {f"words {number}": entry.words for number, entry in enumerate(entries)}


@pytest.mark.parametrize("name", FEEDS)
def test_each_part_of_a_feed_or_sitemap_is_read_or_its_lack_is_borne(name: str) -> None:
    expect(FOLDER / f"{name}.expected.txt", tell_markup(FEEDS[name], read_markup))


@pytest.mark.parametrize(
    ("name", "declared"),
    [*((name, "none") for name in LISTINGS), *(("list", declared) for declared in DECLARED if declared != "none")],
)
def test_each_part_of_a_listing_is_read_or_its_lack_is_borne(name: str, declared: str) -> None:
    def read(text: str) -> dict[str, str]:
        return tell(read_listing(LexborHTMLParser(text), discovery=DECLARED[declared], base=BASE, read_date=READ))

    expect(FOLDER / f"listing-{name}-{declared}.expected.txt", tell_markup(LISTINGS[name], read))


@pytest.mark.parametrize("name", ANSWERS)
def test_each_field_of_an_answer_is_read_or_its_lack_is_borne(name: str) -> None:
    expect(
        FOLDER / f"answer-{name}.expected.txt",
        tell_fields(ANSWERS[name], lambda answer: tell(read_api(answer, base=BASE, read_date=READ))),
    )


TEXTS = {
    **CDX_FORMS,
    "seven columns": f"{ROW}\n{ROW.replace('/a', '/b')}\n\nkey+1\n",
    "timemap": TIMEMAP,
    "bare timemap": '<http://archive.example/m2>; rel=memento; datetime="Sun, 03 Feb 2013 10:00:00 GMT"; x=',
    "addresses": "https://m.example/1\n\nhttp://m.example/2 https://m.example/1",
}


@pytest.mark.parametrize("name", TEXTS)
def test_each_word_of_an_archive_s_answer_is_read_or_its_lack_is_borne(name: str) -> None:
    def read(text: str) -> dict[str, str]:
        found = (read_cdx(text), read_timemap(text), read_addresses(text))
        return {f"{number}{key}": value for number, parsed in enumerate(found) for key, value in tell(parsed).items()}

    expect(FOLDER / f"text-{name.replace(' ', '-')}.expected.txt", tell_words(TEXTS[name], read))
