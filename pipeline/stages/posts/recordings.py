"""Recordings of web answers, as vcr and its kin keep them for tests (YAML or JSON): the answers are read as what they are."""

from __future__ import annotations

import json
import re

from pipeline.errors import ParseError
from pipeline.stages.posts.mastodon_history import is_history, name_history
from pipeline.stages.posts.shape import as_mapping, as_mappings, as_text
from pipeline.stages.posts.unpack import unpack

_BEGINNING = re.compile(r"(?:(?:---|#[^\n]*)?[ \t\r]*\n)*(?:http_)?interactions:[ \t\r]*\n")
"""Each line in one way only, so that a page of blank lines takes no longer than its length."""


def is_recording(head: str) -> bool:
    """Say whether text begins a recording in YAML."""
    return _BEGINNING.match(head) is not None


def read_recording(text: str) -> object:
    """Read a recording in YAML as the object that one in JSON is. Raises ParseError if it is torn."""
    import yaml  # here, because only these need it, and every start would wait for it

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())
        raise ParseError("torn", f"the recording of web answers is torn or not YAML: {said}; fetch it again") from error


def open_recorded(row: object) -> list[object] | None:
    """Return the rows of the answers in a recording, None for an answer that is no JSON; None for what is no recording."""
    recording = as_mapping(row)
    for name in ("http_interactions", "interactions"):
        if isinstance(recording.get(name), list):
            return [row for one in as_mappings(recording[name]) for row in _read_answer(one)]
    return None


def _read_answer(interaction: dict[str, object]) -> list[object]:
    body = as_mapping(as_mapping(interaction.get("response")).get("body")).get("string")
    address = as_text(as_mapping(interaction.get("request")).get("uri"))
    try:
        answer = body if isinstance(body, str) else b"".join(unpack([body])) if isinstance(body, bytes) else ""
        rows = json.loads(answer)
    except (ValueError, ParseError):
        return [None]
    if not isinstance(rows, list):
        return [rows]
    return [name_history(address, rows)] if address and is_history(address) else rows
