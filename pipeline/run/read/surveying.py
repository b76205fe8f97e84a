"""Say what is declared and how it fares: sources with their health and coverage, people with their offices."""

from __future__ import annotations

from pipeline.declarations import Source
from pipeline.errors import SourceError
from pipeline.health.figures import PARTS, RunFigures
from pipeline.home import Home
from pipeline.registry.declared_sources import get_source, load_sources
from pipeline.registry.reading_background import load_knowledge, load_roster
from pipeline.run.opening import reading
from pipeline.run.read.source_health import SourceHealth, judge_sources
from pipeline.run.read.surveys import OfficeHeld, PersonView, RunYield, SourceSummary, SourceView
from storage.model import Person
from storage.model.findings import UnresolvedName
from storage.reading.unresolved import list_unresolved as list_unresolved_in

_SHORTEST_SOUND = 5
"""Shorter keys of sound are shared by unlike names, in letters. Chosen by hand, as in speakers.directory."""


def survey_sources(home: Home) -> list[SourceSummary]:
    """Return every declared source with its health, last good run and number of documents, in the order of their ids."""
    sources = sorted(load_sources(), key=lambda source: source.id)
    health = judge_sources(home, sources)
    return [_summarise(source, health[source.id]) for source in sources]


def name_sources() -> dict[str, str]:
    """Return the titles of the declared sources by id."""
    return {source.id: source.title for source in load_sources()}


def survey_source(home: Home, id_: str) -> SourceView:
    """Return all that is known of one source. Raises SourceError for an id that is not declared."""
    source = get_source(id_)
    found = judge_sources(home, [source])[id_]
    return SourceView(
        summary=_summarise(source, found),
        publisher=source.publisher,
        country=source.country,
        languages=source.languages,
        languages_without_rules=_name_uncovered(source),
        timezone=source.timezone,
        url=source.url,
        discovery=source.discovery.method,
        layouts=tuple(layout.name for layout in source.layouts),
        hook=source.hook,
        since=source.start,
        until=source.end,
        note=source.note,
        why=found.why,
        advice=found.advice,
        stopped=found.stopped,
        leads_min=source.expect.leads_min,
        leads_max=source.expect.leads_max,
        silence_days=source.expect.silence_days,
        fill=source.expect.fill,
        runs=tuple(_figure(run) for run in found.runs),
    )


def _name_uncovered(source: Source) -> tuple[str, ...]:
    """Name the languages of a source in which little of what is said is found, because no file describes them."""
    from pipeline.stages.quotes import say_uncovered  # heavy: a list of all sources needs none of it

    knowledge = load_knowledge()
    return tuple(code for code in source.languages if say_uncovered(code, knowledge))


def _figure(run: RunFigures) -> RunYield:
    """Return what one run yielded, with the share of its documents that have each part."""
    return RunYield(
        run=run.run,
        started_at=run.started_at,
        leads=run.leads,
        listed=run.listed,
        failed=run.failed,
        documents=run.documents,
        quotes=run.quotes,
        filled={part: round(run.rate(part), 3) for part in PARTS},
        missed=dict(run.missed),
    )


def _summarise(source: Source, found: SourceHealth) -> SourceSummary:
    return SourceSummary(
        id=source.id,
        title=source.title,
        schedule=source.schedule,
        verified=source.verified,
        health=found.verdict,
        last_good=found.last_good,
        documents=found.documents,
    )


def list_people(name: str | None = None) -> list[PersonView]:
    """List the roster, or those whom a name may mean. Raises SourceError if the roster has no person of that name."""
    roster = load_roster()
    offices = {position.id: position.name for position in roster.positions}
    found = [person for person in roster.people if name is None or _is_named(person, name)]
    if not found:
        raise SourceError(f"The roster has no person named {name!r}; expected part of a name, or an id. See pipeline/roster/.")
    return [
        PersonView(
            id=person.id,
            name=person.name,
            kind=person.kind,
            country=person.country,
            aliases=person.aliases,
            offices=tuple(
                OfficeHeld(office=offices[held.position], since=held.since, until=held.until, known_from=held.known_from)
                for held in roster.occupancies
                if held.person == person.id
            ),
        )
        for person in found
    ]


def list_unresolved(home: Home) -> list[UnresolvedName]:
    """List the mentions that that are not in the roster, the most frequent first."""
    with reading(home) as db:
        return list_unresolved_in(db)


def _is_named(person: Person, name: str) -> bool:
    wanted = name.casefold()
    spellings = (person.id, person.name, *person.aliases)
    if any(wanted in spelling.casefold() for spelling in spellings):
        return True
    from pipeline.stages.speakers.name_keys import sound_key, spelling_key  # only a name that no spelling holds needs them

    key, sound = spelling_key(wanted), sound_key(wanted)
    alike = len(sound) >= _SHORTEST_SOUND
    return any((key and key in spelling_key(each)) or (alike and sound in sound_key(each).split()) for each in spellings)
