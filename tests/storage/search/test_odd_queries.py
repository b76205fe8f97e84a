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
    # all operators together
    '(peace OR "no war" OR tre*) NEAR/8 city -speaker:Nobody since:2019 -(*tid* OR kind:direct) lang:en': "",
    '((("peace"|war) AND NOT (city || calm)) && (speaker:Anna OR speaker:Bek) -on:2021 "and peace" NEAR(war peace, 3)': "b",
    'speaker:(Anna OR "Bek Sample") (since:2020 until:2020 peace) OR (before:2020 -lang:de war)': "abc",
    "NOT (NOT (NOT peace)) OR -(-war)": "bcdeg",
    # nothing but operators, words that operators look like, and signs
    "OR OR AND": "",
    "NOT NOT": "",
    "NEAR()": "",
    "()": "",
    "or": "",
    "to be or not to be": "",
    "\N{EM DASH}": "",
    "?! ... ; : , . ' | & + # @ ^ ~": "",
    "\N{REGIONAL INDICATOR SYMBOL LETTER U}\N{REGIONAL INDICATOR SYMBOL LETTER S} calm": "f",
    "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}": "",
    # unbalanced in all ways
    ")))(((": "",
    '(" (': "",
    '("war and': "b",
    ")peace(": PEACE,
    "NEAR(war peace": "b",
    "{peace} (war}": "b",
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}peace": PEACE,
    # NEAR of one, of many, and with what it does not take
    "NEAR(peace)": PEACE,
    "NEAR(peace, 5)": PEACE,
    "NEAR(peace war, -1)": "",
    "NEAR(peace, war)": "b",
    "peace NEAR/99999 war": "b",
    "peace NEAR war NEAR and": "b",
    "NEAR(pea* war)": "b",
    "NEAR(*eac* war)": "b",
    "NEAR(" + "peace " * 500 + ")": PEACE,
    # days in other forms, and spans without a day
    "on:2020-00": ALL,
    "on:2020-10-00": ALL,
    "on:2020/10": "a",
    "on:27.10.2020": "a",
    "on:2020.10.27": "a",
    "on:2020-10-27T12:00:00Z": "a",
    "on:10/27/2020": ALL,
    "on:\N{FULLWIDTH DIGIT TWO}\N{FULLWIDTH DIGIT ZERO}\N{FULLWIDTH DIGIT TWO}\N{FULLWIDTH DIGIT ZERO}": "ab",
    "until:2019 since:2020 peace": "",
    "before:2020 after:2020": "",
    # scripts
    "和平*": "d",
    "*和平*": "d",
    "双方 OR السلام": "de",
    "ﾋﾟｰｽ": "",
    "e\u0301\u0302 peace": "",
    # names of speakers
    "speaker:A. peace": "",
    'speaker:"A. Sample"': "ab",
    'speaker:"Sample, Anna"': "ab",
    'speaker:"X. Sample"': "",
    "speaker:Sample*": ALL,
    "speaker:Anna|war": "abc",
    "from:anna": "",
    # ids
    "q_00000000000000000000": "",
    "d_00000000000000000000": "",
    # very long
    "(" * 500 + "peace" + ")" * 500: PEACE,
    '"' + "peace " * 1_600 + '"': "",
    "speaker:" + "x" * 9_000: "",
    "since:" + "9" * 5_000 + " peace": PEACE,
    "\N{DOVE OF PEACE}" * 3_000: "",
    "a\u0300" * 3_000: "",
    " OR ".join(f"word{n}" for n in range(400)): "",
    "peace " * 2_000: PEACE,
    "peace|" * 2_000: PEACE,
    "a" * 10_000: "",
    "(" * 10_000 + "peace": PEACE,
    "*" * 10_000: "",
    "和" * 10_000: "",
}


NOTED = {
    "on:2020-00": "on:2020-00 is no date",
    "on:10/27/2020": "is no date",
    "until:2019 since:2020 peace": "no day meets until:2019 since:2020",
    "q_00000000000000000000": "no quote and no document has the id q_00000000000000000000",
    "from:anna": "from: is no filter",
    "lang:english peace": "nothing is held in a language 'english'",
    "lang:en-NZ peace": "nothing is held in a language 'en-NZ'",
    'speaker:"A. Sample"': "no speaker is known as 'A. Sample'; read as Anna Sample",
    "zzzz,": "no quote holds 'zzzz'",
    "NEAR(peace war, -1)": "NEAR takes words and phrases only",
    ")))(((": "the query contains no searchable term",
}
"""What is said about queries of which not all can be used."""


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


@pytest.mark.parametrize(("query", "note"), NOTED.items())
def test_what_cannot_be_used_is_said(odd: Database, query: str, note: str) -> None:
    assert [told for told in search(odd, query).notes if note in told]


def test_an_id_finds_what_it_names(odd: Database) -> None:
    [hit] = search(odd, "1994").hits
    for id_, what in ((hit.quote.id, "quote"), (hit.document.id, "document")):
        answer = search(odd, f" {id_} ")
        assert [found.quote.id for found in answer.hits] == [hit.quote.id]
        assert answer.notes == (f"read as the id of a {what}: {id_}",)


def test_a_hebrew_abbreviation_is_one_word_in_whatever_marks(db: Database) -> None:
    load(db, make_page("https://mfa.example/a", "דובר צה״ל אמר כך.", language="he"))
    for query in ('צה"ל', "צה״ל", 'דובר צה"ל', '"דובר צה״ל"'):
        answer = search(db, query)
        assert (answer.total, answer.notes) == (1, ()), query


@pytest.mark.parametrize(("asked", "found"), [("en-GB", 1), ("en-gb", 1), ("EN_GB", 1), ("en", 2), ("en-US", 0), ("gb", 0)])
def test_a_language_is_found_by_its_tag_with_the_region_in_any_case(db: Database, asked: str, found: int) -> None:
    british = make_page("https://mfa.example/a", "The colour of the bridge is green.", language="en-GB")
    load(db, british, make_page("https://mfa.example/b", "Nobody crossed a bridge today.", language="en"))
    assert search(db, f"bridge lang:{asked}").total == found
