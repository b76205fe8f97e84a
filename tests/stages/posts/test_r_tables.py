"""Tables of posts that R wrote: every kind of column, both files, and what damage comes to."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader, BytesIO
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, read_posts
from pipeline.stages.posts.r_serial import read_serialized
from pipeline.stages.posts.r_tables import read_r_rows
from storage.model import PostKind
from tests.stages.posts import r_files as r
from tests.stages.posts.dumps import post_of

POSTS = r.frame(
    {
        "id_str": r.strings("1321017669626187783", "6971079756"),
        "text": r.strings("Ebb &amp; flow 🌊 stand.", "RT @HarbourOffice: Open"),
        "created_at": r.instants(1603790130.0, 1261589898.0),
        "retweet_count": r.integers(3, None),
        "is_retweet": r.logicals(False, True),
        "screen_name": r.factor(["TideMinistry"], 1, 1),
        "urls_expanded_url": r.listed(r.strings("https://tides.example/1"), r.strings(None)),
    },
    rows=2,
)
FILE = r.rda({"posts": POSTS})


def rows_of(**columns: bytes) -> list[object]:
    return [row for _, row in read_r_rows([r.rds(r.frame(columns, rows=2))])]


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("pack_up", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_table_is_read_from_either_file_however_packed(pack_up: Callable[[bytes], bytes], version: int) -> None:
    for body in (r.rda({"posts": POSTS}, version=version), r.rds(POSTS, version=version)):
        assert detect_posts(pack_up(body)) == "r-table"
        own, repost = read_posts(pack_up(body)).documents
        assert (own.text, own.issuers, post_of(own).kind) == ("Ebb & flow 🌊 stand.", ("TideMinistry",), PostKind.ORIGINAL)
        assert (post_of(own).id, post_of(own).links) == ("1321017669626187783", ("https://tides.example/1",))
        assert own.published is not None
        assert own.published.value == "2020-10-27T09:15:30+00:00"
        assert (post_of(repost).kind, repost.speakers) == (PostKind.REPOST, ("HarbourOffice",))


def test_columns_keep_what_they_hold() -> None:
    rows = rows_of(
        latin=r.strings("Élysée", None, encoding="latin-1"),
        day=r.days(18562.0, float("nan")),
        number=r.reals(1.5, 3.0),
        lost=r.reals(1.321017669626187783e18, float("nan")),
        kept=r.large(1321017669626187783, -(1 << 63)),
        truth=r.logicals(True, None),
        level=r.factor(["low", "high"], 2, None),
        nested=r.frame({"a": r.integers(1, 2)}, rows=2),
        sequence=r.compact("compact_intseq", r.reals(2.0, 7.0, 1.0)),
        deferred=r.compact("deferred_string", r.pairs({"": r.integers(5, 6)})),
        wrapped=r.compact("wrap_string", r.listed(r.strings("x", "y"), r.integers(0, 0))),
    )
    assert rows[0] == {
        "latin": "Élysée",
        "day": "2020-10-27",
        "number": 1.5,
        "lost": 1.321017669626187783e18,
        "kept": 1321017669626187783,
        "truth": True,
        "level": "high",
        "nested": {"a": 1},
        "sequence": 7,
        "deferred": "5",
        "wrapped": "x",
    }
    missing = {"latin", "day", "lost", "kept", "truth", "level"}
    assert isinstance(rows[1], dict)
    assert {name for name, cell in rows[1].items() if cell is None} == missing


def test_an_id_that_r_rounded_is_lost_and_not_made_up() -> None:
    columns = {"status_id": r.reals(1.321017669626187783e18), "text": r.strings("Words"), "screen_name": r.strings("Tide")}
    (document,) = read_posts(r.rds(r.frame(columns, rows=1))).documents
    assert (document.text, post_of(document).id, document.url) == ("Words", "", None)


def test_every_table_of_a_file_is_read_and_other_objects_are_passed_over() -> None:
    environment = pack(">ii", 4, 0) + r.NOTHING * 4
    again = pack(">i", 255 | 2 << 8)  # the second thing referred to: the environment, after the symbol of its name
    items = {"where": environment, "same": again, "posts": POSTS, "inside": r.listed(POSTS), "raw": pack(">ii", 24, 3) + b"abc"}
    assert [place for place, _ in read_r_rows([r.rda(items)])] == [
        "posts, row 1",
        "posts, row 2",
        "inside, row 1",
        "inside, row 2",
    ]


def test_a_file_without_a_table_and_an_encoding_that_is_not_read_say_so() -> None:
    with pytest.raises(ParseError, match="without a data frame"):
        read_posts(r.rds(r.strings("no", "table")))
    with pytest.raises(ParseError, match="not in XDR"):
        read_posts(b"RDA3\nA\n3\n262659\n")
    with pytest.raises(ParseError, match="neither"):
        read_posts(b"A\nfew lines of text")


def test_a_sequence_is_read_up_to_the_most_items_and_refused_beyond() -> None:
    def read(length: int) -> int:
        body = r.rds(r.compact("compact_intseq", r.reals(float(length), 1.0, 1.0)))
        return len(read_serialized(BufferedReader(BytesIO(body))).items)

    assert (read(0), read(1), read(10_000_000)) == (0, 1, 10_000_000)
    for length in (-1, 10_000_001):
        with pytest.raises(ParseError, match="sequence"):
            read(length)


@pytest.mark.parametrize(
    "body",
    [
        r.rds(pack(">ii", 16, 2_000_000_000)),
        r.rds(pack(">iiii", 16, -1, 0x7FFFFFFF, -1)),
        r.rds(pack(">ii", 19, 1) * 5000),
        r.rds(r.compact("compact_intseq", r.reals(1e18, 1.0, 1.0))),
        r.rds(pack(">i", 255 | 9 << 8)),
        r.rds(r.frame({"text": r.strings("a"), "id": r.strings("1", "2")}, rows=2)),
        r.rds(r.frame({"text": r.strings("a"), "id": r.factor(["x"], 7)}, rows=1)),
        r.rds(pack(">ii", 16, 1) + pack(">ii", 9 | 1 << 15, 2) + b"\xff\xfe"),
    ],
)
def test_claims_that_the_bytes_do_not_hold_are_damage_and_take_no_memory(body: bytes) -> None:
    with pytest.raises(ParseError, match="fetch"):
        list(read_r_rows([body]))


@given(at=st.integers(0, len(FILE) - 1), byte=st.integers(0, 255))
@settings(max_examples=300)
def test_a_changed_byte_gives_posts_or_a_reason(at: int, byte: int) -> None:
    body = FILE[:at] + bytes([byte]) + FILE[at + 1 :]
    with suppress(ParseError):
        assert read_posts(body).documents


@given(end=st.integers(12, len(FILE) - 1))
def test_a_torn_file_is_refused(end: int) -> None:
    with pytest.raises(ParseError):
        read_posts(FILE[:end])
