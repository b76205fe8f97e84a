"""The limits of telling a listing's items, each at its bound: the last value on one side, the first on the other."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.discover.repeats import find_repeats, is_listing
from tests.words import Page

READ = Page(url=None).first_date
DATE = "27 October 2020"


def list_items(count: int = 3, *, title: str = "Statement number", box: str = "{link} {date}", date: str = DATE) -> str:
    items = [box.format(link=f"<a href=/a/{n}>{title} {n}</a>", date=date, n=n) for n in range(count)]
    return "".join(f"<div class=item>{item}</div>" for item in items)


def grow(body: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<html><body><main>{body}</main></body></html>")


def count(body: str) -> int:
    return len(find_repeats(grow(body), READ))


@pytest.mark.parametrize(("items", "found"), [(2, 0), (3, 3)])
def test_three_items_make_a_listing(items: int, found: int) -> None:
    assert count(list_items(items)) == found


@pytest.mark.parametrize(("size", "found"), [(12, 3), (11, 0)])
def test_a_title_has_twelve_characters(size: int, found: int) -> None:
    assert count(list_items(title="x" * (size - 2))) == found


@pytest.mark.parametrize(("times", "found"), [(2, 4), (3, 3)])
def test_an_address_that_returns_three_times_is_a_section(times: int, found: int) -> None:
    section = "<div class=item>" + "<a href=/section>All of the statements</a> " * times + DATE + "</div>"
    assert count(list_items(3) + section) == found


@pytest.mark.parametrize(("size", "found"), [(40, 3), (41, 0)])
def test_a_date_beside_a_box_is_short(size: int, found: int) -> None:
    rows = "".join(f"<dt>{'x' * (size - 16)} {DATE}</dt><dd><a href=/a/{n}>Statement number {n}</a></dd>" for n in range(3))
    assert count(f"<dl>{rows}</dl>") == found


@pytest.mark.parametrize(("prose", "listing"), [(700, True), (701, False)])
def test_a_listing_has_little_prose_outside_of_its_items(prose: int, listing: bool) -> None:
    tree = grow(list_items() + f"<p>{'x' * prose}</p>")
    assert is_listing(tree, find_repeats(tree, READ), None, READ) is listing


@pytest.mark.parametrize(("size", "listing"), [(79, True), (80, False)])
def test_prose_has_lines_of_eighty_characters(size: int, listing: bool) -> None:
    tree = grow(list_items() + "".join(f"<p>{'x' * (size - 2)}{n:02}</p>" for n in range(9)))
    assert is_listing(tree, find_repeats(tree, READ), None, READ) is listing


@pytest.mark.parametrize(("between", "listing"), [(3, False), (4, True)])
def test_a_date_close_below_the_title_makes_a_page_an_item(between: int, listing: bool) -> None:
    menu = "".join(f"<p>Share {n}</p>" for n in range(between))
    tree = grow(f"<h1>Statement</h1>{menu}<p>28 October 2020</p>{list_items()}")
    assert is_listing(tree, find_repeats(tree, READ), "Statement", READ) is listing


@pytest.mark.parametrize(("size", "found"), [(290, 3), (291, 0)])
def test_an_item_begins_with_its_title_and_date(size: int, found: int) -> None:
    title = "Statement number 0"
    text = "x" * (size - len(title) - len(DATE) - 2)
    assert count(list_items(box="{link} " + text + " {date}")) == found
