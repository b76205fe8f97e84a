"""Tell which of two observations of a document is the newer one, which stands for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from storage.database.rows import format_second
from storage.model import Capture, Document, RecordType
from storage.model.addresses import read_timestamp, split_memento

_AGAIN: Final = "~"
"""Stands in an observation's code version before its number where the same code read the same capture before."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Standing:
    """The observation that stands for a document, ordered by how new it is."""

    as_of: str
    captured_at: str
    capture: str
    observation: int
    derivation: int
    revision: int
    source: str
    code_version: str = field(compare=False)


def extends(now: Standing, before: Standing) -> bool:
    """Say whether an observation only shows longer what a document already showed."""
    is_same = (now.derivation, now.source) == (before.derivation, before.source)
    return is_same and now > before and now.captured_at >= before.captured_at


def is_read_anew(standing: Standing | None, capture: Capture, version: str) -> bool:
    """Say whether code that read a capture before reads it again after other code did: a correction that was taken back."""
    return standing is not None and standing.capture == capture.id and standing.code_version.split(_AGAIN)[0] != version


def find_as_of(document: Document, capture: Capture, captured_at: str) -> str:
    """Return from when on a text is known to have stood, as the view ``visible`` does."""
    post = document.post
    memento = split_memento(capture.url)
    since = format_second(read_timestamp(memento.instant)) if memento else None
    if post is None:
        return min(captured_at, since or captured_at)
    if post.edited and post.edited.latest:
        since = format_second(post.edited.earliest)
    elif (
        document.published
        and document.published.earliest
        and (capture.record_type is RecordType.RESOURCE or len(post.edits) > 1)
    ):
        earliest = document.published.earliest
        since = format_second(earliest - timedelta(seconds=1) if earliest and post.cut else earliest)
    return min(captured_at, since or captured_at)


def name_again(version: str, observation: int) -> str:
    """Return the code version of an observation where the same code read the same capture before."""
    return f"{version}{_AGAIN}{observation}"
