"""Tell how a document's text, or the reading of a quote, changed from capture to capture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from storage.text.aligning import align
from storage.text.folding import fold_text
from storage.text.indexing import UNSPACED

Observed = Mapping[str, Any]
"""One observation of a document, as storage.reading.show reads it: with ``capture``, ``fragment``, ``captured_at``,
``revision``, ``text``, ``edited``, when the platform says that the text was put in the place of an earlier one, ``notice``,
what the publisher says of it, ``as_of``, from when on it is known to have stood, ``source``, ``run`` and ``channel``, which
tell who saw it, and ``payload``, the digest of the bytes."""
CONTEXT: Final = 40
"""So many characters before and after a change are given with it."""

_LINK = re.compile(r"https?://\S+")
_SHORT = "https://t.co/"
# A word, or a letter of a script without spaces, with the white space before it.
_SPACE = re.compile(r"\s*")
_PIECE = re.compile(rf"\s*(?:[{UNSPACED}]|[^\s{UNSPACED}]+)")


def last_of_each_capture(observed: Iterable[Observed]) -> list[Observed]:
    """Keep of each capture how it was understood last; what a better parser corrected is no change of the text. One capture
    may hold several wordings of a post, told apart by their fragments."""
    return list({(entry["capture"], entry["fragment"]): entry for entry in observed}.values())


def list_revisions(observed: Sequence[Observed]) -> list[dict[str, Any]]:
    """List the texts that captures showed one after another, each with what went and came, and whether only in typography."""
    entries: list[dict[str, Any]] = []
    payload: str | None = None
    for seen in last_of_each_capture(observed):
        if entries and entries[-1]["revision"] == seen["revision"]:
            entries[-1]["last_captured"] = seen["captured_at"]
            entries[-1]["captures"].append({**_name_capture(seen), "same_bytes": seen["payload"] == payload})
            payload = seen["payload"]
            continue
        before, payload = entries[-1]["text"] if entries else None, seen["payload"]
        entries.append(
            {
                "revision": seen["revision"],
                "capture": seen["capture"],
                "first_captured": seen["captured_at"],
                "last_captured": seen["captured_at"],
                "as_of": seen["as_of"],
                "captures": [{**_name_capture(seen), "same_bytes": False}],
                "edited": seen["edited"],
                "notice": seen["notice"],
                "text": seen["text"],
                "change": None if before is None else _name_change(before, seen["text"]),
                "diff": [] if before is None else diff_words(before, seen["text"]),
            }
        )
    return entries


def list_readings(readings: Sequence[tuple[Mapping[str, Any], Observed]]) -> list[dict[str, Any]]:
    """List the captures that showed a quote, each with what was read otherwise than before."""
    entries: list[dict[str, Any]] = []
    before: Mapping[str, Any] = {}
    for quote, seen in readings:
        changed = {key: value for key, value in quote.items() if key not in before or before[key] != value}
        named = {key: seen[key] for key in ("captured_at", "capture", "revision", "code_version")}
        entries.append({**named, "reading": changed})
        before = quote
    return entries


def diff_words(before: str, after: str) -> list[dict[str, Any]]:
    """List what went and what came between two texts, word by word, letter by letter in scripts without spaces.

    ``at`` and ``end`` are offsets in the later text, white space before the words included; ``before`` and ``after`` are what
    stands there around the words.
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    offsets = [0]
    for piece in new:
        offsets.append(offsets[-1] + len(piece))
    changes = []
    for stretch in align(old, new):
        removed, added = "".join(old[stretch.old : stretch.old_end]), "".join(new[stretch.new : stretch.new_end])
        at, end = offsets[stretch.new], offsets[stretch.new_end]
        changed = {"at": at, "end": end, "removed": removed.strip(), "added": added.strip()}
        space = _SPACE.match(added or removed)
        begin = _end_of(after[max(0, at - CONTEXT - 1) : at])
        changes.append(
            {
                **changed,
                "before": f"{begin}{space[0] if space else ''}",
                "after": _end_of(after[end : end + CONTEXT + 1][::-1])[::-1],
            }
        )
    return changes


def _end_of(text: str) -> str:
    """Give the end of a text, without the word that the cut goes through."""
    if len(text) <= CONTEXT:
        return text
    cut = re.search(rf"\s|(?<=[{UNSPACED}])", text)
    return text[cut.end() :] if cut else text[1:]


def _name_capture(seen: Observed) -> dict[str, Any]:
    return {"id": seen["capture"], **{key: seen[key] for key in ("captured_at", "source", "run", "channel")}}


def _name_change(before: str, after: str) -> str:
    return "typographic" if fold_text(_alike(before, after)) == fold_text(_alike(after, before)) else "substantive"


def _alike(text: str, other: str) -> str:
    """Shorten every link that the other text has as X's short form: some dumps of a post know where it leads, some do not."""
    both = zip(_LINK.findall(text), _LINK.findall(other), strict=False)
    links = iter([_SHORT if link.startswith(_SHORT) or its.startswith(_SHORT) else link for link, its in both])
    return _LINK.sub(lambda found: next(links, found[0]), text)
