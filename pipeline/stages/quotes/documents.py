"""Find the quotes of a document, by what sort of document it is."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.declarations import Source
from pipeline.knowledge import Knowledge
from pipeline.stages.quotes.assembly import make_quotes, number_quotes
from pipeline.stages.quotes.attribution import Attribution
from pipeline.stages.quotes.blocks import find_set_off, lies_in
from pipeline.stages.quotes.finder import find_attributions, look_at
from pipeline.stages.quotes.official import find_own_words, find_principal, find_turns
from pipeline.stages.quotes.publishers import find_country
from pipeline.stages.quotes.said import published_day
from pipeline.stages.quotes.scene import Scene
from pipeline.stages.quotes.tongues import choose_language
from pipeline.stages.speakers import Cast
from storage.model import Document, DocumentKind, Quote


def find_quotes(document: Document, knowledge: Knowledge, *, source: Source | None = None) -> Document:
    """Give the document with its quotes: own words, turns, and what it attributes to others, each with speaker and date."""
    language = choose_language(document.text, document.language, knowledge)
    country = find_country(document, knowledge, source)
    cast = Cast(document.text, knowledge, language, published_day(document.published), document.id, country=country)
    quotes: list[Quote] = []
    via = document.via[0] if document.via else None
    issuer = document.issuers[0] if document.issuers else None
    introduced = tuple(find_set_off(document, language)) if not document.turns else ()
    if document.turns:
        quotes += find_turns(document, cast)
    elif document.kind is not DocumentKind.ARTICLE:
        principal = find_principal(document, knowledge, source, cast)
        quotes += find_own_words(document, principal, cast, via, introduced)
        if not document.speakers and principal and principal.id and principal.single:
            document = replace(document, speakers=(principal.name,))
    if document.kind not in (DocumentKind.POST,) and not document.turns:
        scene = look_at(document.text, language)
        attributions = find_attributions(scene, knowledge.weights)
        attributions = [each for each in attributions if each.marked or not lies_in((each.start, each.end), introduced)]
        if document.kind is not DocumentKind.ARTICLE:
            attributions = [_leave_open(scene, each) for each in attributions]
        attributions = sorted((*attributions, *introduced), key=lambda each: each.start)
        quotes += make_quotes(scene, attributions, cast, published=document.published, via=via or issuer)
    return replace(document, quotes=number_quotes(document.id, quotes))


def _leave_open(scene: Scene, attribution: Attribution) -> Attribution:
    """Take the speaker from a quotation inside a sentence of an official text that neither a cue nor a colon gives to anyone.

    It cites a resolution, a treaty or a title; whoever is named nearby did not say it.
    """
    start = attribution.start
    before = scene.text[scene.sentence_at(start)[0] : start]
    if attribution.cue or not attribution.marked or before.rstrip(_OPENING).endswith(":") or not re.search(r"\w", before):
        return attribution
    return replace(attribution, mention=None, inferred=False)


_OPENING = " \u00a0\"'“„«‘「"
