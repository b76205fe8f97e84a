"""Relate a document to others: those that hold the same text and how they came to, and those that may be translations of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlite_utils import Database

from pipeline.home import Home
from pipeline.registry.language_files import load_vocabulary
from pipeline.run.opening import reading
from pipeline.stages.sameness import compare
from pipeline.stages.sameness.levels import find_level
from pipeline.stages.sameness.relation import Item, find_extent, relate
from pipeline.stages.sameness.translations import Rendering, find_translation, list_parallels
from storage.errors import StorageError
from storage.model.addresses import split_address
from storage.model.findings import Copy, DocumentText, HeldComparison, QuoteView, Side, Translation
from storage.model.verdicts import TextVerdict
from storage.reading.show import show
from storage.reading.text_history import diff_words
from storage.sameness.copies import CopyPair, TextFacts, list_copies
from storage.sameness.siblings import Sibling, read_siblings

MOST_COMPARED: Final = 50
"""At most this number of texts are compared one by one: each takes some milliseconds. Chosen by hand."""

_INTERNATIONAL = "int"


def list_related(db: Database, document: str) -> tuple[Copy, ...]:
    """List the documents that hold the same text, each with how it stands to it and how it is related. Those after the first
    MOST_COMPARED keep the verdict they were linked by, without a diff."""
    pairs = list_copies(db, document)
    return tuple(_compare(pair, _relate(pair)) if place < MOST_COMPARED else _relate(pair) for place, pair in enumerate(pairs))


def list_translations(db: Database, document: str) -> tuple[Translation, ...]:
    """List the documents that may be this one in another language, each with the reason; candidates, never the same words."""
    found = read_siblings(db, document, list_parallels=list_parallels)
    if found is None:
        return ()
    own, others = found
    mine = _rendering(own)
    reasons = [(other, find_translation(mine, _rendering(other))) for other in others]
    return tuple(
        Translation(document=other.facts.document, source=other.facts.source, published=other.facts.published, reason=reason)
        for other, reason in sorted(reasons, key=lambda each: (each[0].language or "", each[0].facts.document.id))
        if reason
    )


def compare_held(home: Home, stored: str, other: str) -> HeldComparison:
    """Compare what the archive holds under two ids (of quotes, documents or revisions), the first as the stored words.

    Raises StorageError if there is no such thing, or it has no words.
    """
    with reading(home) as db:
        words = {id_: _read_words(db, id_) for id_ in (stored, other)}
    comparison = replace(compare(words[stored], words[other], load_vocabulary()), rung=find_level(words[stored], words[other]))
    return HeldComparison(a=stored, b=other, comparison=comparison, words=diff_words(words[stored], words[other]))


def _read_words(db: Database, id_: str) -> str:
    shown = show(db, id_)
    words = shown.quote.exact if isinstance(shown, QuoteView) else shown.text if isinstance(shown, DocumentText) else ""
    if not words:
        raise StorageError(
            f"{id_} has no words to compare; expected the id of a quote, document or revision that may be shown."
        )
    return words


def _relate(pair: CopyPair) -> Copy:
    relation, why = relate(_item(pair.this), _item(pair.that))
    that = pair.that
    return Copy(
        document=that.document,
        source=that.source,
        published=that.published,
        observed=that.observed,
        verdict=pair.verdict,
        material=pair.material,
        reason=pair.reason,
        words=pair.words,
        revisions=pair.revisions,
        both_stand=pair.both_stand,
        account=that.account,
        relation=relation,
        relation_reason=why,
        extent=find_extent(pair.words.this, pair.words.that),
    )


def _compare(pair: CopyPair, copy: Copy) -> Copy:
    """Compare both texts as today's judge does: the longer is the stored one, this document's if they are equally long."""
    words = pair.words
    told_from = Side.THIS if words.this >= words.that else Side.THAT
    stored, other = (pair.this, pair.that) if told_from is Side.THIS else (pair.that, pair.this)
    comparison = compare(stored.text, other.text, load_vocabulary())
    few, many = sorted((words.this, words.that))
    cut = comparison.wording is TextVerdict.TRUNCATED and not comparison.material and few < many
    return replace(
        copy,
        verdict=comparison.wording,
        material=comparison.material,
        reason=f"{few} of {many} words, unchanged" if cut else comparison.reason,
        told_from=told_from,
        rung=comparison.rung,
        diff=comparison.diff,
    )


def _item(facts: TextFacts) -> Item:
    url = facts.document.url
    return Item(
        publishers=facts.publishers,
        people=facts.people,
        place=facts.platform or (split_address(url).hostname if url else None),
        country=facts.country if facts.country != _INTERNATIONAL else None,
        platform=facts.platform,
        post=facts.post,
        reposted=facts.reposted,
        captures=facts.captures,
    )


def _rendering(sibling: Sibling) -> Rendering:
    within = sibling.published_within
    return Rendering(
        url=sibling.url,
        language=sibling.language,
        text=sibling.facts.text,
        publishers=sibling.facts.publishers,
        alternates=sibling.alternates,
        earliest=within.earliest,
        latest=within.latest,
    )
