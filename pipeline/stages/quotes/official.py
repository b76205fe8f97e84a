"""Take the own words of official documents and posts, paragraph by paragraph, and the turns of transcripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.declarations import Source
from pipeline.knowledge import Knowledge, Vocabulary
from pipeline.stages.parse.headlines import find_headlined, find_office
from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.blocks import lies_in
from pipeline.stages.quotes.quotation_marks import find_paragraphs
from pipeline.stages.quotes.readings import make_quote
from pipeline.stages.quotes.said_dates import published_day
from pipeline.stages.quotes.wrapping import unwrap
from pipeline.stages.speakers import Cast, Reading, compile_directory
from pipeline.stages.speakers.name_keys import spelling_key
from pipeline.stages.text.turns import compile_signs
from storage.model import Document, DocumentKind, Mention, PostKind, Quote, QuoteKind, Span, Turn

_LONG_POST = 1200
"""A longer post is taken paragraph by paragraph, in characters. Chosen by hand: short posts are one utterance; platforms cut at
280 to 500."""
_LABEL_REACH = 200
"""The characters before a turn in which its label is found. Chosen by hand: a name, an office and a stage direction."""

_ADDRESSES = frozenset(("mr", "ms", "miss"))
"""Forms of address before a surname in the labels of transcripts."""


def find_principal(document: Document, knowledge: Knowledge, source: Source | None, cast: Cast) -> Reading | None:
    """Say whose words a document is: its named speaker, the source's declared one, the holder of the office in its headline,
    the account's owner, else the issuer. A readout that no spokesperson signs is its issuer's, whoever it is about.
    """
    if document.kind is DocumentKind.READOUT and not document.via:
        return _read_issuer(document, cast)
    if len(document.speakers) == 1:
        return cast.read(document.speakers[0]) or Reading(name=document.speakers[0])
    if len(document.speakers) > 1:
        readings = [cast.read_label(name) or Reading(name=name) for name in document.speakers]
        return Reading(name=", ".join(dict.fromkeys(reading.name for reading in readings)), single=False)
    declared = declared_speaker(source, knowledge, published_day(document.published))
    if declared:
        return declared
    if office := find_office(document.title or "", knowledge.words):
        return cast.read_label(office)
    for name in (document.post.account, document.post.author) if document.post else ():
        if name and (reading := cast.read(name)):
            return reading
    return _read_issuer(document, cast)


def _read_issuer(document: Document, cast: Cast) -> Reading | None:
    """Read the first of who publishes a document."""
    issuer = next(iter(document.issuers), None)
    return cast.read(issuer) or Reading(name=issuer, single=False) if issuer else None


def declared_speaker(source: Source | None, knowledge: Knowledge, day: date | None) -> Reading | None:
    """Return whom a source declares as its speaker: a person, or whoever held the office on the day."""
    if source is None:
        return None
    directory = compile_directory(knowledge)
    person = directory.people.get(source.speakers.person or "")
    if person is None and source.speakers.position:
        person = directory.holder(source.speakers.position, day)
    return Reading(name=person.name, id=person.id, single=person.kind == "person") if person else None


def find_own_words(
    document: Document,
    principal: Reading | None,
    cast: Cast,
    via: str | None,
    introduced: tuple[Attribution, ...] = (),
    others: tuple[Span, ...] = (),
) -> Iterator[Quote]:
    """Return a document's own words as quotes: one a paragraph, one for a whole post.

    What it introduces as another's, and the paragraphs that are ``others``' speech, are left out.
    """
    if document.post and document.post.kind is PostKind.REPOST:
        return
    day = published_day(document.published)
    for span in _own_spans(document):
        if lies_in(span, introduced) or any(start <= span[0] and span[1] <= end for start, end in others):
            continue
        quote = make_quote(document.text, Attribution(spans=(span,), marked=(), kind=QuoteKind.OWN))
        yield replace(
            quote,
            speaker=principal.name if principal else None,
            speaker_id=principal.id if principal else None,
            office=cast.office(principal, day) if principal else None,
            via=via,
            said=document.published,
        )


def _own_spans(document: Document) -> list[Span]:
    text = document.text
    if document.kind is DocumentKind.POST and len(text) <= _LONG_POST:
        trimmed = _trim(text, 0, len(text))
        return [trimmed] if trimmed[1] > trimmed[0] else []
    return [_trim(text, *span) for span in find_paragraphs(unwrap(text)) if any(map(str.isalnum, text[slice(*span)]))]


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def find_turns(document: Document, cast: Cast, words: Vocabulary) -> Iterator[Quote]:
    """Return the turns of a transcript as quotes. A question belongs to whoever asks it, named or not."""
    day = published_day(document.published)
    for turn in document.turns:
        start, end = _trim(document.text, turn.start, turn.end)
        if end <= start:
            continue
        reading = _read_turn(turn.speaker, document, cast, words)
        attribution = Attribution(
            spans=((start, end),), marked=(), kind=QuoteKind.TURN, mention=_find_label(document.text, turn)
        )
        yield replace(
            make_quote(document.text, attribution),
            speaker=reading.name if reading else None,
            speaker_id=reading.id if reading else None,
            office=cast.office(reading, day) if reading else None,
            said=document.published,
        )


def _read_turn(label: str, document: Document, cast: Cast, words: Vocabulary) -> Reading | None:
    """Say who speaks under a label. An answer's sign stands for the only speaker, an empty label and a question for nobody."""
    signs = compile_signs(words.labels)
    if signs.is_answer(label):
        return cast.read(document.speakers[0]) if len(document.speakers) == 1 else None
    nobody = not label.strip() or signs.is_question(label) or signs.is_anonymous(label)
    if nobody:
        return None
    full = _full_label(label, document.speakers)
    return _read_headlined(full, document, cast, words) or cast.read_label(full) or _read_titled(label, document, cast, words)


def _read_titled(label: str, document: Document, cast: Cast, words: Vocabulary) -> Reading | None:
    """Read an office as whom the headline names in it: "THE PRESIDENT" below "Remarks by President Sample"."""
    office = set(spelling_key(label).split()) - {"the"}
    headlined = find_headlined(document.title or "", words)
    named = [name for name in headlined if office < set(spelling_key(name).split())]
    return cast.read(named[0]) if len(named) == 1 else None


def _read_headlined(label: str, document: Document, cast: Cast, words: Vocabulary) -> Reading | None:
    """Read a surname as whom the headline names in full: "Ms. Sample" below "Briefing by Jane Sample".

    Not "Mrs.", which is as often the wife of whom the headline names.
    """
    address, _, surname = label.rpartition(" ")
    if " " in address or not address or address.lower().rstrip(".") not in _ADDRESSES:
        return None
    named = [name for name in find_headlined(document.title or "", words) if name.endswith(f" {surname}")]
    reading = cast.read(named[0]) if len(named) == 1 else None
    return reading if reading and " " in reading.name and cast.fits(reading, label) else None


def _full_label(label: str, speakers: tuple[str, ...]) -> str:
    """Return the document's own speaker of that surname, else the label with its capitals made a name's."""
    tidy = _tidy_label(label)
    last = spelling_key(tidy).rsplit(" ", 1)[-1]
    named = [speaker for speaker in speakers if spelling_key(speaker).rsplit(" ", 1)[-1] == last]
    return _tidy_label(named[0]) if len(named) == 1 else tidy


def _tidy_label(label: str) -> str:
    """Write a label in capitals as a name, so that it can be read as one."""
    return label.title() if label.isupper() else label


def _find_label(text: str, turn: Turn) -> Mention | None:
    at = text.rfind(turn.speaker, max(turn.start - _LABEL_REACH, 0), turn.start) if turn.speaker else -1
    return mention_at(text, at, at + len(turn.speaker)) if at >= 0 else None
