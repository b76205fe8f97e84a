"""Say what is declared and how it fares: sources with their health and coverage, people with their offices."""

from __future__ import annotations

from typing import Any

from pipeline.declarations import Source
from pipeline.errors import SourceError
from pipeline.health.figures import PARTS, RunFigures
from pipeline.home import Home
from pipeline.registry.background import load_knowledge
from pipeline.registry.sources import get_source, load_sources
from pipeline.run.opening import reading
from pipeline.run.read.source_health import SourceHealth, judge_sources
from storage.model import Person
from storage.reading.unresolved import list_unresolved as list_unresolved_in

_SHORTEST_SOUND = 5


def survey_sources(home: Home) -> list[dict[str, Any]]:
    """Give every declared source with its health, last good run and number of documents, in the order of their ids."""
    sources = sorted(load_sources(), key=lambda source: source.id)
    health = judge_sources(home, sources)
    return [_survey(source, health[source.id]) for source in sources]


def survey_source(home: Home, id_: str) -> dict[str, Any]:
    """Give all that is known of one source. Raises SourceError for an id that is not declared."""
    source = get_source(id_)
    found = judge_sources(home, [source])[id_]
    return {
        **_survey(source, found),
        "publisher": source.publisher,
        "country": source.country,
        "languages": ", ".join(source.languages),
        "languages without rules": _name_uncovered(source),
        "timezone": source.timezone,
        "url": source.url,
        "discovery": source.discovery.method.value,
        "layouts": ", ".join(layout.name for layout in source.layouts),
        "hook": source.hook,
        "since": source.start.isoformat() if source.start else None,
        "until": source.end.isoformat() if source.end else None,
        "note": source.note,
        "why": "; ".join(found.why),
        "advice": found.advice,
        "stopped": list(found.stopped),
        "expect": _expect(source),
        "runs": [_figure(run) for run in found.runs],
    }


def _name_uncovered(source: Source) -> str | None:
    """Name the languages of a source in which little of what is said is found, because no file describes them."""
    from pipeline.stages.quotes import say_uncovered  # heavy: a list of all sources needs none of it

    knowledge = load_knowledge()
    return ", ".join(code for code in source.languages if say_uncovered(code, knowledge)) or None


def _expect(source: Source) -> dict[str, Any]:
    """Give what a healthy run yields, as declared."""
    declared = source.expect
    bounds = {"leads_min": declared.leads_min, "leads_max": declared.leads_max, "silence_days": declared.silence_days}
    return {**{name: bound for name, bound in bounds.items() if bound is not None}, **declared.fill}


def _figure(run: RunFigures) -> dict[str, Any]:
    """Give what one run yielded, with the share of its documents that have each part."""
    return {
        "run": run.run,
        "started_at": run.started_at.isoformat(timespec="minutes"),
        "leads": run.leads,
        "listed": run.listed,
        "failed": run.failed,
        "documents": run.documents,
        "quotes": run.quotes,
        "filled": {part: round(run.rate(part), 3) for part in PARTS},
        "missed": dict(run.missed),
    }


def _survey(source: Source, found: SourceHealth) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "schedule": source.schedule,
        "verified": source.verified,
        "health": found.verdict.value,
        "last_good": found.last_good,
        "documents": found.documents,
    }


def list_people(name: str | None = None) -> list[dict[str, Any]]:
    """List the roster, or those whom a name may mean. Raises SourceError where the roster knows nobody by that name."""
    roster = load_knowledge().roster
    offices = {position.id: position.name for position in roster.positions}
    found = [person for person in roster.people if name is None or _is_named(person, name)]
    if not found:
        raise SourceError(f"The roster knows nobody named {name!r}; expected part of a name, or an id. See pipeline/roster/.")
    return [
        {
            "id": person.id,
            "name": person.name,
            "kind": person.kind,
            "country": person.country,
            "aliases": list(person.aliases),
            "offices": [
                {
                    "office": offices[held.position],
                    "since": held.since.isoformat() if held.since else None,
                    "until": held.until.isoformat() if held.until else None,
                    "known_from": held.known_from,
                }
                for held in roster.occupancies
                if held.person == person.id
            ],
        }
        for person in found
    ]


def list_unresolved(home: Home) -> list[dict[str, Any]]:
    """List the mentions that no one in the roster bears, the most frequent first."""
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
