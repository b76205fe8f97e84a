"""What is known of a quotation before anyone asks who the speaker really is."""

from __future__ import annotations

from dataclasses import dataclass

from storage.model import Mention, QuoteKind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Words given to someone, by offsets. ``inferred`` says that nothing near the words names the speaker: ``mention`` is
    then the one they seem to go on from. ``relay`` is who quotes the speaker."""

    spans: tuple[Span, ...]
    marked: tuple[Span, ...]
    kind: QuoteKind
    cue: Span | None = None
    mention: Mention | None = None
    inferred: bool = False
    relay: Mention | None = None

    @property
    def start(self) -> int:
        """Return where the words begin."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Return where the words end."""
        return self.spans[-1][1]


def mention_at(text: str, start: int, end: int) -> Mention:
    """Name the words between two offsets as a mention."""
    return Mention(text=text[start:end], start=start, end=end)
