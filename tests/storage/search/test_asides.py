"""A hit says what became of its document, and which question it answers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlite_utils import Database

from storage.model import DocumentKind, Notice, NoticeKind, Post, PostKind, Quote, QuoteKind, Turn
from storage.search.search import search
from tests.storage.lines import day, load, make_page

PLAIN: dict[str, Any] = {"platform": "x", "id": "1", "account": "minister", "author": "Minister", "kind": PostKind.ORIGINAL}


def marks(db: Database) -> list[str]:
    [hit] = search(db, "peace").hits
    return [mark.kind for mark in hit.marks]


@pytest.mark.parametrize(
    ("post", "expected"),
    [({}, []), ({"deleted": "2020-11-01"}, ["deleted"]), ({"edited": day("2020-10-28")}, ["edited"]), ({"cut": True}, ["cut"])],
)
def test_a_post_is_marked(db: Database, post: dict[str, Any], expected: list[str]) -> None:
    load(db, make_page("https://x.com/minister/status/1", "Peace now.", kind=DocumentKind.POST, post=Post(**PLAIN, **post)))
    assert marks(db) == expected


def test_a_withdrawn_page_is_marked(db: Database) -> None:
    notice = Notice(kind=NoticeKind.WITHDRAWN, text="This statement was withdrawn.")
    load(db, make_page("https://example.gov/a", "Peace now.", notice=notice))
    assert marks(db) == ["withdrawn"]


def test_an_answer_shows_its_question(db: Database) -> None:
    text = "QUESTION: Will there be peace?\nMR PRICE: There will.\nMR PRICE: And soon."
    line = make_page("https://example.gov/a", text)
    [document] = line.documents
    lines = list(re.finditer(r"[^\n]+", text))
    turns = tuple(Turn(speaker=found[0].partition(":")[0], start=found.start(), end=found.end()) for found in lines)
    quotes: tuple[Quote, ...] = tuple(replace(quote, kind=QuoteKind.TURN) for quote in document.quotes)
    load(db, replace(line, documents=(replace(document, turns=turns, quotes=quotes),)))
    questions = {hit.quote.exact: hit.question for hit in search(db, "").hits}
    assert questions["MR PRICE: There will."] == "QUESTION: Will there be peace?"
    assert questions["QUESTION: Will there be peace?"] is None
    assert questions["MR PRICE: And soon."] is None
