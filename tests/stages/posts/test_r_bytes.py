"""What each byte of a table that R wrote does: the file with one byte of another value, and cut at each byte.

``bytes/*.expected.txt`` tell the rows, or why they are refused, for each place; see `tests.expected`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import READER_FAULTS, ParseError
from pipeline.stages.posts.r_tables import read_r_rows
from tests.expected import expect
from tests.stages.posts import r_files as r
from tests.stages.posts.test_r_tables import POSTS

FOLDER = Path(__file__).parent / "bytes"
_LONG = 160
SMALL = r.frame(
    {
        "text": r.strings("Ebb", None, encoding="latin-1"),
        "created_at": r.instants(1603790130.0, float("nan")),
        "day": r.days(18562.0, 18563.0),
        "likes": r.integers(3, None),
        "again": r.logicals(False, None),
        "by": r.factor(["Tides", "Harbour"], 2, None),
        "id": r.large(1321017669626187783, -(1 << 63)),
        "share": r.reals(0.5, 1.0),
        "links": r.listed(r.strings("a", "b"), r.strings(None)),
    },
    rows=2,
)
FILES = {
    "rds-2": r.rds(SMALL, version=2),
    "rds-3": r.rds(SMALL, version=3),
    "rda": r.rda({"other": r.strings("x"), "posts": SMALL}),
}


def read(body: bytes) -> str:
    try:
        said = str([row for _, row in read_r_rows([body])])
    except ParseError as error:
        said = f"{error.reason}: {error}"
    except READER_FAULTS as error:
        said = f"fault: {type(error).__name__}"
    return said if len(said) <= _LONG else f"{said[: _LONG // 2]}…{said[-_LONG // 2 :]}"


def change(body: bytes, at: int, how: str) -> bytes:
    if how == "cut":
        return body[:at]
    value = (body[at] + 1) % 256 if how == "one more" else 0xFF if how == "full" else 0
    return body[:at] + bytes([value]) + body[at + 1 :]


@pytest.mark.parametrize(
    ("name", "how"),
    [("rds-3", "one more"), ("rds-3", "full"), ("rds-3", "nought"), ("rds-3", "cut"), ("rds-2", "nought"), ("rda", "one more")],
)
def test_each_byte_of_a_table_counts(name: str, how: str) -> None:
    body = FILES[name]

    def tell() -> Iterator[str]:
        yield read(body)
        told = ((at, read(change(body, at, how))) for at in range(0, len(body), 5 if how == "cut" else 1))
        for said, alike in itertools.groupby(told, key=lambda each: each[1]):
            places = [at for at, _ in alike]
            yield f"{places[0]}-{places[-1]}: {said}"

    expect(FOLDER / f"{name}-{how.replace(' ', '-')}.expected.txt", tell())


def test_a_whole_table_of_posts_is_read_cut_at_each_object() -> None:
    body = r.rds(POSTS)
    told = ((at, read(body[:at])) for at in range(0, len(body), 7))
    lines = (f"{next(iter(alike))[0]}: {said}" for said, alike in itertools.groupby(told, key=lambda each: each[1]))
    expect(FOLDER / "posts.expected.txt", lines)
