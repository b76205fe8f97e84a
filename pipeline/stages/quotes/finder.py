"""Find the quotations and reports in a text, and the words that name their speakers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from pipeline.knowledge import Language, Weights
from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.closing_clauses import find_closed, find_parted
from pipeline.stages.quotes.continuations import add_head, continue_quotes, goes_on, join_two
from pipeline.stages.quotes.cues_and_speakers import Candidate, Paragraph, Scene
from pipeline.stages.quotes.datelines import pass_dateline
from pipeline.stages.quotes.governing import govern, is_naming
from pipeline.stages.quotes.grammar import UPPER, compile_grammar
from pipeline.stages.quotes.joining import join_split, join_within
from pipeline.stages.quotes.lead_in import Above
from pipeline.stages.quotes.press_paragraphs import find_introduced
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.ranking import Choice, Previous, Ranker, Tags, choose
from pipeline.stages.quotes.relayed import name_cited
from pipeline.stages.quotes.reports import find_reports
from pipeline.stages.quotes.rules import attribute_by_rule
from pipeline.stages.quotes.signed import find_signed
from pipeline.stages.quotes.sourcing import Option, decide, follow_participle, options_of
from pipeline.stages.quotes.tagged_links import Linked, tag_paragraph, tags_of
from pipeline.stages.quotes.tagging import Tagger
from pipeline.stages.quotes.whole_mentions import mention_of, mention_of_source
from storage.model import Mention, QuoteKind, Span

_FEWEST_WORDS = 4
"""Fewer words in marks are a title or a so-called thing unless a cue says that they are spoken. Chosen by hand; the same in
`rules` and `governing`."""
_DOUBT = 0.7
"""The share of the likelihood from which on words are nobody's. Chosen by hand: higher gives more words a source, of which more
are wrong."""
_LONGEST_NAMING = 80
"""The characters behind a short quotation that may name its speaker, up to the cue. Chosen by hand: an office and a name."""
_STOPS = frozenset('.!?;:“”"«»\n')
_BESIDE = 2
"""Words that begin within this many characters of their cue are read with it: a space, a quotation mark."""
_LABEL = re.compile(rf"((?:(?:[{UPPER}]\.? )?[{UPPER}][{UPPER}.’'-]{{2,}} ?){{1,4}}):\s")
_DENYING = frozenset(("not", "never", "neither", "nor"))


def look_at(text: str, language: Language) -> Scene:
    """Cut a text into paragraphs and quotations, by the rules of its language."""
    scene = Scene(text, compile_grammar(language))
    pass_dateline(scene)
    return scene


def find_attributions(scene: Scene, weights: Weights, *, fast: bool = False, reports: bool = True) -> list[Attribution]:
    """Find who is given which words in a text, in order.

    The tagger reads English; other languages go by rule. Without ``reports`` only words in quotation marks, and what belongs
    to them, are looked for, in half the time; ``fast`` looks for the words in marks alone, and reads only sentences with any.
    """
    reports = reports and not fast
    known = scene.grammar.language.code == "en"
    tagger = _make_tagger(weights, scene.grammar.language) if known and weights.emissions else None
    ranker, above = Ranker(scene), Above(scene)
    found: list[Attribution] = []
    for number in range(len(scene.paragraphs)):
        if not reports and not scene.segments_between(*scene.paragraphs[number]):
            continue
        if introduced := find_introduced(scene, number) or find_signed(scene, number) or above.read(number):
            here = [introduced]
        elif reports and (parted := find_parted(scene, number, found)):
            here = [parted]
        elif tagger:
            read = _read_quoted if fast else _read_tagged
            here = read(scene, ranker, tagger, number, weights)
            if reports:
                here = sorted((*here, *find_closed(scene, number, here)), key=lambda each: each.start)
        else:
            here = _read_by_rule(scene, ranker, number, reports=reports)
        here = [cited for each in here if (cited := name_cited(scene, each))]
        _remember(ranker, here, number)
        found += here if reports else [each for each in here if each.marked]
    return continue_quotes(scene, found) if tagger else found


@lru_cache(maxsize=4)
def _make_tagger(weights: Weights, language: Language) -> Tagger:
    return Tagger(weights, language)


def _read_by_rule(scene: Scene, ranker: Ranker, number: int, *, reports: bool) -> list[Attribution]:
    """Attribute the quotations of a paragraph, and its reports, by rule."""
    reported = list(find_reports(scene, number)) if reports else []
    quoted: list[Attribution] = []
    passed = 0
    for segment in scene.segments_between(*scene.paragraphs[number]):
        while passed < len(reported) and reported[passed].end <= segment.start:
            _remember(ranker, reported[passed : passed + 1], number)
            passed += 1
        if any(each.start <= segment.start < each.end for each in reported):
            continue
        attribution = attribute_by_rule(scene, segment, _last_mention(scene, ranker, number))
        if attribution:
            quoted.append(attribution)
            _remember(ranker, [attribution], number)
    return sorted((*join_within(scene, quoted), *reported), key=lambda each: each.start)


def _last_mention(scene: Scene, ranker: Ranker, number: int) -> Mention | None:
    """Return who spoke last, no further back than the paragraph before."""
    previous = ranker.previous
    if previous is None or number - previous.paragraph > 1:
        return None
    return mention_at(scene.text, previous.candidate.start, previous.candidate.end)


def _read_quoted(scene: Scene, ranker: Ranker, tagger: Tagger, number: int, weights: Weights) -> list[Attribution]:
    """Attribute the quotations of a paragraph as the tagger sees their sentences."""
    linked, sources = tag_paragraph(scene, tagger, number, quoted=True)
    chosen = _choose_speakers(scene, ranker, number, weights, linked, sources)
    return join_split(filter(None, chosen.values()))


def _choose_speakers(
    scene: Scene, ranker: Ranker, number: int, weights: Weights, linked: list[Linked], sources: tuple[Span, ...]
) -> dict[Segment, Attribution | None]:
    """Attribute each quotation of a paragraph; one that goes on from another has its speaker."""
    chosen: dict[Segment, Attribution | None] = {}
    for segment in scene.segments_between(*scene.paragraphs[number]):
        before = scene.segment_before(segment)
        first = chosen.get(before) if before else None
        if before and first and goes_on(scene, before, segment):
            span = (segment.start, segment.end)
            chosen[segment] = replace(first, spans=(span,), marked=(span,))
            continue
        attribution = _attribute(scene, ranker, segment, weights.speakers, tags_of(segment, linked, sources))
        attribution = chosen[segment] = govern(scene, segment, attribution)
        if attribution:
            _remember(ranker, [attribution], number)
    return chosen


def _read_tagged(scene: Scene, ranker: Ranker, tagger: Tagger, number: int, weights: Weights) -> list[Attribution]:
    """Attribute what the tagger found in a paragraph, and the quotations that it missed."""
    linked, sources = tag_paragraph(scene, tagger, number)
    chosen = _choose_speakers(scene, ranker, number, weights, linked, sources)
    found: list[Attribution] = []
    for each in linked:
        options = options_of(scene, ranker, number, each, sources)
        option = follow_participle(scene, each, options) or decide(options, weights.sources, doubt=_DOUBT)
        if not option.false and _is_said(scene, each, option):
            found += _join_linked(scene, each, option, chosen)
    left = [attribution for attribution in chosen.values() if attribution]
    joined = join_split(sorted((*found, *left), key=lambda each: each.start))
    return [add_head(scene, each) for each in joined]


def _join_linked(scene: Scene, linked: Linked, option: Option, chosen: dict[Segment, Attribution | None]) -> list[Attribution]:
    """Make attributions of linked words: one, or several where the ranker gives their quotations to different speakers.

    The segments within are taken out of ``chosen``.
    """
    parts: list[Attribution] = []
    for span in _spoken(scene, linked):
        inside = [segment for segment in chosen if span[0] <= segment.start and segment.end <= span[1]]
        ranked = [attribution for segment in inside if (attribution := chosen.pop(segment))]
        if len({each.mention for each in ranked}) > 1:
            parts += ranked
            continue
        mention = ranked[0].mention if ranked else mention_of_source(scene, linked, option)
        part = _make_part(scene, span, inside, mention, linked.cue, inferred=bool(ranked) and ranked[0].inferred)
        if parts and (parts[-1].mention == part.mention or not inside):
            parts[-1] = join_two(parts[-1], part)
        else:
            parts.append(part)
    return parts


def _spoken(scene: Scene, linked: Linked) -> list[Span]:
    """Return the parts of linked words, without what the writer adds behind the cue of a quotation: "…," X said this
    morning."""
    spans = linked.spans
    if linked.cue is None or len(spans) < 2 or not any(scene.segments_between(*spans[0])):
        return spans
    end = linked.cue[1]
    added = [span for span in spans[1:] if 0 <= span[0] - end <= _BESIDE and not any(scene.segments_between(*span))]
    return [span for span in spans if span not in added]


def _is_said(scene: Scene, linked: Linked, option: Option) -> bool:
    """Say whether a report tells what was said: it has a source or marks, and its cue is not denied."""
    if any(scene.segments_between(*span) for span in linked.spans):
        return True
    if option.candidate is None or linked.cue is None:
        return option.candidate is not None
    if _is_heading(scene, option.candidate):
        return False
    words = scene.text[slice(*linked.cue)].lower().replace("’", "'").split()
    return not any(word in _DENYING or word.endswith("n't") for word in words)


def _is_heading(scene: Scene, source: Candidate) -> bool:
    """Say whether a report is a line in capitals, or what a word in capitals heads: "VIDEO: How the bridge was built"."""
    start, end = scene.paragraphs[scene.number_at(source.start)]
    label = source.start == start and source.text.isupper() and scene.text[source.end : source.end + 1] == ":"
    return (label and " " not in source.text) or scene.text[start:end].isupper()


def _make_part(
    scene: Scene, span: Span, inside: list[Segment], mention: Mention | None, cue: Span | None, *, inferred: bool
) -> Attribution:
    """Make the attribution of one part; where all its words stand in marks, these bound it."""
    kind = QuoteKind.MIXED if inside else QuoteKind.INDIRECT
    if inside and (inferred or _is_bare(scene, span, inside)):
        span = (inside[0].start, inside[-1].end)
        kind = QuoteKind.MIXED if inferred else QuoteKind.DIRECT
    marked = tuple((segment.start, segment.end) for segment in inside)
    return Attribution(spans=(span,), marked=marked, kind=kind, cue=cue, mention=mention, inferred=inferred)


def _is_bare(scene: Scene, span: Span, inside: list[Segment]) -> bool:
    """Say whether outside the marks there is nothing but punctuation and "that"."""
    edge, words = span[0], []
    for segment in inside:
        words += re.findall(r"\w+", scene.text[edge : segment.outer[0]])
        edge = segment.outer[1]
    words += re.findall(r"\w+", scene.text[edge : span[1]])
    return all(word.lower() in scene.grammar.language.cues.that for word in words)


def _attribute(scene: Scene, ranker: Ranker, segment: Segment, weights: Mapping[str, float], tags: Tags) -> Attribution | None:
    """Attribute a quotation to whom the ranker chooses; None if it is nobody's words."""
    if label := _LABEL.match(scene.text, segment.start, segment.end):
        return _label_within(scene, segment, label.span(1))
    words = scene.text.count(" ", segment.start, segment.end) + 1
    choice = choose(ranker.choices(segment, tags), weights)
    if (
        is_naming(scene, segment)
        or choice.candidate is None
        or (words < _FEWEST_WORDS and not tags.within and not _is_speech(scene, choice, segment))
    ):
        return None
    here = scene.look(scene.number_at(segment.start))
    inferred = (choice.candidate.kind == "C" or _is_thing(choice, scene)) and _is_embedded(segment, here)
    span = (segment.start, segment.end)
    return Attribution(
        spans=(span,),
        marked=(span,),
        kind=QuoteKind.MIXED if inferred else QuoteKind.DIRECT,
        cue=(choice.cue.start, choice.cue.end) if choice.cue else None,
        mention=None if inferred else mention_of(scene, choice.candidate, here, tags),
        inferred=inferred,
    )


def _label_within(scene: Scene, segment: Segment, label: Span) -> Attribution:
    """Attribute quoted lines of a transcript to the speaker in their first label: "SAMPLE: Let us begin …"."""
    span = (segment.start, segment.end)
    return Attribution(spans=(span,), marked=(span,), kind=QuoteKind.DIRECT, mention=mention_at(scene.text, *label))


def _is_thing(choice: Choice, scene: Scene) -> bool:
    """Say whether a choice is a description of something that does not speak."""
    candidate = choice.candidate
    if candidate is None or candidate.kind != "D" or choice.cue:
        return False
    return not set(candidate.text.lower().split()) & scene.grammar.language.roles


def _is_speech(scene: Scene, choice: Choice, segment: Segment) -> bool:
    """Say whether a cue stands right beside a short segment, or behind it and the name of whoever speaks."""
    cue, named = choice.cue, choice.candidate
    if cue is None or named is None:
        return False
    if 0 <= segment.start - cue.end <= 3 or 0 <= cue.start - segment.end <= 30:
        return True
    between = scene.text[segment.outer[1] : cue.start]
    is_behind = segment.outer[1] <= named.start and named.end + 1 == cue.start
    return is_behind and len(between) <= _LONGEST_NAMING and _STOPS.isdisjoint(between)


def _is_embedded(segment: Segment, paragraph: Paragraph) -> bool:
    """Say whether a segment stands inside a sentence of the writer's that has no cue."""
    return segment.outer[0] > paragraph.start and not paragraph.cues


def _remember(ranker: Ranker, here: list[Attribution], number: int) -> None:
    """Note who spoke last in a paragraph, so that a quotation further on may go on from there."""
    if here and (last := here[-1].mention):
        ranker.previous = Previous(Candidate(last.start, last.end, "N", last.text), number)
