"""Read dumps of posts into documents, beside ``json.loads`` of the same bytes: X API v1.1 and v2."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.figures import Timing, print_rate, time_side_by_side
from pipeline.stages.posts import read_posts

POSTS = 4000
BYTES = 2_000_000
"""A dump is read so often that at least so many bytes are read in a round."""
_SHARED = Path(__file__).parents[1].parent / "shared" / "data" / "posts"
_REAL = {
    "v1.1, a leader's year": "03_x_api_v11/*master_2016.json.zip",
    "v1.1, search": "03_x_api_v11/*get_search_raw.json",
    "v2, pages": "02_x_api_v2/*2sets.jsonl",
    "v2, withheld": "02_x_api_v2/*withheld.jsonl",
    "v2, flattened": "02_x_api_v2/*flat.jsonl",
    "v2, written by R": "02_x_api_v2/*hk__data_1402796118610751499.json",
}


def main() -> None:
    """Print megabytes a CPU second for each dump, with the ratio to ``json.loads``; real dumps where they are at hand."""
    dumps = {"v1.1, invented": invent_v1(), "v2, invented": _invent_v2(), **dict(_read_real())}
    for name, body in dumps.items():
        times = 1 + BYTES // len(body)
        timings = _time(body, times)
        for what in ("read", "json.loads"):
            peer = timings["json.loads"] if what == "read" else None
            print_rate("posts", f"{name}: {what}", timings[what], count=len(body) * times / 1e6, unit="MB", peer=peer)


def _time(body: bytes, times: int) -> dict[str, Timing]:
    return time_side_by_side(
        {
            "read": lambda: [read_posts(body) for _ in range(times)],
            "json.loads": lambda: [_load(body) for _ in range(times)],
        }
    )


def _load(body: bytes) -> list[Any]:
    if body.startswith(b"["):
        return [json.loads(body)]
    return [json.loads(line) for line in body.split(b"\n") if line.strip()]


def _read_real() -> Iterator[tuple[str, bytes]]:
    for name, pattern in _REAL.items():
        for path in _SHARED.glob(pattern):
            yield name, _read_member(path) if path.suffix == ".zip" else path.read_bytes()


def _read_member(path: Path) -> bytes:
    with zipfile.ZipFile(path) as packed:
        return packed.read(packed.namelist()[0])


def _invent_user(number: int) -> dict[str, Any]:
    counts = {f"{what}_count": number * 7 for what in ("followers", "friends", "listed", "favourites", "statuses")}
    colours = {f"profile_{what}": "https://pbs.example/images/0123456789/abcdef.jpg" for what in ("image", "banner", "link")}
    flags = dict.fromkeys(("verified", "protected", "geo_enabled", "default_profile", "is_translator"), False)
    names = {"id_str": str(number), "screen_name": f"Office{number}", "name": f"Office No. {number}"}
    return names | counts | colours | flags | {"description": "Sample account of a benchmark. " * 3}


def _invent_text(number: int) -> str:
    return f"Sample statement No. {number}: the tables of ebb &amp; flow stand as published, and will be kept. https://t.co/{number}"


def invent_v1() -> bytes:
    """Invent a dump of posts in the form of X's first API."""
    rows = [
        {
            "created_at": "Tue Oct 27 09:15:30 +0000 2020",
            "id": 1321017669626187783 + number,
            "id_str": str(1321017669626187783 + number),
            "full_text": _invent_text(number),
            "entities": {
                "hashtags": [{"text": "tides", "indices": [10, 16]}],
                "urls": [{"url": "https://t.co/1", "expanded_url": "https://tides.example/1", "indices": [90, 113]}],
                "user_mentions": [{"screen_name": "pilot", "name": "The Pilot", "id_str": "9", "indices": [0, 6]}],
            },
            "source": '<a href="https://app.example">An app</a>',
            "user": _invent_user(number % 50),
            "retweet_count": number,
            "favorite_count": number,
            "lang": "en",
        }
        for number in range(POSTS)
    ]
    return json.dumps(rows).encode()


def _invent_v2() -> bytes:
    topics = [{"domain": {"id": "10", "name": "Person", "description": "Named people"}, "entity": {"id": "1", "name": "Tides"}}]
    posts = [
        {
            "id": str(1321017669626187783 + number),
            "text": _invent_text(number),
            "author_id": str(number % 50),
            "created_at": "2020-10-27T09:15:30.000Z",
            "public_metrics": {"retweet_count": 1, "reply_count": 2, "like_count": 3, "quote_count": 4},
            "entities": {
                "urls": [{"start": 90, "end": 113, "url": "https://t.co/1", "expanded_url": "https://tides.example/1"}]
            },
            "context_annotations": topics * 2,
            "edit_history_tweet_ids": [str(1321017669626187783 + number)],
            "lang": "en",
        }
        for number in range(POSTS)
    ]
    users = [{"id": str(number), "username": f"Office{number}", **_invent_user(number)} for number in range(50)]
    pages = ({"data": posts[at : at + 100], "includes": {"users": users}, "meta": {}} for at in range(0, POSTS, 100))
    return "\n".join(json.dumps(page) for page in pages).encode()
