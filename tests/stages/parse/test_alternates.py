"""Addresses that a page declares as itself in other languages are read; front pages and the page itself are none."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.parse.alternates import read_alternates
from pipeline.stages.results import ParsedDocuments
from storage.model import Response
from tests.words import parse

URL = "https://mfa.example/en/press/1"
HEAD = """<html lang="en"><head><title>The talks went on</title>
<link rel="alternate" hreflang="en" href="https://mfa.example/en/press/1/">
<link rel="alternate" hreflang="hy" href="/hy/press/1">
<link rel="alternate" hreflang="RU" href="https://web.archive.org/web/20201027000000/https://www.mfa.example/ru/press/1#top">
<link rel="alternate" hreflang="x-default" href="https://mfa.example/press/1">
<link rel="alternate" hreflang="fr" href="https://mfa.example/fr/">
<link rel="alternate" type="application/rss+xml" href="https://mfa.example/feed">
</head>"""
BODY = "<body><article><h1>The talks went on</h1><p>{}</p></article></body></html>".format(
    "The ministers spoke about the line of contact and agreed to meet again before the end of the month. " * 4
)


def test_declared_alternates_are_read_in_canonical_form() -> None:
    assert read_alternates(LexborHTMLParser(HEAD), URL) == (
        ("hy", "https://mfa.example/hy/press/1"),
        ("ru", "https://mfa.example/ru/press/1"),
    )


def test_front_pages_translate_one_another() -> None:
    html = '<link rel="alternate" hreflang="fr" href="/fr">'
    assert read_alternates(LexborHTMLParser(html), "https://mfa.example/en") == (("fr", "https://mfa.example/fr"),)


def test_the_document_of_a_page_carries_them() -> None:
    page = Response(url=URL, status=200, headers=(("Content-Type", "text/html"),), body=(HEAD + BODY).encode())
    parsed = parse(page, source=None)
    assert isinstance(parsed, ParsedDocuments)
    assert [language for language, _ in parsed.documents[0].alternates] == ["hy", "ru"]
