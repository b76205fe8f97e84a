"""Spread: who carries the same words, and who had them first, where that can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage.database.archive import open_writer
from storage.database.rows import read_moment
from storage.errors import StorageError
from storage.model import Derived, Post, PostKind, QuoteKind
from storage.model.findings import First, Interval, Spread, Variant
from storage.model.identity import quote_id
from storage.sameness.link_quotes import link
from storage.sameness.quote_spread import UNORDERED, find_first, list_variants, read_spread
from tests.storage.lines import NOON, day, load, make_page
from tests.words import compare

SAID = "The sides agreed to exchange all detained persons and to return to the table without conditions."
CARRIED = (
    ("ministry", SAID, "2020-10-26"),
    ("embassy", SAID.replace("agreed", "#agreed").upper(), "2020-10-27"),
    ("paper", SAID.replace("exchange all", "exchange 12 of"), "2020-10-27"),
    ("blog", "The sides agreed to exchange all detained persons and to return to the table", None),
    ("other", "Rain is expected over the whole of the valley during the coming days.", "2020-10-20"),
)


def carry(rows: Sequence[tuple[str, str, str | None]]) -> list[Derived]:
    return [
        make_page(f"https://{name}.example/a", text, published=day, offset=100 * i, at=NOON + timedelta(minutes=len(name)))
        for i, (name, text, day) in enumerate(rows)
    ]


def fill(db: Database, rows: Sequence[tuple[str, str, str | None]]) -> None:
    for i, line in enumerate(carry(rows)):
        load(db, line, run=f"run-{i}", warc="a.warc.gz")
        link(db, compare, code_version="1")


def id_of(db: Database, name: str) -> str:
    sql = "SELECT q.id FROM quotes q JOIN derivations v ON v.document = q.document WHERE v.url LIKE ?"
    return str(db.execute(sql, (f"%{name}%",)).fetchone()[0])


def id_of_words(db: Database, exact: str) -> str:
    sql = "SELECT q.id FROM quotes q JOIN quote_readings g ON g.quote = q.seq WHERE g.exact = ? ORDER BY q.seq"
    return str(db.execute(sql, (exact,)).fetchone()[0])


def span(earliest: str | None, latest: str | None) -> Interval:
    return Interval(earliest=read_moment(earliest), latest=read_moment(latest))


def october(number: int | None) -> datetime | None:
    return datetime(2020, 10, number, tzinfo=UTC) if number else None


def variants_of(db: Database, name: str) -> list[Variant]:
    id_ = id_of(db, name)
    return list_variants(db, [id_])[id_]


def by_site(spread: Spread) -> dict[str, tuple[str, bool]]:
    return {each.document.url.split("/")[2].split(".")[0]: (each.verdict, each.material) for each in spread.carriers}


def test_carriers_come_with_their_verdicts(db: Database) -> None:
    fill(db, CARRIED)
    assert by_site(read_spread(db, id_of(db, "ministry"))) == {
        "ministry": ("identical", False),
        "embassy": ("typographic", False),
        "paper": ("altered", True),
        "blog": ("truncated", True),
    }


def test_the_first_to_assert_is_named_only_where_the_days_are_apart(db: Database) -> None:
    fill(db, CARRIED[:3])
    asserted = read_spread(db, id_of(db, "paper")).first_asserted
    assert asserted == First(first=id_of(db, "ministry"), among=(id_of(db, "ministry"),), why="")


def test_an_undated_carrier_may_have_been_first(db: Database) -> None:
    fill(db, CARRIED[:4])
    spread = read_spread(db, id_of(db, "ministry"))
    assert spread.first_asserted.first is None
    assert spread.first_asserted.why == UNORDERED
    assert set(spread.first_asserted.among) == {id_of(db, "ministry"), id_of(db, "blog")}
    assert spread.first_observed.first == id_of(db, "blog")


def test_who_relays_is_kept_apart_from_who_said_it(db: Database) -> None:
    relayed = make_page("https://wire.example/a", SAID, quote={"via": "Spokesperson"}, offset=900)
    load(db, make_page("https://ministry.example/a", SAID), relayed)
    roles = {each.via: each.role for each in read_spread(db, id_of(db, "ministry")).carriers}
    assert roles == {None: "own", "Spokesperson": "relayed"}


def test_clusters_do_not_depend_on_the_order_of_loading(tmp_path: Path) -> None:
    found = []
    for i, order in enumerate(permutations(CARRIED[:4])):
        with open_writer(tmp_path / f"{i}.db") as db:
            fill(db, order)
            found.append([by_site(read_spread(db, id_of(db, name))) for name in ("ministry", "embassy", "paper", "blog")])
    assert all(each == found[0] for each in found)


def test_the_paragraph_around_a_quote_is_no_second_carrier_of_the_same_document(db: Database) -> None:
    said = f"{SAID} “{SAID.replace('sides', 'parties')}” was the reply."
    whole = make_page("https://ministry.example/a", said)
    document = whole.documents[0]
    start = said.index("The parties")
    inner = replace(
        document.quotes[0],
        id=quote_id(document.id, QuoteKind.DIRECT, "inner", 0),
        kind=QuoteKind.DIRECT,
        exact=said[start : said.index("”")],
        start=start,
        end=said.index("”"),
        spans=((start, said.index("”")),),
    )
    load(db, replace(whole, documents=(replace(document, quotes=(*document.quotes, inner)),)))
    load(db, make_page("https://paper.example/a", inner.exact, offset=100), run="run-2", warc="b.warc.gz")
    link(db, compare, code_version="1")
    assert db.execute("SELECT count(*) FROM links").fetchone() == (1,)
    assert by_site(read_spread(db, inner.id)) == {"ministry": ("identical", False), "paper": ("identical", False)}
    assert len(read_spread(db, inner.id).carriers) == 2


def test_variants_are_the_same_words_elsewhere(db: Database) -> None:
    fill(db, CARRIED)
    told = {each.id: (each.verdict, each.material) for each in variants_of(db, "ministry")}
    assert next(iter(told.items())) == (id_of(db, "embassy"), ("typographic", False))
    assert told[id_of(db, "paper")] == ("altered", True)
    assert variants_of(db, "other") == []


def test_what_is_redacted_carries_nothing(db: Database) -> None:
    fill(db, CARRIED[:2])
    db.execute("INSERT INTO redactions VALUES (?, 'by court order', '2021-01-01T00:00:00Z')", (id_of(db, "embassy"),))
    assert by_site(read_spread(db, id_of(db, "ministry"))) == {"ministry": ("identical", False)}


def test_few_words_are_followed_with_a_warning(db: Database) -> None:
    load(db, make_page("https://a.example/a", "Thank you."), make_page("https://b.example/a", "THANK YOU", offset=9))
    spread = read_spread(db, id_of(db, "a.example"))
    assert len(spread.carriers) == 2
    assert spread.notes


def test_an_unknown_quote_is_an_error(db: Database) -> None:
    with pytest.raises(StorageError, match="no quote"):
        read_spread(db, "q_none")


@pytest.mark.parametrize(
    ("intervals", "first"),
    [
        ({"a": (1, 2), "b": (3, 4)}, "a"),
        ({"a": (1, 3), "b": (3, 4)}, None),
        ({"a": (None, 2), "b": (3, 4)}, "a"),
        ({"a": (1, None), "b": (3, 4)}, None),
        ({"a": (None, None), "b": (None, None)}, None),
        ({"a": (1, 9)}, "a"),
        ({}, None),
    ],
)
def test_first_is_who_ends_before_all_others_begin(
    intervals: dict[str, tuple[int | None, int | None]], first: str | None
) -> None:
    days = {name: Interval(earliest=october(begin), latest=october(end)) for name, (begin, end) in intervals.items()}
    assert find_first(days).first == first


def test_words_put_in_later_are_not_dated_back_to_the_publication(db: Database) -> None:
    denied = SAID.replace("all", "no")
    address = "https://ministry.example/a"
    for i, text in enumerate((SAID, SAID, denied)):
        load(db, make_page(address, text, published="2020-10-20", at=NOON + timedelta(days=i), offset=100 * i), run=f"run-{i}")
    load(db, make_page("https://paper.example/a", SAID, offset=900), run="run-9", warc="b.warc.gz")
    link(db, compare, code_version="1")
    carriers = read_spread(db, id_of_words(db, SAID)).carriers
    asserted = {each.exact: each.asserted for each in carriers if each.document.url == address}
    assert asserted[SAID].earliest == datetime(2020, 10, 20, tzinfo=UTC)
    assert asserted[denied] == span("2020-10-28T12:00:00Z", "2020-10-29T12:00:00Z")


def test_a_change_inside_one_document_is_a_carrier_of_its_own(db: Database) -> None:
    denied = SAID.replace("all", "no")
    load(db, make_page("https://ministry.example/a", SAID))
    load(db, make_page("https://ministry.example/a", denied, at=NOON + timedelta(days=1), offset=100), run="run-2")
    link(db, compare, code_version="1")
    load(db, make_page("https://paper.example/a", SAID, published="2020-10-29", offset=200), run="run-3", warc="b.warc.gz")
    link(db, compare, code_version="1")
    spread = read_spread(db, id_of(db, "paper"))
    told = {(each.document.url, each.exact): (each.verdict, each.current) for each in spread.carriers}
    assert told == {
        ("https://ministry.example/a", SAID): ("identical", False),
        ("https://ministry.example/a", denied): ("altered", True),
        ("https://paper.example/a", SAID): ("identical", True),
    }


def test_an_edit_of_the_typography_alone_does_not_date_the_words_later(db: Database) -> None:
    address = "https://ministry.example/a"
    load(db, make_page(address, SAID, published="2020-10-20"))
    load(db, make_page(address, f"{SAID[:-1]}!", published="2020-10-20", at=NOON + timedelta(days=1), offset=100), run="run-2")
    asserted = {each.exact: each.asserted for each in read_spread(db, id_of_words(db, SAID)).carriers}
    assert asserted[f"{SAID[:-1]}!"] == asserted[SAID]
    assert asserted[SAID].earliest == datetime(2020, 10, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after"),
    [("15 percent", "1.5 percent"), ("1,000 dollars of it", "100"), ("करता था", "करती थी"), ("5/12", "512")],
)
def test_a_silent_change_of_a_number_or_a_mark_is_never_dated_back(db: Database, before: str, after: str) -> None:
    address = "https://ministry.example/a"
    said = "The price of bread in all of our towns has been raised by {}"
    load(db, make_page(address, said.format(before), published="2020-10-20"))
    load(db, make_page(address, said.format(after), published="2020-10-20", at=NOON + timedelta(days=9), offset=100), run="2")
    asserted = {each.exact: each.asserted for each in read_spread(db, id_of_words(db, said.format(after))).carriers}
    assert asserted[said.format(after)] == span("2020-10-27T12:00:00Z", "2020-11-05T12:00:00Z")


def test_two_wordings_of_one_document_do_not_keep_it_from_being_first(db: Database) -> None:
    address = "https://ministry.example/a"
    load(db, make_page(address, SAID, published="2020-10-20"))
    load(db, make_page(address, f"{SAID[:-1]}!", published="2020-10-20", at=NOON + timedelta(days=1), offset=100), run="run-2")
    load(db, make_page("https://paper.example/a", SAID, offset=200), run="run-3", warc="b.warc.gz")
    link(db, compare, code_version="1")
    spread = read_spread(db, id_of(db, "paper"))
    assert spread.first_asserted.first == id_of_words(db, SAID)
    assert spread.first_same_words.first == id_of_words(db, SAID)


def test_an_older_wording_of_other_sense_is_first_in_any_form_but_not_of_these_words(db: Database) -> None:
    fill(db, [("paper", SAID.replace("all", "no"), "2020-10-20"), ("ministry", SAID, "2020-10-26")])
    spread = read_spread(db, id_of(db, "ministry"))
    assert spread.first_asserted.first == id_of(db, "paper")
    assert spread.first_same_words.first == id_of(db, "ministry")


def test_a_dated_capture_bounds_when_undated_words_were_published(db: Database) -> None:
    load(db, make_page("https://blog.example/a", SAID, published=None))
    [carrier] = read_spread(db, id_of(db, "blog")).carriers
    assert carrier.asserted == Interval(earliest=None, latest=NOON)


@pytest.mark.parametrize(
    ("published", "asserted"),
    [
        ("2020-10-26", ("2020-10-26T00:00:00Z", "2020-10-26T23:59:59Z")),
        ("2020-10-27", ("2020-10-27T00:00:00Z", "2020-10-27T23:59:59Z")),
        ("2020-10-30", (None, "2020-10-27T12:00:00Z")),
    ],
)
def test_a_printed_date_after_the_words_were_seen_is_refuted(db: Database, published: str, asserted: tuple[str, str]) -> None:
    load(db, make_page("https://blog.example/a", SAID, published=published))
    [carrier] = read_spread(db, id_of(db, "blog")).carriers
    assert carrier.asserted == span(*asserted)


def test_a_month_ends_for_words_when_they_were_seen(db: Database) -> None:
    month = replace(day("2020-10-01"), latest=day("2020-10-31").latest)
    line = make_page("https://blog.example/a", SAID)
    load(db, replace(line, documents=(replace(line.documents[0], published=month),)))
    [carrier] = read_spread(db, id_of(db, "blog")).carriers
    assert carrier.asserted == span("2020-10-01T00:00:00Z", "2020-10-27T12:00:00Z")


def test_who_prints_a_date_to_come_was_not_second_for_that(db: Database) -> None:
    load(db, make_page("https://blog.example/a", SAID, published="2020-10-30"))
    load(db, make_page("https://paper.example/a", SAID, published="2020-10-28", at=NOON + timedelta(days=9), offset=9), run="2")
    spread = read_spread(db, id_of(db, "blog"))
    assert spread.first_asserted.first == id_of(db, "blog")


def test_words_of_an_edited_post_came_between_what_was_seen_before_and_the_edit(db: Database) -> None:
    address = "https://social.example/1"
    edited = replace(day("2020-10-27"), earliest=NOON, latest=NOON)
    plain = Post(platform="mastodon", id="1", account="a", author=None, kind=PostKind.ORIGINAL)
    load(db, make_page(address, SAID, published="2020-10-26", post=plain, at=NOON - timedelta(days=1)))
    later = SAID.replace("all", "no")
    changed = make_page(
        address, later, published="2020-10-26", post=replace(plain, edited=edited), at=NOON + timedelta(days=4), offset=100
    )
    load(db, changed, run="run-2")
    load(db, make_page("https://paper.example/a", SAID, offset=200), run="run-3", warc="b.warc.gz")
    link(db, compare, code_version="1")
    carriers = read_spread(db, id_of(db, "paper")).carriers
    [asserted] = [each.asserted for each in carriers if each.exact == later]
    assert asserted == Interval(earliest=NOON - timedelta(days=1), latest=NOON)
