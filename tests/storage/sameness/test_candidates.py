"""Candidates for sameness: found by key and fingerprint, judged once, the same in whatever order they came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.database.archive import open_writer
from storage.errors import StorageError
from storage.loading.reindexing import rebuild_indexes
from storage.model import Derived
from storage.sameness import fingerprints, link_quotes
from storage.sameness.candidates import probe
from storage.sameness.fingerprints import SIZE, fingerprint, fingerprint_again, kept_of, least_kept
from storage.sameness.link_quotes import link, link_batch, put_longer_first
from storage.sameness.wordings import find_key, settle_sketches
from tests.storage.lines import load, make_page

SAID = "We call upon all parties to return to the table of talks without any delay and without conditions."
MOVED = 3
COPY = "we call upon all parties to return to the table of talks without any delay and without condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the test's judge answers."""

    wording: str
    material: bool = False
    reason: str = "as told"


def judge(longer: str, shorter: str) -> Answer:
    return Answer(wording="different" if "war" in longer + shorter else "altered")


def pages(*texts: str) -> list[Derived]:
    return [make_page(f"https://example.gov/{i}", text, offset=100 * i) for i, text in enumerate(texts)]


def links(db: Database) -> set[tuple[str, str, str]]:
    words = "(SELECT lower(min(g.exact)) FROM quote_readings g JOIN wordings w ON w.quote = g.quote WHERE w.seq = l.{})"
    rows = db.execute(f"SELECT {words.format('longer')}, {words.format('shorter')}, l.verdict FROM links l")
    return set(rows.fetchall())


def test_quotes_of_the_same_words_share_a_wording(db: Database) -> None:
    load(db, *pages(SAID, SAID.upper() + "!", "Other words altogether were spoken here today."))
    shared = db.execute("SELECT wording, count(*) FROM quote_wordings GROUP BY 1 ORDER BY 1").fetchall()
    assert [number for _, number in shared] == [2, 1]
    assert find_key(db, fingerprint(f"“{SAID}”")) == shared[0][0]
    assert find_key(db, fingerprint("Nobody said this.")) is None


def test_a_damaged_copy_is_found(db: Database) -> None:
    load(db, *pages(SAID, "Nothing of the kind was ever on the table in these rooms.", "Short words."))
    found = probe(db, "RT @sample: we call uponall parties to return to the table of talks without any delay #peace")
    assert [each.wording for each in found] == [find_key(db, fingerprint(SAID))]


def test_a_short_copy_of_which_no_run_of_words_is_left_is_found_by_its_bare_letters(db: Database) -> None:
    said = "@ministry Keep the talks open -- be positively persistent. #peace https://t.co/Ab12"
    load(db, *pages(said, "Nothing of the kind was ever on the table in these rooms."))
    copy = "keep thetalks open be positivelypersistent"
    assert not set(fingerprint(said).grams) & set(fingerprint(copy).grams)
    assert [each.wording for each in probe(db, copy)] == [find_key(db, fingerprint(said))]


def test_the_same_words_are_always_the_first_candidate(db: Database) -> None:
    load(db, *pages(SAID, COPY, "Yes."))
    assert probe(db, COPY)[0].wording == find_key(db, fingerprint(COPY))
    assert [each.shared for each in probe(db, "YES!")] == [SIZE]


def test_fingerprints_are_found_before_and_after_they_settle(db: Database) -> None:
    load(db, *pages(SAID, COPY))
    before = probe(db, SAID)
    [(kept,)] = db.execute("SELECT count(*) FROM fresh_sketches").fetchall()
    assert kept > MOVED
    while settle_sketches(db, most_fresh=1, most_moved=MOVED):
        [(waiting,)] = db.execute("SELECT count(*) FROM fresh_sketches").fetchall()
        assert waiting == kept - MOVED
        kept = waiting
        assert probe(db, SAID) == before
    assert db.execute("SELECT count(*) FROM fresh_sketches").fetchone() == (0,)
    assert probe(db, SAID) == before
    assert not settle_sketches(db, most_fresh=1)
    load(db, make_page("https://example.gov/new", SAID + " So it was said.", offset=900), run="run-2")
    assert len(probe(db, SAID)) == len(before) + 1


def test_links_are_made_once(db: Database) -> None:
    load(db, *pages(SAID, COPY))
    assert link(db, judge, code_version="1") == 1
    assert link(db, judge, code_version="1") == 0
    load(db, make_page("https://example.gov/9", SAID, offset=900), run="run-2")
    assert link(db, judge, code_version="1") == 0


def test_different_texts_are_not_linked(db: Database) -> None:
    load(db, *pages(SAID, COPY + " of war"))
    assert link(db, judge, code_version="1") == 0


def test_links_do_not_depend_on_the_order_of_loading(tmp_path: Path) -> None:
    texts = [SAID, COPY, SAID + " And so say all of us here.", "A wholly unlike sentence stands alone in this room."]
    results = []
    for name, order in (("a", texts), ("b", texts[::-1])):
        with open_writer(tmp_path / f"{name}.db") as db:
            for i, text in enumerate(order):
                load(db, make_page(f"https://example.gov/{i}", text, offset=i), run=f"run-{i}")
                link(db, judge, code_version="1")
            results.append(links(db))
    assert results[0] == results[1]
    assert len(results[0]) == 3


PARAGRAPH = f"{SAID} The minister said so to the press after the talks had ended."


def test_words_that_one_document_holds_twice_are_not_linked(db: Database) -> None:
    load(db, make_page("https://example.gov/0", f"{SAID}\n{PARAGRAPH}"))
    assert link(db, judge, code_version="1") == 0


def test_they_are_linked_once_another_document_carries_them_in_whatever_order(tmp_path: Path) -> None:
    lines = (
        make_page("https://example.gov/0", f"{SAID}\n{PARAGRAPH}"),
        make_page("https://example.gov/1", SAID, offset=100),
        make_page("https://example.gov/2", f"{SAID}\n{PARAGRAPH}", offset=200),
    )
    for some in ((0, 1), (0, 2), (0, 1, 2)):
        for number, order in enumerate(permutations(some)):
            with open_writer(tmp_path / f"{some}{number}.db") as db:
                for i in order:
                    load(db, lines[i], run=f"run-{i}", warc=f"{i}.warc.gz")
                    link(db, judge, code_version="1")
                assert links(db) == {(PARAGRAPH.lower(), SAID.lower(), "altered")}, order


def test_a_short_excerpt_of_a_long_text_is_linked_whichever_came_first(tmp_path: Path) -> None:
    long = " ".join(
        f"Sentence {n} speaks of matter {n * 7} and of nothing that any other one would mention." for n in range(60)
    )
    whole = f"{long} {SAID} {long.replace('matter', 'question')}"
    excerpt = "return to the table of talks"
    for number, order in enumerate(((whole, excerpt), (excerpt, whole))):
        with open_writer(tmp_path / f"{number}.db") as db:
            for i, text in enumerate(order):
                load(db, make_page(f"https://example.gov/{i}", text, offset=100 * i), run=f"run-{i}", warc=f"{i}.warc.gz")
                link(db, judge, code_version="1")
            assert len(links(db)) == 1, order


def test_of_two_texts_with_as_many_words_the_one_with_more_letters_is_the_stored_one() -> None:
    whole, harmed = "the fight to fill the vacancy", "the ght to ll the vacancy"
    assert put_longer_first((harmed, 1), (whole, 2)) == put_longer_first((whole, 2), (harmed, 1)) == [(whole, 2), (harmed, 1)]


def test_an_archive_of_before_gets_its_fingerprints_and_links_anew(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as db:
        load(db, *pages(SAID, COPY))
        db.execute("DELETE FROM fresh_sketches")
        db.execute("DROP TABLE text_sketches")
        assert link(db, judge, code_version="1") == 0
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0015_sketches_by_window'")
        db.execute("DELETE FROM index_versions")
    with open_writer(path) as db:
        rebuild_indexes(db)
        assert [each.wording for each in probe(db, SAID)] == [1, 2]
        assert link(db, judge, code_version="1") == 1


def test_links_are_append_only(db: Database) -> None:
    load(db, *pages(SAID, COPY))
    link(db, judge, code_version="1")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("DELETE FROM links")


def test_a_load_that_fails_leaves_no_wording(db: Database) -> None:
    good, bad = pages(SAID, COPY)
    quote = replace(bad.documents[0].quotes[0], exact="Words that do not stand there")
    lines = (good, replace(bad, documents=(replace(bad.documents[0], quotes=(quote,)),)))
    with pytest.raises(StorageError):
        load(db, *lines)
    assert db.execute("SELECT count(*) FROM wordings").fetchone() == (0,)


def hashes(*words: str) -> set[int]:
    return set(fingerprint(" ".join(words)).grams)


def test_two_texts_of_a_posts_length_need_two_runs_of_words_in_common(db: Database) -> None:
    one, other = ([f"{letter}{n}" for n in range(30)] for letter in "vw")
    run = next(one[at : at + 3] for at in range(10, 20) if hashes(*one[at : at + 3]) < hashes(*one))
    long = next(text for at in range(30) for text in [[*other[:at], *run, *other[at:]]] if hashes(*run) < hashes(*text))
    short = [*run, "and", "nothing"]
    load(db, *pages(" ".join(long), " ".join(short)))
    assert [each.wording for each in probe(db, " ".join(one))] == [2]
    assert [each.wording for each in probe(db, " ".join(short))] == [2, 1]


def test_unspaced_scripts_are_fingerprinted_by_pairs_of_letters() -> None:
    one = fingerprint("中方对此表示坚决反对，并将采取一切必要措施维护国家主权。")
    other = fingerprint("中方对此表示坚决反对，将采取一切必要措施维护主权。")
    assert len(set(one.grams) & set(other.grams)) >= 3


def test_a_fingerprint_of_a_part_keeps_what_falls_into_it() -> None:
    part = fingerprint(SAID)
    whole = fingerprint(f"{SAID} After that the delegation left the building and spoke to no one about it.")
    inside = set(whole.grams) & set(fingerprint(SAID).grams)
    assert inside == {gram for gram in whole.grams if gram in part.grams}
    assert inside


_WORD = st.from_regex(r"[a-z]{1,9}", fullmatch=True)


@given(st.lists(_WORD, max_size=40), st.lists(_WORD, min_size=6, max_size=6), st.lists(_WORD, max_size=40), st.data())
def test_six_words_in_a_row_that_two_texts_share_leave_a_hash_in_both(
    before: list[str], shared: list[str], after: list[str], data: st.DataObject
) -> None:
    others = data.draw(st.lists(st.lists(_WORD, max_size=40), min_size=2, max_size=2))
    one = fingerprint(" ".join([*before, *shared, *after]))
    other = fingerprint(" ".join([*others[0], *shared, *others[1]]))
    assert set(one.grams) & set(other.grams)


@pytest.mark.parametrize(
    "copy",
    [lambda text: text.encode().decode("latin-1"), lambda text: text.encode("unicode_escape").decode()],
    ids=["UTF-8 as Latin-1", "code points"],
)
def test_a_wrong_encoding_tells_no_copies_apart(copy: Callable[[str], str]) -> None:
    said = "Переговоры в порту не начнутся раньше июля, сказал нам министр."
    assert len(set(fingerprint(copy(said)).grams) & set(fingerprint(said).grams)) > len(fingerprint(said).grams) / 2


def test_a_wrong_encoding_that_leaves_no_words_is_linked_all_the_same(db: Database) -> None:
    said = "הממשלה הודיעה היום על פתיחה מחדש של הנמל בצפון הארץ"
    load(
        db,
        *(
            make_page(f"https://example.gov/{i}", text.encode().decode("latin-1"), offset=100 * i)
            for i, text in enumerate((said, f"{said} לכולם"))
        ),
    )
    assert link(db, judge, code_version="1") == 1


def test_links_do_not_tell_copies_apart() -> None:
    for address in ("https://t.co/Zy98", "https:// t.co/Zy98", "pic.twitter.com/Zy98", ""):
        assert fingerprint(f"{SAID} https://t.co/Ab12") == fingerprint(f"{SAID} {address}")


def test_a_word_behind_a_torn_link_tells_texts_apart() -> None:
    assert fingerprint(f"{SAID} https:// unless they attack").key != fingerprint(f"{SAID} https:// when they attack").key


@pytest.mark.parametrize("text", ["", " … ", "!?", "https://t.co/Ab12"])
def test_a_text_without_words_has_no_fingerprint(text: str) -> None:
    assert fingerprint(text).length == 0
    assert fingerprint(text).grams == []


def test_fingerprints_are_the_same_in_every_process() -> None:
    assert set(fingerprint("We call upon all").grams) == {1432580876, 1569911954}


@pytest.mark.parametrize(("more", "is_judged"), [(0, False), (1, False), (2, True), (3, True)])
def test_texts_that_share_a_single_run_of_words_are_judged_if_half_of_their_words_are_the_same(
    db: Database, more: int, is_judged: bool
) -> None:
    asked: list[tuple[str, str]] = []

    def note(longer: str, shorter: str) -> Answer:
        asked.append((longer, shorter))
        return Answer(wording="altered")

    shared = "return the table"
    apart = ["alpha beta gamma delta epsilon".split(), "kappa lambda sigma omega rho".split()]
    extra = "north east south".split()[:more]
    texts = [" ".join([*extra[::order], *own, *shared.split()]) for own, order in zip(apart, (1, -1), strict=True)]
    load(db, *pages(*(f"{text}." for text in texts)))
    link(db, note, code_version="1")
    assert (len(asked) == 1) is is_judged


def test_linking_that_was_interrupted_starts_again_with_the_same_quotes(db: Database) -> None:
    load(db, *pages(SAID, COPY))

    def fail(longer: str, shorter: str) -> Answer:
        raise RuntimeError(longer + shorter)

    with pytest.raises(RuntimeError):
        link(db, fail, code_version="1")
    assert link(db, judge, code_version="1") == 1


def test_a_batch_of_linking_ends_where_its_words_are_many(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_quotes, "_BATCH_WORDS", 20)
    load(db, *pages(SAID, COPY, SAID + " And so say all of us here."))
    batches = 0
    while link_batch(db, judge, code_version="1") is not None:
        batches += 1
    assert batches == 3
    assert len(links(db)) == 3


def test_two_texts_that_share_a_stock_phrase_only_are_not_judged(db: Database) -> None:
    phrase = "the peaceful settlement of the conflict under international law"
    texts = [
        f"Today {phrase} was discussed among seven envoys behind closed doors without any result so far.",
        f"Nobody doubts that {phrase} takes patience, money, courage, observers, maps, mediators plus much luck.",
    ]
    load(db, *pages(*texts))
    assert len(set(fingerprint(texts[0]).grams) & set(fingerprint(texts[1]).grams)) > 1

    def refuse(longer: str, shorter: str) -> Answer:
        raise AssertionError(f"judged: {longer} and {shorter}")

    assert link(db, refuse, code_version="1") == 0


def test_a_longer_text_keeps_no_fewer_hashes_than_is_said_of_it() -> None:
    assert all(least_kept(length) == min(map(kept_of, range(max(length, 1), 600))) for length in range(300))


@pytest.mark.parametrize(("length", "remembered"), [(1000, True), (1001, False)])
def test_fingerprints_of_texts_up_to_a_length_are_remembered(length: int, remembered: bool) -> None:
    text = "".join(f"{n} words, " for n in range(length))[:length]
    fingerprints._remember.cache_clear()
    assert fingerprint_again(text) == fingerprint(text) == fingerprint_again(text)
    assert fingerprints._remember.cache_info().hits == remembered
