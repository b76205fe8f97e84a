"""Odd and hostile queries find what a person expects of them, quickly; what cannot be used is named."""

from __future__ import annotations

import time

import pytest
from sqlite_utils import Database

from storage.database.archive import open_reader, open_writer
from storage.search.search import search
from tests.storage.lines import load, make_page

QUOTES = {
    "a": ("Anna Sample", "2020-10-27", "Peace at last, we can't wait."),
    "b": ("Anna Sample", "2020-11-03", "War and peace."),
    "c": ("Bek Sample", "2019-05-01", "No war in the city of Tide."),
    "d": ("Bek Sample", "2021-01-01", "双方签署和平协议。"),
    "e": ("Bek Sample", "2021-01-02", "السلام عليكم"),
    "f": ("Bek Sample", None, "Calm \N{DOVE OF PEACE} #PeaceNow"),
    "g": ("Bek Sample", "2021-02-03", "The treaty of 1994 is 100% certain; see C++ and R&D."),
}
ALL = "abcdefg"
PEACE = "abf"

FOUND = {
    # operators with nothing beside them, and brackets of all kinds
    "NOT NOT peace": PEACE,
    "peace NOT": PEACE,
    "AND peace OR": PEACE,
    "-(-(-(peace)))": "cdeg",
    "((((((peace))))))": PEACE,
    "(peace": PEACE,
    "peace)": PEACE,
    "(peace OR (war AND": "abcf",
    "[peace] {war}": "b",
    "peace AND AND war": "b",
    "peace OR OR war": "abcf",
    "(peace -war) OR (war -peace)": "acf",
    "()() peace ()": PEACE,
    "peace OR -peace": ALL,
    "peace -peace": "",
    # quotation marks
    '"peace': PEACE,
    'peace"': PEACE,
    '""peace""': PEACE,
    "\N{LEFT DOUBLE QUOTATION MARK}war and peace\N{RIGHT DOUBLE QUOTATION MARK}": "b",
    "'peace'": PEACE,
    '"peace war"': "",
    '"war and peace" "war"': "b",
    # invisible, reordering and broken characters
    "pea\x00ce": "",
    "peace\x00": PEACE,
    "\u202epeace\u202c": PEACE,
    "pe\u200bace": PEACE,
    "pe\u00adace": PEACE,
    "\ud83d peace": PEACE,
    "\x1b[31m peace": "",
    "\N{DOVE OF PEACE} calm": "f",
    "\N{FULLWIDTH LATIN CAPITAL LETTER P}eace": PEACE,
    # other scripts
    "和平": "d",
    "平和": "",
    "和 平": "d",
    "السلام": "e",
    "\u200fالسلام\u200e": "e",
    # filters without values, and with impossible ones
    "speaker: peace": PEACE,
    "peace speaker:": PEACE,
    "speaker:'' peace": PEACE,
    "(speaker:) peace": PEACE,
    "since: until: on: peace": PEACE,
    "source:() peace": PEACE,
    "kind:banana peace": PEACE,
    "lang:xx peace": "",
    "since:2020-13-45 peace": PEACE,
    "since:99999 peace": PEACE,
    "since:2030 until:2010 peace": "",
    "before:0001 peace": PEACE,
    "after:9999-12-31 peace": PEACE,
    "on:2020-02-30 war": "bc",
    "as-of:0001 peace": "",
    "as-of:9999-12-31 peace": PEACE,
    "-since:2020 war": "c",
    "speaker:anna speaker:bek": "",
    "-speaker:anna -speaker:bek": "",
    # numbers
    "1994": "g",
    "100%": "g",
    "1e309": "",
    "9" * 400: "",
    "NEAR(war peace, 99999999999999999999)": "b",
    "NEAR/0(war peace)": "",
    "peace NEAR peace": PEACE,
    # what looks like code or an address
    "C++": "g",
    "R&D": "g",
    "peace;war": "",
    "peace/war": "",
    "war/and": "b",
    "peace&&war": "b",
    "peace||war": "abcf",
    "!peace": PEACE,
    "peace?": PEACE,
    "peace\\": PEACE,
    "words:peace": "",
    "'; DELETE FROM quotes; --": "",
    "<b>peace</b>": "",
    "https://": "",
    # stars
    "*eac*": PEACE,
    "pea*": PEACE,
    "*": "",
    "p*e": "",
    # very long
    "peace " * 2_000: PEACE,
    "peace|" * 2_000: PEACE,
    "a" * 10_000: "",
    "(" * 10_000 + "peace": PEACE,
    "*" * 10_000: "",
    "和" * 10_000: "",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Database:
    path = tmp_path_factory.mktemp("odd") / "archive.db"
    with open_writer(path) as db:
        lines = [
            make_page(f"https://mfa.example/{name}", text, offset=500 * n, published=published, quote={"speaker": speaker})
            for n, (name, (speaker, published, text)) in enumerate(QUOTES.items())
        ]
        load(db, *lines)
    return open_reader(path)


@pytest.mark.parametrize(("query", "expected"), FOUND.items(), ids=range(len(FOUND)))
def test_an_odd_query_finds_what_a_person_expects(odd: Database, query: str, expected: str) -> None:
    started = time.process_time()
    answer = search(odd, query)
    taken_s = time.process_time() - started
    assert {str(hit.document.url)[-1] for hit in answer.hits} == set(expected)
    assert answer.total == len(expected)
    assert taken_s < 1
