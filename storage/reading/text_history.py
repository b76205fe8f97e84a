"""List how a document's text, or the reading of a quote, changed from capture to capture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Final

from storage.model import Quote
from storage.model.findings import QuoteReading, RevisionCapture, RevisionText, WordChange
from storage.model.verdicts import EditExtent
from storage.reading.observed import Observed
from storage.text.edit_script import find_edits
from storage.text.folding import fold_text
from storage.text.index_form import UNSPACED

CONTEXT: Final = 40
"""At most this number of characters before and after a change are returned with it. Chosen by hand."""

_LINK = re.compile(r"https?://\S+")
_SHORT = "https://t.co/"
# A word, or a letter of a script without spaces, with the white space before it.
_SPACE = re.compile(r"\s*")
_PIECE = re.compile(rf"\s*(?:[{UNSPACED}]|[^\s{UNSPACED}]+)")
_QUOTE_FIELDS: Final = tuple(field.name for field in fields(Quote))


def last_of_each_capture(observed: Iterable[Observed]) -> list[Observed]:
    """Keep of each capture how it was understood last; what a better parser corrected is no change of the text. One capture
    may hold several wordings of a post, distinguished by their fragments."""
    return list({(seen.capture, seen.fragment): seen for seen in observed}.values())


def list_revisions(observed: Sequence[Observed]) -> tuple[RevisionText, ...]:
    """List the texts that captures showed one after another, each with what went and came, and whether only in typography."""
    entries: list[RevisionText] = []
    payload: str | None = None
    for seen in last_of_each_capture(observed):
        if entries and entries[-1].revision == seen.revision:
            last = entries[-1]
            captures = (*last.captures, _name_capture(seen, same_bytes=seen.payload == payload))
            entries[-1] = replace(last, last_captured=seen.captured_at, captures=captures)
        else:
            entries.append(_begin_revision(seen, entries[-1].text if entries else None))
        payload = seen.payload
    return tuple(entries)


def list_readings(readings: Sequence[tuple[Quote, Observed]]) -> tuple[QuoteReading, ...]:
    """List the captures that showed a quote, each with what was read otherwise than before."""
    entries: list[QuoteReading] = []
    before: Quote | None = None
    for quote, seen in readings:
        changed = [name for name in _QUOTE_FIELDS if before is None or getattr(before, name) != getattr(quote, name)]
        entries.append(
            QuoteReading(
                captured_at=seen.captured_at,
                capture=seen.capture,
                revision=seen.revision,
                code_version=seen.code_version,
                quote=quote,
                changed=tuple(changed),
            )
        )
        before = quote
    return tuple(entries)


def diff_words(before: str, after: str) -> tuple[WordChange, ...]:
    """List what went and what came between two texts, word by word, letter by letter in scripts without spaces."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    offsets = [0]
    for piece in new:
        offsets.append(offsets[-1] + len(piece))
    changes = []
    for edit in find_edits(old, new):
        removed, added = "".join(old[edit.old : edit.old_end]), "".join(new[edit.new : edit.new_end])
        at, end = offsets[edit.new], offsets[edit.new_end]
        space = _SPACE.match(added or removed)
        begin = _end_of(after[max(0, at - CONTEXT - 1) : at])
        changes.append(
            WordChange(
                at=at,
                end=end,
                removed=removed.strip(),
                added=added.strip(),
                before=f"{begin}{space[0] if space else ''}",
                after=_end_of(after[end : end + CONTEXT + 1][::-1])[::-1],
            )
        )
    return tuple(changes)


def _begin_revision(seen: Observed, before: str | None) -> RevisionText:
    return RevisionText(
        revision=seen.revision,
        capture=seen.capture,
        first_captured=seen.captured_at,
        last_captured=seen.captured_at,
        as_of=seen.as_of,
        captures=(_name_capture(seen, same_bytes=False),),
        edited=seen.edited,
        notice=seen.notice,
        text=seen.text,
        change=None if before is None else _name_change(before, seen.text),
        diff=() if before is None else diff_words(before, seen.text),
    )


def _name_capture(seen: Observed, *, same_bytes: bool) -> RevisionCapture:
    return RevisionCapture(
        id=seen.capture,
        captured_at=seen.captured_at,
        source=seen.source,
        run=seen.run,
        channel=seen.channel,
        same_bytes=same_bytes,
    )


def _end_of(text: str) -> str:
    """Return the end of a text, without the word that the cut goes through."""
    if len(text) <= CONTEXT:
        return text
    cut = re.search(rf"\s|(?<=[{UNSPACED}])", text)
    return text[cut.end() :] if cut else text[1:]


def _name_change(before: str, after: str) -> EditExtent:
    same = fold_text(_alike(before, after)) == fold_text(_alike(after, before))
    return EditExtent.TYPOGRAPHIC if same else EditExtent.SUBSTANTIVE


def _alike(text: str, other: str) -> str:
    """Shorten every link that the other text has as X's short form: some dumps of a post know where it leads, some do not."""
    both = zip(_LINK.findall(text), _LINK.findall(other), strict=False)
    links = iter([_SHORT if link.startswith(_SHORT) or its.startswith(_SHORT) else link for link, its in both])
    return _LINK.sub(lambda found: next(links, found[0]), text)
