"""Name a speaker by the whole phrase of the text: as tagged, or as a rule bounds it."""

from __future__ import annotations

from pipeline.stages.quotes.appositions import climb
from pipeline.stages.quotes.attribution import mention_at
from pipeline.stages.quotes.cues_and_speakers import Candidate, Paragraph, Scene
from pipeline.stages.quotes.mentions import add_aside, trim_mention, widen
from pipeline.stages.quotes.ranking import Tags
from pipeline.stages.quotes.sourcing import Option, subject_of
from pipeline.stages.quotes.tagged_links import Linked
from storage.model import Mention, Span


def mention_of_source(scene: Scene, linked: Linked, option: Option) -> Mention | None:
    """Return the whole phrase that names a chosen source: as tagged, as the rule bounds it, or widened."""
    candidate = option.candidate
    if candidate is None:
        return None
    here = scene.look(scene.number_at(candidate.start))
    for span in (linked.source, subject_of(scene, here, linked)):
        if span and candidate.start < span[1] and candidate.end > span[0]:
            return _named(scene, trim_mention(scene.text, span, scene.grammar.language))
    return _named(scene, widen(candidate, here, scene.grammar.language))


def _named(scene: Scene, span: Span) -> Mention:
    return mention_at(scene.text, *add_aside(scene.text, climb(scene, _step_out(scene, span))))


def _step_out(scene: Scene, span: Span) -> Span:
    """Begin with the full name that a description of somebody not named explains: "Jane Sample, a Labour MP"."""
    first = scene.text[slice(*span)].split(" ", 1)[0]
    if first not in scene.grammar.language.indefinites or not scene.text[: span[0]].endswith(", "):
        return span
    candidates = scene.look(scene.number_at(span[0])).candidates
    name = next((each for each in candidates if each.end == span[0] - 2 and each.kind == "N" and " " in each.text), None)
    return (name.start, span[1]) if name else span


def mention_of(scene: Scene, candidate: Candidate, here: Paragraph, tags: Tags) -> Mention:
    """Return the whole phrase that names the speaker: as tagged, or the candidate widened by rule."""
    source = tags.source
    if source and candidate.kind != "C" and candidate.start < source[1] and candidate.end > source[0]:
        return _named(scene, trim_mention(scene.text, source, scene.grammar.language))
    return _named(scene, widen(candidate, here, scene.grammar.language))
