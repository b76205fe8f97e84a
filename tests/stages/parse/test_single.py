"""One item and what stands around it: teasers, comments, sections, boxes of one class, streamed parts, captions."""

from __future__ import annotations

from typing import Any

import pytest

from storage.model import Response
from tests.words import answer_parsed, parse

LONG = "The council of the lake district decided on Monday that the old mole is to be repaired before the winter storms come. "
TITLE = "<title>Mole to be repaired | Lake Council</title>"
HEAD = f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{TITLE}{{meta}}</head><body>"
COPY = f"<div class='copy'><p>{LONG}</p><p>{LONG}It costs 2 million.</p></div>"
OWN = f"<h1>Mole to be repaired</h1><p class='date'>3 June 2022</p>{COPY}"


def read(body: str, meta: str = "") -> dict[str, Any]:
    page = HEAD.format(meta=meta) + body + "</body></html>"
    headers = (("content-type", "text/html; charset=utf-8"),)
    response = Response(url="https://lake.example/a", status=200, headers=headers, body=page.encode())
    answer: dict[str, Any] = answer_parsed(parse(response, source=None))
    return answer


def teaser(number: int, tag: str = "h3", extra: str = "") -> str:
    return (
        f"<article class='card'><{tag}>Older story {number}</{tag}><time datetime='2022-05-0{number}'>{number} May 2022</time>"
        f"<p>{LONG * 3}</p><a href='/s/{number}'>More</a>{extra}</article>"
    )


def test_teasers_behind_a_dated_item_are_no_items() -> None:
    found = read(OWN + teaser(1) + teaser(2))
    assert (found["title"], found["published"]["value"]) == ("Mole to be repaired", "2022-06-03")
    assert "documents" not in found
    assert "It costs 2 million" in found["text"]


def test_the_box_that_alone_has_the_main_heading_is_the_item() -> None:
    found = read(f"<article>{OWN}</article>" + teaser(1) + teaser(2))
    assert (found["title"], found["published"]["value"]) == ("Mole to be repaired", "2022-06-03")
    assert "documents" not in found


def test_comments_of_readers_are_no_items_and_no_text() -> None:
    words = f"<p>Reader words. {LONG * 3}</p>"
    comments = "".join(
        f"<article class='comment'><h4>Reader {n}</h4><time datetime='2022-06-0{n}'></time>{words}</article>" for n in (4, 5)
    )
    found = read(OWN + f"<section id='comments'>{comments}</section>")
    assert found["title"] == "Mole to be repaired"
    assert "Reader words" not in found["text"]


def test_sections_without_a_date_or_link_stay_in_the_item() -> None:
    sections = "".join(f"<article><h2>Part {n}</h2><p>{LONG * 3}</p></article>" for n in (1, 2))
    found = read(OWN + sections)
    assert "documents" not in found
    assert found["text"].count("Part ") == 2


def test_several_items_under_the_heading_of_a_section_stay_several() -> None:
    found = read("<h1>News</h1>" + teaser(1) + teaser(2))
    assert found["title"] == "Older story 1"
    assert len(found["documents"]) == 1


def test_dated_links_beside_a_declared_article_make_no_listing() -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Mole to be repaired"}</script>'
    links = "".join(
        f"<li><a href='/s/{n}'>Another story of the council, number {n}</a> <span>0{n}.05.2022</span></li>" for n in range(1, 8)
    )
    found = read(f"<h1>Mole to be repaired</h1><div><p>{LONG * 2}</p></div><ul>{links}</ul>", data)
    assert found["kind"] == "article"


def test_the_declared_node_of_another_item_dates_nothing() -> None:
    data = (
        '<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Ferry sold","datePublished":"2015-01-01"},'
        '{"@type":"NewsArticle","headline":"Mole to be repaired","datePublished":"2022-06-03"}]</script>'
    )
    assert read(OWN.replace("3 June 2022", ""), data)["published"]["value"] == "2022-06-03"


def test_boxes_of_one_class_are_read_together() -> None:
    parts = [
        f"<div class='rich-text'><p>{name} part. {LONG * times}</p></div>"
        for name, times in (("First", 1), ("Second", 4), ("Third", 1))
    ]
    found = read(f"<main><h1>Mole to be repaired</h1><p>3 June 2022</p>{'<img src=a.jpg>'.join(parts)}</main>")
    assert [name for name in ("First part", "Second part", "Third part") if name in found["text"]] == [
        "First part",
        "Second part",
        "Third part",
    ]


def test_a_class_of_the_layout_named_sidebar_keeps_its_text() -> None:
    parts = "".join(
        f"<div class='has-sidebar'><p>{name} part. {LONG * 2}</p></div>" for name in ("First", "Second", "Third", "Fourth")
    )
    found = read(f"<main><h1>Mole to be repaired</h1><p>3 June 2022</p>{parts}</main>")
    assert "First part" in found["text"]
    assert "Fourth part" in found["text"]


def test_a_body_far_shorter_than_the_page_s_prose_is_said() -> None:
    rest = "".join(f"<div class='x{n}'><p>{LONG * 3}</p></div>" for n in range(8))
    found = read(f"<h1>Mole to be repaired</h1><div class='entry-content'><p>{LONG * 2}</p></div>{rest}")
    assert any("paragraphs" in problem for problem in found["problems"])


def test_a_body_of_half_of_the_prose_is_not_said_to_be_cut() -> None:
    assert read(OWN)["problems"] == []


def test_a_part_that_was_streamed_is_shown_where_it_belongs() -> None:
    waiting = "<div id='root'><template id='B:0'></template><p>Loading</p><!--/$--></div>"
    streamed = f"{waiting}<div hidden id='S:0'><main>{OWN}</main></div>"
    found = read(streamed + '<script>$RC("B:0","S:0")</script>')
    assert "It costs 2 million" in found["text"]
    assert "Loading" not in found["text"]


def test_a_heading_that_has_no_word_of_the_agreed_title_gives_way_to_it() -> None:
    body = OWN.replace("<h1>Mole to be repaired</h1>", "<h1 class='sr-only'>Details</h1><h2>Mole to be repaired</h2>")
    assert read(body, "<meta property='og:title' content='Mole to be repaired'>")["title"] == "Mole to be repaired"


@pytest.mark.parametrize(
    "line",
    [
        "<figure><img src='a.jpg'><figcaption>The old mole on 3 March 2019</figcaption></figure>",
        "<div><img src='a.jpg'><small>The old mole on 3 March 2019</small></div>",
        "<p>Deadline: 3 March 2019</p>",
        "<p>3 March 2019, 10:00 – 12:00</p>",
        "<dl><dt>When:</dt><dd>3 March 2019</dd></dl>",
        "<p>Memo #3, March 2019</p>",
    ],
)
def test_a_date_of_something_else_is_no_date_of_publication(line: str) -> None:
    body = OWN.replace("<p class='date'>3 June 2022</p>", line)
    assert read(body)["published"] is None


def test_a_date_beside_a_picture_that_says_published_is_one() -> None:
    beside = "<div><img src='a.jpg'><span>Published on 3 June 2022</span></div>"
    body = OWN.replace("<p class='date'>3 June 2022</p>", beside)
    assert read(body)["published"]["value"] == "2022-06-03"


@pytest.mark.parametrize(("rows", "value"), [(2, "2022-05-01"), (3, None)])
def test_three_dated_rows_of_a_table_date_what_they_list(rows: int, value: str | None) -> None:
    table = "".join(f"<tr><td>Ferry {n}</td><td>0{n}.05.2022</td></tr>" for n in range(1, rows + 1))
    body = OWN.replace("<p class='date'>3 June 2022</p>", f"<table>{table}</table>")
    found = read(body)["published"]
    assert (found and found["value"]) == value


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        (
            "hr",
            "Glasnogovornik ministarstva rekao je da će strane nastaviti dijalog i da su se na sastanku dogovorile.",
            "hr",
        ),
        (
            "kk",
            "Сыртқы істер министрлігі екі тараптың келіссөздерді жалғастыратынын және бейбітшілікке ұмтылатынын айтты.",
            "kk",
        ),
        (
            "",
            "Говорителят на министерството каза, че двете страни ще продължат преговорите и че съгласието е близо.",
            "bg",
        ),
        (
            "mk",
            "Портпаролот на министерството рече дека двете страни ќе ги продолжат преговорите и дека договорот е близу.",
            "mk",
        ),
        (
            "en",
            "Речник министерства сказал, что обе стороны продолжат переговоры и что соглашение уже близко, и рад этому.",
            "ru",
        ),
    ],
)
def test_a_declared_language_stands_against_the_nearest_known_one(declared: str, text: str, language: str) -> None:
    body = f"<h1>A</h1><p>{text}</p><p>{text}</p>"
    page = f"<!DOCTYPE html><html lang='{declared}'><head><title>A</title></head><body>{body}</body></html>"
    headers = (("content-type", "text/html; charset=utf-8"),)
    response = Response(url="https://a.example/a", status=200, headers=headers, body=page.encode())
    assert answer_parsed(parse(response, source=None))["language"] == language
