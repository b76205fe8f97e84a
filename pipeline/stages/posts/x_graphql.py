"""The GraphQL responses that X's own web pages load: timelines, threads, searches and single posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.stages.posts.shape import Account, Format, Found, Refusal, Row, as_list, as_mapping, as_text
from pipeline.stages.posts.x_post import NO_ONE
from pipeline.stages.posts.x_v1 import read_status

_RESULTS = ("tweet_results", "tweetResult")
_WRAPPED = "TweetWithVisibilityResults"


def find_results(node: object) -> Iterator[tuple[Row, Row]]:
    """Find the posts of a response, each with the item that shows it; posts inside posts are skipped."""
    if isinstance(node, list):
        for item in node:
            yield from find_results(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in _RESULTS:
                yield from ((as_mapping(one.get("result")), node) for one in _several(value) if "result" in one)
            else:
                yield from find_results(value)


def _several(value: object) -> list[dict[str, Any]]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def read_result(result: Row, where: str) -> Found:
    """Read one post, with what it reposts; in place of a hidden post X sends a notice that says why."""
    if result.get("__typename") == _WRAPPED or "tweet" in result:
        result = as_mapping(result.get("tweet"))
    where = as_text(result.get("rest_id")) or where
    legacy = as_mapping(result.get("legacy"))
    if not legacy:
        return Refusal(where=where, why=f"X hides the post: {_notice(result)}")
    retweeted = as_mapping(as_mapping(legacy.get("retweeted_status_result")).get("result"))
    original = read_result(retweeted, where) if retweeted else None
    if isinstance(original, Refusal):
        return Refusal(where=where, why=original.why)
    status = {"id_str": where, **legacy, **_note(result)}
    return read_status(status, author=_author(result), where=where, original=original, edits=_edits(result))


def _note(result: Row) -> Mapping[str, Any]:
    note = as_mapping(as_mapping(as_mapping(result.get("note_tweet")).get("note_tweet_results")).get("result"))
    return {"full_text": note["text"], "entities": note.get("entity_set")} if note.get("text") else {}


def _author(result: Row) -> Account:
    user = as_mapping(as_mapping(as_mapping(result.get("core")).get("user_results")).get("result"))
    legacy, core, privacy = (as_mapping(user.get(part)) for part in ("legacy", "core", "privacy"))
    handle = as_text(core.get("screen_name")) or as_text(legacy.get("screen_name"))
    if handle is None:
        return NO_ONE
    name = as_text(core.get("name")) or as_text(legacy.get("name"))
    return Account(handle=handle, name=name, protected=True in (legacy.get("protected"), privacy.get("protected")))


def _edits(result: Row) -> tuple[str, ...]:
    control = as_mapping(result.get("edit_control"))
    control = as_mapping(control.get("edit_control_initial")) or control
    return tuple(str(edit) for edit in as_list(control.get("edit_tweet_ids")))


def _notice(result: Row) -> str:
    words = as_mapping(as_mapping(result.get("tombstone")).get("text")).get("text") or result.get("reason")
    return str(words or result.get("__typename") or "nothing is given")


def _is_answer(row: Row) -> bool:
    return isinstance(row.get("data"), dict) and next(find_results(row["data"]), None) is not None


def _read_answer(row: Row, where: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - every post names its author
    seen = set()
    for number, (result, item) in enumerate(find_results(row["data"]), 1):
        found = read_result(result, f"{where}, post {number}")
        key = found.where if isinstance(found, Refusal) else found.fragment
        if key in seen:  # a pinned post is also in its timeline
            continue
        seen.add(key)
        yield Refusal(where=key, why="advertisement") if "promotedMetadata" in item else found


FORMATS = (Format(name="x-graphql", matches=_is_answer, read=_read_answer),)
