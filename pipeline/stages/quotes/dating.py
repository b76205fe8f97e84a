"""Date the quotations of a document: by the dates beside their cues, else by the occasion they tell of, else as said before,
else only as before publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.stages.quotes.attribution import Attribution
from pipeline.stages.quotes.cues_and_speakers import Scene
from pipeline.stages.quotes.relative import is_ahead
from pipeline.stages.quotes.said_dates import (
    Named,
    compile_occasions,
    day_said,
    find_dates,
    may_name_dates,
    published_day,
    said_before,
)
from pipeline.stages.speakers import Cast
from storage.model import Basis, Span, When

_REACH = 3
"""How many sentences an occasion is looked for before the words; further back another may have come between. Chosen by hand."""

_LONGEST_DATE = 30
"""The characters behind the end of a sentence that a date may run over. "Wednesday, 30 September 2020" has 28."""
_REACH_AHEAD = 40
"""Letters before a cue that may say it is of the future: "is widely expected to say". Chosen by hand."""


class _Last(NamedTuple):
    speaker: str
    said: When
    paragraph: int


class Dater:
    """Dates attributions in the order of the text."""

    __slots__ = (
        "_before",
        "_cast",
        "_dated",
        "_day",
        "_found",
        "_language",
        "_last",
        "_occasions",
        "_scene",
        "_words",
        "_zone",
    )

    def __init__(self, scene: Scene, published: When | None, cast: Cast, attributions: Iterable[Attribution]) -> None:
        self._scene = scene
        self._cast = cast
        self._words = sorted(span for each in attributions for span in each.spans)
        self._language = scene.grammar.language
        self._day = published_day(published)
        self._zone = published.zone if published else None
        self._before = said_before(published)
        self._found: dict[int, list[Named]] = {}
        self._dated: dict[Span, list[Named]] = {}
        self._occasions: dict[Span, list[Span]] = {}
        self._last: _Last | None = None

    def date(self, attribution: Attribution, speaker: str | None) -> When | None:
        """Return when words were said. What stands inside the words never dates them, and words still to be said have no
        date."""
        if self._is_ahead(attribution):
            return self._before
        named = self._beside(attribution) or (self._occasion(attribution, speaker) if speaker else None)
        said = day_said(named, self._day, self._zone, Basis.TEXT) if named else None
        if said is None and speaker and self._last and self._last.speaker == speaker and self._goes_on(attribution):
            said = self._last.said
        if said and speaker:
            self._last = _Last(speaker, said, self._scene.number_at(attribution.start))
        return said or self._before

    def _is_ahead(self, attribution: Attribution) -> bool:
        """Say whether the cue tells of words that somebody is expected to say."""
        if attribution.cue is None:
            return False
        start, end = attribution.cue
        sentence = self._scene.sentence_at(start)
        return is_ahead(self._scene.text[max(sentence[0], start - _REACH_AHEAD) : end], end - start, self._language)

    def _goes_on(self, attribution: Attribution) -> bool:
        """Say whether the same speaker's last dated words stand in this paragraph or the one before."""
        assert self._last is not None
        return self._scene.number_at(attribution.start) - self._last.paragraph <= 1

    def _named_in(self, sentence: Span) -> list[Named]:
        """Return the dates that a sentence names, outside quotation marks; each sentence is read once."""
        dated = self._dated.get(sentence)
        if dated is None:
            dated = self._dated[sentence] = self._read_dates(sentence)
        return dated

    def _read_dates(self, sentence: Span) -> list[Named]:
        number = self._scene.number_at(sentence[0])
        paragraph = self._scene.look(number)
        # A date may run over what looks like the end of the sentence: "am 25. Oktober".
        words = paragraph.blank[sentence[0] - paragraph.start : sentence[1] - paragraph.start + _LONGEST_DATE]
        if not may_name_dates(words, self._language):
            return []
        found = self._found.get(number)
        if found is None:
            named = find_dates(paragraph.blank, self._language, self._day)
            found = self._found[number] = [each.moved(paragraph.start) for each in named]
        return [each for each in found if sentence[0] <= each.span[0] < sentence[1]]

    def _beside(self, attribution: Attribution) -> Named | None:
        """Return the date nearest the cue in its sentence, outside the words attributed."""
        anchor = _anchor(attribution)
        if anchor is None:
            return None
        named = self._named_in(self._scene.sentence_at(anchor[0]))
        outside = [each for each in named if not _inside(each.span[0], attribution)]
        return min(outside, key=lambda each: _distance(each.span, anchor), default=None)

    def _occasion(self, attribution: Attribution, speaker: str) -> Named | None:
        """Return the date of the talk that the words belong to: "Secretary Pompeo spoke today with ... He stressed that ...".

        It stands in one of the sentences before, which has the speaker for its subject and names such an occasion.
        """
        anchor = _anchor(attribution)
        if anchor is None or self._day is None:
            return None
        for span in self._sentences_before(anchor[0]):
            at = self._occasions_in(span)
            if not at:
                continue
            dates = self._named_in(span)
            if dates and self._is_about(span, attribution, speaker):
                named = min(dates, key=lambda each: min(_distance(each.span, word) for word in at))
                return None if self._is_quoted(named.span[0]) else named
        return None

    def _occasions_in(self, sentence: Span) -> list[Span]:
        """Return where a sentence names an occasion; each sentence is read once."""
        at = self._occasions.get(sentence)
        if at is None:
            found = compile_occasions(self._language).finditer(self._scene.text, *sentence)
            at = self._occasions[sentence] = [match.span() for match in found]
        return at

    def _sentences_before(self, offset: int) -> Iterator[Span]:
        """Return the sentences before that of an offset, nearest first, in its paragraph and the one before."""
        number = self._scene.number_at(offset)
        here = [span for span in self._scene.sentences(number) if span[1] <= offset]
        above = self._scene.sentences(number - 1) if number else []
        yield from reversed([*above, *here][-_REACH:])

    def _is_about(self, sentence: Span, attribution: Attribution, speaker: str) -> bool:
        """Say whether a speaker is the first that a sentence names; where words are not spaced, whether it begins with them."""
        if not self._language.spaced:
            mention = attribution.mention
            return mention is not None and self._scene.text.startswith(mention.text, sentence[0])
        paragraph = self._scene.look(self._scene.number_at(sentence[0]))
        named = (each for each in paragraph.candidates if sentence[0] <= each.start < sentence[1] and each.kind != "P")
        reading = next(filter(None, (self._cast.read(each.text) for each in named)), None)
        return reading is not None and reading.name == speaker

    def _is_quoted(self, offset: int) -> bool:
        """Say whether an offset stands in anyone's words."""
        return any(start <= offset < end for start, end in self._words)


def _anchor(attribution: Attribution) -> Span | None:
    mention = attribution.mention
    return attribution.cue or ((mention.start, mention.end) if mention else None)


def _inside(offset: int, attribution: Attribution) -> bool:
    return any(start <= offset < end for start, end in attribution.spans)


def _distance(span: Span, anchor: Span) -> int:
    return max(anchor[0] - span[1], span[0] - anchor[1], 0)
