"""Date the quotations of a document: by the dates beside their cues, else as said before, else only as before publication."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.stages.quotes.attribution import Attribution
from pipeline.stages.quotes.said import Named, day_said, find_dates, published_day, said_before
from pipeline.stages.quotes.scene import Scene
from storage.model import Basis, Span, When


class _Last(NamedTuple):
    speaker: str
    said: When
    paragraph: int


class Dater:
    """Dates attributions in the order of the text."""

    __slots__ = ("_before", "_day", "_found", "_language", "_last", "_published", "_scene")

    def __init__(self, scene: Scene, published: When | None) -> None:
        self._scene = scene
        self._language = scene.grammar.language
        self._published = published
        self._day = published_day(published)
        self._before = said_before(published)
        self._found: dict[int, list[Named]] = {}
        self._last: _Last | None = None

    def date(self, attribution: Attribution, speaker: str | None) -> When | None:
        """Give when words were said. What stands inside the words never dates them."""
        named = self._beside(attribution)
        said = day_said(named, self._published, Basis.TEXT) if named else None
        if said is None and speaker and self._last and self._last.speaker == speaker and self._goes_on(attribution):
            said = self._last.said
        if said and speaker:
            self._last = _Last(speaker, said, self._scene.number_at(attribution.start))
        return said or self._before

    def _goes_on(self, attribution: Attribution) -> bool:
        """Say whether the same speaker's last dated words stand in this paragraph or the one before."""
        assert self._last is not None
        return self._scene.number_at(attribution.start) - self._last.paragraph <= 1

    def _named(self, number: int) -> list[Named]:
        """Give the dates that a paragraph names, outside quotation marks."""
        found = self._found.get(number)
        if found is None:
            paragraph = self._scene.look(number)
            named = find_dates(paragraph.blank, self._language, self._day)
            found = self._found[number] = [each.moved(paragraph.start) for each in named]
        return found

    def _beside(self, attribution: Attribution) -> Named | None:
        """Give the date nearest the cue in its sentence, outside the words attributed."""
        mention = attribution.mention
        anchor = attribution.cue or ((mention.start, mention.end) if mention else None)
        if anchor is None:
            return None
        start, end = self._scene.sentence_at(anchor[0])
        found = self._named(self._scene.number_at(anchor[0]))
        outside = [each for each in found if start <= each.span[0] < end and not _inside(each.span[0], attribution)]
        return min(outside, key=lambda each: _distance(each.span, anchor), default=None)


def _inside(offset: int, attribution: Attribution) -> bool:
    return any(start <= offset < end for start, end in attribution.spans)


def _distance(span: Span, anchor: Span) -> int:
    return max(anchor[0] - span[1], span[0] - anchor[1], 0)
