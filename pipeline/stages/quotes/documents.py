"""Find the quotes of a document, by what sort of document it is."""

from __future__ import annotations

from dataclasses import replace

from pipeline.declarations import Source
from pipeline.knowledge import Knowledge
from pipeline.stages.quotes.assembly import make_quotes, number_quotes
from pipeline.stages.quotes.blocks import find_set_off, lies_in
from pipeline.stages.quotes.finder import find_attributions, look_at
from pipeline.stages.quotes.official import find_own_words, find_principal, find_turns
from pipeline.stages.quotes.said import published_day
from pipeline.stages.quotes.tongues import choose_language
from pipeline.stages.speakers import Cast
from storage.model import Document, DocumentKind, Quote


def find_quotes(document: Document, knowledge: Knowledge, *, source: Source | None = None) -> Document:
    """Give the document with its quotes: own words, turns, and what it attributes to others, each with speaker and date."""
    language = choose_language(document.text, document.language, knowledge)
    cast = Cast(document.text, knowledge, language, published_day(document.published), document.id)
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
        attributions = sorted((*attributions, *introduced), key=lambda each: each.start)
        quotes += make_quotes(scene, attributions, cast, published=document.published, via=via or issuer)
    return replace(document, quotes=number_quotes(document.id, quotes))
