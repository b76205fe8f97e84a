"""Find the quotations and reports in a text, and the words that name their speakers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.knowledge import Language, Weights
from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.grammar import compile_grammar
from pipeline.stages.quotes.marks import Segment
from pipeline.stages.quotes.mentions import widen
from pipeline.stages.quotes.ranking import Choice, Previous, Ranker, choose
from pipeline.stages.quotes.reports import find_reports
from pipeline.stages.quotes.scene import Candidate, Paragraph, Scene
from storage.model import QuoteKind

_FEWEST_WORDS = 4


def look_at(text: str, language: Language) -> Scene:
    """Cut a text into paragraphs and quotations, by the rules of its language."""
    return Scene(text, compile_grammar(language))


def find_attributions(scene: Scene, weights: Weights, *, fast: bool = False) -> list[Attribution]:
    """Find who is given which words in a text, in order. ``fast`` leaves out reports without quotation marks."""
    known = scene.grammar.language.code == "en"
    ranker = Ranker(scene, words=known)
    learned = weights.ranker if known else weights.plain
    found: list[Attribution] = []
    number_of = 0
    for number, (_, end) in enumerate(scene.paragraphs):
        reports = [] if fast else list(find_reports(scene, number))
        quoted = []
        while number_of < len(scene.segments) and scene.segments[number_of].start < end:
            segment = scene.segments[number_of]
            number_of += 1
            inside = next((each for each in reports if each.start <= segment.start < each.end), None)
            if inside is None and (attribution := _attribute(scene, ranker, segment, learned)):
                quoted.append(attribution)
                _remember(ranker, [attribution], number)
        here = sorted((*_join_split(quoted), *reports), key=lambda each: each.start)
        _remember(ranker, here, number)
        found += here
    return found


def _attribute(scene: Scene, ranker: Ranker, segment: Segment, weights: Mapping[str, float]) -> Attribution | None:
    words = scene.text.count(" ", segment.start, segment.end) + 1
    choices = ranker.choices(segment)
    choice = choose(choices, weights)
    if choice.candidate is None or (words < _FEWEST_WORDS and not _is_speech(choice, segment)):
        return None
    candidate = choice.candidate
    number = scene.number_at(segment.start)
    here = scene.look(number)
    span = (segment.start, segment.end)
    inferred = (candidate.kind == "C" or _is_thing(choice, scene)) and _is_embedded(segment, here)
    return Attribution(
        spans=(span,),
        marked=(span,),
        kind=QuoteKind.MIXED if inferred else QuoteKind.DIRECT,
        cue=(choice.cue.start, choice.cue.end) if choice.cue else None,
        mention=None if inferred else mention_at(scene.text, *widen(candidate, here, scene.grammar.language)),
        inferred=inferred,
    )


def _is_thing(choice: Choice, scene: Scene) -> bool:
    """Say whether a choice is a description of something that does not speak."""
    candidate = choice.candidate
    if candidate is None or candidate.kind != "D" or choice.cue:
        return False
    return not set(candidate.text.lower().split()) & scene.grammar.language.roles


def _is_speech(choice: Choice, segment: Segment) -> bool:
    """Say whether a cue stands right beside a short segment."""
    cue = choice.cue
    return cue is not None and (0 <= segment.start - cue.end <= 3 or 0 <= cue.start - segment.end <= 30)


def _is_embedded(segment: Segment, paragraph: Paragraph) -> bool:
    """Say whether a segment stands inside a sentence of the writer's that has no cue."""
    return segment.outer[0] > paragraph.start and not paragraph.cues


def _join_split(quoted: Iterable[Attribution]) -> list[Attribution]:
    """Join what a cue splits: parts in a row that the same words attribute."""
    joined: list[Attribution] = []
    for each in quoted:
        last = joined[-1] if joined else None
        if last and each.mention and each.mention == last.mention:
            joined[-1] = Attribution(
                spans=last.spans + each.spans,
                marked=last.marked + each.marked,
                kind=last.kind,
                cue=last.cue or each.cue,
                mention=last.mention,
                inferred=last.inferred,
            )
        else:
            joined.append(each)
    return joined


def _remember(ranker: Ranker, here: list[Attribution], number: int) -> None:
    """Note who spoke last in a paragraph, so that a quotation further on may go on from there."""
    if here and (last := here[-1].mention):
        ranker.previous = Previous(Candidate(last.start, last.end, "N", last.text), number)
