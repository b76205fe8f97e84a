"""Follow what is shown through time and the archive: what each edit did, whether it still stands, who else carries it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from itertools import pairwise
from typing import Final

from sqlite_utils import Database

from pipeline.registry.language_files import load_vocabulary
from pipeline.run.read.relating import MOST_COMPARED, list_related, list_translations
from pipeline.stages.sameness import compare, judge_edit, judge_presence
from pipeline.stages.sameness.levels import find_level
from pipeline.stages.sameness.presence import judge_move
from storage.errors import StorageError
from storage.model.findings import (
    DocumentFollowing,
    DocumentView,
    Occurrence,
    QuoteFollowing,
    QuoteView,
    RevisionHolding,
    RevisionSeen,
    RevisionText,
    RevisionView,
    SeriesEdit,
    Shown,
    Side,
    Spread,
)
from storage.model.verdicts import Edit, Presence, State, TextVerdict
from storage.reading.editions import HeldEdit, list_edit_series
from storage.reading.show import show_document
from storage.reading.sightings import read_sightings
from storage.sameness.quote_spread import SAME_WORDS, read_spread
from storage.text.folding import fold_letters

_ABOUT_REVISION: Final = tuple(field.name for field in fields(RevisionSeen))


def follow(db: Database, shown: Shown) -> Shown:
    """Add to what ``show`` returns with its history.

    A quote gets its spread, and what became of its document and of the words in it. A document gets an edit for each change of
    its text, its edit series, its copies elsewhere and candidates for translations. Both get the presence of the document. A
    revision gets the edits of its document.
    """
    if isinstance(shown, QuoteView):
        return _follow_quote(db, shown)
    if isinstance(shown, DocumentView):
        return _follow_document(db, shown)
    if isinstance(shown, RevisionView):
        return replace(shown, history=_judge_history(shown.history or ()))
    return shown


def find_presence(db: Database, document: str) -> Presence:
    """Judge whether the publisher still shows a document."""
    return judge_presence(read_sightings(db, document, judge_move))


def _follow_quote(db: Database, shown: QuoteView) -> QuoteView:
    document = show_document(db, shown.document.id, history=True)
    history = _judge_history((document.history if document else None) or ())
    return replace(
        shown,
        presence=_note_replacement(find_presence(db, shown.document.id), history),
        following=QuoteFollowing(document_history=_find_holding(history, shown), spread=_spread(db, shown)),
    )


def _follow_document(db: Database, shown: DocumentView) -> DocumentView:
    history = _judge_history(shown.history or ())
    series, missing = list_edit_series(db, shown.id)
    return replace(
        shown,
        history=history,
        presence=_note_replacement(find_presence(db, shown.id), history),
        following=DocumentFollowing(
            edit_series=_judge_series(series),
            missing_edits=tuple(missing),
            copies=list_related(db, shown.id),
            translations=list_translations(db, shown.id),
        ),
    )


def _note_replacement(presence: Presence, history: Sequence[RevisionText]) -> Presence:
    """Say so where the address of a document still answers, but with another text altogether, as when a page was taken away."""
    last = history[-1].edit if history else None
    if presence.state is not State.PRESENT or last is None or not last.replaces_all:
        return presence
    return replace(presence, reason="its address shows another text altogether")


def _find_holding(history: Iterable[RevisionText], quote: QuoteView) -> tuple[RevisionHolding, ...]:
    """Return the revisions of a quote's document, without their text, each with whether it holds the words, whatever their
    typography."""
    wordings = {fold_letters(reading.quote.exact) for reading in quote.history or ()}
    return tuple(
        RevisionHolding(
            **{name: getattr(entry, name) for name in _ABOUT_REVISION},
            holds=any(wording in fold_letters(entry.text) for wording in wordings),
        )
        for entry in history
    )


def _spread(db: Database, quote: QuoteView) -> Spread | None:
    try:
        spread = read_spread(db, quote.id)
    except StorageError:
        return None
    return replace(
        spread,
        carriers=_compare_carriers(spread.carriers, quote),
        translations=list_translations(db, quote.document.id),
    )


def _compare_carriers(carriers: Sequence[Occurrence], quote: QuoteView) -> tuple[Occurrence, ...]:
    """Add to carriers of the same words the step of the normalisation ladder at which they agree with those asked for, and to
    the others, as far as MOST_COMPARED, the ``diff``, where comparing them comes to the verdict by which they are linked."""
    asked = next((carrier.content for carrier in carriers if carrier.id == quote.id), quote.quote.exact)
    compared: list[Occurrence] = []
    left = MOST_COMPARED
    for carrier in carriers:
        if carrier.verdict in SAME_WORDS:
            compared.append(_name_level(carrier, asked))
            continue
        left -= 1
        stored, other = (asked, carrier.content) if carrier.told_from is Side.THIS else (carrier.content, asked)
        comparison = compare(stored, other, load_vocabulary()) if left >= 0 else None
        told = comparison is not None and comparison.wording is carrier.verdict
        compared.append(replace(carrier, diff=comparison.diff) if comparison and told else carrier)
    return tuple(compared)


def _name_level(carrier: Occurrence, asked: str) -> Occurrence:
    rung = find_level(asked, carrier.content)
    told = carrier.verdict is TextVerdict.TYPOGRAPHIC and rung is not None
    return replace(carrier, rung=rung, reason=f"the same but for {rung}" if told else carrier.reason)


def _judge_history(history: Sequence[RevisionText]) -> tuple[RevisionText, ...]:
    """Add to each text but the first what the edit that led to it did."""
    judged = list(history[:1])
    for before, after in pairwise(history):
        announced = bool(after.edited) or (bool(after.notice) and after.notice != before.notice)
        edit = judge_edit(before.text, after.text, load_vocabulary(), announced=announced)
        judged.append(replace(after, edit=edit, change=edit.extent))
    return tuple(judged)


def _judge_series(series: Sequence[HeldEdit]) -> tuple[SeriesEdit, ...]:
    """Judge the edits that a platform announces by giving each wording an id of its own."""
    edits: list[Edit | None] = [None]
    edits += [judge_edit(before.text, after.text, load_vocabulary(), announced=True) for before, after in pairwise(series)]
    return tuple(
        SeriesEdit(post=each.post, document=each.document, text=each.text, first_captured=each.first_captured, edit=edit)
        for each, edit in zip(series, edits, strict=False)
    )
