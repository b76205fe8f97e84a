"""Whole texts: copies and parts of documents are linked with their verdicts, whatever the order they came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.database.archive import open_writer
from storage.database.functions import add_functions
from storage.database.schema import apply_migrations
from storage.loading.reindexing import rebuild_indexes
from storage.model import Derived
from storage.sameness import copies, shared_runs
from storage.sameness import link_texts as whole_texts
from storage.sameness.copies import list_copies
from storage.sameness.fingerprints import fingerprint
from storage.sameness.link_quotes import link
from storage.sameness.link_texts import link_texts
from storage.sameness.shared_runs import count_runs, read_runs, read_said
from tests.storage.lines import NOON, load, make_page
from tests.words import compare

OPENING = "The two delegations met in the capital and spoke for three hours behind closed doors."
SAID = "The sides agreed to exchange all detained persons and to return to the table without conditions."
ALTERED = SAID.replace("without conditions", "next week")
CLOSING = "A further meeting is to be held before the end of the month, the ministry added in its statement."
RAIN = "Rain is expected over the whole of the valley during the coming days of this week."
WHOLE = f"{OPENING}\n{SAID}\n{CLOSING}"
SITES = {
    "ministry": WHOLE,
    "embassy": WHOLE.replace("capital", "#Capital").replace("behind", "—  behind"),
    "paper": WHOLE.replace("three hours", "five hours"),
    "blog": SAID,
    "weather": RAIN,
    "digest": f"{RAIN}\nMarkets fell for the third day in a row while traders waited for the bank to speak.\n{SAID}",
}


def lines(*names: str) -> list[Derived]:
    return [
        make_page(f"https://{name}.example/a", SITES[name], at=NOON + timedelta(minutes=len(name)), warc=f"{name}.warc.gz")
        for name in names
    ]


def fill(db: Database, loaded: Sequence[Derived]) -> None:
    for line in loaded:
        assert line.capture
        load(db, line, run=line.capture.id, warc=line.capture.pointer.path)
        link(db, compare, code_version="1")
        link_texts(db, compare, code_version="1")


def verdicts(db: Database, name: str) -> dict[str, tuple[str, bool]]:
    copies = list_copies(db, make_page(f"https://{name}.example/a", "x").documents[0].id)
    return {str(each.that.document.url).split("/")[2].split(".")[0]: (each.verdict, each.material) for each in copies}


def test_copies_and_parts_of_a_document_come_with_their_verdicts(db: Database) -> None:
    fill(db, lines(*SITES))
    assert verdicts(db, "ministry") == {
        "embassy": ("typographic", False),
        "paper": ("altered", True),
        "blog": ("truncated", False),
    }
    assert verdicts(db, "weather") == {"digest": ("truncated", False)}


def test_links_do_not_depend_on_the_order_of_loading(tmp_path: Path) -> None:
    found: list[Any] = []
    for number, order in enumerate(permutations(("ministry", "embassy", "paper", "blog", "digest"))):
        with open_writer(tmp_path / f"{number}.db") as db:
            fill(db, lines(*order))
            found.append({name: verdicts(db, name) for name in order})
    assert all(each == found[0] for each in found)


def test_words_put_together_from_several_paragraphs_are_linked_with_their_document_in_whatever_order(tmp_path: Path) -> None:
    stitched = "The two delegations met in the capital before the end of the month, the ministry added in its statement."
    for number, order in enumerate(permutations(("ministry", "weather", "paste"))):
        texts = {**SITES, "paste": stitched}
        with open_writer(tmp_path / f"{number}.db") as db:
            fill(db, [make_page(f"https://{name}.example/a", texts[name], warc=f"{name}.warc.gz") for name in order])
            assert db.execute("SELECT count(*) FROM links").fetchone() == (0,)
            assert verdicts(db, "ministry") == {"paste": ("stitched", True)}
            assert verdicts(db, "weather") == {}


SHORT_LINES = "Thank you, Sampletown!\nWhat a fine crowd.\n#Forward #Together"


def test_a_text_of_short_lines_is_found_by_its_whole_text_in_whatever_order(tmp_path: Path) -> None:
    texts = {"post": SHORT_LINES, "paste": SHORT_LINES.replace("fine", "great").replace("\n", " "), "weather": RAIN}
    for number, order in enumerate(permutations(texts)):
        with open_writer(tmp_path / f"{number}.db") as db:
            fill(db, [make_page(f"https://{name}.example/a", texts[name], warc=f"{name}.warc.gz") for name in order])
            assert verdicts(db, "post") == {"paste": ("altered", False)}
            assert verdicts(db, "weather") == {}


def test_a_text_that_stands_in_a_longer_one_without_being_quoted_is_found_in_whatever_order(tmp_path: Path) -> None:
    article = f"{RAIN}\n{WHOLE}\n" + "\n".join(f"Paragraph {n} of the article tells of roads and bridges." for n in range(40))
    pages = {
        "ministry": make_page("https://ministry.example/a", WHOLE, warc="ministry.warc.gz"),
        "paper": make_page("https://paper.example/a", article, warc="paper.warc.gz", quotes=()),
        "wire": make_page("https://wire.example/a", article.replace("roads", "rails"), warc="wire.warc.gz", quotes=()),
    }
    for number, order in enumerate(permutations(pages)):
        with open_writer(tmp_path / f"{number}.db") as db:
            fill(db, [pages[name] for name in order])
            assert verdicts(db, "ministry") == {"paper": ("truncated", False), "wire": ("truncated", False)}
            assert set(verdicts(db, "paper")) == {"ministry", "wire"}


def test_a_frame_that_many_pages_share_hides_no_copy(tmp_path: Path) -> None:
    frame = " ".join(f"Frame word {n} stands under every page of this house and tells nothing." for n in range(6))
    pages = [make_page(f"https://page{n}.example/a", f"Page {n}: {'x' * n} {RAIN} {n}\n{frame}", quotes=()) for n in range(30)]
    holding = make_page("https://paper.example/a", f"{OPENING} {SAID}\n{frame}", quotes=())
    statement = make_page("https://ministry.example/a", f"{OPENING} {SAID}")
    for number, order in enumerate(((statement, *pages, holding), (*pages, holding, statement))):
        with open_writer(tmp_path / f"{number}.db") as db:
            for at, line in enumerate(order):
                load(db, line, run=f"run-{at}", warc=f"{at}.warc.gz")
                link(db, compare, code_version="1")
                link_texts(db, compare, code_version="1")
            assert verdicts(db, "ministry") == {"paper": ("truncated", False)}


def test_one_text_that_many_documents_show_takes_one_place_among_the_likeliest(tmp_path: Path) -> None:
    article = f"{OPENING} {SAID}\n{CLOSING} {RAIN} And more was said on other matters of the day in the same hall."
    pages = [make_page(f"https://site{n}.example/a", f"{OPENING} {SAID}") for n in range(12)]
    altered = make_page("https://paper.example/a", f"{OPENING} {SAID}".replace("three hours", "five hours"))
    holding = make_page("https://wire.example/a", article, quotes=())
    with open_writer(tmp_path / "archive.db") as db:
        for at, line in enumerate((*pages, altered, holding)):
            load(db, line, run=f"run-{at}", warc=f"{at}.warc.gz")
            link(db, compare, code_version="1")
            link_texts(db, compare, code_version="1")
        assert "wire" in verdicts(db, "paper")


def test_an_archive_of_before_gets_fingerprints_of_its_whole_texts(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as db:
        fill(db, [make_page("https://post.example/a", SHORT_LINES)])
        kept = db.execute("SELECT gram, text FROM text_sketches ORDER BY gram").fetchall()
        db.execute("DROP TABLE text_sketches")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0015_sketches_by_window'")
        db.execute("DELETE FROM index_versions")
    with open_writer(path) as db:
        rebuild_indexes(db)
        assert db.execute("SELECT gram, text FROM text_sketches ORDER BY gram").fetchall() == kept
        assert kept


def test_finding_copies_reads_links_by_their_keys() -> None:
    db = Database(memory=True)
    apply_migrations(db)
    add_functions(db.conn)
    plans = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {whole_texts._NEAR}", ("[1]",))]
    plans += [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {copies._NEAR}", ("d",))]
    assert not [step for step in plans if step.startswith(("SCAN l", "SCAN r", "SCAN p USING"))]


def test_a_quote_that_shares_a_single_run_of_words_does_not_count_unless_it_is_short(db: Database) -> None:
    one, other = ([f"{letter}{n}" for n in range(30)] for letter in "vw")
    at = next(
        at for at in range(10, 20) if set(fingerprint(" ".join(one[at : at + 3])).grams) < set(fingerprint(" ".join(one)).grams)
    )
    run = one[at : at + 3]
    long = next(each for n in range(30) for each in [" ".join([*other[:n], *run, *other[n:]])] if shares_one(each, one))
    texts = [" ".join(one), long, " ".join([*run, "and", "nothing"])]
    load(db, *(make_page(f"https://{n}.example/a", f"{text}.", offset=100 * n) for n, text in enumerate(texts)))
    revision = {1: fingerprint(texts[0])}
    [counted] = count_runs(db, [read_runs(db, revision, read_said(db, revision))[1]])
    assert set(counted) - {1} == {3}


def test_a_single_loose_run_counts_for_very_short_texts_and_for_documents_that_share_more(db: Database) -> None:
    one, other = ([f"{letter}{n}" for n in range(40)] for letter in "vw")
    at = next(
        at for at in range(10, 20) if set(fingerprint(" ".join(one[at : at + 3])).grams) < set(fingerprint(" ".join(one)).grams)
    )
    run = one[at : at + 3]
    frames = (" ".join([*other[:n], *run, *other[n:]]) for n in range(40))
    long = next(each for each in frames if shares_one(each, one))
    texts = {
        "probe": f"{' '.join(one)}\n{SAID}",
        "long": long,
        "short": " ".join([*run, "and", "nothing"]),
        "quoting": f"{long}\n{ALTERED}",
    }
    for number, (name, text) in enumerate(texts.items()):
        page = make_page(f"https://{name}.example/a", text, offset=100 * number)
        quotes = tuple(quote for quote in page.documents[0].quotes if quote.exact in (SAID, ALTERED))
        load(db, replace(page, documents=(replace(page.documents[0], quotes=quotes),)), run=name)
    link_texts(db, compare, code_version="1")
    revision = {1: fingerprint(texts["probe"])}
    runs = read_runs(db, revision, read_said(db, revision))[1]
    both = len(runs.quoted.intersection(fingerprint(ALTERED).grams))
    [counted] = count_runs(db, [runs], 0.25)
    assert both > 1
    assert {document: number for document, number in counted.items() if document > 1} == {3: 1, 4: both + 1}


def shares_one(text: str, words: Sequence[str]) -> bool:
    return len(set(fingerprint(text).grams) & set(fingerprint(" ".join(words)).grams)) == 1


def test_loading_together_or_one_by_one_gives_the_same_links(tmp_path: Path) -> None:
    found: list[Any] = []
    for together in (True, False):
        with open_writer(tmp_path / f"{together}.db") as db:
            if together:
                load(db, *lines(*SITES), warc=None)
                link(db, compare, code_version="1")
                link_texts(db, compare, code_version="1")
            else:
                fill(db, lines(*SITES))
            found.append({name: verdicts(db, name) for name in SITES})
    assert found[0] == found[1]


@pytest.mark.parametrize(("times", "documents", "told"), [(5, 1, 1), (2, 2, 2), (1, 3, 3), (5, 3, 3), (1, 4, 0)])
def test_documents_that_carry_a_wording_are_counted_and_not_its_quotes(
    db: Database, monkeypatch: pytest.MonkeyPatch, times: int, documents: int, told: int
) -> None:
    """Up to COMMON documents, each however often it holds the words; none of one that more hold."""
    monkeypatch.setattr(shared_runs, "COMMON", 3)
    text = "\n".join([RAIN] * times)
    load(db, *(make_page(f"https://{n}.example/a", text, offset=100 * n) for n in range(documents)))
    [(quotes,)] = db.execute("SELECT count(*) FROM quote_wordings WHERE wording = 1").fetchall()
    assert quotes == times * documents
    carriers = shared_runs.read_carriers(db, [1])
    assert (0 if carriers.list_common(documents) else len(carriers.documents[1])) == told
    assert not carriers.list_common(documents - 1)


def test_a_document_whose_text_is_not_entered_yet_is_counted(db: Database) -> None:
    texts = (SAID, f"{SAID} {RAIN}")
    load(db, *(make_page(f"https://{n}.example/a", text, offset=100 * n) for n, text in enumerate(texts)))
    revision = {1: fingerprint(SAID)}
    [counted] = count_runs(db, [read_runs(db, revision, read_said(db, revision))[1]], 0.25)
    assert set(counted) - {1} == {2}


def test_a_second_run_links_nothing_again(db: Database) -> None:
    fill(db, lines("ministry", "paper"))
    assert db.execute("SELECT count(*) FROM text_links").fetchone() == (1,)
    assert link_texts(db, compare, code_version="1") == 0
    fill(db, [make_page("https://paper.example/a", SITES["paper"], at=NOON + timedelta(days=3), warc="again.warc.gz")])
    assert db.execute("SELECT count(*) FROM text_links").fetchone() == (1,)


def test_revisions_of_one_document_are_its_history_and_not_copies(db: Database) -> None:
    later = make_page("https://ministry.example/a", SITES["paper"], at=NOON + timedelta(days=1), warc="later.warc.gz")
    fill(db, [*lines("ministry"), later])
    assert verdicts(db, "ministry") == {}


def test_what_stands_today_is_compared_where_there_is_a_choice(db: Database) -> None:
    corrected = make_page("https://paper.example/a", WHOLE, at=NOON + timedelta(days=1), warc="corrected.warc.gz")
    fill(db, [*lines("ministry", "paper"), corrected])
    assert verdicts(db, "ministry") == {"paper": ("identical", False)}


def test_a_text_of_few_words_is_no_copy(db: Database) -> None:
    fill(db, [make_page(f"https://{name}.example/a", "Thank you all.", warc=f"{name}.warc.gz") for name in ("a", "b")])
    assert verdicts(db, "a") == {}


def test_what_is_redacted_is_no_copy(db: Database) -> None:
    fill(db, lines("ministry", "embassy"))
    embassy = lines("embassy")[0].documents[0].id
    db.execute("INSERT INTO redactions VALUES (?, 'by court order', '2021-01-01T00:00:00Z')", (embassy,))
    assert verdicts(db, "ministry") == {}


def test_links_of_texts_are_append_only(db: Database) -> None:
    fill(db, lines("ministry", "paper"))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("DELETE FROM text_links")
