"""Read the paragraph of a press release that introduces a speaker and quotes: "Jane Sample (ABC), rapporteur, said: “…”"."""

from __future__ import annotations

import re

from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, Scene
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.rules.clauses import ends_in_colon
from storage.model import QuoteKind, Span

_ASIDE = re.compile(r" ?\([^()\n]{1,60}\)")
_MOST_WORDS = 30
"""A longer part before the colon is no introduction, in words. Chosen by hand."""
_MOST_LABEL = 16
"""A longer part without a cue is no label, in words. Chosen by hand: a name, a party and an office."""


def find_introduced(scene: Scene, number: int) -> Attribution | None:
    """Attribute all quotations of a paragraph to the full name it begins with, if a cue and a colon lead to the first.

    Nothing is left to choose there; a clause of the writer's between the quotations, or a second sentence before them, is
    another matter.
    """
    segments = scene.segments_between(*scene.paragraphs[number])
    if not segments:
        return None
    paragraph = scene.look(number)
    if not paragraph.candidates:
        return None
    speaker, opened = paragraph.candidates[0], segments[0].outer[0]
    lead = scene.text[paragraph.start : opened].rstrip()
    if not ends_in_colon(lead, scene.grammar.language) or lead.count(" ") > _MOST_WORDS:
        return None
    if _is_label(scene, paragraph, lead) and not _has_writer(scene, paragraph, segments):
        spans = tuple((segment.start, segment.end) for segment in segments)
        mention = mention_at(scene.text, paragraph.start, paragraph.start + len(lead.rstrip(" :：.․")))
        return Attribution(spans=spans, marked=spans, kind=QuoteKind.DIRECT, mention=mention)
    if not _is_full_name(speaker, paragraph):
        return None
    cue = next((each for each in reversed(paragraph.cues) if each.end <= opened), None)
    if cue is None or paragraph.start + len(lead) - 1 != cue.end or cue.word not in scene.grammar.language.cues.speech:
        return None
    if (
        _has_clauses(paragraph, cue)
        or scene.sentence_at(paragraph.start)[1] < opened
        or _has_writer(scene, paragraph, segments)
    ):
        return None
    spans = tuple((segment.start, segment.end) for segment in segments)
    return Attribution(
        spans=spans,
        marked=spans,
        kind=QuoteKind.DIRECT,
        cue=(cue.start, cue.end),
        mention=mention_at(scene.text, *_whole(scene, speaker, cue.start)),
    )


def _is_label(scene: Scene, paragraph: Paragraph, lead: str) -> bool:
    """Say whether what stands before a colon is nothing but a name, perhaps with an office: "Jane Sample, head of roads:"."""
    language = scene.grammar.language
    words = lead.rstrip(" :：.․").replace(",", " ").split()
    if any(cue.start < paragraph.start + len(lead) for cue in paragraph.cues) or not 2 <= len(words) <= _MOST_LABEL:
        return False
    small = language.links | language.syntax.tails | language.syntax.both | language.determiners | language.particles | {"and"}
    known = {word for phrase in small for word in phrase.split()} | language.titles | language.roles | language.topics
    name = [place for place, word in enumerate(words) if word[:1].isupper() and word.lower() not in known | language.openers]
    low = [word for word in words if not word[:1].isupper() and word.strip("()").lower() not in known]
    return len(name) >= 2 and words[0][:1].isupper() and not low


def _is_full_name(speaker: Candidate, paragraph: Paragraph) -> bool:
    return speaker.kind == "N" and speaker.start == paragraph.start and " " in speaker.text


def _has_clauses(paragraph: Paragraph, cue: Cue) -> bool:
    """Say whether somebody else is named behind an earlier cue: "X recalled that Y said:"."""
    earlier = next((each.end for each in paragraph.cues if each.end < cue.start), cue.start)
    return any(earlier < each.start and each.end <= cue.start and each.kind == "N" for each in paragraph.candidates)


def _has_writer(scene: Scene, paragraph: Paragraph, segments: list[Segment]) -> bool:
    """Say whether words stand between or behind the quotations."""
    edges = [*(segment.outer[0] for segment in segments[1:]), paragraph.end]
    return any(re.search(r"\w", scene.text[segment.outer[1] : edge]) for segment, edge in zip(segments, edges, strict=True))


def _whole(scene: Scene, speaker: Candidate, cue: int) -> Span:
    """Return the name with its brackets, and what explains it up to the cue: "Jane Sample (ABC), rapporteur for the plan"."""
    end = speaker.end
    while aside := _ASIDE.match(scene.text, end, cue):
        end = aside.end()
    explained = end > speaker.end or scene.text[end : end + 1] == ","
    rest = scene.text[end:cue].rstrip(" ,")
    return (speaker.start, end + len(rest) if explained and len(rest.split()) > 1 else end)
