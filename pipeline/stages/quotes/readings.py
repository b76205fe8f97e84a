"""Make the quotes of a document out of attributions: canonical speakers, offices, dates and ids that survive re-parsing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.stages.quotes.antecedents import Spoken, find_antecedent
from pipeline.stages.quotes.appositions import find_related
from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Scene
from pipeline.stages.quotes.dating import Dater
from pipeline.stages.quotes.issued import find_issuer
from pipeline.stages.quotes.polarity import polarity_of
from pipeline.stages.quotes.rules.leading_names import find_leading_names, is_caseless
from pipeline.stages.quotes.said_dates import published_day
from pipeline.stages.speakers import Cast, Reading
from storage.model import Mention, Polarity, Quote, When
from storage.model.identity import quote_id
from storage.text.folding import fold_text

CONTEXT = 40
"""Characters before and after a quote that are kept with it. Chosen by hand."""


def make_quotes(
    scene: Scene,
    attributions: Iterable[Attribution],
    cast: Cast,
    *,
    published: When | None,
    via: str | None = None,
) -> Iterator[Quote]:
    """Return each attribution as a quote, without its id: who said it when, in which office."""
    attributions = tuple(attributions)
    cast.meet((lambda: _leading(scene)) if is_caseless(scene.grammar.language) else scene.names)
    day = published_day(published)
    dater = Dater(scene, published, cast, attributions)
    last: Spoken | None = None
    for each in attributions:
        before = last.reading if last else None
        reading = before if each.inferred else _read(scene, cast, each.mention, last) if each.mention else None
        if each.mention and reading and not reading.id and _is_cited(scene, each):
            reading = cast.read_object(each.mention.text) or reading
        said = dater.date(each, reading.name if reading else None)
        cast.note(reading)
        if reading:
            last = Spoken(each.mention.start if each.mention else each.start, reading)
        relayed = (
            None if each.relay is None or cast.is_personal(each.relay.text) else cast.read(each.relay.text, each.relay.start)
        )
        polarity = polarity_of(scene, each)
        if polarity is Polarity.DENIED and each.marked:  # words somebody is said not to have said are not theirs
            reading = None
        yield replace(
            make_quote(scene.original, each),
            speaker=reading.name if reading else None,
            speaker_id=reading.id if reading else None,
            office=cast.office(reading, published_day(said) or day) if reading else None,
            via=relayed.name if relayed else via if reading is None or via != reading.name else None,
            said=said,
            polarity=polarity,
        )


def _is_cited(scene: Scene, attribution: Attribution) -> bool:
    """Say whether a mention is the object of a verb of citing."""
    cited = scene.grammar.language.cues.citing
    return attribution.cue is not None and scene.text[slice(*attribution.cue)].lower() in cited


def _leading(scene: Scene) -> list[str]:
    """Return the names with which the sentences of a text begin."""
    return [name.text for number in range(len(scene.paragraphs)) for name in find_leading_names(scene, number)]


def _read(scene: Scene, cast: Cast, mention: Mention, last: Spoken | None) -> Reading | None:
    """Say who a mention is; a pronoun is whom its paragraph is about, else whoever spoke last."""
    mention = find_related(scene, mention) or mention
    subject = find_antecedent(scene, cast, mention, last) if cast.is_personal(mention.text) else None
    return subject or cast.read(mention.text, mention.start) or _read_issuer(scene, cast, mention)


def _read_issuer(scene: Scene, cast: Cast, mention: Mention) -> Reading | None:
    """Say who issued a statement, a letter or the like that is mentioned as saying something."""
    issuer = find_issuer(mention, scene.grammar.language)
    return cast.read(mention.text[slice(*issuer)], mention.start + issuer[0]) if issuer else None


def make_quote(text: str, attribution: Attribution) -> Quote:
    """Make the quote of an attribution as far as the text alone tells it."""
    start, end, mention = attribution.start, attribution.end, attribution.mention
    return Quote(
        id="",
        kind=attribution.kind,
        exact=text[start:end],
        start=start,
        end=end,
        spans=attribution.spans,
        marked=attribution.marked,
        prefix=text[max(start - CONTEXT, 0) : start],
        suffix=text[end : end + CONTEXT],
        cue=text[slice(*attribution.cue)] if attribution.cue else None,
        mention=mention_at(text, mention.start, mention.end) if mention and not attribution.inferred else None,
    )


def number_quotes(document: str, quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return quotes their ids, in order: equal words of one kind in one document are distinguished by their number."""
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for quote in sorted(quotes, key=lambda each: (each.start, each.end, each.kind)):
        folded = fold_text(quote.exact)
        key = (quote.kind.value, folded)
        numbered.append(replace(quote, id=quote_id(document, quote.kind, folded, seen[key])))
        seen[key] += 1
    return tuple(numbered)
