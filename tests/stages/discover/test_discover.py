"""Where documents are: archives' answers, feeds, sitemaps, listings and JSON lists."""

from __future__ import annotations

import json
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipeline.limits import limiting_cpu
from pipeline.stages.discover import (
    read_addresses,
    read_api,
    read_cdx,
    read_feed,
    read_listing,
    read_sitemap,
    read_timemap,
    repeats,
)
from storage.model import Lead
from tests.words import Page

READ = Page(url=None).first_date
ROW = "com,example)/a 20201027000000 https://example.com/a text/html 200 ABCDEF 123"


def seen(leads: tuple[Lead, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(lead.url, lead.title, lead.date.value if lead.date else None) for lead in leads]


def test_repeated_rows_of_a_cdx_answer_are_one() -> None:
    parsed = read_cdx(f"{ROW}\n{ROW}\n")
    assert parsed is not None
    assert [record.timestamp for record in parsed.records] == ["20201027000000"]


def test_the_resume_key_stands_after_a_blank_line() -> None:
    parsed = read_cdx(f"{ROW}\n\ncom%2Cexample%29%2F+20201027000001\n")
    assert parsed is not None
    assert parsed.resume_key == "com%2Cexample%29%2F+20201027000001"


def test_a_row_of_unknown_length_is_kept_as_given() -> None:
    parsed = read_cdx(ROW.replace("123", "-----"))
    assert parsed is not None
    assert parsed.records[0].length == "-----"


NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
CDX_FORMS = {
    "json": json.dumps([NAMES, ROW.split(), [], ["key"]]),
    "cdxj": 'com,example)/a 20201027000000 {"url": "https://example.com/a", "mime": "text/html", "status": "200", '
    '"digest": "ABCDEF", "length": "123"}',
    "eleven columns": f" CDX N b a m s k r M S V g\n{ROW.removesuffix(' 123')} - - 123 0 sample.warc.gz",
}


@pytest.mark.parametrize("body", CDX_FORMS.values(), ids=CDX_FORMS.keys())
def test_every_form_of_cdx_gives_the_same_row(body: str) -> None:
    parsed, plain = read_cdx(body), read_cdx(ROW)
    assert parsed is not None
    assert plain is not None
    assert parsed.records == plain.records


def test_an_error_message_is_no_cdx_answer() -> None:
    assert read_cdx("org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error") is None


def test_a_timemap_gives_its_mementos_only() -> None:
    body = """<https://example.com/a>; rel="original",
<http://archive.example/timemap/link/https://example.com/a>; rel="self"; type="application/link-format",
<http://archive.example/memento/20130202100000/https://example.com/a>; rel="first memento"; datetime="-",
<http://archive.example/m2>; rel="last memento"; datetime="Sun, 03 Feb 2013 10:00:00 GMT" """
    parsed = read_timemap(body)
    assert parsed is not None
    assert [(record.timestamp, record.original) for record in parsed.records] == [
        ("20130202100000", "https://example.com/a"),
        ("20130203100000", "http://archive.example/m2"),
    ]


RSS = """<rss version="2.0"><channel><title>Sample</title><link>https://m.example/</link>
<item><title>Talks &amp;#8211; begun</title><link> /a/1 </link>
<pubdate>Thu, 02 May 2013 11:27:00 EST</pubdate>
<description>On March 5, 2013 we met.</description></item>
<item><title><![CDATA[<b>Second</b>]]></title><guid>https://m.example/a/2</guid>
<description>On March 5, 2013 we met.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?page=2"/><entry><title>One</title>
<link rel="self" href="/x"/><link rel="alternate" href="/a/1"/><updated>2020-10-28T00:00:00Z</updated>
<published>2020-10-27T10:00:00+04:00</published></entry></feed>"""


def test_rss_items_keep_their_order_and_only_their_own_dates() -> None:
    parsed = read_feed(RSS, base="https://m.example/feed", read_date=READ)
    assert parsed is not None
    assert [(url, title, day and day[:10]) for url, title, day in seen(parsed.leads)] == [
        ("https://m.example/a/1", "Talks – begun", "2013-05-02"),
        ("https://m.example/a/2", "Second", None),
    ]


def test_atom_prefers_the_alternate_link_and_the_published_date() -> None:
    parsed = read_feed(ATOM, base="https://m.example/feed", read_date=READ)
    assert parsed is not None
    assert seen(parsed.leads) == [("https://m.example/a/1", "One", "2020-10-27T10:00:00+04:00")]
    assert parsed.next == "https://m.example/feed?page=2"


def test_a_sitemap_gives_addresses_and_dates() -> None:
    body = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://m.example/a/1</loc>
    <lastmod>2020-10-27</lastmod></url></urlset>"""
    parsed = read_sitemap(body, base=None, read_date=READ)
    assert parsed is not None
    assert seen(parsed.leads) == [("https://m.example/a/1", None, "2020-10-27")]


def test_html_is_no_feed() -> None:
    assert read_feed("<html><body><p>x</p></body></html>", base=None, read_date=READ) is None


def test_a_listing_without_a_declaration_is_read_by_its_repeats() -> None:
    row = "<tr><td>0{n}/10/2020</td><td><a href='/a/{n}'>Statement number {n}</a> <a href='/pdf/{n}'>PDF</a></td></tr>"
    rows = "".join(row.format(n=day) for day in range(1, 6))
    menu = "".join(f"<li><a href='/m/{n}'>A long menu entry {n}</a></li>" for n in range(9))
    tree = LexborHTMLParser(f"<ul>{menu}</ul><p>Today: 30 October 2020</p><table>{rows}</table>")
    parsed = read_listing(tree, base="https://m.example/", read_date=READ)
    assert parsed is not None
    assert len(parsed.leads) == 5
    assert seen(parsed.leads)[0] == ("https://m.example/a/1", "Statement number 1", "2020-10-01")


BESIDE = {
    "before it": "<dt>0{n}/10/2020</dt><dd><a href='/a/{n}'>Statement number {n}</a></dd>",
    "after it": "<dt><a href='/a/{n}'>Statement number {n}</a></dt><dd>0{n}/10/2020</dd>",
}


@pytest.mark.parametrize("row", BESIDE.values(), ids=BESIDE.keys())
def test_an_item_s_date_may_stand_beside_its_box(row: str) -> None:
    tree = LexborHTMLParser(f"<dl>{''.join(row.format(n=day) for day in range(1, 6))}</dl>")
    parsed = read_listing(tree, base="https://m.example/", read_date=READ)
    assert parsed is not None
    assert [day for _, _, day in seen(parsed.leads)] == [f"2020-10-0{day}" for day in range(1, 6)]


FLAT = {
    "behind the link": "<a href='/a/{n}'>Statement number {n}</a> (0{n}/10/2020)<br>",
    "before the link": "0{n}/10/2020 - <a href='/a/{n}'>Statement number {n}</a><br>",
    "in a time element": "<article><a href='/a/{n}'><h2>Statement number {n}</h2></a>"
    "<time datetime='2020-10-0{n}'>October {n}</time></article>",
}


@pytest.mark.parametrize("row", FLAT.values(), ids=FLAT.keys())
def test_items_without_a_box_or_a_year_of_their_own_are_read(row: str) -> None:
    tree = LexborHTMLParser(f"<main>{''.join(row.format(n=day) for day in range(1, 6))}</main>")
    parsed = read_listing(tree, base="https://m.example/", read_date=READ)
    assert parsed is not None
    assert seen(parsed.leads) == [
        (f"https://m.example/a/{day}", f"Statement number {day}", f"2020-10-0{day}") for day in range(1, 6)
    ]


def test_a_page_of_menus_is_no_listing() -> None:
    menu = "".join(f"<li><a href='/m/{n}'>A long menu entry {n}</a></li>" for n in range(9))
    assert read_listing(LexborHTMLParser(f"<ul>{menu}</ul>"), base=None, read_date=READ) is None


def test_wordpress_gmt_is_utc() -> None:
    posts = [{"link": "https://m.example/a/1", "title": {"rendered": "Talks &#8211; begun"}, "date_gmt": "2020-10-27T06:00:00"}]
    parsed = read_api(posts, base=None, read_date=READ)
    assert parsed is not None
    assert seen(parsed.leads) == [("https://m.example/a/1", "Talks – begun", "2020-10-27T06:00:00+00:00")]


@pytest.mark.parametrize(
    ("item", "url", "title"),
    [
        ("<media:title>Photo</media:title><title>Own</title><link>https://m.example/1</link>", "https://m.example/1", "Own"),
        ("<title>A &ndash; b</title><link>https://m.example/1?a=1&b=2</link>", "https://m.example/1?a=1&b=2", "A – b"),
        ("<title><![CDATA[A & b &amp; c]]></title><link>https://m.example/1</link>", "https://m.example/1", "A & b & c"),
        (
            "<title>A &amp; b</title><link>https://m.example/1?copy=2&copy=3</link>",
            "https://m.example/1?copy=2&copy=3",
            "A & b",
        ),
    ],
)
def test_an_item_is_read_by_its_own_elements_and_no_address_is_made_up(item: str, url: str, title: str) -> None:
    feed = f'<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item>{item}</item></channel></rss>'
    parsed = read_feed(feed, base=None, read_date=READ)
    assert parsed is not None
    assert [(lead.url, lead.title) for lead in parsed.leads] == [(url, title)]


def test_the_picture_of_a_sitemap_is_no_lead_and_its_news_title_is_the_title() -> None:
    body = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1" '
        'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><i:image><i:loc>https://m.example/1.jpg</i:loc></i:image>'
        "<loc>https://m.example/1</loc><n:news><n:publication_date>2020-10-27</n:publication_date><n:title>News</n:title></n:news>"
        "</url></urlset>"
    )
    parsed = read_sitemap(body, base=None, read_date=READ)
    assert parsed is not None
    assert seen(parsed.leads) == [("https://m.example/1", "News", "2020-10-27")]


def test_a_text_of_addresses_is_a_sitemap_and_one_with_words_is_none() -> None:
    parsed = read_addresses("https://m.example/1\r\nhttps://m.example/2\nhttps://m.example/1\n")
    assert parsed is not None
    assert [lead.url for lead in parsed.leads] == ["https://m.example/1", "https://m.example/2"]
    assert read_addresses("See https://m.example/1") is None


def test_a_listing_s_links_hang_on_its_base() -> None:
    items = "".join(f"<li><a href='s{n}'>Statement number {n} of it</a> <span>0{n}.03.2021</span></li>" for n in range(1, 5))
    tree = LexborHTMLParser(f"<html><head><base href='/archive/'></head><body><ul>{items}</ul></body></html>")
    parsed = read_listing(tree, base="https://m.example/list", read_date=READ)
    assert parsed is not None
    assert parsed.leads[0].url == "https://m.example/archive/s1"


@pytest.mark.parametrize(("title", "is_listing"), [("Statement number 2", False), ("News of the ministry", True)])
def test_a_page_whose_title_is_that_of_one_of_its_items_is_that_item(title: str, is_listing: bool) -> None:
    row = "<li><h3><a href='/a/{n}'>Statement number {n}</a></h3><p>0{n}/10/2020</p></li>"
    tree = LexborHTMLParser(f"<ul>{''.join(row.format(n=day) for day in range(1, 6))}</ul>")
    assert repeats.is_listing(tree, repeats.find_repeats(tree, READ), title, READ) is is_listing


def test_openings_without_an_end_cost_a_feed_neither_its_items_nor_time() -> None:
    item = "<item><title>S</title><link>https://a.example/1</link></item>"
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{item}{"<![CDATA[" * 20_000}'
    with limiting_cpu(2.0):
        found = read_feed(text, base=None, read_date=READ)
    assert found is not None
    assert [lead.url for lead in found.leads] == ["https://a.example/1"]


@pytest.mark.parametrize(
    "text", ["[" * 3_000, '[["urlkey", ["a"], {"b": 1}], ["a", "b", "c"]]', '[["urlkey", null], [null, 1]]']
)
def test_a_list_that_only_looks_like_an_index_is_no_fault(text: str) -> None:
    found = read_cdx(text)
    assert found is None or all(record.original == "-" for record in found.records)


def test_a_timemap_of_brackets_that_never_close_is_read_in_a_moment() -> None:
    at = "20201027100000"
    link = f'<https://web.archive.org/web/{at}/https://a.example/>; rel="memento"; datetime="Tue, 27 Oct 2020 10:00:00 GMT"'
    with limiting_cpu(3.0):
        parsed = read_timemap(f"{link},\n{'<' * 400_000}")
    assert parsed is not None
    assert len(parsed.records) == 1


GOOD_DATE = "Sun, 03 Feb 2013 10:00:00 GMT"
BAD_ROWS = {
    "no date": ROW.replace("20201027000000", "20201332999999"),
    "an instant of other digits": ROW.replace("2020", "２０２０"),
    "a media type of two words": ROW.replace("text/html", "text/html; charset=utf-8"),
    "one field more": f"{ROW} -",
    "three fields": " ".join(ROW.split()[:3]),
    "cut short": ROW[:40],
    "words of an error": "org.archive.util.io.RuntimeIOException: timeout",
}


@pytest.mark.parametrize("bad", BAD_ROWS.values(), ids=BAD_ROWS.keys())
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_bad_row_of_an_index_is_counted_and_costs_no_other(bad: str, gap: str) -> None:
    other = ROW.replace("/a", "/b")
    parsed = read_cdx(f"{ROW}{gap}{bad}\n{other}\n")
    assert parsed is not None
    assert ([record.original[-2:] for record in parsed.records], parsed.unreadable) == (["/a", "/b"], 1)
    assert parsed.resume_key is None


@pytest.mark.parametrize("bad", [["x"] * 6, ["x"] * 7, None, "row", {}, [None] * 7, [["x"]] * 7])
def test_a_bad_row_of_an_index_in_json_is_counted_and_costs_no_other(bad: object) -> None:
    parsed = read_cdx(json.dumps([NAMES, ROW.split(), bad, ROW.replace("/a", "/b").split(), [], ["key"]]))
    assert parsed is not None
    assert ([record.original[-2:] for record in parsed.records], parsed.unreadable) == (["/a", "/b"], 1)
    assert parsed.resume_key == "key"


LISTS = {
    "rss": "<rss><channel><item><link>/1</link></item><item><guid>1</guid></item><item><link>/2</link></item></channel></rss>",
    "atom": '<feed><entry><link href="/1"/></entry><entry><id>urn:1</id></entry><entry><link href="/2"/></entry></feed>',
    "sitemap": "<urlset><url><loc>/1</loc></url><url><lastmod>2020</lastmod></url><url><loc>/2</loc></url></urlset>",
    "json": '{"items": [{"url": "/1"}, {"url": 5}, {"url": "/2"}]}',
    "json of other values": '{"items": [{"url": "/1"}, null, {"url": "/2"}]}',
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
def test_an_item_without_an_address_is_counted(text: str) -> None:
    read = read_sitemap if text.startswith("<urlset") else read_feed
    given: dict[str, Any] = {"base": "https://m.example/list", "read_date": READ}
    parsed = read_api(json.loads(text), **given) if text.startswith("{") else read(text, **given)
    assert parsed is not None
    assert ([lead.url for lead in parsed.leads], parsed.unaddressed) == (["https://m.example/1", "https://m.example/2"], 1)


def test_an_item_of_a_prefix_that_is_not_declared_is_read() -> None:
    feed = "<rss><channel><x:item><x:title>S</x:title><x:link>https://m.example/1</x:link></x:item></channel></rss>"
    parsed = read_feed(feed, base=None, read_date=READ)
    assert parsed is not None
    assert [(lead.url, lead.title) for lead in parsed.leads] == [("https://m.example/1", "S")]


def test_relative_links_of_a_feed_hang_on_the_base_that_it_states() -> None:
    entries = '<entry><link href="1"/></entry><entry xml:base="../b/"><link href="2"/></entry>'
    feed = f'<feed xml:base="https://m.example/a/"><link rel="next" href="older"/>{entries}</feed>'
    parsed = read_feed(feed, base="https://other.example/feed", read_date=READ)
    assert parsed is not None
    assert [lead.url for lead in parsed.leads] == ["https://m.example/a/1", "https://m.example/b/2"]
    assert parsed.next == "https://m.example/a/older"


@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:59:59 -0100", "Mon, 01 Jan 2020 00:00:00 +999999999999", "no date"])
def test_a_memento_of_no_date_is_counted_and_costs_no_other(date: str) -> None:
    links = [f'<http://archive.example/m{n}>; rel="memento"; datetime="{each}"' for n, each in enumerate((date, GOOD_DATE))]
    parsed = read_timemap(",\n".join(links))
    assert parsed is not None
    assert ([record.timestamp for record in parsed.records], parsed.unreadable) == (["20130203100000"], 1)
