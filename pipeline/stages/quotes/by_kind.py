"""Find the quotes of a document, by its kind."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.declarations import Source
from pipeline.knowledge import Knowledge
from pipeline.stages.quotes.attribution import Attribution
from pipeline.stages.quotes.blocks import find_set_off, lies_in
from pipeline.stages.quotes.cues_and_speakers import Scene
from pipeline.stages.quotes.finder import find_attributions, look_at
from pipeline.stages.quotes.language_rules import select_language
from pipeline.stages.quotes.official import find_own_words, find_principal, find_turns
from pipeline.stages.quotes.publishers import find_country
from pipeline.stages.quotes.readings import make_quotes, number_quotes
from pipeline.stages.quotes.said_dates import published_day
from pipeline.stages.quotes.wrapping import unwrap
from pipeline.stages.speakers import Cast
from storage.model import Document, DocumentKind, Quote, Span


def find_quotes(document: Document, knowledge: Knowledge, *, source: Source | None = None) -> Document:
    """Return the document with its quotes: own words, turns, and what it attributes to others, each with speaker and date."""
    language = select_language(document.text, document.language, knowledge)
    country = find_country(document, knowledge, source)
    day = published_day(document.published)
    cast = Cast(unwrap(document.text), knowledge, language, day, document.id, country=country)
    quotes: list[Quote] = []
    via = document.via[0] if document.via else None
    issuer = document.issuers[0] if document.issuers else None
    introduced = tuple(find_set_off(document, language)) if not document.turns else ()
    scene = None if document.turns or document.kind is DocumentKind.POST else look_at(document.text, language)
    attributions = _find_attributed(document, scene, knowledge, introduced) if scene else []
    if document.turns:
        quotes += find_turns(document, cast, knowledge.words)
    elif document.kind is not DocumentKind.ARTICLE:
        principal = find_principal(document, knowledge, source, cast)
        others = find_quoted_paragraphs(scene, attributions) if scene else ()
        quotes += find_own_words(document, principal, cast, via, introduced, others)
        if not document.speakers and principal and principal.id and principal.single:
            document = replace(document, speakers=(principal.name,))
    if scene:
        quotes += make_quotes(scene, attributions, cast, published=document.published, via=via or issuer)
    return replace(document, quotes=number_quotes(document.id, quotes))


def _find_attributed(
    document: Document, scene: Scene, knowledge: Knowledge, introduced: tuple[Attribution, ...]
) -> list[Attribution]:
    """Find what a document gives to others, in order, with the blocks that it introduces."""
    found = find_attributions(scene, knowledge.weights)
    found = [each for each in found if each.marked or not lies_in((each.start, each.end), introduced)]
    if document.kind is not DocumentKind.ARTICLE:
        found = [_leave_open(scene, each) for each in found]
    return sorted((*found, *introduced), key=lambda each: each.start)


def find_quoted_paragraphs(scene: Scene, attributions: list[Attribution]) -> tuple[Span, ...]:
    """Return the paragraphs that are somebody else's speech: nothing but named quotations, or speech that a dash opens."""
    named = {span for each in attributions if each.mention for span in each.marked}
    found: list[Span] = []
    for number, (start, end) in enumerate(scene.paragraphs):
        segments = scene.segments_between(start, end)
        if not segments or any((each.start, each.end) not in named for each in segments):
            continue
        dashed = scene.text[segments[0].outer[0] : segments[0].start].strip() in _DASHES
        if dashed or not re.search(r"\w", scene.look(number).blank.replace("\0", "")):
            found.append((start, end))
    return tuple(found)


def _leave_open(scene: Scene, attribution: Attribution) -> Attribution:
    """Take the speaker from a quotation inside a sentence of an official text that neither a cue nor a colon gives to anyone.

    It cites a resolution, a treaty or a title; whoever is named nearby did not say it.
    """
    start = attribution.start
    before = scene.text[scene.sentence_at(start)[0] : start]
    if attribution.cue or not attribution.marked or before.rstrip(_OPENING).endswith(":") or not re.search(r"\w", before):
        return attribution
    return replace(attribution, mention=None, inferred=False)


_DASHES = frozenset("—–―-")
_OPENING = " \u00a0\"'“„«‘「"
