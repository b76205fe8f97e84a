"""The limits of reading dumps of posts, each at its bound: the last value on one side, the first on the other."""

from __future__ import annotations

import gzip
import json
import random

import pytest

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, read_posts
from pipeline.stages.posts.dumps import describe_other
from pipeline.stages.posts.platform_dates import read_printed
from pipeline.stages.posts.post_html import read_markup
from pipeline.stages.posts.r_tables import _whole
from pipeline.stages.posts.row_streams import describe_table
from pipeline.stages.posts.storable import find_private
from pipeline.stages.posts.unpack import unpack
from pipeline.stages.posts.x_tables import _cut_short, _find_by_columns
from tests.stages.posts.dumps import dump, v1_status


@pytest.mark.parametrize(("bad", "found"), [(19, True), (20, False)])
def test_one_of_the_first_twenty_rows_tells_the_format(bad: int, found: bool) -> None:
    rows = [json.dumps({"odd": number}) for number in range(bad)] + [json.dumps(v1_status())]
    assert (detect_posts("\n".join(rows).encode()) is not None) is found


def picture(number: int) -> dict[str, object]:
    media = [{"type": "photo", "media_url_https": "https://pbs.example/1.jpg"}]
    return v1_status(id=number, id_str=str(number), full_text="", text="", extended_entities={"media": media})


@pytest.mark.parametrize(("rows", "lost"), [(9, False), (10, True)])
def test_ten_posts_without_text_are_a_dump_that_lost_its_text(rows: int, lost: bool) -> None:
    body = dump(*[picture(number + 1) for number in range(rows)])
    if lost:
        with pytest.raises(ParseError, match="has any text"):
            read_posts(body)
    else:
        assert [document.text for document in read_posts(body).documents] == [""] * rows


@pytest.mark.parametrize(("lines", "table"), [(4, False), (5, True)])
def test_five_lines_with_the_same_columns_are_a_table(lines: int, table: bool) -> None:
    assert (describe_table("\n".join(["one,two,three", *["1,2,3"] * (lines - 1)])) is not None) is table


@pytest.mark.parametrize(("fields", "private"), [(("phone",), False), (("phone", "email"), True), (("phone", "PHONE"), False)])
def test_two_different_contact_details_make_a_file_private(fields: tuple[str, ...], private: bool) -> None:
    body = json.dumps([{field: "a value"} for field in fields]).encode()
    assert (find_private(body, name="rows.json") is not None) is private
    assert find_private(body, name="profile.json") is not None


@pytest.mark.parametrize(("signs", "text"), [(16, "🌊" * 16), (17, "")])
def test_a_picture_is_an_emoji_if_its_description_is_short(signs: int, text: str) -> None:
    assert read_markup(f'<p><img alt="{"🌊" * signs}"></p>').text.strip() == text


@pytest.mark.parametrize(("columns", "platform"), [({"owner_id", "id"}, None), ({"owner_id", "from_id"}, "vk")])
def test_two_columns_of_another_platform_tell_its_posts(columns: set[str], platform: str | None) -> None:
    assert _find_by_columns(frozenset(columns)) == platform


@pytest.mark.parametrize(("size", "cut"), [(140, True), (141, False)])
def test_a_post_that_ends_in_a_link_to_the_whole_was_cut_at_140_characters(size: int, cut: bool) -> None:
    link = "… https://t.co/abcdefghij"
    assert _cut_short("x" * (size - len(link)) + link) is cut


@pytest.mark.parametrize(("times", "bomb"), [(180, False), (220, True)])
def test_no_dump_packs_better_than_two_hundred_times(times: int, bomb: bool) -> None:
    noise = random.Random(7).randbytes(200_000)
    packed = gzip.compress(noise)
    parts = b"".join([packed, *[gzip.compress(bytes(1 << 20))] * round(len(packed) * times / (1 << 20) * 1.3)])
    ratio = len(gzip.decompress(parts)) / len(parts)
    assert (ratio > 200) is bomb
    if bomb:
        with pytest.raises(ParseError, match="no dump of posts"):
            b"".join(unpack([parts]))
    else:
        assert b"".join(unpack([parts])).startswith(noise)


def test_content_without_posts_is_described_by_its_first_bytes() -> None:
    table = "one,two,three\n" + "1,2,3\n" * 9
    assert describe_other(table.encode())
    assert describe_other(b" " * 70_000 + table.encode()) is None


@pytest.mark.parametrize(("number", "kind"), [(2**53 - 1, int), (2**53, float), (1 - 2**53, int), (-(2**53), float)])
def test_a_double_that_does_not_hold_every_integer_is_no_id(number: int, kind: type) -> None:
    assert type(_whole(float(number))) is kind


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("27/10/2020 20:41", "2020-10-27T20:41:00"),
        ("10/27/2020 8:41 PM", "2020-10-27T20:41:00"),
        ("10/27/2020, 12:41 AM", "2020-10-27T00:41:00"),
        ("10/27/2020, 12:41 PM", "2020-10-27T12:41:00"),
        ("27.10.2020 8:41", "2020-10-27T08:41:00"),
        ("11.12.2020", "2020-12-11"),
        ("12/13/2020", "2020-12-13"),
        ("11/12/2020", None),
        ("5/5/2020", "2020-05-05"),
    ],
)
def test_a_day_in_numbers_is_read_if_only_one_of_them_can_be_the_month(shown: str, value: str | None) -> None:
    when = read_printed(shown)
    assert when is not None
    assert when.value == value
