"""Recordings of HTTP responses, as vcr and similar tools keep them for tests (YAML or JSON); each is read by its format."""

from __future__ import annotations

import re

from pipeline.errors import ParseError
from pipeline.stages.posts.mastodon_history import is_history, name_history
from pipeline.stages.posts.shape import as_mapping, as_mappings, as_text
from pipeline.stages.posts.unpack import unpack
from storage.text.untrusted_json import load_json

_BEGINNING = re.compile(r"(?:(?:---|#[^\n]*)?[ \t\r]*\n)*(?:http_)?interactions:[ \t\r]*\n")
"""Each line matches in one way only, so that many blank lines take linear time."""


def is_recording(head: str) -> bool:
    """Say whether text begins a recording in YAML."""
    return _BEGINNING.match(head) is not None


def read_recording(text: str) -> object:
    """Read a recording in YAML as the same object as one in JSON. Raises ParseError if it is torn."""
    import yaml  # imported here, because only recordings need it and it slows every start

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())
        raise ParseError("torn", f"the recording of web answers is torn or not YAML: {said}; fetch it again") from error


def open_recorded(row: object) -> list[object] | None:
    """Return the rows of the responses in a recording, None for a response that is not JSON; None for any other object."""
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
        rows = load_json(answer)
    except (ValueError, ParseError):
        return [None]
    if not isinstance(rows, list):
        return [rows]
    return [name_history(address, rows)] if address and is_history(address) else rows
