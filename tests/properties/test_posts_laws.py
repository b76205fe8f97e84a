"""What holds of posts whatever they say and however their dump is cut."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.posts import iterate_posts, read_posts
from pipeline.stages.posts.account_pages import next_address
from pipeline.stages.posts.instants import SNOWFLAKE_EPOCH_MS, read_instant, snowflake_instant
from pipeline.stages.posts.post_html import read_markup
from storage.model import Document
from tests.stages.posts.dumps import channel_export, dump, message, read_one, v1_status, v2_page, v2_post

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(
    lambda text: text.strip() and not text.lstrip().startswith(("RT @", '"@', "“@"))
)
moments = st.datetimes(datetime(2006, 3, 21), datetime(2035, 1, 1)).map(lambda moment: moment.replace(microsecond=0))  # noqa: DTZ001 - the zone is drawn apart
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(words)
def test_words_come_through_every_platform_as_they_were_written(text: str) -> None:
    escaped = escape(text, quote=False)
    assert read_one(v1_status(full_text=escaped)).text == text
    assert read_one(v2_page(v2_post(text=escaped))).text == text
    assert read_one(channel_export(message(text=text))).text == text


@given(st.lists(words, min_size=1, max_size=8), st.integers(1, 400), st.booleans())
def test_a_dump_reads_the_same_however_it_is_cut(texts: list[str], size: int, as_array: bool) -> None:
    rows = [v1_status(id_str=str(1321017669626187783 + number), full_text=text) for number, text in enumerate(texts)]
    body = json.dumps(rows, ensure_ascii=False).encode() if as_array else dump(*rows)
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    assert tuple(item for item in iterate_posts(pieces) if isinstance(item, Document)) == read_posts(body).documents


@given(moments, offsets)
def test_an_instant_is_the_same_instant_in_every_notation(wall: datetime, zone: timezone) -> None:
    moment = wall.replace(tzinfo=zone)
    notations = [moment.isoformat(), moment.strftime("%a %b %d %H:%M:%S %z %Y"), str(int(moment.timestamp()))]
    for raw in notations[: 3 if moment.timestamp() >= 1e8 else 2]:
        when = read_instant(raw)
        assert when is not None
        assert when.earliest == when.latest == moment
        assert when.value is not None
        assert datetime.fromisoformat(when.value) == moment


@given(st.datetimes(datetime(2010, 11, 5), datetime(2035, 1, 1)), st.integers(0, 2**22 - 1))  # noqa: DTZ001 - UTC is added
def test_an_id_made_at_an_instant_holds_that_instant(wall: datetime, rest: int) -> None:
    moment = wall.replace(tzinfo=UTC)
    milliseconds = int(moment.timestamp() * 1000)
    assert snowflake_instant(str(((milliseconds - SNOWFLAKE_EPOCH_MS) << 22) | rest)) == moment.replace(microsecond=0)


@given(words)
def test_markup_says_what_it_was_made_of(text: str) -> None:
    assert read_markup(f"<p>{escape(text)}</p>").text.split() == text.split()


@given(st.binary(max_size=200))
def test_no_answer_breaks_a_walk(body: bytes) -> None:
    for asked in (
        "https://t.me/s/a",
        "https://social.example/api/v1/accounts/1/statuses",
        "https://api.x.com/2/users/1/tweets",
    ):
        following = next_address(asked, body)
        assert following is None or following.startswith("https://")
